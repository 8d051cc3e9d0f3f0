// All SQL of applications and logos. `source` is a reading handle or a transaction. Judges nothing.
import type { Insertable, Selectable, Updateable } from 'kysely';
import type { Db, Tables, Tx } from '#db/tables.ts';

type Source = Db | Tx;
/** Both kinds of handle read alike; their types only differ in what they may write. */
const reading = (source: Source): Db => source as Db;

export type ApplicationRow = Selectable<Tables['applications']>;
export type LogoRow = Tables['logos'];

/** In the order they came: Reeve's own doors first. */
export const livingApplications = (source: Source): Promise<readonly ApplicationRow[]> =>
  reading(source).selectFrom('applications').selectAll().where('deleted_at', '=', 0).orderBy('no').execute();

/** Also one that was deleted. */
export const applicationById = (source: Source, id: string): Promise<ApplicationRow | undefined> =>
  reading(source).selectFrom('applications').selectAll().where('id', '=', id).executeTakeFirst();

export const isNameTaken = async (source: Source, nameKey: string): Promise<boolean> =>
  (await reading(source).selectFrom('applications').select('no').where('name_key', '=', nameKey).executeTakeFirst()) !== undefined;

export async function insertApplication(tx: Tx, row: Insertable<Tables['applications']>): Promise<void> {
  await tx.insertInto('applications').values(row).execute();
}
export async function updateApplication(tx: Tx, no: number, set: Updateable<Tables['applications']>): Promise<void> {
  await tx.updateTable('applications').set(set).where('no', '=', no).execute();
}
/** Those that nobody can bring back any more. */
export async function removeDeleted(tx: Tx, deletedBefore: number): Promise<void> {
  await tx.deleteFrom('applications').where('deleted_at', '>', 0).where('deleted_at', '<', deletedBefore).execute();
}

// ── Logos ──

export const logoBy = (source: Source, hash: string): Promise<LogoRow | undefined> =>
  reading(source).selectFrom('logos').selectAll().where('hash', '=', hash).executeTakeFirst();

export const logosKept = (source: Source): Promise<readonly Pick<LogoRow, 'hash' | 'created_at'>[]> =>
  reading(source).selectFrom('logos').select(['hash', 'created_at']).execute();

/** Brought once more, it counts as new. */
export async function keepLogo(tx: Tx, row: LogoRow): Promise<void> {
  await tx
    .insertInto('logos')
    .values(row)
    .onConflict((known) => known.column('hash').doUpdateSet({ created_at: row.created_at }))
    .execute();
}
export async function removeLogos(tx: Tx, hashes: readonly string[]): Promise<void> {
  if (hashes.length > 0) await tx.deleteFrom('logos').where('hash', 'in', hashes).execute();
}
/** Looks that may be asked for again: also of what was deleted. */
export const looksKept = (source: Source): Promise<readonly Pick<ApplicationRow, 'look'>[]> =>
  reading(source).selectFrom('applications').select('look').execute();
