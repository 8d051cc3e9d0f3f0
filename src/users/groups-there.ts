// Groups of a user's own store among those that were asked for: who is in them is decided there. Called by add-user-there.ts.
import { Refusal } from '#errors.ts';
import { findGroup } from '#groups/queries.ts';
import type { StoreRow } from '#stores/queries.ts';
import { entryOf } from '#stores/writing/queries.ts';
import type { Whom } from '#user-store.ts';
import type { Source } from './queries.ts';

export type GroupThere = { readonly id: string; readonly name: string; readonly whom: Whom };

/** In the order of `ids`. Groups of other stores are left out: joining them is judged by groups/. */
export async function groupsThere(source: Source, store: StoreRow, ids: readonly string[]): Promise<readonly GroupThere[]> {
  const there: GroupThere[] = [];
  for (const id of new Set(ids)) {
    const group = await findGroup(source, id);
    if (group?.store_no !== store.no) continue;
    const entry = await entryOf(source, { kind: 'group', no: group.no });
    if (entry?.gone_at !== 0) throw new Refusal('store.gone', { name: group.name, domain: store.domain });
    there.push({ id, name: group.name, whom: { key: entry.key, address: entry.address, name: group.name } });
  }
  return there;
}
