// From now on a user or group is another entry of its store: in our rows alone; what that entry has is taken over by the next run. Roles and everything else stay.
// Called by the two actions of this folder inside a change, for a target that the wrapper has admitted. Knows no right.
import type { Doing } from '#action.ts';
import { Refusal } from '#errors.ts';
import { keyByName } from '#stores/entry-key.ts';
import { stateOf } from '#stores/queries.ts';
import { entryOf, forgetEntry } from '#stores/writing/queries.ts';
import type { EntryKind } from '#user-store.ts';
import { findUser, removeUserRow } from '#users/queries.ts';
import { qualifiedName, shownUser } from '#users/shown-user.ts';
import { entriesByKey, type Place } from '../queries.ts';
import { cameFor } from './newcomer.ts';
import { bare, linkedByKey, linkWith } from './queries.ts';

export type Linking = { readonly kind: EntryKind; readonly no: number; readonly domain: string; readonly entry: string };

/** Gives the id of the entry it was until now. */
export async function link(doing: Doing, { kind, no, domain, entry }: Linking): Promise<string> {
  const was = await entryOf(doing.tx, { kind, no });
  if (!was || was.key.startsWith(keyByName) || entry.startsWith(keyByName)) throw new Refusal('store.no-ids', { domain });
  if (was.key === entry) return entry;
  const place = { storeNo: was.store_no, kind };
  if ((await entriesByKey(doing.tx, place, [entry])).has(entry)) await makeRoom(doing, place, { entry, goneAt: was.gone_at });
  await linkWith(doing.tx, { kind, no }, { storeNo: was.store_no, key: entry });
  return was.key;
}

type Room = { readonly entry: string; readonly goneAt: number };

/** Whoever came only because the entry seemed to be somebody new is removed; anybody else keeps it. */
async function makeRoom({ tx, now, record }: Doing, { storeNo, kind }: Place, { entry, goneAt }: Room): Promise<void> {
  const [holder] = await linkedByKey(tx, { storeNo, kind, by: 'name' }, entry);
  const since = (await stateOf(tx, storeNo))?.finished_at ?? 0;
  const isNewcomer = holder && kind === 'user' && cameFor(holder, { gone_at: goneAt }, since) && (await bare(tx, storeNo, [entry])).has(holder.no);
  const row = isNewcomer ? await findUser(tx, holder.id) : undefined;
  if (!row) throw new Refusal('store.entry-taken', { name: holder?.name ?? 'somebody who was removed for ever' });
  await forgetEntry(tx, { kind, no: row.no });
  await removeUserRow(tx, row.no);
  record({ kind, id: row.id, name: qualifiedName(row), before: shownUser(row, now), after: null });
}
