// All SQL of settings/. `db` is a reading handle, `tx` a transaction. Judges nothing.
import type { Db, Tables, Tx } from '#db/tables.ts';

export type SettingsRow = Readonly<Tables['settings']>;

export const readSections = (db: Db): Promise<readonly SettingsRow[]> => db.selectFrom('settings').selectAll().execute();

export const readSection = (source: Db | Tx, key: string): Promise<SettingsRow | undefined> =>
  (source as Db).selectFrom('settings').selectAll().where('key', '=', key).executeTakeFirst();

export async function writeSection(tx: Tx, row: SettingsRow): Promise<void> {
  const { key: _key, ...set } = row;
  await tx
    .insertInto('settings')
    .values(row)
    .onConflict((known) => known.column('key').doUpdateSet(set))
    .execute();
}
