import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { pushedOut } from './fair-share.ts';

const share = { ofPlaceMax: 3, allMax: 8 };
/** Newest first: `a3` = the third that was begun from a. */
const held = (...ids: readonly string[]) => ids.map((id) => ({ id, place: id.slice(0, 1) }));

describe('Of what is begun from several places, there goes', () => {
  it('nothing while there are few', () => assert.deepEqual(pushedOut(held('a2', 'b1', 'a1'), share), []));
  it('the oldest of a place that has too many, and nothing of another', () =>
    assert.deepEqual(pushedOut(held('a5', 'a4', 'a3', 'a2', 'a1', 'b1'), share), ['a2', 'a1']));
  it('the oldest of the place that has most, where all are too many', () =>
    assert.deepEqual(pushedOut(held('d1', 'a3', 'b3', 'a2', 'b2', 'a1', 'b1', 'c1', 'e1'), share), ['b1']));
  it('of places with one each, the oldest', () =>
    assert.deepEqual(pushedOut(held('j1', 'i1', 'h1', 'g1', 'f1', 'e1', 'd1', 'c1', 'b1', 'a1'), share), ['a1', 'b1']));
});
