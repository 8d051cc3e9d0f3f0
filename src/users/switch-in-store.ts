// Whether a user can be disabled and enabled where he lives. Called by disable-user and enable-user.
import type { StoreRow } from '#stores/queries.ts';
import { isForeign, writerOf } from '#stores/writing/writer-of.ts';
import type { Whom } from '#user-store.ts';
import type { World } from '#world.ts';
import { isThere, storeOfRow } from './in-store.ts';
import type { UserRecord } from './queries.ts';

export type Switching = { readonly store: StoreRow; set(whom: Whom, disabled: boolean): Promise<void> };

/** Null = not there: he is Reeve's own, or his store is not written, or knows of no such thing. */
export async function switchingOf(world: World, row: UserRecord): Promise<Switching | null> {
  const store = await storeOfRow(world.db.read, row);
  if (!isForeign(store) || store.writable !== 1 || store.enabled !== 1 || !(await isThere(world.db.read, row))) return null;
  const writer = await writerOf(world, store);
  const { setDisabled } = writer;
  return setDisabled ? { store, set: (whom, disabled) => setDisabled.call(writer, whom, disabled) } : null;
}
