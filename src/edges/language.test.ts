import assert from 'node:assert/strict';
import test from 'node:test';
import { languageOf } from './language.ts';

const spoken = (accept: string | undefined, cookie?: string) =>
  languageOf({ headers: accept === undefined ? {} : { 'accept-language': accept }, cookies: cookie === undefined ? {} : { '__Host-reeve-language': cookie } });

test('who has chosen is spoken to so, whatever his browser asks for', () => {
  assert.equal(spoken('en', 'de'), 'de');
  assert.equal(spoken('de', 'en'), 'en');
  assert.equal(spoken('de', 'tlh'), 'de');
});

test('the first language that we speak of those asked for counts, English when there is none', () => {
  for (const [accept, language] of [
    ['de-AT,de;q=0.9,en;q=0.8', 'de'],
    ['fr-CH, de;q=0.5, en;q=0.7', 'en'],
    ['fr', 'en'],
    ['*', 'en'],
    ['', 'en'],
    [undefined, 'en'],
    ['de;q=0', 'en'],
    ['de;q=x, \u0000', 'en'],
    [','.repeat(5_000), 'en'],
  ] as const)
    assert.equal(spoken(accept), language, accept);
});
