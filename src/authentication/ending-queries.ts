// SQL of passwords that end soon. `source` is a reading handle. Judges nothing.
import type { Db, Tx } from '#db/tables.ts';

export type Ending = { readonly user_no: number; readonly changed_at: number };
type Span = { readonly after: number; readonly until: number };

/** A query for those set in a span and not warned of yet: the oldest first, behind `from`. */
export const unwarnedIn = (db: Db, { after, until }: Span, { from, limit }: { readonly from: Ending | null; readonly limit: number }) =>
  db
    .selectFrom('credentials')
    .select(['user_no', 'changed_at'])
    .where('changed_at', '>', after)
    .where('changed_at', '>=', from?.changed_at ?? 0)
    .where('changed_at', '<=', until)
    .where(({ eb, or, and }) => (from === null ? and([]) : or([eb('changed_at', '>', from.changed_at), eb('user_no', '>', from.user_no)])))
    .where('warned_at', '=', 0)
    .where('must_change', '=', 0)
    .orderBy('changed_at')
    .orderBy('user_no')
    .limit(limit);

/** Of two nodes at once, one gets it; and nobody is warned of a password that he has just changed. */
export async function claimWarning(tx: Tx, { user_no, changed_at }: Ending, now: number): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('credentials')
    .set({ warned_at: now })
    .where('user_no', '=', user_no)
    .where('changed_at', '=', changed_at)
    .where('warned_at', '=', 0)
    .executeTakeFirst();
  return Number(numUpdatedRows) === 1;
}
