import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import { nameKeyOf } from './name.ts';
import { sortKeyOf } from './sorted.ts';

const keyOf = (name: string) => sortKeyOf(nameKeyOf(name));
const byKey = (one: string, other: string) => (keyOf(one) < keyOf(other) ? -1 : 1);

test('names sort as people read them, by whatever letters they are written', () => {
  for (const sorted of [
    ['ähnlich', 'Anton', 'Ärzte', 'Berlin', 'Österreich', 'Otto', 'Zebra', 'Zoe', 'Zoë', 'Zoë Ann', 'Zoeller'],
    ['Strasse', 'Straße', 'Strassen', 'Straßen'],
    ['Łódź', 'Lodzki', 'Ørsted', 'Oslo', 'Ğül', 'İnan'].sort((one, other) => one.localeCompare(other, 'en')),
    ['Άννα', 'Αντώνης', 'Ήβη', 'Ηλίας'],
    ['Елена', 'Ёлкин', 'Жанна', 'Иван', 'Йозеф', 'Яна'],
    ['か', 'が', 'き'],
  ])
    assert.deepEqual([...sorted].sort(byKey), sorted);
});

test('keys in plain letters are those by which names are compared', () => {
  for (const key of ['', 'ann lee', 'o\u2019neil', '李小龍']) assert.equal(sortKeyOf(key), key);
});

test('no two names that differ have one key, and none is longer than an index takes', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 200 }), fc.string({ unit: 'binary', maxLength: 200 }), (one, other) => {
      assert.equal(keyOf(one) === keyOf(other), nameKeyOf(one) === nameKeyOf(other));
      assert.ok(new TextEncoder().encode(keyOf(one)).length <= 2_600);
    }),
  );
});
