import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openBell, whenRung } from './bell.ts';

const never = 1_000_000;
/** Rounds that go on until they are told to end. */
function slowRounds() {
  const ends: (() => void)[] = [];
  const stops: AbortSignal[] = [];
  const round = (stop: AbortSignal) => {
    stops.push(stop);
    return new Promise<void>((resolve) => ends.push(resolve));
  };
  const end = async () => {
    ends.shift()?.();
    await new Promise(setImmediate);
  };
  return { round, end, stops, underWay: () => ends.length };
}

test('work is looked for at once, and when its bell is rung', async () => {
  const [bell, slow] = [openBell(), slowRounds()];
  const rounds = whenRung(bell, { lookMilliseconds: never, round: slow.round });
  await slow.end();
  assert.deepEqual([slow.stops.length, slow.underWay()], [1, 0]);
  bell.ring();
  assert.deepEqual([slow.stops.length, slow.underWay()], [2, 1]);
  await slow.end();
  await rounds.stop();
});

test('however often a bell is rung during a round, one more follows it, and never two at once', async () => {
  const [bell, slow] = [openBell(), slowRounds()];
  const rounds = whenRung(bell, { lookMilliseconds: never, round: slow.round });
  for (let rung = 0; rung < 3; rung += 1) bell.ring();
  assert.equal(slow.underWay(), 1);
  await slow.end();
  assert.deepEqual([slow.stops.length, slow.underWay()], [2, 1]);
  await slow.end();
  assert.deepEqual([slow.stops.length, slow.underWay()], [2, 0]);
  await rounds.stop();
});

test('to stop waits for the round under way, tells it, and hears no bell any more', async () => {
  const [bell, slow] = [openBell(), slowRounds()];
  const rounds = whenRung(bell, { lookMilliseconds: never, round: slow.round });
  bell.ring();
  let stopped = false;
  const stopping = rounds.stop().then(() => {
    stopped = true;
  });
  await new Promise(setImmediate);
  assert.deepEqual([stopped, slow.stops[0]?.aborted], [false, true]);
  await slow.end();
  await stopping;
  bell.ring();
  assert.deepEqual([slow.stops.length, slow.underWay()], [1, 0]);
});

test('work is looked for now and then without a bell', async () => {
  let looked = 0;
  const rounds = whenRung(openBell(), { lookMilliseconds: 1, round: async () => void looked++ });
  while (looked < 3) await new Promise((resolve) => setTimeout(resolve, 1));
  await rounds.stop();
});
