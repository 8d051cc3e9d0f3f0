// All SQL of stores/. `source` is a reading handle or a transaction. Judges nothing.
import type { Selectable } from 'kysely';
import type { Db, Tables, Tx } from '#db/tables.ts';

type Source = Db | Tx;
/** Both kinds of handle read alike; their types only differ in what they may write. */
const reading = (source: Source): Db => source as Db;

export type StoreRow = Selectable<Tables['stores']>;
export type StateRow = Selectable<Tables['store_states']>;

const living = (source: Source) => reading(source).selectFrom('stores').selectAll().where('deleted_at', '=', 0);

/** In their order, PRIMARY first. */
export const allStores = (source: Source): Promise<StoreRow[]> => living(source).orderBy('position').orderBy('no').execute();
export const storeByNo = (source: Source, no: number): Promise<StoreRow | undefined> => living(source).where('no', '=', no).executeTakeFirst();
export const storeById = (source: Source, id: string): Promise<StoreRow | undefined> => living(source).where('id', '=', id).executeTakeFirst();
export const storeByDomain = (source: Source, domainKey: string): Promise<StoreRow | undefined> =>
  living(source).where('domain_key', '=', domainKey).executeTakeFirst();

/** How many users each store has, from the kept counters: by row key. */
export async function usersOfStores(source: Source): Promise<ReadonlyMap<number, number>> {
  const rows = await reading(source).selectFrom('filter_counts').select(['val', 'n']).where('dim', '=', 'store').execute();
  return new Map(rows.map(({ val, n }) => [Number(val), n]));
}

export async function groupsOfStore(source: Source, no: number): Promise<number> {
  const { n } = await reading(source)
    .selectFrom('groups')
    .select((row) => row.fn.countAll<number>().as('n'))
    .where('store_no', '=', no)
    .where('deleted_at', '=', 0)
    .executeTakeFirstOrThrow();
  return Number(n);
}

export const statesOf = (source: Source): Promise<StateRow[]> => reading(source).selectFrom('store_states').selectAll().execute();
export const stateOf = (source: Source, no: number): Promise<StateRow | undefined> =>
  reading(source).selectFrom('store_states').selectAll().where('store_no', '=', no).executeTakeFirst();

type NewStore = Omit<StoreRow, 'no'>;
export async function insertStore(tx: Tx, row: NewStore): Promise<number> {
  const { no } = await tx.insertInto('stores').values(row).returning('no').executeTakeFirstOrThrow();
  await tx
    .insertInto('store_states')
    .values({ ...untouched, store_no: no })
    .execute();
  return no;
}

const untouched: Omit<StateRow, 'store_no'> = {
  state: 'idle',
  says: '',
  full_run: 1,
  vanishing_max: -1,
  mark: '',
  generation: 0,
  due_at: 0,
  started_at: 0,
  finished_at: 0,
  full_at: 0,
  seen: 0,
  added: 0,
  changed: 0,
  vanished: 0,
  skipped: 0,
  namesakes: 0,
  skipped_entries: '[]',
  answered_at: 0,
  failing_since: 0,
  fault: '',
  lease_owner: '',
  lease_until: 0,
};

export async function updateStore(tx: Tx, no: number, set: Partial<NewStore>): Promise<void> {
  await tx.updateTable('stores').set(set).where('no', '=', no).execute();
}

export async function updateState(tx: Tx, no: number, set: Partial<StateRow>): Promise<void> {
  await tx.updateTable('store_states').set(set).where('store_no', '=', no).execute();
}

/** 0 = it answers again. */
export async function noteCondition(
  tx: Tx,
  { no, now, failingSince, says }: { readonly no: number; readonly now: number; readonly failingSince: number; readonly says: string },
): Promise<void> {
  await updateState(tx, no, { failing_since: failingSince, fault: says, ...(failingSince === 0 ? { answered_at: now } : {}) });
}

/** Everything users of a store are signed in with; gives how much that was. */
export async function endAllOfStore(tx: Tx, no: number): Promise<{ readonly sessions: number; readonly tokens: number }> {
  const ofStore = tx.selectFrom('users').select('no').where('store_no', '=', no);
  await tx.deleteFrom('flows').where('user_no', 'in', ofStore).execute();
  const sessions = await tx.deleteFrom('sessions').where('user_no', 'in', ofStore).executeTakeFirst();
  const tokens = await tx.deleteFrom('tokens').where('user_no', 'in', ofStore).executeTakeFirst();
  return { sessions: Number(sessions.numDeletedRows), tokens: Number(tokens.numDeletedRows) };
}

export async function removeVerifiersOfStore(tx: Tx, no: number): Promise<void> {
  await tx
    .deleteFrom('outage_verifiers')
    .where('user_no', 'in', tx.selectFrom('users').select('no').where('store_no', '=', no))
    .execute();
}

/** One of these roles that a user of the store was given himself, for now or later; undefined = none. */
export async function someRoleOf(
  source: Source,
  storeNo: number,
  { roles, now }: { readonly roles: readonly number[]; readonly now: number },
): Promise<number | undefined> {
  const found = await reading(source)
    .selectFrom('role_users')
    .innerJoin('users', 'users.no', 'role_users.user_no')
    .select('role_users.role_no')
    .where('role_users.role_no', 'in', roles)
    .where((row) => row.or([row('role_users.until_at', '=', 0), row('role_users.until_at', '>', now)]))
    .where('users.store_no', '=', storeNo)
    .limit(1)
    .executeTakeFirst();
  return found?.role_no;
}

/** Whether a user of the store is in one of these groups. */
export async function storeIsInGroup(source: Source, storeNo: number, groups: readonly number[]): Promise<boolean> {
  const found = await reading(source)
    .selectFrom('group_members')
    .innerJoin('users', 'users.no', 'group_members.user_no')
    .select('users.no')
    .where('group_members.group_no', 'in', groups)
    .where('users.store_no', '=', storeNo)
    .limit(1)
    .executeTakeFirst();
  return found !== undefined;
}

export async function storeOfUser(source: Source, id: string): Promise<number> {
  return (await reading(source).selectFrom('users').select('store_no').where('id', '=', id).executeTakeFirst())?.store_no ?? 0;
}
