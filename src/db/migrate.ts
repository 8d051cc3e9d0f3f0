// Brings the schema forward, one transaction a step, under a lock that all nodes share, after a backup.
// Called by open.ts. A step is never edited once released; old programs survive new schemas for one version (rule 37).
import { sql } from 'kysely';
import type { Database } from './database.ts';
import { first } from './migrations/0001-first.ts';
import { lists } from './migrations/0002-lists.ts';
import { leavingRoles } from './migrations/0003-leaving-roles.ts';
import { savedViews } from './migrations/0004-saved-views.ts';
import { attributeSchema } from './migrations/0005-attribute-schema.ts';
import { jobs } from './migrations/0006-jobs.ts';
import { journalExplorer } from './migrations/0007-journal-explorer.ts';
import { viewings } from './migrations/0008-viewings.ts';
import { userStores } from './migrations/0009-user-stores.ts';
import { owners } from './migrations/0010-owners.ts';
import { declaredStores } from './migrations/0011-declared-stores.ts';
import { sharedOrders } from './migrations/0012-shared-orders.ts';
import { relinking } from './migrations/0013-relinking.ts';
import { settings } from './migrations/0014-settings.ts';
import { factors } from './migrations/0015-factors.ts';
import { passwordHistory } from './migrations/0016-password-history.ts';
import { sortedAsRead } from './migrations/0017-sorted-as-read.ts';
import { oneOwnerIndex } from './migrations/0018-one-owner-index.ts';
import { mail } from './migrations/0019-mail.ts';
import { requests } from './migrations/0020-requests.ts';
import { sortKeys } from './migrations/0021-sort-keys.ts';
import { namesAsRead } from './migrations/0022-names-as-read.ts';
import { providers } from './migrations/0023-providers.ts';
import { applications } from './migrations/0024-applications.ts';
import { places } from './migrations/0025-places.ts';
import { warnedPasswords } from './migrations/0026-warned-passwords.ts';
import { handedLinks } from './migrations/0027-handed-links.ts';
import { neverSignedIn } from './migrations/0028-never-signed-in.ts';
import { spans } from './migrations/0029-spans.ts';
import type { Tx } from './tables.ts';

export type Step = { readonly number: number; readonly name: string; readonly statements: (kind: Database['kind']) => readonly string[] } & Rewriting;
/** What only a program can make of the rows there are, in transactions of its own: done before the step counts as done, and harmless when done twice. */
type Rewriting = { readonly rows?: (database: Database) => Promise<void> };
/** Saves everything before it is migrated from the schema number given. */
export type BackUp = (database: Database, schema: number) => Promise<void>;

export const steps: readonly Step[] = [
  first,
  lists,
  leavingRoles,
  savedViews,
  attributeSchema,
  jobs,
  journalExplorer,
  viewings,
  userStores,
  owners,
  declaredStores,
  sharedOrders,
  relinking,
  settings,
  factors,
  passwordHistory,
  sortedAsRead,
  oneOwnerIndex,
  mail,
  requests,
  sortKeys,
  namesAsRead,
  providers,
  applications,
  places,
  warnedPasswords,
  handedLinks,
  neverSignedIn,
  spans,
];
/** What this program knows. */
export const schemaNumber = Math.max(...steps.map(({ number }) => number));
/** The oldest program (by its schemaNumber) that may use the schema this one leaves behind. */
const oldestProgram = 1;
/** Any number that nobody else uses for a lock in this database. */
const migrationLock = 7_133_801;

export class DatabaseTooNew extends Error {
  override readonly name = 'DatabaseTooNew';
}

/** `upTo`: no further than this step, for rows of an older backup, which then come along. */
export async function migrate(database: Database, backUp?: BackUp, upTo = schemaNumber): Promise<void> {
  const schema = await schemaOf(database);
  if (schema === schemaNumber) return;
  if (schema > 0 && schema < schemaNumber && backUp) await backUp(database, schema);
  for (const step of steps.filter(({ number }) => number <= upTo)) {
    if (step.number > schema) await step.rows?.(database);
    await database.write((tx) => apply(tx, database.kind, step));
  }
}

/** 0 for an empty database. Refuses one that a newer program has changed beyond us. */
export async function schemaOf(database: Database): Promise<number> {
  const facts = await database.read
    .selectFrom('meta')
    .select(['key', 'value'])
    .where('key', 'in', ['schema', 'oldest_program'])
    .execute()
    .catch((fault: unknown) => (isMissingTable(fault) ? [] : Promise.reject(fault)));
  const of = (key: string) => Number(facts.find((fact) => fact.key === key)?.value ?? 0);
  if (of('oldest_program') > schemaNumber)
    throw new DatabaseTooNew(`This database needs a program that knows schema ${of('oldest_program')}; this one knows ${schemaNumber}. Install a newer Reeve.`);
  return of('schema');
}

async function apply(tx: Tx, kind: Database['kind'], step: Step) {
  if (kind === 'postgres') await sql`select pg_advisory_xact_lock(${sql.lit(migrationLock)})`.execute(tx);
  // Another node may have done this step while we waited for the lock.
  await sql.raw(`create table if not exists meta (key text primary key, value text not null)`).execute(tx);
  const done = await tx.selectFrom('meta').select('value').where('key', '=', 'schema').executeTakeFirst();
  if (Number(done?.value ?? 0) >= step.number) return;
  for (const statement of step.statements(kind)) await sql.raw(statement).execute(tx);
  await remember(tx, 'schema', step.number);
  await remember(tx, 'oldest_program', oldestProgram);
}

async function remember(tx: Tx, key: string, value: number) {
  await tx
    .insertInto('meta')
    .values({ key, value: String(value) })
    .onConflict((taken) => taken.column('key').doUpdateSet({ value: String(value) }))
    .execute();
}

const isMissingTable = (fault: unknown) => fault instanceof Error && (/no such table/.test(fault.message) || ('code' in fault && fault.code === '42P01'));
