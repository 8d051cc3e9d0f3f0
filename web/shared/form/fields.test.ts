import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addUser } from '#users/contract.ts';
import { faultsOf, followed, rebased } from './fields.ts';

test('values that fit have no fault', () => {
  assert.deepEqual(faultsOf(addUser.input, { userName: 'ann' }), {});
});

test('each wrong field has one sentence of its own', () => {
  const faults = faultsOf(addUser.input, { userName: '', mail: 'x'.repeat(255), givenName: 'tab\there' });
  assert.deepEqual(Object.keys(faults).sort(), ['givenName', 'mail', 'userName']);
  assert.equal(faults.userName, 'This is needed.');
  assert.equal(faults.mail, 'At most 254 characters.');
  assert.equal(faults.givenName, 'This contains characters that cannot be used here.');
});

test('what was saved elsewhere is followed unless something was typed', () => {
  const [first, next] = [
    { name: 'Harbour', colour: '' },
    { name: 'Port', colour: 'blue' },
  ];
  assert.deepEqual(followed({ first, values: { ...first } }, next), { first: next, values: next });
  const typed = { first, values: { name: 'Harbour', colour: 'red' } };
  assert.deepEqual(followed(typed, next), typed);
});

test('going on from what was saved elsewhere keeps the fields that were typed into', () => {
  const first = { name: 'Harbour', colour: '', mails: ['a'] };
  const next = { name: 'Port', colour: 'blue', mails: ['b'] };
  assert.deepEqual(rebased({ first, values: { name: 'Harbour', colour: 'red', mails: ['a'] } }, next), {
    first: next,
    values: { name: 'Port', colour: 'red', mails: ['b'] },
  });
});
