import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { StoreFault, type UserStore } from '#user-store.ts';
import type { StoreCondition } from '#world.ts';
import { Directory } from '../../test/directory.ts';
import { admission, answered, type Breaker, failed, probing, stateOf, untried } from './breaker.ts';
import { guard } from './guard.ts';

const failing = (breaker: Breaker, times: number, now: number): Breaker =>
  Array.from({ length: times }).reduce<Breaker>((one) => failed(one, now, { took: 5, says: 'It is away.' }), breaker);

describe('A circuit breaker', () => {
  it('lets a store rest after three failures in a row, and then lets one call try at a time', () => {
    const twice = failing(untried, 2, 1_000);
    assert.deepEqual([stateOf(twice), admission(twice, 1_000)], ['failing', 'go']);
    const resting = failing(twice, 1, 1_000);
    assert.deepEqual([stateOf(resting), admission(resting, 5_999), admission(resting, 6_000)], ['resting', 'rest', 'probe']);
    assert.equal(admission(probing(resting), 6_000), 'rest', 'somebody tries already');
  });
  it('rests longer each time a try fails, up to a minute, and works at once after one that succeeds', () => {
    let breaker = failing(untried, 3, 0);
    const rests = Array.from({ length: 6 }, () => {
      breaker = failed(probing(breaker), 0, { took: 5, says: 'Still away.' });
      return breaker.broken?.restUntil;
    });
    assert.deepEqual(rests, [10_000, 20_000, 40_000, 60_000, 60_000, 60_000]);
    const works = answered(breaker, 70_000, 12);
    assert.deepEqual([stateOf(works), admission(works, 70_000), works.broken], ['ok', 'go', null]);
  });
  it('remembers since when it fails, and why', () => {
    const breaker = failed(failing(untried, 2, 1_000), 2_000, { took: 5, says: 'No route.' });
    assert.deepEqual([breaker.broken?.since, breaker.broken?.says], [1_000, 'No route.']);
  });
});

describe('A guarded store', () => {
  const guarded = (directory: Directory, more: { readonly connectionsMax?: number } = {}) => {
    const turns: StoreCondition[] = [];
    let now = 1_000;
    const { store, condition, milliseconds } = guard(directory.store, {
      domain: 'SALES',
      answerMilliseconds: 30,
      connectionsMax: 2,
      now: () => now,
      turned: (turn) => void turns.push(turn),
      ...more,
    });
    return {
      store,
      condition,
      milliseconds,
      turns,
      turn: (by: number) => {
        now += by;
      },
    };
  };
  const asks = (store: UserStore) => store.verify({ key: 'id-1', address: '', name: 'ann' }, 'x');
  const says = (store: UserStore) => asks(store).then(String, (fault: unknown) => (fault instanceof StoreFault ? fault.message : Promise.reject(fault)));

  it('gives up on a store that never answers, then asks it no more for a while', async () => {
    const directory = new Directory();
    directory.trouble = 'silent';
    const { store, condition, turns, turn } = guarded(directory);
    for (let n = 0; n < 3; n++) assert.match(await says(store), /SALES did not answer within 0.03 s/);
    assert.match(await says(store), /left alone for a moment: The store SALES did not answer/);
    assert.deepEqual([directory.asked.length, condition().state, turns.length], [3, 'resting', 1]);
    directory.trouble = 'none';
    turn(5_000);
    assert.equal(await says(store), 'wrong');
    assert.deepEqual([condition().state, turns.map(({ state }) => state)], ['ok', ['failing', 'ok']]);
  });
  it('lets only so many wait for it', async () => {
    const directory = new Directory();
    directory.trouble = 'silent';
    const { store } = guarded(directory, { connectionsMax: 1 });
    const waiting = Array.from({ length: 8 }, () => says(store));
    assert.match(await says(store), /Too many questions wait/);
    await Promise.all(waiting);
  });
  it('takes a "no" for an answer: it is no sign of trouble', async () => {
    const directory = new Directory();
    directory.refuses = 'Not so short.';
    const { store, condition } = guarded(directory);
    for (let n = 0; n < 5; n++)
      await assert.rejects(async () => store.write?.setPassword({ key: '', address: '', name: 'ann' }, 'x', { mustChange: false }), /Not so short/);
    assert.equal(condition().state, 'ok');
  });
  it('says how long a refusal must take, so that it tells nothing of a slow store, and nothing once that is left alone', async () => {
    const directory = new Directory();
    directory.trouble = 'silent';
    const { store, milliseconds } = guarded(directory);
    await says(store);
    assert.ok(milliseconds() >= 30, String(milliseconds()));
    await says(store);
    await says(store);
    assert.equal(milliseconds(), 0);
  });
  it('counts trouble in the middle of a reading', async () => {
    const directory = new Directory();
    directory.add('ann');
    const { store, condition } = guarded(directory);
    const reading = await store.read('');
    directory.trouble = 'unreachable';
    await assert.rejects(async () => {
      for await (const page of reading.users()) assert.fail(JSON.stringify(page));
    }, /refuses the connection/);
    assert.equal(condition().state, 'failing');
  });
  it('is tried again after a try that ended in a fault of our own', async () => {
    const directory = new Directory();
    directory.trouble = 'unreachable';
    const { store, condition, turn } = guarded(directory);
    for (let n = 0; n < 3; n++) await says(store);
    directory.trouble = 'none';
    directory.bug = new TypeError('A mistake of the driver.');
    turn(5_000);
    await assert.rejects(asks(store), TypeError);
    assert.equal(condition().state, 'resting', 'a mistake is no answer');
    directory.bug = null;
    assert.equal(await says(store), 'wrong');
    assert.equal(condition().state, 'ok');
  });
});
