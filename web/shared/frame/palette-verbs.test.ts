import assert from 'node:assert/strict';
import { test } from 'node:test';
import { begun, spoken } from './palette-verbs.ts';

test('a verb and whom it is about are told apart; a name alone is only whom', () => {
  assert.deepEqual([spoken('lock anna').verb?.act, spoken('lock anna').whom], ['lock', 'anna']);
  assert.deepEqual([spoken('Change the password of  ann ').verb?.act, spoken('Change the password of  ann ').whom], ['password', 'ann']);
  assert.deepEqual([spoken('lockhart').verb, spoken('lockhart').whom], [null, 'lockhart']);
  assert.deepEqual([spoken('lock ').verb?.act, spoken('lock ').whom], ['lock', '']);
});

test('a verb is offered by the beginning of any of its words', () => {
  assert.deepEqual(
    begun('pass').map(({ act }) => act),
    ['password'],
  );
  assert.ok(begun('l').some(({ act }) => act === 'lock'));
  assert.deepEqual(begun(''), []);
});
