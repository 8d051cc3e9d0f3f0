import assert from 'node:assert/strict';
import { test } from 'node:test';
import { looksLikeAnother } from './look-alike.ts';

test('names of one script are what they look like', () => {
  for (const name of ['admin', 'a.b-c_9', 'jürgen', 'иван', 'ηλέκτρα', '山田太郎', 'やまだ', '김철수', 'مريم', '12345', 'नमस्ते'])
    assert.equal(looksLikeAnother(name), false, name);
});
test('names that mix scripts, or are made of letters that pass for Latin ones, are not', () => {
  // Cyrillic а in admin, Greek ο in root, all Cyrillic, all Greek, Latin with Arabic, Cyrillic with Greek.
  for (const name of ['аdmin', 'rοot', 'асе', 'расе', 'ΑΒΕΚ', 'adminم', 'иλ']) assert.equal(looksLikeAnother(name), true, name);
});
