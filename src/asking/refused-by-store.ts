// What the store of a user speaks against, whoever asks: bringing him back whom only his store can bring back, and enabling him where a store that Reeve does not
// write has disabled him. Called by refusals.ts; the actions themselves judge alike.
import type { Db } from '#db/tables.ts';
import type { Refusal } from '#errors.ts';
import { goneFromStore } from '#stores/entry-key.ts';
import { entryOf } from '#stores/writing/queries.ts';
import { readOnly } from '#stores/writing/writer-of.ts';
import { homeOfUser } from './queries.ts';

/** By the name of the operation. */
export async function refusedByStore(db: Db, id: string): Promise<ReadonlyMap<string, Refusal>> {
  const home = await homeOfUser(db, id);
  const found = new Map<string, Refusal>();
  if (!home || home.store_kind === 'primary') return found;
  if (home.store_disabled_at > 0 && home.writable !== 1) found.set('users.enable', readOnly(home));
  const gone = home.deleted_at > 0 ? goneFromStore(await entryOf(db, { kind: 'user', no: home.no }), home) : null;
  if (gone) found.set('users.restore', gone);
  return found;
}
