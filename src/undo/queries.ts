// All SQL of undo/: the entry that is to be taken back. Knows tables; judges nothing.
import type { Db, Tx } from '#db/tables.ts';

export type EntryFound = { readonly number: number; readonly operation: string; readonly actor_kind: string; readonly actor_id: string };

// Both kinds of handle read alike; their types only differ in what they may write.
export const findEntry = (source: Db | Tx, number: number): Promise<EntryFound | undefined> =>
  (source as Db).selectFrom('journal').select(['number', 'operation', 'actor_kind', 'actor_id']).where('number', '=', number).executeTakeFirst();

export const imagesOfEntry = (source: Db | Tx, number: number) =>
  (source as Db)
    .selectFrom('journal_images')
    .select(['kind', 'object_id', 'name', 'before', 'after', 'erased_at'])
    .where('number', '=', number)
    .orderBy('position')
    .execute();

/** Ids asked for by one statement. */
const idsAtOnce = 500;

/** Of these users, those who are not deleted, in the same order. */
export async function livingUsers(source: Db | Tx, ids: readonly string[]): Promise<readonly string[]> {
  const living = new Set<string>();
  for (let at = 0; at < ids.length; at += idsAtOnce) {
    const some = ids.slice(at, at + idsAtOnce);
    const rows = await (source as Db).selectFrom('users').select('id').where('id', 'in', some).where('deleted_at', '=', 0).execute();
    for (const { id } of rows) living.add(id);
  }
  return ids.filter((id) => living.has(id));
}

/** How people know who did something. */
export async function nameOfActor(source: Db | Tx, { actorKind, actorId }: { readonly actorKind: string; readonly actorId: string }): Promise<string> {
  if (actorKind !== 'user') return actorId;
  const row = await (source as Db)
    .selectFrom('users')
    .innerJoin('stores', 'stores.no', 'users.store_no')
    .select(['users.user_name', 'stores.domain'])
    .where('users.id', '=', actorId)
    .executeTakeFirst();
  if (!row) return actorId;
  return row.domain === 'PRIMARY' ? row.user_name : `${row.domain}/${row.user_name}`;
}
