import assert from 'node:assert/strict';
import { test } from 'node:test';
import { differencesOf } from './diff.ts';

test('only what differs is told, without version and time of change', () => {
  assert.deepEqual(differencesOf({ name: 'a', mail: 'x', version: 1, changedAt: 1 }, { name: 'b', mail: 'x', version: 2, changedAt: 2 }), [
    { field: 'name', before: 'a', after: 'b' },
  ]);
});

test('what was made has no before, what is gone has no after', () => {
  assert.deepEqual(differencesOf(null, { name: 'a' }), [{ field: 'name', before: '', after: 'a' }]);
  assert.deepEqual(differencesOf({ name: 'a' }, null), [{ field: 'name', before: 'a', after: '' }]);
});

test('empty and absent are the same; lists are told as text, flags as yes and no', () => {
  assert.deepEqual(differencesOf({ mail: '', shared: false }, { groups: ['a', 'b'], shared: true }), [
    { field: 'shared', before: 'no', after: 'yes' },
    { field: 'groups', before: '', after: 'a, b' },
  ]);
});
