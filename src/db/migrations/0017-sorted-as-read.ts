// Shown names are sorted as they are read: Österreich among the Os. Keys that hold other letters than plain ones are made anew, some at a time.
// A program of before goes on as it did: what it writes is sorted by code points until its user is changed again.
import { sql } from 'kysely';
import { halves, sortKeyOf } from '#names/sorted.ts';
import type { Step } from '../migrate.ts';
import type { Tx } from '../tables.ts';

const rowsAtOnce = 500;

export const sortedAsRead: Step = {
  number: 17,
  name: 'shown names sorted as they are read',
  statements: () => [],
  rows: (tx) => sortAsRead(tx, rowsAtOnce),
};

export async function sortAsRead(tx: Tx, limit: number): Promise<void> {
  for (let after = 0; ; ) {
    const rows = await markedAfter(tx, { after, limit });
    await rekey(tx, rows);
    after = rows.at(-1)?.no ?? 0;
    if (rows.length < limit) return;
  }
}

const markedAfter = (tx: Tx, { after, limit }: { readonly after: number; readonly limit: number }) =>
  tx
    .selectFrom('users')
    .select(['no', 'shown_key'])
    .where('no', '>', after)
    .where(sql<boolean>`octet_length(shown_key) <> length(shown_key)`)
    .orderBy('no')
    .limit(limit)
    .execute();

async function rekey(tx: Tx, rows: readonly { readonly no: number; readonly shown_key: string }[]): Promise<void> {
  const keys = rows.flatMap(({ no, shown_key: key }) => (key.includes(halves) || sortKeyOf(key) === key ? [] : [{ no, key: sortKeyOf(key) }]));
  if (keys.length === 0) return;
  const values = sql.join(keys.map(({ no, key }) => sql`(cast(${no} as integer), cast(${key} as text))`));
  await sql`update users set shown_key = made.column2 from (values ${values}) as made where users.no = made.column1`.execute(tx);
}
