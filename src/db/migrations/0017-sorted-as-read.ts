// Shown names are sorted as they are read: Österreich among the Os. Keys that hold other letters than plain ones are made anew, some at a time, each time in a
// transaction of its own: a million rows in one would fill the memory. Begun anew, it goes on where it is left; a program of before goes on as it did, and what it
// writes is sorted by code points until its user is changed again.
import { sql } from 'kysely';
import { halves, sortKeyOf } from '#names/sorted.ts';
import type { Database } from '../database.ts';
import type { Step } from '../migrate.ts';
import type { Db, Tx } from '../tables.ts';

const rowsAtOnce = 500;

export const sortedAsRead: Step = {
  number: 17,
  name: 'shown names sorted as they are read',
  statements: () => [],
  rows: (database) => sortAsRead(database, rowsAtOnce),
};

export async function sortAsRead({ read, write }: Pick<Database, 'read' | 'write'>, limit: number): Promise<void> {
  for (let after = 0; ; ) {
    const rows = await notPlainAfter(read, { after, limit });
    const keys = rows.flatMap(anew);
    if (keys.length > 0) await write((tx) => rekey(tx, keys));
    after = rows.at(-1)?.no ?? 0;
    if (rows.length < limit) return;
  }
}

type Keyed = { readonly no: number; readonly shown_key: string };
type Anew = Keyed & { readonly key: string };

const notPlainAfter = (read: Db, { after, limit }: { readonly after: number; readonly limit: number }): Promise<readonly Keyed[]> =>
  read
    .selectFrom('users')
    .select(['no', 'shown_key'])
    .where('no', '>', after)
    .where(sql<boolean>`octet_length(shown_key) <> length(shown_key)`)
    .orderBy('no')
    .limit(limit)
    .execute();

function anew({ no, shown_key }: Keyed): readonly Anew[] {
  const key = shown_key.includes(halves) ? shown_key : sortKeyOf(shown_key);
  return key === shown_key ? [] : [{ no, shown_key, key }];
}

/** Whoever was changed meanwhile has his key from that. */
async function rekey(tx: Tx, keys: readonly Anew[]): Promise<void> {
  const values = sql.join(keys.map(({ no, shown_key, key }) => sql`(cast(${no} as integer), cast(${shown_key} as text), cast(${key} as text))`));
  await sql`update users set shown_key = made.column3 from (values ${values}) as made
    where users.no = made.column1 and users.shown_key = made.column2`.execute(tx);
}
