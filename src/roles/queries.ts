// All SQL of roles/: roles, their entries, and who was given them. `db` is a reading handle or a transaction. Judges nothing.

import { sql } from 'kysely';
import type { Db, Tables, Tx } from '#db/tables.ts';
import { sortKeyOf } from '#names/sorted.ts';

type Source = Db | Tx;
/** Both kinds of handle read alike; their types only differ in what they may write. */
const reading = (source: Source): Db => source as Db;

export type RoleRow = Readonly<Omit<Tables['roles'], 'no' | 'requestable'> & { no: number; requestable: number }>;

export const findRole = (source: Source, id: string): Promise<RoleRow | undefined> =>
  reading(source).selectFrom('roles').selectAll().where('id', '=', id).where('deleted_at', '=', 0).executeTakeFirst();

export async function isNameTaken(source: Source, key: string): Promise<boolean> {
  return (await reading(source).selectFrom('roles').select('no').where('name_key', '=', key).executeTakeFirst()) !== undefined;
}

/** Rows in order of name after `after`, those whose name contains `part`. */
export async function rolesAfter(
  source: Source,
  { after, part, limit }: { readonly after: string; readonly part: string; readonly limit: number },
): Promise<readonly RoleRow[]> {
  let query = reading(source).selectFrom('roles').selectAll().where('sort_key', '>', after).where('deleted_at', '=', 0).orderBy('sort_key').limit(limit);
  if (part !== '') query = query.where(containing('sort_key', part));
  return query.execute();
}

/** Matches a part of a key as it stands: `%` and `_` are letters like any other. Groups search alike. */
export const containing = (column: 'sort_key', part: string) => sql<boolean>`${sql.ref(column)} like ${`%${part.replace(/[\\%_]/g, '\\$&')}%`} escape '\\'`;

export async function addRoleRow(tx: Tx, row: Omit<RoleRow, 'no'>): Promise<number> {
  return (await tx.insertInto('roles').values(row).returning('no').executeTakeFirstOrThrow()).no;
}

export async function updateRoleRow(
  tx: Tx,
  no: number,
  change: { readonly name: string; readonly name_key: string; readonly description: string; readonly requestable: number; readonly changed_at: number },
): Promise<void> {
  await tx
    .updateTable('roles')
    .set((row) => ({ ...change, sort_key: sortKeyOf(change.name_key), version: row('version', '+', 1) }))
    .where('no', '=', no)
    .execute();
}

/**
 * Without the role in the model, holding it means nothing. Its name is free at once: a key that no name can have takes its place. The givings to users, each
 * of which costs some counters and indexes, are left to `removeSomeHolders`.
 */
export async function hideRoleRow(tx: Tx, { no, id, now }: { readonly no: number; readonly id: string; readonly now: number }): Promise<void> {
  await tx.deleteFrom('role_groups').where('role_no', '=', no).execute();
  await tx.deleteFrom('role_entries').where('role_no', '=', no).execute();
  await tx
    .updateTable('roles')
    .set({ deleted_at: now, name_key: hiddenKey(id) })
    .where('no', '=', no)
    .execute();
}

/** What is asked for and is no more is open no more. */
export async function endRequestsFor(tx: Tx, { no, now }: { readonly no: number; readonly now: number }): Promise<void> {
  await tx.updateTable('requests').set({ decided_at: now, decision: 'ended' }).where('role_no', '=', no).where('decided_at', '=', 0).execute();
}

/** U+001F is no part of any name. */
export const hiddenKey = (id: string) => `\u001f${id}`;

/** So many givings of a hidden role at most, and at last the role itself. Gives how many rows went; 0 = nothing is left to do. */
export async function removeSomeHolders(tx: Tx, limit: number): Promise<number> {
  const role = await tx.selectFrom('roles').select('no').where('deleted_at', '<>', 0).limit(1).executeTakeFirst();
  if (!role) return 0;
  const rows = await tx.selectFrom('role_users').select('no').where('role_no', '=', role.no).orderBy('no').limit(limit).execute();
  if (rows.length === 0) await deleteRoleRow(tx, role.no);
  for (const { no } of rows) await tx.deleteFrom('role_users').where('no', '=', no).execute();
  return Math.max(1, rows.length);
}

/** Entries and givings go with it. */
export async function deleteRoleRow(tx: Tx, no: number): Promise<void> {
  await tx.deleteFrom('role_users').where('role_no', '=', no).execute();
  await tx.deleteFrom('role_groups').where('role_no', '=', no).execute();
  await tx.deleteFrom('role_entries').where('role_no', '=', no).execute();
  await tx.deleteFrom('roles').where('no', '=', no).execute();
}

/** Rows written by one statement; SQLite takes 32,766 values, PostgreSQL 65,535. */
const entriesAtOnce = 2_000;

export async function writeEntries(tx: Tx, roleNo: number, entries: readonly { readonly nodeNo: number; readonly allow: boolean }[]): Promise<void> {
  await tx.deleteFrom('role_entries').where('role_no', '=', roleNo).execute();
  const rows = entries.map(({ nodeNo, allow }) => ({ role_no: roleNo, node_no: nodeNo, allow: Number(allow) }));
  for (let from = 0; from < rows.length; from += entriesAtOnce)
    await tx
      .insertInto('role_entries')
      .values(rows.slice(from, from + entriesAtOnce))
      .execute();
}

// ── Counts ──

/** Up to so many holders are counted one by one; beyond, the counter that the database keeps is taken. */
const countedOneByOneMax = 200;

export type Holders = { readonly users: ReadonlyMap<number, number>; readonly groups: ReadonlyMap<number, number> };

/**
 * How many users and groups hold each role directly. The kept counter costs one read however many there are; it counts givings, so a user with two
 * scopes counts twice and one in the recycle bin counts too. Where that could mislead, among few, the users themselves are counted.
 */
export async function holdersOf(source: Source, roleNos: readonly number[]): Promise<Holders> {
  if (roleNos.length === 0) return { users: new Map(), groups: new Map() };
  const db = reading(source);
  const kept = await db.selectFrom('filter_counts').select(['val', 'n']).where('dim', '=', 'role').where('val', 'in', roleNos.map(String)).execute();
  const users = new Map(kept.map(({ val, n }) => [Number(val), n]));
  const few = kept.filter(({ n }) => n <= countedOneByOneMax).map(({ val }) => Number(val));
  for (const no of few) users.set(no, 0);
  if (few.length > 0) for (const { role_no, n } of await livingHolders(db, few)) users.set(role_no, Number(n));
  const groups = await db
    .selectFrom('role_groups')
    .select(['role_no', (row) => row.fn.count<number>('group_no').distinct().as('n')])
    .where('role_no', 'in', roleNos)
    .groupBy('role_no')
    .execute();
  return { users, groups: new Map(groups.map(({ role_no, n }) => [role_no, Number(n)])) };
}

const livingHolders = (db: Db, roleNos: readonly number[]) =>
  db
    .selectFrom('role_users')
    .innerJoin('users', 'users.no', 'role_users.user_no')
    .select(['role_users.role_no', (row) => row.fn.count<number>('role_users.user_no').distinct().as('n')])
    .where('role_users.role_no', 'in', roleNos)
    .where('users.deleted_at', '=', 0)
    .groupBy('role_users.role_no')
    .execute();

// ── Givings ──

export type GivenRow = {
  readonly no: number;
  readonly role_no: number;
  readonly from_at: number;
  readonly until_at: number;
  readonly scope: string;
  readonly given_by: string;
  readonly given_at: number;
};
export type ReceiverKey = { readonly kind: 'user' | 'group'; readonly no: number };

const givenColumns = ['no', 'role_no', 'from_at', 'until_at', 'scope', 'given_by', 'given_at'] as const;

/** Everything given to one receiver directly, in the order it was given. */
export function givenTo(source: Source, { kind, no }: ReceiverKey): Promise<readonly GivenRow[]> {
  const db = reading(source);
  if (kind === 'user') return db.selectFrom('role_users').select(givenColumns).where('user_no', '=', no).orderBy('no').execute();
  return db.selectFrom('role_groups').select(givenColumns).where('group_no', '=', no).orderBy('no').execute();
}

export async function addGiven(tx: Tx, { kind, no }: ReceiverKey, row: Omit<GivenRow, 'no'>): Promise<void> {
  if (kind === 'user')
    await tx
      .insertInto('role_users')
      .values({ ...row, user_no: no })
      .execute();
  else
    await tx
      .insertInto('role_groups')
      .values({ ...row, group_no: no })
      .execute();
}

export async function updateGiven(tx: Tx, { kind }: ReceiverKey, { no, ...row }: Omit<GivenRow, 'role_no' | 'scope'>): Promise<void> {
  if (kind === 'user') await tx.updateTable('role_users').set(row).where('no', '=', no).execute();
  else await tx.updateTable('role_groups').set(row).where('no', '=', no).execute();
}

export async function removeGiven(tx: Tx, { kind }: ReceiverKey, no: number): Promise<void> {
  if (kind === 'user') await tx.deleteFrom('role_users').where('no', '=', no).execute();
  else await tx.deleteFrom('role_groups').where('no', '=', no).execute();
}

/** Groups a user is in directly. */
export async function groupsOfUser(source: Source, userNo: number): Promise<readonly number[]> {
  return (await reading(source).selectFrom('group_members').select('group_no').where('user_no', '=', userNo).execute()).map((row) => row.group_no);
}

// ── Holders, a page at a time ──

export type HolderRow = GivenRow & { readonly holder_no: number; readonly id: string; readonly name: string; readonly shown_name: string };
/** After this holder and this giving. */
export type HolderPlace = { readonly role: number; readonly holder: number; readonly given: number; readonly limit: number };

/** By row key, because the index of givings runs so: a role may have a million holders. The recycle bin is left out. */
export function userHolders(source: Source, { role, holder, given, limit }: HolderPlace): Promise<readonly HolderRow[]> {
  return (
    reading(source)
      .selectFrom('role_users as g')
      .innerJoin('users as u', 'u.no', 'g.user_no')
      .innerJoin('stores as s', 's.no', 'u.store_no')
      .select([
        ...givenColumns.map((column) => `g.${column}` as const),
        'g.user_no as holder_no',
        'u.id',
        sql<string>`s.domain || '/' || u.user_name`.as('name'),
        'u.shown_name',
      ])
      .where('g.role_no', '=', role)
      .where((row) => row.or([row('g.user_no', '>', holder), row.and([row('g.user_no', '=', holder), row('g.no', '>', given)])]))
      // Says the same once more in the way that both databases seek by.
      .where('g.user_no', '>=', holder)
      .where('u.deleted_at', '=', 0)
      .orderBy('g.user_no')
      .orderBy('g.no')
      .limit(limit)
      .execute()
  );
}

export function groupHolders(source: Source, { role, holder, given, limit }: HolderPlace): Promise<readonly HolderRow[]> {
  return reading(source)
    .selectFrom('role_groups as g')
    .innerJoin('groups as u', 'u.no', 'g.group_no')
    .select([...givenColumns.map((column) => `g.${column}` as const), 'g.group_no as holder_no', 'u.id', 'u.name', sql<string>`''`.as('shown_name')])
    .where('g.role_no', '=', role)
    .where((row) => row.or([row('g.group_no', '>', holder), row.and([row('g.group_no', '=', holder), row('g.no', '>', given)])]))
    .where('u.deleted_at', '=', 0)
    .orderBy('g.group_no')
    .orderBy('g.no')
    .limit(limit)
    .execute();
}

// ── What receivers and scopes are checked against ──

export async function userNamed(source: Source, id: string): Promise<{ readonly no: number; readonly name: string; readonly deletedAt: number } | undefined> {
  const row = await reading(source)
    .selectFrom('users')
    .innerJoin('stores', 'stores.no', 'users.store_no')
    .select(['users.no', 'users.user_name', 'users.deleted_at', 'stores.domain'])
    .where('users.id', '=', id)
    .executeTakeFirst();
  return row && { no: row.no, name: `${row.domain}/${row.user_name}`, deletedAt: row.deleted_at };
}

export async function storeIds(source: Source): Promise<ReadonlyMap<number, string>> {
  return new Map((await reading(source).selectFrom('stores').select(['no', 'id']).execute()).map(({ no, id }) => [no, id]));
}

export async function attributeNames(source: Source): Promise<ReadonlySet<string>> {
  return new Set((await reading(source).selectFrom('attributes').select('name').execute()).map(({ name }) => name));
}
