// All SQL of what is being written into stores: intents that are open. `source` is a reading handle or a transaction. Judges nothing.
import type { Selectable } from 'kysely';
import type { Db, Tables, Tx } from '#db/tables.ts';

type Source = Db | Tx;
/** Both kinds of handle read alike; their types only differ in what they may write. */
const reading = (source: Source): Db => source as Db;

export type WriteRow = Selectable<Tables['store_writes']>;

/** What ends everything that an unknown password may have let in. */
const endings = ['password', 'disable', 'delete'];

/** Null = something is being written about him already. What was cut off before gives way: this one takes over whatever the store has then. */
export async function insertWrite(tx: Tx, row: Omit<WriteRow, 'no'>): Promise<number | null> {
  const { store_no, object, what, begun_at } = row;
  let left = tx.deleteFrom('store_writes').where('store_no', '=', store_no).where('object', '=', object).where('finish_at', '<=', begun_at);
  if (!endings.includes(what)) left = left.where('what', '<>', 'password');
  await left.execute();
  const made = await tx
    .insertInto('store_writes')
    .values(row)
    .onConflict((known) => known.columns(['store_no', 'object']).doNothing())
    .returning('no')
    .executeTakeFirst();
  return made?.no ?? null;
}

/** False = somebody else has ended it. */
export async function removeWrite(tx: Tx, no: number): Promise<boolean> {
  return (await tx.deleteFrom('store_writes').where('no', '=', no).executeTakeFirst()).numDeletedRows === 1n;
}

/** Whoever looks next may finish it. */
export async function releaseWrites(tx: Tx, nos: readonly number[], at: number): Promise<void> {
  if (nos.length > 0) await tx.updateTable('store_writes').set({ finish_at: at }).where('no', 'in', nos).execute();
}

/** Those that were cut off, of stores that may be asked. */
export const writesLeft = (source: Source, { now, limit }: { readonly now: number; readonly limit: number }): Promise<WriteRow[]> =>
  reading(source)
    .selectFrom('store_writes')
    .innerJoin('stores', 'stores.no', 'store_writes.store_no')
    .selectAll('store_writes')
    .where('store_writes.finish_at', '<=', now)
    .where('stores.enabled', '=', 1)
    .where('stores.deleted_at', '=', 0)
    .orderBy('store_writes.finish_at')
    .limit(limit)
    .execute();

/** Takes one for a while; false = another node was quicker. */
export async function leaseWrite(tx: Tx, { no, finish_at }: WriteRow, until: number): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('store_writes')
    .set({ finish_at: until })
    .where('no', '=', no)
    .where('finish_at', '=', finish_at)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** How many are open in each store: by row key. */
export async function writesOfStores(source: Source): Promise<ReadonlyMap<number, number>> {
  const rows = await reading(source)
    .selectFrom('store_writes')
    .select((row) => ['store_no' as const, row.fn.countAll<number>().as('n')])
    .groupBy('store_no')
    .execute();
  return new Map(rows.map(({ store_no, n }) => [store_no, Number(n)]));
}

// ── Where things lie ──

type EntryPlace = Pick<Selectable<Tables['store_entries']>, 'store_no' | 'key' | 'address' | 'gone_at'>;

export const entryOf = (source: Source, { kind, no }: { readonly kind: 'user' | 'group'; readonly no: number }): Promise<EntryPlace | undefined> =>
  reading(source)
    .selectFrom('store_entries')
    .select(['store_no', 'key', 'address', 'gone_at'])
    .where('kind', '=', kind)
    .where('object_no', '=', no)
    .executeTakeFirst();

/**
 * Of an entry that a writer gave back. No digest equals its own, so that the next run takes over what else has changed there; a run that is under way, and may
 * have read before, does not miss it.
 */
export async function writeEntry(
  tx: Tx,
  {
    storeNo,
    key,
    userNo,
    address,
    addressKey,
  }: { readonly storeNo: number; readonly key: string; readonly userNo: number; readonly address: string; readonly addressKey: string },
): Promise<void> {
  const set = { address, address_key: addressKey, digest: '', gone_at: 0 };
  const { generation } = await tx.selectFrom('store_states').select('generation').where('store_no', '=', storeNo).executeTakeFirstOrThrow();
  await tx
    .insertInto('store_entries')
    .values({ store_no: storeNo, kind: 'user', key, object_no: userNo, generation: generation + 1, ...set })
    .onConflict((known) => known.columns(['store_no', 'kind', 'key']).doUpdateSet(set))
    .execute();
}

/** Whose row an entry is; undefined = nobody's yet. */
export const userOfEntry = (source: Source, { storeNo, key }: { readonly storeNo: number; readonly key: string }) =>
  reading(source)
    .selectFrom('store_entries')
    .innerJoin('users', 'users.no', 'store_entries.object_no')
    .select(['users.no', 'users.id'])
    .where('store_entries.store_no', '=', storeNo)
    .where('store_entries.kind', '=', 'user')
    .where('store_entries.key', '=', key)
    .executeTakeFirst();

/** What comes back with the same id is somebody new. */
export async function forgetEntry(tx: Tx, { kind, no }: { readonly kind: 'user' | 'group'; readonly no: number }): Promise<void> {
  await tx.deleteFrom('store_entries').where('kind', '=', kind).where('object_no', '=', no).execute();
}

/** Only its key is kept, so that it is not taken again. */
export async function blankEntry(tx: Tx, userNo: number): Promise<void> {
  await tx.updateTable('store_entries').set({ address: '', address_key: '', digest: '' }).where('kind', '=', 'user').where('object_no', '=', userNo).execute();
}

export async function markEntryGone(tx: Tx, { userNo, now }: { readonly userNo: number; readonly now: number }): Promise<void> {
  await tx.updateTable('store_entries').set({ gone_at: now }).where('kind', '=', 'user').where('object_no', '=', userNo).execute();
}
