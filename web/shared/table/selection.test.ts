import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { everybody, isEmpty, loadedState, named, nobody, ranged, type Selection, toggled, withLoaded } from './selection.ts';

const loaded = ['a', 'b', 'c', 'd'].map((id) => ({ id }));
const [a, b, , d] = loaded as [{ id: string }, { id: string }, { id: string }, { id: string }];
const ids = ({ rows }: Selection<{ id: string }>) => [...rows.keys()];
const none = nobody<{ id: string }>();

describe('A selection', () => {
  it('takes one row, and leaves it when it is touched again', () => {
    const one = toggled(none, b, loaded);
    assert.deepEqual([ids(one), loadedState(one, loaded)], [['b'], 'some']);
    assert.ok(isEmpty(toggled(one, b, loaded)));
  });
  it('takes a range from the row touched before, either way', () => {
    assert.deepEqual(ids(ranged(toggled(none, b, loaded), d, loaded)), ['b', 'c', 'd']);
    assert.deepEqual(ids(ranged(toggled(none, d, loaded), b, loaded)).sort(), ['b', 'c', 'd']);
    assert.deepEqual(ids(ranged(none, b, loaded)), ['b']);
  });
  it('takes all that are loaded, and keeps who was picked in another list', () => {
    const before = toggled(none, { id: 'z' }, [{ id: 'z' }]);
    const all = withLoaded(before, loaded);
    assert.deepEqual([ids(all), loadedState(all, loaded)], [['z', 'a', 'b', 'c', 'd'], 'all']);
  });
  it('takes all that match; without one of them, the loaded ones are left', () => {
    const all = everybody<{ id: string }>('list');
    assert.equal(loadedState(all, loaded), 'all');
    const but = toggled(all, a, loaded);
    assert.deepEqual([but.all, ids(but)], [false, ['b', 'c', 'd']]);
  });
  it('takes pasted names alone', () => {
    assert.deepEqual([isEmpty(named(['anna'])), toggled(named<{ id: string }>(['anna']), a, loaded).names], [false, []]);
  });
});
