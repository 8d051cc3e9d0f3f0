// SQL of what a session has shown. `db` is a reading handle, `tx` a transaction. Judges nothing.
import type { Db, Tx } from '#db/tables.ts';

/** 0 = never, or no such session. */
export async function provedAt(db: Db, session: string): Promise<number> {
  return (await db.selectFrom('sessions').select('proved_at').where('id', '=', session).executeTakeFirst())?.proved_at ?? 0;
}

/** Whether he has a second factor, and has shown none in this session. */
export async function owesFactor(db: Db, { userNo, session }: { readonly userNo: number; readonly session: string }): Promise<boolean> {
  const has = await db.selectFrom('factors').select('no').where('user_no', '=', userNo).where('confirmed_at', '>', 0).limit(1).executeTakeFirst();
  if (!has) return false;
  const shown = await db.selectFrom('sessions').select('factor').where('id', '=', session).executeTakeFirst();
  return (shown?.factor ?? '') === '';
}

/** That he has shown his password once more; which second factor was shown stays. */
export async function writeProved(tx: Tx, { id, now }: { readonly id: string; readonly now: number }): Promise<void> {
  await tx.updateTable('sessions').set({ proved_at: now }).where('id', '=', id).execute();
}

/** What a session has shown; nothing, where there is no such session. */
export async function shownIn(db: Db, session: string): Promise<{ readonly factor: string; readonly provedAt: number }> {
  const row = await db.selectFrom('sessions').select(['factor', 'proved_at']).where('id', '=', session).executeTakeFirst();
  return { factor: row?.factor ?? '', provedAt: row?.proved_at ?? 0 };
}
