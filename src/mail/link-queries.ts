// All SQL of links in mails, and of addresses that were shown to be somebody’s. `source` is a reading handle or a transaction. Judges nothing.
import type { Selectable } from 'kysely';
import type { Db, Tables, Tx } from '#db/tables.ts';
import { pushedOut } from '#fair-share.ts';
import { removeReturn } from './return-queries.ts';

type Source = Db | Tx;
/** Both kinds of handle read alike; their types only differ in what they may write. */
const reading = (source: Source): Db => source as Db;

export type LinkRow = Selectable<Tables['mail_links']>;

export async function insertLink(tx: Tx, row: LinkRow): Promise<void> {
  await tx.insertInto('mail_links').values(row).execute();
}

export const readLink = (source: Source, id: string): Promise<LinkRow | undefined> =>
  reading(source).selectFrom('mail_links').selectAll().where('id', '=', id).executeTakeFirst();

export const linksOfBrowser = (source: Source, browserHash: string): Promise<LinkRow[]> =>
  reading(source).selectFrom('mail_links').selectAll().where('browser_hash', '=', browserHash).orderBy('created_at', 'desc').limit(10).execute();

export const newestLink = (source: Source, { userNo, purpose }: { readonly userNo: number; readonly purpose: string }): Promise<LinkRow | undefined> =>
  reading(source)
    .selectFrom('mail_links')
    .selectAll()
    .where('user_no', '=', userNo)
    .where('purpose', '=', purpose)
    .orderBy('created_at', 'desc')
    .limit(1)
    .executeTakeFirst();

/** Consumes it: of two at once, one gets the row. */
export const takeLink = (tx: Tx, id: string): Promise<LinkRow | undefined> =>
  tx.deleteFrom('mail_links').where('id', '=', id).returningAll().executeTakeFirst();

/** A guess at a code, counted before it is judged; undefined = there were too many. */
export const countGuess = (tx: Tx, id: string, max: number): Promise<LinkRow | undefined> =>
  tx
    .updateTable('mail_links')
    .set((row) => ({ tries: row('tries', '+', 1) }))
    .where('id', '=', id)
    .where('tries', '<', max)
    .returningAll()
    .executeTakeFirst();

export async function markProved(tx: Tx, id: string, now: number): Promise<void> {
  await tx.updateTable('mail_links').set({ proved_at: now }).where('id', '=', id).execute();
}

/** It belongs to a browser from now on; undefined = it belonged to one, or is gone. */
export const bindLink = (tx: Tx, id: string, browserHash: string): Promise<LinkRow | undefined> =>
  tx.updateTable('mail_links').set({ browser_hash: browserHash }).where('id', '=', id).where('browser_hash', '=', '').returningAll().executeTakeFirst();

type Binding = { readonly id: string; readonly browserHash: string; readonly now: number };

/** The same for one whose code was shown, which needs no link there; once more does no harm. */
export const bindProved = (tx: Tx, { id, browserHash, now }: Binding): Promise<LinkRow | undefined> =>
  tx
    .updateTable('mail_links')
    .set({ browser_hash: browserHash, proved_at: now })
    .where('id', '=', id)
    .where('browser_hash', 'in', ['', browserHash])
    .returningAll()
    .executeTakeFirst();

export async function removeLinks(tx: Tx, { userNo, purposes }: { readonly userNo: number; readonly purposes: readonly string[] }): Promise<number> {
  const { numDeletedRows } = await tx.deleteFrom('mail_links').where('user_no', '=', userNo).where('purpose', 'in', purposes).executeTakeFirst();
  return Number(numDeletedRows);
}

/** Keeps the newest of nobody. */
export async function removeOlderLinks(tx: Tx, { purpose, max }: { readonly purpose: string; readonly max: number }): Promise<void> {
  const nobodys = { user_no: 0, purpose };
  const older = await tx
    .selectFrom('mail_links')
    .select('created_at')
    .where((row) => row.and(nobodys))
    .orderBy('created_at', 'desc')
    .offset(max)
    .limit(1)
    .executeTakeFirst();
  if (!older) return;
  await tx
    .deleteFrom('mail_links')
    .where((row) => row.and(nobodys))
    .where('created_at', '<=', older.created_at)
    .execute();
}

type OfUser = { readonly userNo: number; readonly purpose: string; readonly ofPlaceMax: number; readonly allMax: number };

/** Keeps of each place its share. */
export async function removeLinksPushedOut(tx: Tx, { userNo, purpose, ...share }: OfUser): Promise<void> {
  const held = await tx
    .selectFrom('mail_links')
    .select(['id', 'place'])
    .where('user_no', '=', userNo)
    .where('purpose', '=', purpose)
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .execute();
  const out = pushedOut(held, share);
  if (out.length > 0) await tx.deleteFrom('mail_links').where('id', 'in', out).execute();
}

// ── Addresses that were shown to be somebody’s ──

type Mailbox = { readonly userNo: number; readonly mailKey: string };

/** undefined = he has not shown that this address is his. */
export async function verifiedMail(source: Source, { userNo, mailKey }: Mailbox): Promise<Selectable<Tables['verified_mails']> | undefined> {
  const row = await reading(source).selectFrom('verified_mails').selectAll().where('user_no', '=', userNo).executeTakeFirst();
  return row !== undefined && row.mail_key === mailKey && mailKey !== '' ? row : undefined;
}

export const verifiedAt = async (source: Source, mailbox: Mailbox): Promise<number> => (await verifiedMail(source, mailbox))?.verified_at ?? 0;

type Verified = {
  readonly userNo: number;
  readonly mailKey: string;
  readonly now: number /** He has set his password by it: recovered, invited or signed up. */;
  readonly recovered?: boolean;
};

export async function writeVerified(tx: Tx, { userNo, mailKey, now, recovered = false }: Verified): Promise<void> {
  const set = { mail_key: mailKey, verified_at: now, ...(recovered ? { recovered_at: now } : {}) };
  await tx
    .insertInto('verified_mails')
    .values({ user_no: userNo, recovered_at: 0, ...set })
    .onConflict((known) => known.column('user_no').doUpdateSet(set))
    .execute();
  await removeReturn(tx, userNo);
}
