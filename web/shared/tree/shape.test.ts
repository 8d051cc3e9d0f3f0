import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Node } from '#permissions/contract.ts';
import { firstOpen, hitsOf, rowsOf, withAbove } from './shape.ts';

const node = (path: string, displayName: string, opens: string[] = []): Node => ({
  id: path,
  path,
  parent: null,
  displayName,
  description: '',
  administrative: false,
  opens,
});
const nodes = [
  node('/permission', 'All Permissions'),
  node('/permission/admin', 'Admin Permissions'),
  node('/permission/admin/login', 'Login'),
  node('/permission/admin/manage', 'Manage'),
  node('/permission/admin/manage/api', 'API', ['apis.create']),
  node('/permission/applications', 'Applications'),
];
const shown = (open: string[], search = '') => {
  const hits = hitsOf(nodes, search);
  return rowsOf(nodes, { open: new Set(open), kept: search ? withAbove(hits) : null, hits }).map((row) => row.node.displayName);
};

test('a closed tree shows its root', () => assert.deepEqual(shown([]), ['All Permissions']));

test('an open branch shows its children, a branch below a closed one nothing', () => {
  assert.deepEqual(shown(['/permission', '/permission/admin/manage']), ['All Permissions', 'Admin Permissions', 'Applications']);
});

test('a search keeps the path to what it finds in sight', () => {
  assert.deepEqual(shown([], 'api'), ['All Permissions', 'Admin Permissions', 'Manage', 'API']);
});

test('a search finds what a node opens', () => {
  assert.deepEqual(shown([], 'apis.create').at(-1), 'API');
});

test('the way to what is ticked is open at first', () => {
  assert.deepEqual([...firstOpen(nodes, [{ permission: '/permission/admin/manage/api' }])].sort(), [
    '/permission',
    '/permission/admin',
    '/permission/admin/manage',
    '/permission/applications',
  ]);
});

test('five thousand nodes take a blink', () => {
  const many = Array.from({ length: 5_000 }, (_, index) => node(index === 0 ? '/permission' : `/permission/n${index}`, `Node ${index}`));
  const before = process.threadCpuUsage().user;
  const hits = hitsOf(many, '42');
  rowsOf(many, { open: new Set(['/permission']), kept: withAbove(hits), hits });
  assert.ok(process.threadCpuUsage().user - before < 200_000);
});
