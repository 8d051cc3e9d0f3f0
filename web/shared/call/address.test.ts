import assert from 'node:assert/strict';
import { test } from 'node:test';
import { operations } from '#operations.ts';
import { addressed } from './address.ts';

const named = (name: string) => {
  const found = operations.find((each) => each.name === name);
  assert.ok(found, name);
  return found;
};

test('a field named in the path goes there, escaped, and nowhere else', () => {
  assert.deepEqual(addressed(named('users.show'), { id: 'SALES/ann b' }), { url: '/api/users/SALES%2Fann%20b', body: undefined });
});

test('a reading sends its input as query and leaves out what is undefined', () => {
  assert.deepEqual(addressed(named('users.list'), { search: 'a&b', kind: undefined, limit: 50 }), { url: '/api/users?search=a%26b&limit=50', body: undefined });
});

test('a change sends its input as JSON, without the fields of the path', () => {
  assert.deepEqual(addressed(named('users.lock'), { id: 'x', reason: 'left' }), { url: '/api/users/x/lock', body: '{"reason":"left"}' });
});

test('a deletion sends its input as query', () => {
  assert.deepEqual(addressed(named('roles.delete'), { id: 'x', version: 3 }), { url: '/api/roles/x?version=3', body: undefined });
});
