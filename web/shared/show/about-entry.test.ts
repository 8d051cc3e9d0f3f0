import assert from 'node:assert/strict';
import { it } from 'node:test';
import { aboutEntry } from './about-entry.ts';

const image = (id: string, name: string) => ({ kind: 'membership', id, name, before: null, after: null, erased: false });

it('An entry is about each name once, and about an id where there is no name', () => {
  const images = [image('1', 'SALES/back office'), image('2', 'SALES/back office'), image('3', ''), image('4', 'ann')];
  assert.equal(aboutEntry({ images }), 'SALES/back office, 3, ann');
  assert.equal(aboutEntry({ images: [] }), '');
});
