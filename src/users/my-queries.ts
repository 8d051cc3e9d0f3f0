// SQL of one's own data: sign-ins that are kept, and changes that name one. `db` is a reading handle. Judges nothing.
import type { Db } from '#db/tables.ts';

/** The newest of each: a document, not a dump. */
const signInsMax = 1_000;
const changesMax = 1_000;

export const signInsOf = (db: Db, userNo: number) =>
  db.selectFrom('events').select(['at', 'outcome', 'network', 'door', 'count']).where('user_no', '=', userNo).orderBy('at', 'desc').limit(signInsMax).execute();

/** What was changed and when; by whom is for those who may read the journal. */
export const changesAbout = (db: Db, id: string) =>
  db
    .selectFrom('journal_images')
    .innerJoin('journal', 'journal.number', 'journal_images.number')
    .select(['journal.number', 'journal.at', 'journal.operation', 'journal_images.kind', 'journal_images.name'])
    .where('journal_images.object_id', '=', id)
    .orderBy('journal_images.number', 'desc')
    .limit(changesMax)
    .execute();

export const requestsAsked = (db: Db, userNo: number) =>
  db
    .selectFrom('requests')
    .select(['kind', 'about', 'words', 'until_at', 'asked_at', 'decided_at', 'decision', 'says', 'given_until'])
    .where('user_no', '=', userNo)
    .orderBy('no', 'desc')
    .limit(1_000)
    .execute();

export const termsAccepted = (db: Db, userNo: number) =>
  db.selectFrom('accepted_terms').select(['version', 'accepted_at']).where('user_no', '=', userNo).execute();
