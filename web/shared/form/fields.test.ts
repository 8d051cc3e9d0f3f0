import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addUser } from '#users/contract.ts';
import { faultsOf } from './fields.ts';

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
