// All SQL of viewings: who sees what another sees.
// Called by viewing.ts, and by authentication/ for each request that names one. Judges nothing.
import type { Insertable, Selectable } from 'kysely';
import { first, prepared } from '#db/prepared.ts';
import type { Db, Tables, Tx } from '#db/tables.ts';

type Viewings = Tables['viewings'];
export type ViewingRow = Pick<Selectable<Viewings>, 'id' | 'user_no' | 'user_epoch' | 'ends_at'> & { readonly user_id: string };
type Named = { readonly id: string; readonly session: string; readonly now: number };

/** Only with the session that began it, and only until it ends. */
export const readViewing = (db: Db, named: Named): Promise<ViewingRow | undefined> => first(viewingOf(db, named));

const viewingOf = prepared<Named, ViewingRow>((db, { id, session, now }) =>
  db
    .selectFrom('viewings')
    .innerJoin('users', 'users.no', 'viewings.user_no')
    .select(['viewings.id', 'viewings.user_no', 'viewings.user_epoch', 'viewings.ends_at', 'users.id as user_id'])
    .where('viewings.id', '=', id)
    .where('viewings.session_id', '=', session)
    .where('viewings.ends_at', '>', now),
);

export async function insertViewing(tx: Tx, row: Insertable<Viewings>): Promise<void> {
  await tx.insertInto('viewings').values(row).execute();
}

/** The user he viewed as; undefined = it was not his, or not there. */
export async function takeViewing(tx: Tx, { id, viewerNo }: { readonly id: string; readonly viewerNo: number }): Promise<number | undefined> {
  const row = await tx.deleteFrom('viewings').where('id', '=', id).where('viewer_no', '=', viewerNo).returning('user_no').executeTakeFirst();
  return row?.user_no;
}

export async function nameOfUser(tx: Tx, no: number) {
  return tx
    .selectFrom('users')
    .innerJoin('stores', 'stores.no', 'users.store_no')
    .select(['users.id', 'users.user_name', 'stores.domain'])
    .where('users.no', '=', no)
    .executeTakeFirstOrThrow();
}
