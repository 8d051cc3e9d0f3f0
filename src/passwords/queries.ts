// SQL of this room: passwords that were, as hashes, and which stores there are. `source` is a reading handle or a transaction. Judges nothing.
import type { Db, Tx } from '#db/tables.ts';

type Source = Db | Tx;
/** Both kinds of handle read alike; their types only differ in what they may write. */
const reading = (source: Source): Db => source as Db;

export async function storesById(source: Source): Promise<readonly string[]> {
  return (await reading(source).selectFrom('stores').select('id').where('deleted_at', '=', 0).execute()).map(({ id }) => id);
}

/** The one in force first, then those before it, the newest first. */
export async function hashesOf(source: Source, userNo: number, limit: number): Promise<readonly string[]> {
  const current = await reading(source).selectFrom('credentials').select('password_hash').where('user_no', '=', userNo).execute();
  const before = await reading(source)
    .selectFrom('password_history')
    .select('password_hash')
    .where('user_no', '=', userNo)
    .orderBy('set_at', 'desc')
    .limit(limit)
    .execute();
  return [...current, ...before]
    .map(({ password_hash }) => password_hash)
    .filter((hash) => hash !== '')
    .slice(0, limit);
}

/** Keeps what is about to be replaced, and forgets what is older than the newest few. */
export async function keepHash(tx: Tx, userNo: number, { keep }: { readonly keep: number }): Promise<void> {
  const current = await tx.selectFrom('credentials').select(['password_hash', 'changed_at']).where('user_no', '=', userNo).executeTakeFirst();
  if (current && current.password_hash !== '' && keep > 0)
    await tx
      .insertInto('password_history')
      .values({ user_no: userNo, set_at: current.changed_at, password_hash: current.password_hash })
      .onConflict((known) => known.columns(['user_no', 'set_at']).doNothing())
      .execute();
  await tx
    .deleteFrom('password_history')
    .where('user_no', '=', userNo)
    .where('set_at', 'not in', (row) => row.selectFrom('password_history').select('set_at').where('user_no', '=', userNo).orderBy('set_at', 'desc').limit(keep))
    .execute();
}
