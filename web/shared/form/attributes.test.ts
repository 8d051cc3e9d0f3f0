import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Attribute } from '#attributes/contract.ts';
import { givenBy, missingOf, valuesOf } from './attributes.ts';

const attribute = (more: Partial<Attribute>): Attribute => ({
  id: '0192f000-0000-7000-8000-000000000001',
  version: 1,
  name: 'badge',
  type: 'text',
  builtIn: false,
  displayName: '',
  help: '',
  choices: [],
  kinds: [],
  required: false,
  unique: false,
  pattern: '',
  patternSays: '',
  example: '',
  valuesMax: 1,
  see: 'user',
  change: 'administrators',
  inLists: false,
  position: 0,
  createdAt: 0,
  changedAt: 0,
  ...more,
});
const mail = attribute({ name: 'mail', builtIn: true, required: true });
const desks = attribute({ name: 'desks', valuesMax: 3 });
const odd = attribute({ name: 'constructor' });

test('a form holds one text for each attribute, several values on a line each', () => {
  assert.deepEqual(valuesOf([mail, desks, odd], { mail: 'a@example.org', attributes: { desks: ['A1', 'B2'] } }), {
    mail: 'a@example.org',
    'attributes.desks': 'A1\nB2',
    'attributes.constructor': '',
  });
});

test('only what differs is sent, free attributes under their own names', () => {
  const before = valuesOf([mail, desks], { mail: 'a@example.org', attributes: {} });
  assert.deepEqual(givenBy([mail, desks], before, { ...before, 'attributes.desks': 'A1\n\n B2 ' }), { attributes: { desks: ['A1', 'B2'] } });
  assert.deepEqual(givenBy([mail, desks], before, { ...before, mail: '' }), { mail: '' });
});

test('what is required of this kind and missing is said, and nothing of other kinds', () => {
  assert.deepEqual(Object.keys(missingOf([mail, desks], 'person', {})), ['mail']);
  assert.deepEqual(missingOf([attribute({ required: true, kinds: ['device'] })], 'person', {}), {});
});
