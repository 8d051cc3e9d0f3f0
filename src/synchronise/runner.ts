// The runner: synchronises each store when it is due or asked for, on whichever node has the lease; another goes on when the lease ends.
// Started by main.ts and by commands that wait. Trouble of one store stops no other: each has its own turn.

import { inEnglish, say, toKeep } from '#sentences/sentence.ts';
import { storeByNo } from '#stores/queries.ts';
import { livingOfRow } from '#stores/settings.ts';
import { StoreFault } from '#user-store.ts';
import type { World } from '#world.ts';
import { finishWrites } from './finish-writes.ts';
import { leaveDeleted } from './leave.ts';
import { type Outcome, RunLost, synchronise } from './run.ts';
import { dueStores, leaseRun, noteRun, type StateRow } from './run-queries.ts';
import type { Taking } from './taking.ts';

export type Synchroniser = { stop(): Promise<void> /** Resolves when nothing is due. */; idle(): Promise<void> };

const lookMilliseconds = 1_000;
const leaseMilliseconds = 30_000;
const minuteMilliseconds = 60_000;
/** After trouble: so long until the next try, unless it is due later anyway. */
const troubleMilliseconds = 30_000;
/** Stores read at once on one node. */
const atOnce = 2;

export function runSynchroniser(world: World): Synchroniser {
  const owner = world.newId();
  const stopping = new AbortController();
  const running = new Set<Promise<void>>();
  const look = async () => {
    while (!stopping.signal.aborted && running.size < atOnce) {
      const turn = await nextTurn(world, owner).catch((err: unknown) => void world.log.warn({ err }, 'synchronising waits: the database gave trouble'));
      if (!turn) break;
      const work: Promise<void> = carryOut(world, { owner, run: turn, stop: stopping.signal }).finally(() => running.delete(work));
      running.add(work);
    }
    if (!stopping.signal.aborted) await finishWrites(world, stopping.signal).catch((err: unknown) => world.log.warn({ err }, 'writes that were cut off wait'));
    if (!stopping.signal.aborted) await leaveDeleted(world, stopping.signal).catch((err: unknown) => world.log.warn({ err }, 'users of a deleted store wait'));
  };
  let looking: Promise<void> | undefined;
  const start = () => {
    looking ??= look().finally(() => {
      looking = undefined;
    });
    return looking;
  };
  const timer = setInterval(() => void start(), lookMilliseconds);
  timer.unref();
  void start();
  return {
    async stop() {
      clearInterval(timer);
      stopping.abort();
      await looking;
      await Promise.all(running);
    },
    async idle() {
      do {
        await start();
        await Promise.all(running);
      } while ((await dueStores(world.db.read, world.now())) && !stopping.signal.aborted);
    },
  };
}

async function nextTurn(world: World, owner: string): Promise<StateRow | undefined> {
  const now = world.now();
  const due = await dueStores(world.db.read, now);
  return due && (await world.db.write((tx) => leaseRun(tx, due.store_no, { owner, now, until: now + leaseMilliseconds })));
}

type Turn = { readonly owner: string; readonly run: StateRow; readonly stop: AbortSignal };

async function carryOut(world: World, turn: Turn): Promise<void> {
  const { owner, run, stop } = turn;
  const no = run.store_no;
  const alive = async (taking: Taking) =>
    !stop.aborted && world.db.write((tx) => noteRun(tx, { no, owner, set: { ...progressOf(taking), lease_until: world.now() + leaseMilliseconds } }));
  try {
    const store = await storeByNo(world.db.read, no);
    const open = store && (await world.stores.of(no));
    if (!store || !open) return await finish(world, turn, { state: 'idle', due_at: 0 });
    const outcome = await synchronise(world, { store, run, open, alive });
    await finish(world, turn, outcomeSet(world, { outcome, minutes: livingOfRow(store.living).syncMinutes }));
    world.log.info({ store: store.domain, ...outcome.taking.tally, says: inEnglish(outcome.says) }, 'user store synchronised');
  } catch (fault) {
    await failed(world, turn, fault).catch((err: unknown) => world.log.warn({ err }, 'the end of a run could not be noted'));
  }
}

const progressOf = ({ tally, notes }: Taking): Partial<StateRow> => ({ ...tally, skipped_entries: JSON.stringify(notes) });

function outcomeSet(world: World, { outcome, minutes }: { readonly outcome: Outcome; readonly minutes: number }): Partial<StateRow> {
  const now = world.now();
  const { state, says, mark, full, taking } = outcome;
  const isDone = state === 'idle';
  return {
    ...progressOf(taking),
    state,
    says: toKeep(says),
    mark,
    full_run: isDone ? 0 : 1,
    vanishing_max: -1,
    failing_since: 0,
    fault: '',
    answered_at: now,
    due_at: isDone && minutes > 0 ? now + minutes * minuteMilliseconds : 0,
    ...(isDone ? { finished_at: now, ...(full ? { full_at: now } : {}) } : {}),
  };
}

async function finish(world: World, { owner, run }: Turn, set: Partial<StateRow>): Promise<void> {
  await world.db.write((tx) => noteRun(tx, { no: run.store_no, owner, set: { ...set, lease_owner: '', lease_until: 0 } }));
}

async function failed(world: World, turn: Turn, fault: unknown): Promise<void> {
  const now = world.now();
  const again = now + troubleMilliseconds;
  // Cut off, not failed: whoever is there next begins anew at once.
  if (fault instanceof RunLost) return finish(world, turn, { state: 'waiting', due_at: now });
  if (fault instanceof StoreFault) return finish(world, turn, { state: 'failed', says: toKeep(fault.says), due_at: again });
  world.log.error({ err: fault, storeNo: turn.run.store_no }, 'synchronising failed');
  return finish(world, turn, { state: 'failed', says: toKeep(say('reading.fault')), due_at: again });
}
