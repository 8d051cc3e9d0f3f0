// All SQL of identity providers, linked accounts and trials. `source` is a reading handle or a transaction. Judges nothing.
import type { Insertable, Selectable, Updateable } from 'kysely';
import { forShare, type Kind } from '#db/portable.ts';
import type { Db, Tables, Tx } from '#db/tables.ts';

type Source = Db | Tx;
/** Both kinds of handle read alike; their types only differ in what they may write. */
const reading = (source: Source): Db => source as Db;

export type ProviderRow = Selectable<Tables['providers']>;
export type LinkedRow = Selectable<Tables['linked_accounts']>;

// ── Providers ──

/** In the order of their buttons. */
export const allProviders = (source: Source): Promise<readonly ProviderRow[]> =>
  reading(source).selectFrom('providers').selectAll().orderBy('position').orderBy('no').execute();

export const providerById = (source: Source, id: string): Promise<ProviderRow | undefined> =>
  reading(source).selectFrom('providers').selectAll().where('id', '=', id).executeTakeFirst();

export const providerByKey = (source: Source, key: string): Promise<ProviderRow | undefined> =>
  reading(source).selectFrom('providers').selectAll().where('key', '=', key).executeTakeFirst();

/** What strangers are shown. */
export const buttonsOf = (source: Source): Promise<readonly Pick<ProviderRow, 'key' | 'name' | 'preset'>[]> =>
  reading(source).selectFrom('providers').select(['key', 'name', 'preset']).where('enabled', '=', 1).orderBy('position').orderBy('no').execute();

export async function insertProvider(tx: Tx, row: Insertable<Tables['providers']>): Promise<void> {
  await tx.insertInto('providers').values(row).execute();
}
export async function updateProvider(tx: Tx, no: number, set: Updateable<Tables['providers']>): Promise<void> {
  await tx.updateTable('providers').set(set).where('no', '=', no).execute();
}
/** Its links go with it. */
export async function removeProvider(tx: Tx, no: number): Promise<void> {
  await tx.deleteFrom('providers').where('no', '=', no).execute();
}

export async function linkedCounts(source: Source): Promise<ReadonlyMap<number, number>> {
  const rows = await reading(source)
    .selectFrom('linked_accounts')
    .select((expression) => ['provider_no', expression.fn.countAll<number>().as('count')])
    .groupBy('provider_no')
    .execute();
  return new Map(rows.map(({ provider_no, count }) => [provider_no, Number(count)]));
}

// ── Linked accounts ──

export type External = { readonly issuer: string; readonly subject: string };

/** By issuer and subject: by no name and no address, ever. */
export const linkedBy = (source: Source, { issuer, subject }: External): Promise<LinkedRow | undefined> =>
  reading(source).selectFrom('linked_accounts').selectAll().where('issuer', '=', issuer).where('subject', '=', subject).executeTakeFirst();

export type LinkedShown = LinkedRow & {
  readonly provider_id: string;
  readonly provider_key: string;
  readonly provider_name: string;
  readonly preset: string;
  readonly enabled: number;
};

export const linkedOf = (source: Source, userNo: number): Promise<readonly LinkedShown[]> =>
  reading(source)
    .selectFrom('linked_accounts')
    .innerJoin('providers', 'providers.no', 'linked_accounts.provider_no')
    .selectAll('linked_accounts')
    .select(['providers.id as provider_id', 'providers.key as provider_key', 'providers.name as provider_name', 'providers.preset', 'providers.enabled'])
    .where('linked_accounts.user_no', '=', userNo)
    .orderBy('linked_accounts.no')
    .execute();

/** Whether somebody may still come in by it: it is there, and its provider is switched on. */
export async function linkHolds(source: Source, no: number): Promise<boolean> {
  const row = await reading(source)
    .selectFrom('linked_accounts')
    .innerJoin('providers', 'providers.no', 'linked_accounts.provider_no')
    .select('linked_accounts.no')
    .where('linked_accounts.no', '=', no)
    .where('providers.enabled', '=', 1)
    .executeTakeFirst();
  return row !== undefined;
}

/** The provider by which somebody comes in just now: it is not switched off before this transaction has ended. */
export async function providerOfLink(tx: Tx, { no, kind }: { readonly no: number; readonly kind: Kind }): Promise<number | undefined> {
  const row = await tx
    .selectFrom('providers')
    .innerJoin('linked_accounts', 'linked_accounts.provider_no', 'providers.no')
    .select('providers.no')
    .where('linked_accounts.no', '=', no)
    .where('providers.enabled', '=', 1)
    .modifyEnd(forShare(kind))
    .executeTakeFirst();
  return row?.no;
}

export async function insertLinked(tx: Tx, row: Insertable<Tables['linked_accounts']>): Promise<number> {
  return (await tx.insertInto('linked_accounts').values(row).returning('no').executeTakeFirstOrThrow()).no;
}
/** What it is called there may have changed. */
export async function touchLinked(tx: Tx, { no, label, now }: { readonly no: number; readonly label: string; readonly now: number }): Promise<void> {
  await tx.updateTable('linked_accounts').set({ last_used_at: now, label }).where('no', '=', no).execute();
}
/** Whether it was there. */
export async function removeLinked(tx: Tx, no: number): Promise<boolean> {
  return Number((await tx.deleteFrom('linked_accounts').where('no', '=', no).executeTakeFirst()).numDeletedRows) > 0;
}

// ── Trials ──

export type TrialRow = Tables['provider_trials'];

/** One of each administrator: another takes its place. */
export async function beginTrial(tx: Tx, row: TrialRow): Promise<void> {
  await tx.deleteFrom('provider_trials').where('user_no', '=', row.user_no).execute();
  await tx.insertInto('provider_trials').values(row).execute();
}
export const trialById = (source: Source, id: string): Promise<TrialRow | undefined> =>
  reading(source).selectFrom('provider_trials').selectAll().where('id', '=', id).executeTakeFirst();

/** Of two who come with the same one, one is told true. */
export async function endTrial(tx: Tx, { id, state, result }: Pick<TrialRow, 'id' | 'state' | 'result'>): Promise<boolean> {
  const done = await tx.updateTable('provider_trials').set({ state, result, draft: '' }).where('id', '=', id).where('state', '=', 'waiting').executeTakeFirst();
  return Number(done.numUpdatedRows) > 0;
}
export async function removeOldTrials(tx: Tx, now: number): Promise<void> {
  await tx.deleteFrom('provider_trials').where('ends_at', '<=', now).execute();
}
