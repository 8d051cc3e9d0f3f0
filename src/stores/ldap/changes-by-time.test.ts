import assert from 'node:assert/strict';
import { it } from 'node:test';
import fc from 'fast-check';
import { cases } from '../../../test/effort.ts';
import { type Begun, begin } from './changes-by-time.ts';
import { generalizedTime } from './time.ts';

const begun = Date.UTC(2026, 0, 1);
const daySeconds = 86_400;

/** A directory with a clock of its own: entries, and when each was changed last. */
class Entries {
  readonly #changed = new Map<number, string>();
  readonly #offsetSeconds: number;
  seconds = 0;
  asked = 0;

  constructor(offsetSeconds: number) {
    this.#offsetSeconds = offsetSeconds;
  }
  get ourClock(): number {
    return begun + this.seconds * 1000;
  }
  change(entry: number): void {
    this.#changed.set(entry, generalizedTime(this.ourClock + this.#offsetSeconds * 1000));
  }
  changedSince(moment: string): readonly number[] {
    return [...this.#changed].filter(([, changed]) => changed >= moment).map(([entry]) => entry);
  }
  async begin(before: Begun | null): Promise<Begun> {
    return begin({ now: () => this.ourClock }, before, async (moment) => {
      this.asked += 1;
      return this.changedSince(moment).length > 0;
    });
  }
}

/** Waits of seconds, entries that are changed, and runs (−1). */
const histories = fc.array(
  fc.oneof(
    fc.record({ wait: fc.oneof(fc.nat({ max: 3 }), fc.nat({ max: 7_200 }), fc.nat({ max: 40 * daySeconds })) }),
    fc.record({ change: fc.nat({ max: 20 }) }),
    fc.constant({ run: true as const }),
  ),
  { maxLength: 60 },
);

it('no change is missed, whatever the clocks say within a day and whenever it happens', async () => {
  await fc.assert(
    fc.asyncProperty(histories, fc.integer({ min: -daySeconds + 1, max: 10 * daySeconds }), async (history, offset) => {
      const entries = new Entries(offset);
      let before: Begun | null = null;
      const pending = new Set<number>();
      for (const step of history) {
        if ('wait' in step) entries.seconds += step.wait;
        else if ('change' in step) {
          entries.change(step.change);
          pending.add(step.change);
        } else {
          const next = await entries.begin(before);
          const read = before === null ? [...pending] : entries.changedSince(before.from);
          for (const entry of pending) assert.ok(read.includes(entry), `${entry} was missed after ${JSON.stringify(before)}`);
          pending.clear();
          before = next.since === '' ? null : next;
        }
      }
    }),
    { numRuns: cases(1_000) },
  );
});

it('what changes while a run reads is read by the next', async () => {
  const entries = new Entries(-500);
  entries.change(1);
  const before = await entries.begin(null);
  entries.change(2);
  assert.ok(entries.changedSince(before.from).includes(2));
});

it('a directory at rest is asked one question, and nothing of it is read again', async () => {
  const entries = new Entries(0);
  for (let entry = 0; entry < 1_000; entry++) {
    entries.change(entry);
    entries.seconds += 60;
  }
  entries.seconds += 200 * daySeconds;
  let between = await entries.begin(null);
  for (let run = 0; run < 3; run++) between = await entries.begin(between);
  assert.ok(entries.changedSince(between.from).length === 0, JSON.stringify(between));
  const asked = entries.asked;
  assert.deepEqual(await entries.begin(between), between);
  assert.equal(entries.asked, asked + 1);
});

it('a directory that tells no times has no mark', async () => {
  assert.equal((await begin({ now: () => begun }, null, async () => false)).since, '');
});
