// One run of synchronising a store: groups and users, then the brake, and only then members and what vanished: nobody may lose what a group gave him because the
// store answers without him. A page is one change; a run that is cut off is begun again, and finds what it has done by its digests. Called by runner.ts, which holds the lease.
import type { Said } from '#sentences/sentence.ts';
import type { StateRow, StoreRow } from '#stores/queries.ts';
import { livingOfRow } from '#stores/settings.ts';
import type { EntryKind, Reading, UserEntry, UserStore } from '#user-store.ts';
import type { World } from '#world.ts';
import { ahead } from './ahead.ts';
import { countLiving } from './queries.ts';
import { takeGroups } from './take-groups.ts';
import { takeMembers } from './take-members.ts';
import { takeOwnGroups } from './take-own-groups.ts';
import { takeUsers } from './take-users.ts';
import { newTaking, type Taking } from './taking.ts';
import { brake, missingOf, takeAway } from './vanish.ts';

/** Pages of ids after which a run says that it is still there. */
const pagesBetween = 10;

export type Running = {
  readonly store: StoreRow;
  readonly run: StateRow;
  readonly open: UserStore;
  /** Called after each page; false = the run is not this node's any more, or the server stops. */
  readonly alive: (taking: Taking) => Promise<boolean>;
};
export type Outcome = { readonly state: 'idle' | 'braked'; readonly says: Said; readonly mark: string; readonly full: boolean; readonly taking: Taking };

export class RunLost extends Error {
  override readonly name = 'RunLost';
}

export async function synchronise(world: World, running: Running): Promise<Outcome> {
  const { store, run, open } = running;
  const taking = newTaking(world, store, { generation: run.generation });
  const reading = await open.read(run.full_run === 1 ? '' : run.mark);
  try {
    await readEntries(taking, reading, running);
    const { missing, stopped } = await whoIsMissing(taking, reading, running);
    if (stopped === null) {
      await readMembers(taking, reading, running);
      for (const each of missing) await takeAway(taking, each);
    }
    const full = !reading.delta;
    // A braked run is no ground to go on from: what it did not take away must be found again.
    return stopped === null ? { state: 'idle', says: '', mark: reading.mark, full, taking } : { state: 'braked', says: stopped, mark: run.mark, full, taking };
  } finally {
    await reading.close();
  }
}

async function readEntries(taking: Taking, reading: Reading, running: Running): Promise<void> {
  const { world, store } = taking;
  let groups = await countLiving(world.db.read, { storeNo: store.no, kind: 'group' });
  for await (const page of reading.groups()) {
    groups += await takeGroups(taking, page, groups);
    await goOn(taking, running);
  }
  const later: UserEntry[] = [];
  for await (const page of ahead(reading.users())) {
    const nos = await takeUsers(taking, page, later);
    await takeGroupsOf(taking, page.entries);
    if (nos.length > 0 || page.skipped.length > 0) await goOn(taking, running);
  }
  await takeUsers(taking, { entries: later, skipped: [] });
  await takeGroupsOf(taking, later);
}

async function takeGroupsOf(taking: Taking, users: readonly UserEntry[]): Promise<void> {
  if (users.some(({ groups }) => groups !== null)) await takeOwnGroups(taking, users);
}

async function readMembers(taking: Taking, reading: Reading, running: Running): Promise<void> {
  for await (const page of reading.groups()) {
    for (const entry of page.entries) if (await takeMembers(taking, entry)) await goOn(taking, running);
    await goOn(taking, running);
  }
}

async function goOn(taking: Taking, { alive }: Pick<Running, 'alive'>): Promise<void> {
  if (!(await alive(taking))) throw new RunLost('Another node goes on with this store, or this one stops.');
}

/** The ids of very many take longer to be told than a lease holds. */
async function* pagesGoingOn<T>(pages: AsyncIterable<T>, goOn: () => Promise<void>): AsyncGenerator<T> {
  let nth = 0;
  for await (const page of pages) {
    if (++nth % pagesBetween === 0) await goOn();
    yield page;
  }
}

/** Counted, and held against the brake. `stopped`: why the run goes no further; null = it may. */
async function whoIsMissing(taking: Taking, reading: Reading, { store, run, alive }: Running) {
  const options = { percent: livingOfRow(store.living).brakePercent, mayVanish: run.vanishing_max };
  const goingOn = { delta: reading.delta, keys: (kind: EntryKind) => pagesGoingOn(reading.keys(kind), () => goOn(taking, { alive })) };
  const [users, groups] = [await missingOf(taking, goingOn, 'user'), await missingOf(taking, goingOn, 'group')];
  const stopped = brake(users, options) ?? brake(groups, options);
  if (stopped !== null) taking.tally.vanished = users.missing + groups.missing;
  return { missing: [users, groups], stopped };
}
