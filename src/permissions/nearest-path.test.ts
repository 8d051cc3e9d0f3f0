// What somebody is asked whether he meant it, by a path that is no permission.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Node } from './model.ts';
import { nearestPath } from './nearest-path.ts';

const paths = [
  '/permission',
  '/permission/admin',
  '/permission/admin/login',
  '/permission/admin/manage',
  '/permission/admin/manage/api',
  '/permission/admin/manage/api/publish',
  '/permission/admin/manage/api/create',
  '/permission/admin/manage/user',
  '/permission/admin/manage/user/create',
];
const nodes = paths.map((path, index): Node => {
  const parent = paths.indexOf(path.slice(0, path.lastIndexOf('/')));
  return { index, no: index, id: String(index), parent, path, displayName: path, description: '', administrative: false };
});
const model = { nodes, byPath: new Map(nodes.map((node) => [node.path, node])) };

test('the permission that was meant', () => {
  const meant: Readonly<Record<string, string | null>> = {
    '/permission/admin/manage/api/publsh': '/permission/admin/manage/api/publish',
    '/permission/admin/mange/api/publish': '/permission/admin/manage/api/publish',
    '/permission/admin/mange/api/none-such': '/permission/admin/manage',
    '/permission/api/publish': '/permission/admin/manage/api/publish',
    '/permission/login': '/permission/admin/login',
    '/permission/create': null,
    '/permission/zzzzzzzz': null,
    '/elsewhere/zzz': null,
    '': null,
  };
  for (const [wrong, right] of Object.entries(meant)) assert.equal(nearestPath(model, wrong), right, wrong);
});
