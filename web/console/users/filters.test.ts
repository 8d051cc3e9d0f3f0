import assert from 'node:assert/strict';
import { test } from 'node:test';
import { userFilter } from '#users/contract.ts';
import { filterNames, filterOf, sortOf, sortText } from './filters.ts';

test('an empty address filters nothing and sorts by user name', () => {
  assert.deepEqual(filterOf({}), {});
  assert.deepEqual(sortOf({}), { by: 'userName', descending: false });
});

test('filters come from the address, each in the shape the contract wants', () => {
  assert.deepEqual(filterOf({ search: 'an', kind: 'device', noRole: 'true', endsWithinDays: '30', country: 'DE' }), {
    search: 'an',
    kind: 'device',
    noRole: true,
    endsWithinDays: 30,
    country: 'DE',
  });
});

test('every filter of the contract is there', () => {
  assert.deepEqual(['search', ...filterNames].sort(), Object.keys(userFilter).sort());
});

test('a day is the moment it begins', () => {
  assert.deepEqual(filterOf({ createdSince: '2026-11-01' }), { createdSince: new Date(2026, 10, 1).getTime() });
});

test('what does not fit is left out', () => {
  assert.deepEqual(
    filterOf({ kind: 'robot', notSignedInDays: '0', endsWithinDays: 'x', neverSignedIn: 'yes', createdSince: 'monday', changedSince: '2026-13-40' }),
    {},
  );
  assert.deepEqual(sortOf({ sort: '-password' }), { by: 'userName', descending: false });
});

test('a sort goes to the address and comes back', () => {
  for (const sort of [
    { by: 'createdAt', descending: true },
    { by: 'mail', descending: false },
    { by: 'userName', descending: true },
    { by: 'state', descending: true },
    { by: 'attribute.floor', descending: false },
  ] as const)
    assert.deepEqual(sortOf({ sort: sortText(sort) ?? '' }), sort);
});
