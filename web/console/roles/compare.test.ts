import assert from 'node:assert/strict';
import test from 'node:test';
import { compared, differing } from './compare.ts';

const paths = ['/p', '/p/a', '/p/a/x', '/p/a/y', '/p/b'];
const allow = (permission: string) => ({ permission, effect: 'allow' as const });
const deny = (permission: string) => ({ permission, effect: 'deny' as const });

test('roles that allow the same by other entries do not differ', () => {
  assert.deepEqual(differing(compared(paths, [allow('/p')], [allow('/p'), allow('/p/a')])), []);
  assert.deepEqual(differing(compared(paths, [], [deny('/p/a')])), []);
});

test('a whole branch is one difference, and what agrees inside of it is told', () => {
  const rows = compared(paths, [allow('/p/a')], [allow('/p/a/y')]);
  assert.deepEqual(rows, [
    { path: '/p/a', one: true, other: false },
    { path: '/p/a/y', one: true, other: true },
  ]);
  assert.deepEqual(differing(rows), rows.slice(0, 1));
});

test('what is taken out of one differs there', () => {
  assert.deepEqual(differing(compared(paths, [allow('/p'), deny('/p/a/x')], [allow('/p')])), [{ path: '/p/a/x', one: false, other: true }]);
});
