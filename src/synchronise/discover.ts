// One user at a time: somebody whom his store knows and we do not yet, and somebody who has just signed in, as his store has him now.
// Called by authentication/. Never waits longer than a store may take, and a store's trouble is nobody's refusal.
import { allStores, type StoreRow, stateOf } from '#stores/queries.ts';
import { livingOfRow } from '#stores/settings.ts';
import type { UserEntry } from '#user-store.ts';
import type { World } from '#world.ts';
import { takeOwnGroups } from './take-own-groups.ts';
import { takeUsers } from './take-users.ts';
import { newTaking } from './taking.ts';

/** Row key of somebody with this name in the first store that has him, those that do not answer last; null = no store that may be asked does. `domain` null = any, in their order. */
export async function discover(world: World, { domain, name }: { readonly domain: string | null; readonly name: string }): Promise<number | null> {
  if (name === '') return null;
  const stores = (await allStores(world.db.read)).filter(
    (store) => mayDiscover(store) && (domain === null || store.domain_key === domain.trim().toLowerCase()),
  );
  for (const store of failingLast(world, stores)) {
    const entry = await found(world, store, name);
    const no = entry && (await takeEntry(world, store, entry));
    if (no) return no;
  }
  return null;
}

/** Nobody whom a store that works has waits for one that is away. */
function failingLast({ stores: guarded }: World, stores: readonly StoreRow[]): readonly StoreRow[] {
  const fails = ({ no }: StoreRow) => Number(guarded.condition(no).failingSince > 0);
  return stores.toSorted((one, other) => fails(one) - fails(other));
}

const mayDiscover = (store: StoreRow): boolean => store.kind !== 'primary' && store.enabled === 1 && livingOfRow(store.living).justInTime;

async function found(world: World, { no, domain }: StoreRow, name: string): Promise<UserEntry | null> {
  try {
    return (await (await world.stores.of(no))?.find({ name })) ?? null;
  } catch (err) {
    world.log.debug({ err, store: domain }, 'nobody could be looked for in this store');
    return null;
  }
}

/** One entry becomes, or stays, a row. Gives its row key; null = it cannot be taken. */
export async function takeEntry(world: World, store: StoreRow, entry: UserEntry): Promise<number | null> {
  const state = await stateOf(world.db.read, store.no);
  const taking = newTaking(world, store, { generation: (state?.generation ?? 0) + 1 });
  const [no] = await takeUsers(taking, { entries: [entry], skipped: [] });
  if (entry.groups !== null) await takeOwnGroups(taking, [entry]);
  return no ?? null;
}

/** His row as his store has him now. What cannot be had now is had when the store is read next. */
export async function refresh(world: World, store: StoreRow, key: string): Promise<void> {
  try {
    const entry = await (await world.stores.of(store.no))?.find({ key });
    if (entry) await takeEntry(world, store, entry);
  } catch (err) {
    world.log.debug({ err, store: store.domain }, 'somebody who signed in could not be read anew');
  }
}
