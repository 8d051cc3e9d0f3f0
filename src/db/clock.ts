// What time the database has, and the time of its newest change: compared with this machine's at start, for end dates are judged by time.
// Called by open-world.ts. Judges nothing.
import { sql } from 'kysely';
import type { Database } from './database.ts';

/** Milliseconds; null where the database has no clock but this machine's. */
export async function databaseNow({ kind, read }: Database): Promise<number | null> {
  if (kind === 'sqlite') return null;
  const row = await read.selectNoFrom(sql<number>`(extract(epoch from clock_timestamp()) * 1000)::bigint`.as('at')).executeTakeFirstOrThrow();
  return row.at;
}

/** When the newest journal entry was written; 0 = there is none. */
export async function newestChangeAt({ read }: Database): Promise<number> {
  return (await read.selectFrom('journal_head').select('changed_at').where('only', '=', 1).executeTakeFirstOrThrow()).changed_at;
}
