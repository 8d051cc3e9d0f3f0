import assert from 'node:assert/strict';
import { test } from 'node:test';
import { blankCondition, scopeOf, scopeReady } from './scope-draft.ts';

const sales = { id: 'g1', name: 'Sales' };
const inSales = { ...blankCondition('a'), chosen: [sales] };
const german = { ...blankCondition('b', 'attribute'), name: ' country ', value: 'DE ' };

test('no scope is everybody', () => {
  assert.equal(scopeOf(null), null);
  assert.equal(scopeReady(null), true);
});

test('one condition stands by itself, several are joined', () => {
  assert.deepEqual(scopeOf({ join: 'all', conditions: [inSales] }), { groups: ['g1'] });
  const both = [{ groups: ['g1'] }, { attribute: 'country', equals: 'DE' }];
  assert.deepEqual(scopeOf({ join: 'all', conditions: [inSales, german] }), { all: both });
  assert.deepEqual(scopeOf({ join: 'any', conditions: [inSales, german] }), { any: both });
});

test('a store is one, a kind of user is the attribute of that name', () => {
  assert.deepEqual(scopeOf({ join: 'all', conditions: [{ ...blankCondition('a', 'store'), chosen: [{ id: 's1', name: 'PRIMARY' }] }] }), { store: 's1' });
  assert.deepEqual(scopeOf({ join: 'all', conditions: [{ ...blankCondition('a', 'kind'), value: 'device' }] }), { attribute: 'kind', equals: 'device' });
});

test('a line that says nothing yet keeps the form from being sent: it must never mean everybody', () => {
  for (const kind of ['store', 'groups', 'roles', 'kind', 'attribute'] as const)
    assert.equal(scopeReady({ join: 'any', conditions: [inSales, blankCondition('b', kind)] }), false, kind);
  assert.equal(scopeReady({ join: 'all', conditions: [{ ...german, value: ' ' }] }), false);
  assert.equal(scopeReady({ join: 'all', conditions: [inSales, german] }), true);
});
