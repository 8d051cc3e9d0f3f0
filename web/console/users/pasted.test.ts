import assert from 'node:assert/strict';
import { test } from 'node:test';
import { namesIn } from './pasted.ts';

test('names come from lines, commas, semicolons and tabs, without the quotes around them', () => {
  assert.deepEqual(namesIn('anna\r\n ben ,"SALES/cleo";\tdora\n\n').names, ['anna', 'ben', 'SALES/cleo', 'dora']);
});

test('a name that comes again counts once', () => {
  assert.deepEqual(namesIn('anna\nAnna\nben').repeated, 1);
  assert.equal(namesIn('anna\nAnna\nben').names.length, 2);
});

test('nothing pasted is nobody', () => {
  assert.deepEqual(namesIn(' \n,;').names, []);
});
