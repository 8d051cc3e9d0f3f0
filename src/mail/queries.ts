// All SQL of mails: the outbox, and texts. `source` is a reading handle or a transaction. Judges nothing.
import type { Insertable, Selectable, Updateable } from 'kysely';
import type { Db, Tables, Tx } from '#db/tables.ts';

type Source = Db | Tx;
/** Both kinds of handle read alike; their types only differ in what they may write. */
const reading = (source: Source): Db => source as Db;

export type MailRow = Selectable<Tables['mails']>;

// ── The outbox ──

export async function insertMail(tx: Tx, row: Omit<Insertable<Tables['mails']>, 'no'>): Promise<void> {
  await tx.insertInto('mails').values(row).execute();
}

/** Whether so many wait already. */
export async function waitBeyond(source: Source, max: number): Promise<boolean> {
  const beyond = await reading(source)
    .selectFrom('mails')
    .select('no')
    .where('state', '=', 'queued')
    .orderBy('due_at')
    .orderBy('no')
    .offset(max)
    .limit(1)
    .execute();
  return beyond.length > 0;
}

export const dueMail = (source: Source, now: number) =>
  reading(source)
    .selectFrom('mails')
    .select('no')
    .where('state', '=', 'queued')
    .where('due_at', '<=', now)
    .where('lease_until', '<=', now)
    .orderBy('due_at')
    .orderBy('no')
    .limit(1)
    .executeTakeFirst();

type Lease = { readonly owner: string; readonly now: number; readonly until: number };
/** Of two nodes at once, one gets it. */
export const leaseMail = (tx: Tx, no: number, { owner, now, until }: Lease): Promise<MailRow | undefined> =>
  tx
    .updateTable('mails')
    .set((row) => ({ lease_owner: owner, lease_until: until, tries: row('tries', '+', 1) }))
    .where('no', '=', no)
    .where('state', '=', 'queued')
    .where('lease_until', '<=', now)
    .returningAll()
    .executeTakeFirst();

export async function settleMail(tx: Tx, { no, owner, set }: { readonly no: number; readonly owner: string; readonly set: Updateable<Tables['mails']> }) {
  await tx
    .updateTable('mails')
    .set({ ...set, lease_owner: '', lease_until: 0 })
    .where('no', '=', no)
    .where('lease_owner', '=', owner)
    .execute();
}

export const mailById = (source: Source, id: string): Promise<MailRow | undefined> =>
  reading(source).selectFrom('mails').selectAll().where('id', '=', id).where('address', '<>', '').executeTakeFirst();

/** The newest mail of a kind to somebody, and when the link in it ends, if it is good; null = it was taken or taken back. */
export const newestMail = (source: Source, { userNo, kind }: { readonly userNo: number; readonly kind: string }) =>
  reading(source)
    .selectFrom('mails')
    .leftJoin('mail_links', (join) => join.onRef('mail_links.user_no', '=', 'mails.user_no').onRef('mail_links.purpose', '=', 'mails.kind'))
    .selectAll('mails')
    .select('mail_links.ends_at as link_ends_at')
    .where('mails.user_no', '=', userNo)
    .where('mails.kind', '=', kind)
    .orderBy('mails.no', 'desc')
    .orderBy('mail_links.created_at', 'desc')
    .limit(1)
    .executeTakeFirst();

/** What stands for nobody goes nowhere. */
export async function removeMail(tx: Tx, no: number): Promise<void> {
  await tx.deleteFrom('mails').where('no', '=', no).execute();
}

export async function queueAgain(tx: Tx, no: number, now: number): Promise<void> {
  await tx.updateTable('mails').set({ state: 'queued', due_at: now, finished_at: 0 }).where('no', '=', no).where('secret', '<>', '').execute();
}

export type Page = { readonly state?: string | undefined; readonly before: number; readonly limit: number };
/** The newest first. Rows that stand for nobody are nobody’s business. */
export function mailsBefore(source: Source, { state, before, limit }: Page) {
  let query = reading(source)
    .selectFrom('mails')
    .leftJoin('users', 'users.no', 'mails.user_no')
    .leftJoin('stores', 'stores.no', 'users.store_no')
    .selectAll('mails')
    .select(['users.id as user_id', 'users.user_name', 'stores.domain'])
    .where('mails.no', '<', before)
    .where('mails.address', '<>', '');
  if (state !== undefined) query = query.where('mails.state', '=', state);
  return query.orderBy('mails.no', 'desc').limit(limit).execute();
}

export async function countMails(source: Source, state: string): Promise<number> {
  const row = await reading(source)
    .selectFrom('mails')
    .select((mail) => mail.fn.countAll<number>().as('n'))
    .where('state', '=', state)
    .where('address', '<>', '')
    .executeTakeFirst();
  return Number(row?.n ?? 0);
}

type Old = { readonly now: number; readonly before: number /** Of those who have no account here. */; readonly strangersBefore: number };

/** What is of no use any more loses its secret, and what is old goes; links that have ended, too. */
export async function removeOldMails(tx: Tx, { now, before, strangersBefore }: Old): Promise<void> {
  await tx.deleteFrom('mails').where('finished_at', '>', 0).where('finished_at', '<', before).execute();
  await tx.deleteFrom('mails').where('finished_at', '>', 0).where('finished_at', '<', strangersBefore).where('user_no', '=', 0).execute();
  await tx.updateTable('mails').set({ secret: '' }).where('state', '=', 'failed').where('ends_at', '<=', now).where('secret', '<>', '').execute();
  await tx
    .updateTable('mails')
    .set({ state: 'failed', finished_at: now, says: 'It could not be sent before its link ended.' })
    .where('state', '=', 'queued')
    .where('ends_at', '<=', now)
    .where('lease_until', '<=', now)
    .execute();
  await tx.deleteFrom('mail_links').where('ends_at', '<=', now).execute();
}

/** All that is kept about somebody who is removed for ever. */
export async function removeMailsOf(tx: Tx, userNo: number): Promise<void> {
  await tx.deleteFrom('mails').where('user_no', '=', userNo).execute();
  await tx.deleteFrom('mail_links').where('user_no', '=', userNo).execute();
}

// ── Texts ──

export type TemplateRow = Selectable<Tables['mail_templates']>;
export const readTemplates = (source: Source): Promise<TemplateRow[]> => reading(source).selectFrom('mail_templates').selectAll().execute();

type Which = Pick<TemplateRow, 'kind' | 'language'>;
export const readTemplate = (source: Source, { kind, language }: Which): Promise<TemplateRow | undefined> =>
  reading(source).selectFrom('mail_templates').selectAll().where('kind', '=', kind).where('language', '=', language).executeTakeFirst();

export async function writeTemplate(tx: Tx, row: TemplateRow): Promise<void> {
  const { kind: _kind, language: _language, ...set } = row;
  await tx
    .insertInto('mail_templates')
    .values(row)
    .onConflict((known) => known.columns(['kind', 'language']).doUpdateSet(set))
    .execute();
}

export async function removeTemplate(tx: Tx, { kind, language }: Which): Promise<void> {
  await tx.deleteFrom('mail_templates').where('kind', '=', kind).where('language', '=', language).execute();
}
