import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { chosenFrom, movedColumn, offeredFrom, toggledColumn } from './chosen-columns.ts';

const all = [{ id: 'name' }, { id: 'mail' }, { id: 'state' }];
const ids = (columns: readonly { readonly id: string }[]) => columns.map(({ id }) => id);

describe('The columns of a table', () => {
  it('are those chosen, in their order, without those that are no more; without any choice those shown at first', () => {
    assert.deepEqual(ids(chosenFrom(all, ['state', 'gone', 'name'], ['mail'])), ['state', 'name']);
    assert.deepEqual(ids(chosenFrom(all, ['gone'], ['mail'])), ['mail']);
    assert.deepEqual(ids(offeredFrom(all, ['state'])), ['state', 'name', 'mail']);
  });
  it('come and go, but the last one stays', () => {
    assert.deepEqual(toggledColumn(['name'], 'mail'), ['name', 'mail']);
    assert.deepEqual(toggledColumn(['name', 'mail'], 'name'), ['mail']);
    assert.deepEqual(toggledColumn(['mail'], 'mail'), ['mail']);
  });
  it('move to a place, and no further than the ends', () => {
    assert.deepEqual(movedColumn(['name', 'mail', 'state'], 'state', 0), ['state', 'name', 'mail']);
    assert.deepEqual(movedColumn(['name', 'mail', 'state'], 'name', 1), ['mail', 'name', 'state']);
    assert.deepEqual(movedColumn(['name', 'mail'], 'name', 2), ['name', 'mail']);
  });
});
