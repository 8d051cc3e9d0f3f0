// SQL of getting back in by mail. `source` is a reading handle or a transaction. Judges nothing.
import type { Db, Tx } from '#db/tables.ts';

/** Those whose address this is, and who have shown so; more than one is enough to know. */
export const usersOfVerifiedMail = (db: Db, mailKey: string) =>
  db
    .selectFrom('verified_mails')
    .innerJoin('users', 'users.no', 'verified_mails.user_no')
    .select('verified_mails.user_no')
    .where('verified_mails.mail_key', '=', mailKey)
    .where('verified_mails.mail_key', '<>', '')
    .where('users.mail_key', '=', mailKey)
    .where('users.deleted_at', '=', 0)
    .limit(2)
    .execute();

/** The language tag somebody is written to in; '' = none is known. */
export async function readLanguage(source: Db | Tx, userNo: number): Promise<string> {
  // Both kinds of handle read alike; their types only differ in what they may write.
  const row = await (source as Db).selectFrom('users').select('language').where('no', '=', userNo).executeTakeFirst();
  return row?.language ?? '';
}
