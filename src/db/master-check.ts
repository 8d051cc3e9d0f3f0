// Which master key a database belongs to, as a digest in `meta`. Called by open-world.ts at start.
import type { Database } from './database.ts';

const key = 'master_check';

/** Remembers the first; gives the one that counts. */
export async function masterCheckOf(database: Database, check: string): Promise<string> {
  return database.write(async (tx) => {
    await tx
      .insertInto('meta')
      .values({ key, value: check })
      .onConflict((taken) => taken.column('key').doNothing())
      .execute();
    return (await tx.selectFrom('meta').select('value').where('key', '=', key).executeTakeFirstOrThrow()).value;
  });
}
