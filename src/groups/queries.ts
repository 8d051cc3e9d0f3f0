// All SQL of groups/: groups, who is in them, and which lies in which. `db` is a reading handle or a transaction. Judges nothing.

import { sql } from 'kysely';
import type { Db, Tables, Tx } from '#db/tables.ts';
import type { Facts } from '#gate/gate.ts';
import { sortKeyOf } from '#names/sorted.ts';
import type { Subject } from '#permissions/decide.ts';
import { containing, hiddenKey } from '#roles/queries.ts';
import { grantOf } from '#roles/roles-held.ts';

type Source = Db | Tx;
/** Both kinds of handle read alike; their types only differ in what they may write. */
const reading = (source: Source): Db => source as Db;

/** A group with the store it belongs to. */
export type GroupRow = Readonly<Omit<Tables['groups'], 'no'>> & {
  readonly no: number;
  readonly store_id: string;
  readonly store_kind: string;
  readonly domain: string;
};

const groupsOf = (source: Source) =>
  reading(source)
    .selectFrom('groups')
    .innerJoin('stores', 'stores.no', 'groups.store_no')
    .selectAll('groups')
    .select(['stores.id as store_id', 'stores.kind as store_kind', 'stores.domain'])
    .where('groups.deleted_at', '=', 0);

export const findGroup = (source: Source, id: string): Promise<GroupRow | undefined> => groupsOf(source).where('groups.id', '=', id).executeTakeFirst();

export const findPrimary = (source: Source) =>
  reading(source).selectFrom('stores').select(['no', 'id', 'domain']).where('kind', '=', 'primary').executeTakeFirstOrThrow();

export async function isNameTaken(source: Source, { storeNo, key }: { readonly storeNo: number; readonly key: string }): Promise<boolean> {
  return (await reading(source).selectFrom('groups').select('no').where('store_no', '=', storeNo).where('name_key', '=', key).executeTakeFirst()) !== undefined;
}

type Place = { readonly key: string; readonly no: number; readonly part: string; readonly limit: number };

/** Rows in order of name; groups of two stores may share a name, so the row key decides. */
export async function groupsAfter(source: Source, { key, no, part, limit }: Place): Promise<readonly GroupRow[]> {
  let query = groupsOf(source)
    .where((row) => row.or([row('groups.sort_key', '>', key), row.and([row('groups.sort_key', '=', key), row('groups.no', '>', no)])]))
    .orderBy('groups.sort_key')
    .orderBy('groups.no')
    .limit(limit);
  if (part !== '') query = query.where(containing('sort_key', part));
  return query.execute();
}

export async function addGroupRow(tx: Tx, row: Omit<Tables['groups'], 'no'>): Promise<number> {
  return (await tx.insertInto('groups').values(row).returning('no').executeTakeFirstOrThrow()).no;
}

export type GroupTitle = { readonly name: string; readonly name_key: string; readonly description: string };

/** Also without a new title, when roles or nesting changed: the version counts those too, but not who is in it. */
export async function touchGroupRow(
  tx: Tx,
  { no, now, title = {} }: { readonly no: number; readonly now: number; readonly title?: Partial<GroupTitle> },
): Promise<void> {
  await tx
    .updateTable('groups')
    .set((row) => ({
      ...title,
      ...(title.name_key === undefined ? {} : { sort_key: sortKeyOf(title.name_key) }),
      changed_at: now,
      version: row('version', '+', 1),
    }))
    .where('no', '=', no)
    .execute();
}

/** Memberships, nesting and givings go with it. */
export async function deleteGroupRow(tx: Tx, no: number): Promise<void> {
  await tx.deleteFrom('group_members').where('group_no', '=', no).execute();
  await detachGroup(tx, no);
  await tx.deleteFrom('groups').where('no', '=', no).execute();
}

/** Without the group in the model, being in it means nothing. Its name is free at once; its members are left to `removeSomeMembers`. */
export async function hideGroupRow(tx: Tx, { no, id, now }: { readonly no: number; readonly id: string; readonly now: number }): Promise<void> {
  await detachGroup(tx, no);
  await tx
    .updateTable('groups')
    .set({ deleted_at: now, name_key: hiddenKey(id) })
    .where('no', '=', no)
    .execute();
}

async function detachGroup(tx: Tx, no: number) {
  await tx
    .deleteFrom('group_edges')
    .where((row) => row.or([row('parent_no', '=', no), row('child_no', '=', no)]))
    .execute();
  await tx.deleteFrom('role_groups').where('group_no', '=', no).execute();
}

/** So many members of a hidden group at most, and at last the group itself. Gives how many rows went; 0 = nothing is left to do. */
export async function removeSomeMembers(tx: Tx, limit: number): Promise<number> {
  const group = await tx.selectFrom('groups').select('no').where('deleted_at', '<>', 0).limit(1).executeTakeFirst();
  if (!group) return 0;
  const rows = await tx.selectFrom('group_members').select('user_no').where('group_no', '=', group.no).orderBy('user_no').limit(limit).execute();
  if (rows.length === 0) await deleteGroupRow(tx, group.no);
  for (const { user_no } of rows) await tx.deleteFrom('group_members').where('group_no', '=', group.no).where('user_no', '=', user_no).execute();
  return Math.max(1, rows.length);
}

// ── Members ──

export type Membership = { readonly groupNo: number; readonly userNo: number };

export async function isMember(source: Source, { groupNo, userNo }: Membership): Promise<boolean> {
  return (
    (await reading(source).selectFrom('group_members').select('user_no').where('group_no', '=', groupNo).where('user_no', '=', userNo).executeTakeFirst()) !==
    undefined
  );
}

export async function addMember(tx: Tx, { groupNo, userNo, now, by }: Membership & { readonly now: number; readonly by: string }): Promise<void> {
  await tx.insertInto('group_members').values({ group_no: groupNo, user_no: userNo, added_at: now, added_by: by }).execute();
}

export async function removeMember(tx: Tx, { groupNo, userNo }: Membership): Promise<void> {
  await tx.deleteFrom('group_members').where('group_no', '=', groupNo).where('user_no', '=', userNo).execute();
}

export async function groupCountOf(source: Source, userNo: number): Promise<number> {
  const { n } = await reading(source)
    .selectFrom('group_members')
    .select((row) => row.fn.countAll<number>().as('n'))
    .where('user_no', '=', userNo)
    .executeTakeFirstOrThrow();
  return Number(n);
}

const memberColumns = [
  'no',
  'id',
  'kind',
  'user_name',
  'shown_name',
  'disabled_at',
  'locked_at',
  'locked_until',
  'pending',
  'state_reason',
  'starts_at',
  'ends_at',
  'deleted_at',
  'revocation_epoch',
] as const;
export type MemberRow = Readonly<Pick<Tables['users'], Exclude<(typeof memberColumns)[number], 'no'>>> & { readonly no: number; readonly domain: string };

/** By row key, because the index of members runs so: a group may have a million. The recycle bin is left out. */
export const membersAfter = (source: Source, place: MemberPlace): Promise<readonly MemberRow[]> => members(source, place).execute();

const someMembers = (source: Source, place: MemberPlace, nos: readonly number[]): Promise<readonly MemberRow[]> =>
  nos.length === 0 ? Promise.resolve([]) : members(source, place).where('m.user_no', 'in', nos).execute();

type MemberPlace = { readonly groupNo: number; readonly after: number; readonly limit: number };

const members = (source: Source, { groupNo, after, limit }: MemberPlace) =>
  reading(source)
    .selectFrom('group_members as m')
    .innerJoin('users as u', 'u.no', 'm.user_no')
    .innerJoin('stores as s', 's.no', 'u.store_no')
    .select([...memberColumns.map((column) => `u.${column}` as const), 's.domain'])
    .where('m.group_no', '=', groupNo)
    .where('m.user_no', '>', after)
    .where('u.deleted_at', '=', 0)
    .orderBy('m.user_no')
    .limit(limit);

/** Up to so many members are counted one by one, without the recycle bin; beyond, the counter that the database keeps is taken, which has them too. */
const countedOneByOneMax = 200;

/** How many are in each group directly. */
export async function memberCounts(source: Source, groupNos: readonly number[]): Promise<ReadonlyMap<number, number>> {
  if (groupNos.length === 0) return new Map();
  const db = reading(source);
  const kept = await db.selectFrom('filter_counts').select(['val', 'n']).where('dim', '=', 'group').where('val', 'in', groupNos.map(String)).execute();
  const counts = new Map(kept.map(({ val, n }) => [Number(val), n]));
  const few = kept.filter(({ n }) => n <= countedOneByOneMax).map(({ val }) => Number(val));
  for (const no of few) counts.set(no, 0);
  if (few.length > 0) for (const { group_no, n } of await livingMembers(db, few)) counts.set(group_no, Number(n));
  return counts;
}

const livingMembers = (db: Db, groupNos: readonly number[]) =>
  db
    .selectFrom('group_members')
    .innerJoin('users', 'users.no', 'group_members.user_no')
    .select(['group_no', (row) => row.fn.countAll<number>().as('n')])
    .where('group_no', 'in', groupNos)
    .where('users.deleted_at', '=', 0)
    .groupBy('group_no')
    .execute();

export async function userNumbers(source: Source, ids: readonly string[]): Promise<readonly number[]> {
  if (ids.length === 0) return [];
  return (await reading(source).selectFrom('users').select('no').where('id', 'in', ids).execute()).map(({ no }) => no);
}

type SubjectsAsked = { readonly groupNo: number; readonly after: number; readonly limit: number; readonly only: ReadonlySet<number> | null };

/** Members as decisions see them, so many by three statements. `only` = just these of them. */
export async function memberSubjects(source: Source, { only, ...asked }: SubjectsAsked): Promise<readonly Subject[]> {
  const found = only ? await someMembers(source, asked, [...only]) : await membersAfter(source, asked);
  const nos = found.map(({ no }) => no);
  if (nos.length === 0) return [];
  const db = reading(source);
  const grants = Map.groupBy(await db.selectFrom('role_users').selectAll().where('user_no', 'in', nos).execute(), (row) => row.user_no);
  const groups = Map.groupBy(await db.selectFrom('group_members').select(['user_no', 'group_no']).where('user_no', 'in', nos).execute(), (row) => row.user_no);
  return found.map((row) => ({
    no: row.no,
    id: row.id,
    kind: row.kind,
    facts: factsOf(row),
    grants: (grants.get(row.no) ?? []).map(grantOf),
    groups: (groups.get(row.no) ?? []).map(({ group_no }) => group_no),
  }));
}

/** What the gate judges. */
export const factsOf = (row: MemberRow): Facts => ({
  disabledAt: row.disabled_at,
  lockedAt: row.locked_at,
  lockedUntil: row.locked_until,
  pending: row.pending,
  startsAt: row.starts_at,
  endsAt: row.ends_at,
  deletedAt: row.deleted_at,
  revocationEpoch: row.revocation_epoch,
  stateReason: row.state_reason,
});

// ── Nesting ──

type Edge = { readonly parent: number; readonly child: number };

export async function addEdge(tx: Tx, { parent, child }: Edge): Promise<void> {
  await tx.insertInto('group_edges').values({ parent_no: parent, child_no: child }).execute();
}

export async function removeEdge(tx: Tx, { parent, child }: Edge): Promise<void> {
  await tx.deleteFrom('group_edges').where('parent_no', '=', parent).where('child_no', '=', child).execute();
}

export type Neighbour = { readonly id: string; readonly name: string; readonly store_id: string };

export const parentsOf = (source: Source, no: number): Promise<readonly Neighbour[]> => neighbours(source, sql`e.child_no = ${no} and e.parent_no = groups.no`);
export const childrenOf = (source: Source, no: number): Promise<readonly Neighbour[]> =>
  neighbours(source, sql`e.parent_no = ${no} and e.child_no = groups.no`);

const neighbours = (source: Source, joined: ReturnType<typeof sql>): Promise<readonly Neighbour[]> =>
  reading(source)
    .selectFrom('groups')
    .innerJoin('stores', 'stores.no', 'groups.store_no')
    .select(['groups.id', 'groups.name', 'stores.id as store_id'])
    .where(sql<boolean>`exists (select 1 from group_edges e where ${joined})`)
    .orderBy('groups.sort_key')
    .execute();

/** Stores by their row keys: they are few. */
export async function storesByNo(source: Source): Promise<ReadonlyMap<number, { readonly id: string; readonly domain: string }>> {
  const rows = await reading(source).selectFrom('stores').select(['no', 'id', 'domain']).execute();
  return new Map(rows.map(({ no, ...store }) => [no, store]));
}
