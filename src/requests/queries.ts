// All SQL of requests/. `source` is a reading handle or a transaction. Judges nothing.
import type { Insertable, Selectable } from 'kysely';
import type { Db, Tables, Tx } from '#db/tables.ts';

type Source = Db | Tx;
/** Both kinds of handle read alike; their types only differ in what they may write. */
const reading = (source: Source): Db => source as Db;

type Columns = Selectable<Tables['requests']>;
/** With whoever asks, and the role as it is now. */
export type RequestRow = Columns & {
  readonly user_id: string;
  readonly user_name: string;
  readonly shown_name: string;
  readonly mail: string;
  readonly language: string;
  readonly pending: string;
  readonly user_deleted_at: number;
  readonly domain: string;
  readonly role_id: string | null;
  readonly terms: string | null;
};

const whole = (source: Source) =>
  reading(source)
    .selectFrom('requests')
    .innerJoin('users', 'users.no', 'requests.user_no')
    .innerJoin('stores', 'stores.no', 'users.store_no')
    .leftJoin('roles', (join) => join.onRef('roles.no', '=', 'requests.role_no').on('roles.deleted_at', '=', 0))
    .leftJoin('accepted_terms', 'accepted_terms.user_no', 'requests.user_no')
    .selectAll('requests')
    .select(['users.id as user_id', 'users.user_name', 'users.shown_name', 'users.mail', 'users.language', 'users.pending'])
    .select(['users.deleted_at as user_deleted_at', 'stores.domain', 'roles.id as role_id', 'accepted_terms.version as terms']);

export const requestById = (source: Source, id: string): Promise<RequestRow | undefined> => whole(source).where('requests.id', '=', id).executeTakeFirst();

export type Looked = { readonly isOpen: boolean; readonly kind: string | undefined; readonly before: number; readonly limit: number };
/** The newest first. */
export function requestsBefore(source: Source, { isOpen, kind, before, limit }: Looked): Promise<RequestRow[]> {
  let query = whole(source).where('requests.no', '<', before);
  query = isOpen ? query.where('requests.decided_at', '=', 0) : query.where('requests.decided_at', '>', 0);
  if (kind !== undefined) query = query.where('requests.kind', '=', kind);
  return query.orderBy('requests.no', 'desc').limit(limit).execute();
}

export const requestsOf = (source: Source, userNo: number, limit: number): Promise<RequestRow[]> =>
  whole(source).where('requests.user_no', '=', userNo).orderBy('requests.no', 'desc').limit(limit).execute();

/** When he asked for these, the newest first: those that are open, or were asked since. */
export const askedLately = (source: Source, { userNo, since, limit }: { readonly userNo: number; readonly since: number; readonly limit: number }) =>
  reading(source)
    .selectFrom('requests')
    .select(['kind', 'role_no', 'asked_at', 'decided_at'])
    .where('user_no', '=', userNo)
    .where((row) => row.or([row('decided_at', '=', 0), row('asked_at', '>', since)]))
    .orderBy('no', 'desc')
    .limit(limit)
    .execute();

/** Whether more than so many accounts wait. */
export async function accountsWaitBeyond(source: Source, max: number): Promise<boolean> {
  const beyond = await reading(source)
    .selectFrom('requests')
    .select('no')
    .where('decided_at', '=', 0)
    .where('kind', '=', 'account')
    .orderBy('no')
    .offset(max)
    .limit(1)
    .execute();
  return beyond.length > 0;
}

export async function insertRequest(tx: Tx, row: Omit<Insertable<Tables['requests']>, 'no'>): Promise<void> {
  await tx.insertInto('requests').values(row).execute();
}

export type Decided = Pick<Columns, 'decided_at' | 'decision' | 'decided_by' | 'says' | 'given_until'>;
export async function writeDecision(tx: Tx, no: number, decided: Decided): Promise<void> {
  await tx.updateTable('requests').set(decided).where('no', '=', no).execute();
}

/** What was decided long ago goes. */
export async function removeOldRequests(tx: Tx, { before, limit }: { readonly before: number; readonly limit: number }): Promise<void> {
  await tx
    .deleteFrom('requests')
    .where('no', 'in', (row) => row.selectFrom('requests').select('no').where('decided_at', '>', 0).where('decided_at', '<', before).limit(limit))
    .execute();
}

// ── Roles that may be asked for ──

/** Whoever may hold which of them is for others to say. */
export const requestableRoles = (source: Source) =>
  reading(source)
    .selectFrom('roles')
    .select(['no', 'id', 'name', 'description'])
    .where('requestable', '=', 1)
    .where('deleted_at', '=', 0)
    .orderBy('sort_key')
    .execute();

/** What those who decided are called. */
export async function namesOfUsers(source: Source, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  if (ids.length === 0) return new Map();
  const rows = await reading(source).selectFrom('users').select(['id', 'user_name']).where('id', 'in', ids).execute();
  return new Map(rows.map(({ id, user_name }) => [id, user_name]));
}
