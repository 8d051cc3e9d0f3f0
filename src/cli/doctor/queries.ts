// The few questions of the doctor that no room answers.
import { sql } from 'kysely';
import type { Db } from '#db/tables.ts';

export async function fact(db: Db, key: string): Promise<string | null> {
  return (await db.selectFrom('meta').select('value').where('key', '=', key).executeTakeFirst())?.value ?? null;
}

/** PostgreSQL's clock, in milliseconds. */
export async function clockOf(db: Db): Promise<number> {
  return (await db.selectNoFrom(sql<number>`(extract(epoch from clock_timestamp()) * 1000)::bigint`.as('at')).executeTakeFirstOrThrow()).at;
}
