// SQL of signing up. `source` is a reading handle or a transaction. Judges nothing.
import type { Selectable } from 'kysely';
import type { Db, Tables, Tx } from '#db/tables.ts';

/** Whether so many links of a purpose that lead to nobody yet are good. */
export async function areWaiting(
  source: Db | Tx,
  { purpose, now, count }: { readonly purpose: string; readonly now: number; readonly count: number },
): Promise<boolean> {
  // Both kinds of handle read alike; their types only differ in what they may write.
  const nth = await (source as Db)
    .selectFrom('mail_links')
    .select('id')
    .where('user_no', '=', 0)
    .where('purpose', '=', purpose)
    .where('ends_at', '>', now)
    .orderBy('created_at')
    .offset(count - 1)
    .limit(1)
    .execute();
  return nth.length > 0;
}

export async function writeAcceptedTerms(tx: Tx, row: Selectable<Tables['accepted_terms']>): Promise<void> {
  await tx.insertInto('accepted_terms').values(row).execute();
}
