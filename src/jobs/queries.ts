// All SQL of plans and jobs. `source` is a reading handle or a transaction. Knows tables; judges nothing.
import { type Insertable, type Selectable, sql } from 'kysely';
import type { Db, Tables, Tx } from '#db/tables.ts';

type Source = Db | Tx;
/** Both kinds of handle read alike; their types only differ in what they may write. */
const reading = (source: Source): Db => source as Db;

export type JobFound = Selectable<Tables['jobs']>;
export type RowFound = Selectable<Tables['job_rows']>;
export type NewRow = Pick<
  RowFound,
  'position' | 'object_kind' | 'object_id' | 'name' | 'shown_name' | 'version' | 'verdict' | 'code' | 'says' | 'entry' | 'seen'
>;

/** SQLite takes 32,766 values in one statement. */
const rowsAtOnce = 1_000;

export async function addJob(tx: Tx, row: Omit<Insertable<Tables['jobs']>, 'no'>): Promise<number> {
  return (await tx.insertInto('jobs').values(row).returning('no').executeTakeFirstOrThrow()).no;
}

const untouched = { outcome: '', outcome_code: '', outcome_says: '', number: 0, done_at: 0, secret: '' };

export async function addRows(tx: Tx, jobNo: number, rows: readonly NewRow[]): Promise<void> {
  for (let from = 0; from < rows.length; from += rowsAtOnce)
    await tx
      .insertInto('job_rows')
      .values(rows.slice(from, from + rowsAtOnce).map((row) => ({ ...row, job_no: jobNo, ...untouched })))
      .execute();
}

export async function updateSummary(tx: Tx, no: number, summary: string): Promise<void> {
  await tx.updateTable('jobs').set({ summary }).where('no', '=', no).execute();
}

export const findJob = (source: Source, id: string): Promise<JobFound | undefined> =>
  reading(source).selectFrom('jobs').selectAll().where('id', '=', id).executeTakeFirst();

export type Place = { readonly job: number; readonly after: number; readonly limit: number };

export function rowsAfter(
  source: Source,
  { job, after, limit }: Place,
  { verdict, outcome }: { readonly verdict?: string | undefined; readonly outcome?: string | undefined } = {},
): Promise<RowFound[]> {
  let query = reading(source).selectFrom('job_rows').selectAll().where('job_no', '=', job).where('position', '>', after);
  if (verdict !== undefined) query = query.where('verdict', '=', verdict);
  if (outcome !== undefined) query = query.where('outcome', '=', outcome);
  return query.orderBy('position').limit(limit).execute();
}

export type Tally = Readonly<Record<string, number>>;

/** How many rows of each job came to which outcome: `done`, `skipped`, `failed`, '' = not yet. Only those the plan would change. */
export async function talliesOf(source: Source, jobs: readonly number[]): Promise<ReadonlyMap<number, Tally>> {
  if (jobs.length === 0) return new Map();
  const rows = await reading(source)
    .selectFrom('job_rows')
    .select(['job_no', 'outcome', (row) => row.fn.countAll<number>().as('n'), sql<number>`sum(case when secret <> '' then 1 else 0 end)`.as('secrets')])
    .where('job_no', 'in', jobs)
    .where('verdict', '=', 'change')
    .groupBy(['job_no', 'outcome'])
    .execute();
  return new Map(
    [...Map.groupBy(rows, (row) => row.job_no)].map(([no, all]) => [
      no,
      { ...Object.fromEntries(all.map((row) => [row.outcome, Number(row.n)])), secrets: all.reduce((sum, row) => sum + Number(row.secrets), 0) },
    ]),
  );
}

/** Newest first, below `before`; of one actor, or of all ('' = all). Plans are left out. */
export function jobsBefore(source: Source, { actorId, before, limit }: { readonly actorId: string; readonly before: number; readonly limit: number }) {
  let query = reading(source).selectFrom('jobs').selectAll().where('no', '<', before).where('state', '<>', 'plan');
  if (actorId !== '') query = query.where('actor_id', '=', actorId);
  return query.orderBy('no', 'desc').limit(limit).execute();
}

/** Jobs that take these back and were carried out: id of the job → id of its undo. */
export async function undoingOf(source: Source, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  if (ids.length === 0) return new Map();
  const rows = await reading(source)
    .selectFrom('jobs')
    .select(['id', 'undoes'])
    .where('undoes', 'in', ids)
    .where('undoes', '<>', '')
    .where('state', '<>', 'plan')
    .execute();
  return new Map(rows.map(({ id, undoes }) => [undoes, id]));
}

export async function namesOf(source: Source, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  if (ids.length === 0) return new Map();
  const rows = await reading(source)
    .selectFrom('users')
    .innerJoin('stores', 'stores.no', 'users.store_no')
    .select(['users.id', 'users.user_name', 'stores.domain'])
    .where('users.id', 'in', ids)
    .execute();
  return new Map(rows.map((row) => [row.id, row.domain === 'PRIMARY' ? row.user_name : `${row.domain}/${row.user_name}`]));
}

// ── Carrying out ──

/** A plan becomes a job once; false = somebody was sooner. */
export async function startJob(tx: Tx, no: number, set: Pick<JobFound, 'actor' | 'ends_at'>): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('jobs')
    .set({ ...set, state: 'waiting' })
    .where('no', '=', no)
    .where('state', '=', 'plan')
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

const living = ['waiting', 'running'];

export const jobsDue = (source: Source, now: number) =>
  reading(source).selectFrom('jobs').select('no').where('state', 'in', living).where('lease_until', '<=', now).orderBy('no').limit(1).executeTakeFirst();

export type Lease = { readonly owner: string; readonly now: number; readonly until: number };

/** Takes the job for one node. Undefined = another one has it. */
export async function leaseJob(tx: Tx, no: number, { owner, now, until }: Lease): Promise<JobFound | undefined> {
  return tx
    .updateTable('jobs')
    .set((row) => ({
      state: 'running',
      lease_owner: owner,
      lease_until: until,
      started_at: sql<number>`case when ${row.ref('started_at')} = 0 then ${now} else ${row.ref('started_at')} end`,
    }))
    .where('no', '=', no)
    .where('state', 'in', living)
    .where('lease_until', '<=', now)
    .returningAll()
    .executeTakeFirst();
}

/** Holds on to a job; undefined = it is lost. */
export const renewLease = (tx: Tx, no: number, { owner, until }: Omit<Lease, 'now'>): Promise<JobFound | undefined> =>
  tx
    .updateTable('jobs')
    .set({ lease_until: until })
    .where('no', '=', no)
    .where('lease_owner', '=', owner)
    .where('state', '=', 'running')
    .returningAll()
    .executeTakeFirst();

export async function leaveJob(tx: Tx, no: number, owner: string): Promise<void> {
  await tx.updateTable('jobs').set({ lease_owner: '', lease_until: 0 }).where('no', '=', no).where('lease_owner', '=', owner).execute();
}

/** False = it was another node's. */
export async function finishJob(tx: Tx, no: number, set: Pick<JobFound, 'state' | 'says' | 'finished_at'> & { readonly owner: string }): Promise<boolean> {
  const { owner, ...values } = set;
  const { numUpdatedRows } = await tx
    .updateTable('jobs')
    .set({ ...values, lease_owner: '', lease_until: 0 })
    .where('no', '=', no)
    .where('lease_owner', '=', owner)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

export async function askToCancel(tx: Tx, no: number, now: number): Promise<boolean> {
  const { numUpdatedRows } = await tx.updateTable('jobs').set({ cancel_at: now }).where('no', '=', no).where('state', 'in', living).executeTakeFirst();
  return numUpdatedRows === 1n;
}

type Settled = Pick<RowFound, 'outcome' | 'outcome_code' | 'outcome_says' | 'number' | 'done_at' | 'secret'>;

/** What became of a row, once: false = it was settled already. */
export async function settleRow(tx: Tx, { job_no, position }: Pick<RowFound, 'job_no' | 'position'>, set: Settled): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('job_rows')
    .set(set)
    .where('job_no', '=', job_no)
    .where('position', '=', position)
    .where('outcome', '=', '')
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** Temporary passwords, taken out for ever. */
export async function takeSecrets(tx: Tx, jobNo: number): Promise<readonly Pick<RowFound, 'object_id' | 'name' | 'secret'>[]> {
  const rows = await tx
    .selectFrom('job_rows')
    .select(['object_id', 'name', 'secret'])
    .where('job_no', '=', jobNo)
    .where('secret', '<>', '')
    .orderBy('position')
    .execute();
  await tx.updateTable('job_rows').set({ secret: '' }).where('job_no', '=', jobNo).where('secret', '<>', '').execute();
  return rows;
}

/** Plans nobody carried out and jobs of long ago, a few at a time; and passwords that nobody fetched while they held. Gives how many jobs went. */
export async function removeOldJobs(
  tx: Tx,
  { now, secretsBefore, limit }: { readonly now: number; readonly secretsBefore: number; readonly limit: number },
): Promise<number> {
  const old = await tx.selectFrom('jobs').select('no').where('ends_at', '<=', now).where('state', 'not in', living).orderBy('no').limit(limit).execute();
  for (const { no } of old) await tx.deleteFrom('jobs').where('no', '=', no).execute();
  await tx.updateTable('job_rows').set({ secret: '' }).where('secret', '<>', '').where('done_at', '<', secretsBefore).execute();
  return old.length;
}
