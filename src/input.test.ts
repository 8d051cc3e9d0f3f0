// What is wrong with an input, in words that help whoever wrote it.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Type } from 'typebox';
import { Refusal } from '#errors.ts';
import { Scope } from '#permissions/contract.ts';
import { inputChecker } from './input.ts';

const giving = Type.Object({ role: Type.String(), scope: Type.Optional(Type.Union([Scope, Type.Null()])) }, { additionalProperties: false });
const check = inputChecker(Type.Object({ give: Type.Array(giving) }, { additionalProperties: false }));

const faultsOf = (input: unknown) => {
  try {
    check(input);
    return [];
  } catch (fault) {
    assert.ok(fault instanceof Refusal);
    return fault.fields.map(({ field, said }) => [field, said.code]);
  }
};
const scoped = (scope: unknown) => ({ give: [{ role: 'all' }, { role: 'some', scope }] });

test('a scope that fits no shape says once which shapes there are', () => {
  for (const scope of [
    { attr: 'dept' },
    { attribute: 'dept' },
    { all: [{ store: 'x' }] },
    { roles: [] },
    7,
    { all: [{ any: [{ attribute: 'x', equal: 'y' }] }] },
  ])
    assert.deepEqual(faultsOf(scoped(scope)), [['give.1.scope', 'input.scope']], JSON.stringify(scope));
  for (const scope of [null, { attribute: 'dept', equals: 'it' }, { all: [{ any: [{ attribute: 'x', equals: 'y' }] }] }])
    assert.deepEqual(faultsOf(scoped(scope)), []);
});

test('what is wrong beside a scope keeps its own words', () => {
  assert.deepEqual(faultsOf({ give: [{ scope: null }], more: 1 }), [
    ['more', 'input.unknown'],
    ['give.0.role', 'input.required'],
  ]);
});
