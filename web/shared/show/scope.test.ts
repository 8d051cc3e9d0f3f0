import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Scope } from '#permissions/contract.ts';
import { scopeIds, scopeSays } from './scope.ts';

const names: Readonly<Record<string, string>> = { s: 'PRIMARY', g: 'Sales', h: 'Ops', r: 'publisher' };
const cases: readonly (readonly [Scope | null, string])[] = [
  [null, 'Everybody'],
  [{ store: 's' }, 'user store PRIMARY'],
  [{ attribute: 'country', equals: 'DE' }, 'country is DE'],
  [{ attribute: 'kind', equals: 'device' }, 'devices only'],
  [{ groups: ['g'] }, 'group Sales and its members'],
  [{ groups: ['g', 'h'] }, 'groups Sales, Ops and their members'],
  [{ groups: ['g', 'unknown'] }, '2 groups and their members'],
  [{ groups: ['g', 'h', 'g', 'h'] }, '4 groups and their members'],
  [{ roles: ['r'] }, 'role publisher and who holds it'],
  [{ roles: ['unknown'] }, 'one role and who holds it'],
  [
    { all: [{ store: 's' }, { any: [{ groups: ['g'] }, { groups: ['h'] }] }] },
    'user store PRIMARY and (group Sales and its members or group Ops and its members)',
  ],
];

for (const [scope, says] of cases)
  test(`a scope says: ${says}`, () =>
    assert.equal(
      scopeSays(scope, (_, id) => names[id]),
      says,
    ));

test('the names that a scope needs are found wherever they stand in it', () => {
  assert.deepEqual(scopeIds({ all: [{ store: 's' }, { any: [{ groups: ['g'] }, { roles: ['r'] }] }] }), { store: ['s'], group: ['g'], role: ['r'] });
  assert.deepEqual(scopeIds(null), { store: [], group: [], role: [] });
});
