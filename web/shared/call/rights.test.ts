import assert from 'node:assert/strict';
import { test } from 'node:test';
import { holds, scopedOnly } from './rights.ts';

const rights = {
  permissions: ['/permission/admin/manage', '/permission/admin/manage/identity/rolemgt/delete'],
  denied: ['/permission/admin/manage/identity/rolemgt'],
  scoped: ['/permission/admin/monitor'],
};

const cases: [string, boolean][] = [
  ['/permission/admin/manage', true],
  ['/permission/admin/manage/identity/usermgt/list', true],
  ['/permission/admin/managers', false],
  ['/permission/admin', false],
  ['/permission/admin/manage/identity/rolemgt', false],
  ['/permission/admin/manage/identity/rolemgt/view', false],
  ['/permission/admin/manage/identity/rolemgt/delete', true],
  ['/permission/admin/monitor/logging', true],
];

for (const [path, held] of cases) {
  test(`${path} is ${held ? 'held' : 'not held'}`, () => assert.equal(holds(rights, path), held));
}

test('a right on some is told from a right on all', () => {
  assert.equal(scopedOnly(rights, '/permission/admin/monitor/logging'), true);
  assert.equal(scopedOnly(rights, '/permission/admin/manage'), false);
});

test('at the same node what is denied wins', () => {
  assert.equal(holds({ permissions: ['/permission'], denied: ['/permission'], scoped: [] }, '/permission'), false);
});
