// SQL of mails that came back. `source` is a reading handle or a transaction. Judges nothing.
import type { Db, Tx } from '#db/tables.ts';

type Source = Db | Tx;

export async function markReturned(tx: Tx, { no, says }: { readonly no: number; readonly says: string }): Promise<void> {
  await tx.updateTable('mails').set({ state: 'returned', says, secret: '' }).where('no', '=', no).execute();
}

/** Whom a mail went to, if that is still his address. */
export const holderOf = (tx: Tx, { userNo, address }: { readonly userNo: number; readonly address: string }) =>
  tx
    .selectFrom('users')
    .innerJoin('stores', 'stores.no', 'users.store_no')
    .select(['users.no', 'users.id', 'users.user_name', 'stores.domain'])
    .where('users.no', '=', userNo)
    .where('users.mail', '=', address)
    .where('users.deleted_at', '=', 0)
    .executeTakeFirst();

type Return = { readonly userNo: number; readonly address: string; readonly at: number; readonly says: string };

export async function writeReturn(tx: Tx, { userNo, ...set }: Return): Promise<void> {
  await tx
    .insertInto('mail_returns')
    .values({ user_no: userNo, ...set })
    .onConflict((known) => known.column('user_no').doUpdateSet(set))
    .execute();
}

/** He has followed a link in a mail: they do not come back. */
export async function removeReturn(tx: Tx, userNo: number): Promise<void> {
  await tx.deleteFrom('mail_returns').where('user_no', '=', userNo).execute();
}

/** From this very address. */
export const returnOf = (source: Source, { userNo, address }: Pick<Return, 'userNo' | 'address'>) =>
  // Both kinds of handle read alike; their types only differ in what they may write.
  (source as Db).selectFrom('mail_returns').select(['at', 'says']).where('user_no', '=', userNo).where('address', '=', address).executeTakeFirst();
