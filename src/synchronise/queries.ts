// All SQL of synchronise/: which entry is which row, taking rows over in pages, and what is missing. `source` is a reading handle or a transaction.
// Knows tables; judges nothing.
import { type Selectable, sql } from 'kysely';
import { insertingMany } from '#db/many.ts';
import { oneOfNumbers, oneOfTexts } from '#db/portable.ts';
import { prepared } from '#db/prepared.ts';
import type { Db, Tables, Tx } from '#db/tables.ts';
import type { EntryKind } from '#user-store.ts';

type Source = Db | Tx;
/** Both kinds of handle read alike; their types only differ in what they may write. */
const reading = (source: Source): Db => source as Db;

export type EntryRow = Selectable<Tables['store_entries']>;
export type UserRow = Selectable<Tables['users']>;
export type Place = { readonly storeNo: number; readonly kind: EntryKind };
/** What a page asks of its store; `keys` = a JSON list. */
type KeysOfStore = { readonly storeNo: number; readonly keys: string };
type Keys = KeysOfStore & Pick<Place, 'kind'>;

export async function entriesByKey(source: Source, { storeNo, kind }: Place, keys: readonly string[]): Promise<ReadonlyMap<string, EntryRow>> {
  if (keys.length === 0) return new Map();
  const rows = await entriesOf(source, { storeNo, kind, keys: JSON.stringify(keys) });
  return new Map(rows.map((row) => [row.key, row]));
}
const entriesOf = prepared<Keys, EntryRow>((db, { storeNo, kind, keys }, dialect) =>
  db
    .selectFrom('store_entries')
    .selectAll()
    .where('store_no', '=', storeNo)
    .where('kind', '=', kind)
    .where(oneOfTexts(dialect, 'key', keys)),
);

/** Users and groups by where they lie, living ones only. */
export async function objectsAt(source: Source, storeNo: number, addressKeys: readonly string[]): Promise<readonly Placed[]> {
  return addressKeys.length === 0 ? [] : objectsOf(source, { storeNo, keys: JSON.stringify(addressKeys) });
}
type Placed = Pick<EntryRow, 'kind' | 'object_no' | 'address_key'>;
/** SQLite, which knows nothing of how many entries a store has, would rather go through all of them. */
const objectsOf = prepared<KeysOfStore, Placed>((db, { storeNo, keys }, dialect) => ({
  compile: () =>
    sql<Placed>`select kind, object_no, address_key from store_entries ${dialect === 'sqlite' ? sql`indexed by store_entries_address` : sql``}
      where store_no = ${storeNo} and ${oneOfTexts(dialect, 'address_key', keys)} and gone_at = 0`.compile(db),
}));

/** Users by what they sign in with. */
export async function usersNamed(source: Source, storeNo: number, nameKeys: readonly string[]): Promise<Map<string, number>> {
  if (nameKeys.length === 0) return new Map();
  const rows = await holdersOf(source, { storeNo, keys: JSON.stringify(nameKeys) });
  return new Map(rows.map((row) => [row.name_key, row.no]));
}
const holdersOf = prepared<KeysOfStore, Pick<UserRow, 'no' | 'name_key'>>((db, { storeNo, keys }, dialect) =>
  db
    .selectFrom('users')
    .select(['no', 'name_key'])
    .where('store_no', '=', storeNo)
    .where(oneOfTexts(dialect, 'name_key', keys)),
);

/** Which of these names users of other stores have. */
export async function namesElsewhere(source: Source, storeNo: number, nameKeys: readonly string[]): Promise<readonly string[]> {
  if (nameKeys.length === 0) return [];
  return (await keysElsewhere(source, { storeNo, keys: JSON.stringify(nameKeys) })).map(({ key }) => key);
}
const keysElsewhere = prepared<KeysOfStore, { key: string }>((db, { storeNo, keys }, dialect) =>
  db
    .selectFrom('identifiers')
    .select('key')
    .distinct()
    .where(oneOfTexts(dialect, 'key', keys))
    .where('store_no', '<>', storeNo),
);

export async function usersByNo(source: Source, nos: readonly number[]): Promise<ReadonlyMap<number, UserRow>> {
  if (nos.length === 0) return new Map();
  const rows = await usersOf(source, { nos: JSON.stringify(nos) });
  return new Map(rows.map((row) => [row.no, row]));
}
const usersOf = prepared<{ nos: string }, UserRow>((db, { nos }, dialect) =>
  db
    .selectFrom('users')
    .selectAll()
    .where(oneOfNumbers(dialect, 'no', nos)),
);

export const insertEntries = insertingMany('store_entries', [
  'store_no',
  'kind',
  'key',
  'object_no',
  'address',
  'address_key',
  'digest',
  'generation',
  'gone_at',
]);

export async function updateEntry(tx: Tx, row: EntryRow): Promise<void> {
  await entryAnew(tx, row);
}
const entryAnew = prepared<EntryRow, never>((db, { store_no, kind, key, address, address_key, digest, generation, gone_at }) =>
  db
    .updateTable('store_entries')
    .set({ address, address_key, digest, generation, gone_at })
    .where('store_no', '=', store_no)
    .where('kind', '=', kind)
    .where('key', '=', key),
);

/** Seen in this run, and as before. */
export async function markSeen(
  tx: Tx,
  { storeNo, kind }: Place,
  { keys, generation }: { readonly keys: readonly string[]; readonly generation: number },
): Promise<void> {
  if (keys.length > 0) await seen(tx, { storeNo, kind, keys: JSON.stringify(keys), generation });
}
const seen = prepared<Keys & { generation: number }, never>((db, { storeNo, kind, keys, generation }, dialect) =>
  db
    .updateTable('store_entries')
    .set({ generation })
    .where('store_no', '=', storeNo)
    .where('kind', '=', kind)
    .where(oneOfTexts(dialect, 'key', keys)),
);

export async function renameUser(
  tx: Tx,
  { storeNo, userNo, keys }: { readonly storeNo: number; readonly userNo: number; readonly keys: readonly string[] },
): Promise<void> {
  await tx.deleteFrom('identifiers').where('user_no', '=', userNo).where('kind', '=', 'name').execute();
  await tx
    .insertInto('identifiers')
    .values(keys.map((key) => ({ store_no: storeNo, key, kind: 'name', user_no: userNo })))
    .execute();
}

// ── What is missing ──

export async function countLiving(source: Source, { storeNo, kind }: Place): Promise<number> {
  const { n } = await reading(source)
    .selectFrom('store_entries')
    .select((row) => row.fn.countAll<number>().as('n'))
    .where('store_no', '=', storeNo)
    .where('kind', '=', kind)
    .where('gone_at', '=', 0)
    .executeTakeFirstOrThrow();
  return Number(n);
}

/** Those that a full run has not seen, or all (`before` = Infinity), by key. */
export function livingAfter(
  source: Source,
  { storeNo, kind }: Place,
  { after, limit, before }: { readonly after: string; readonly limit: number; readonly before: number },
) {
  let query = reading(source)
    .selectFrom('store_entries')
    .select(['key', 'object_no'])
    .where('store_no', '=', storeNo)
    .where('kind', '=', kind)
    .where('gone_at', '=', 0)
    .where('key', '>', after);
  if (Number.isFinite(before)) query = query.where('generation', '<', before);
  return query.orderBy('key').limit(limit).execute();
}

export const livingEntryOf = (source: Source, userId: string) =>
  reading(source)
    .selectFrom('store_entries')
    .innerJoin('users', 'users.no', 'store_entries.object_no')
    .select(['store_entries.key', 'store_entries.object_no'])
    .where('store_entries.kind', '=', 'user')
    .where('users.id', '=', userId)
    .where('store_entries.gone_at', '=', 0)
    .executeTakeFirst();

export async function markGone(tx: Tx, { storeNo, kind }: Place, { keys, now }: { readonly keys: readonly string[]; readonly now: number }): Promise<void> {
  if (keys.length > 0) await gone(tx, { storeNo, kind, keys: JSON.stringify(keys), now });
}
const gone = prepared<Keys & { now: number }, never>((db, { storeNo, kind, keys, now }, dialect) =>
  db
    .updateTable('store_entries')
    .set({ gone_at: now })
    .where('store_no', '=', storeNo)
    .where('kind', '=', kind)
    .where(oneOfTexts(dialect, 'key', keys)),
);

// ── Groups ──

export const membersOf = async (source: Source, groupNo: number): Promise<readonly number[]> =>
  (await reading(source).selectFrom('group_members').select('user_no').where('group_no', '=', groupNo).execute()).map(({ user_no }) => user_no);

/** Groups of this store that he is in. */
export const groupsOfUser = async (source: Source, storeNo: number, userNo: number): Promise<readonly number[]> =>
  (
    await reading(source)
      .selectFrom('group_members')
      .innerJoin('groups', 'groups.no', 'group_members.group_no')
      .select('group_members.group_no')
      .where('group_members.user_no', '=', userNo)
      .where('groups.store_no', '=', storeNo)
      .execute()
  ).map(({ group_no }) => group_no);

type OfGroup = { readonly groupNo: number; readonly nos: string };
type Members = { readonly groupNo: number; readonly userNos: readonly number[] };
export async function addMembers(tx: Tx, { groupNo, userNos, now, by }: Members & { readonly now: number; readonly by: string }): Promise<void> {
  await insertMembers(
    tx,
    userNos.map((user_no) => ({ group_no: groupNo, user_no, added_at: now, added_by: by })),
  );
}
const insertMembers = insertingMany('group_members', ['group_no', 'user_no', 'added_at', 'added_by'], { orLeave: true });

export async function removeMembers(tx: Tx, { groupNo, userNos }: Members): Promise<void> {
  if (userNos.length > 0) await leaveAll(tx, { groupNo, nos: JSON.stringify(userNos) });
}
const leaveAll = prepared<OfGroup, never>((db, { groupNo, nos }, dialect) =>
  db
    .deleteFrom('group_members')
    .where('group_no', '=', groupNo)
    .where(oneOfNumbers(dialect, 'user_no', nos)),
);

export const groupsIn = async (source: Source, groupNo: number): Promise<readonly number[]> =>
  (await reading(source).selectFrom('group_edges').select('child_no').where('parent_no', '=', groupNo).execute()).map(({ child_no }) => child_no);

export const edgesOfStore = (source: Source, storeNo: number) =>
  reading(source)
    .selectFrom('group_edges')
    .innerJoin('groups', 'groups.no', 'group_edges.parent_no')
    .select(['group_edges.parent_no', 'group_edges.child_no'])
    .where('groups.store_no', '=', storeNo)
    .execute();
export async function addEdge(tx: Tx, edge: { readonly parent_no: number; readonly child_no: number }): Promise<void> {
  await tx
    .insertInto('group_edges')
    .values(edge)
    .onConflict((known) => known.doNothing())
    .execute();
}
export async function removeEdge(tx: Tx, { parent_no, child_no }: { readonly parent_no: number; readonly child_no: number }): Promise<void> {
  await tx.deleteFrom('group_edges').where('parent_no', '=', parent_no).where('child_no', '=', child_no).execute();
}

/** Groups of a store by name, those hidden left out. */
export async function groupsNamed(source: Source, storeNo: number, nameKeys: readonly string[]): Promise<Map<string, number>> {
  if (nameKeys.length === 0) return new Map();
  const rows = await groupHoldersOf(source, { storeNo, keys: JSON.stringify(nameKeys) });
  return new Map(rows.map((row) => [row.name_key, row.no]));
}
const groupHoldersOf = prepared<KeysOfStore, Pick<Selectable<Tables['groups']>, 'no' | 'name_key'>>((db, { storeNo, keys }, dialect) =>
  db
    .selectFrom('groups')
    .select(['no', 'name_key'])
    .where('store_no', '=', storeNo)
    .where(oneOfTexts(dialect, 'name_key', keys)),
);

export const groupsByNo = async (source: Source, nos: readonly number[]) => (nos.length === 0 ? [] : groupsOf(source, { nos: JSON.stringify(nos) }));
const groupsOf = prepared<{ nos: string }, Selectable<Tables['groups']>>((db, { nos }, dialect) =>
  db
    .selectFrom('groups')
    .selectAll()
    .where(oneOfNumbers(dialect, 'no', nos)),
);

export async function idsOfUsers(source: Source, nos: readonly number[]): Promise<readonly string[]> {
  return nos.length === 0 ? [] : (await userIdsOf(source, { nos: JSON.stringify(nos) })).map(({ id }) => id);
}
const userIdsOf = prepared<{ nos: string }, { id: string }>((db, { nos }, dialect) =>
  db
    .selectFrom('users')
    .select('id')
    .where(oneOfNumbers(dialect, 'no', nos)),
);

// ── Runs ──

export type StateRow = Selectable<Tables['store_states']>;

/** Stores whose turn it is: asked for, due, or left by a node that stopped. */
export const dueStores = (source: Source, now: number) =>
  reading(source)
    .selectFrom('store_states')
    .innerJoin('stores', 'stores.no', 'store_states.store_no')
    .select('store_states.store_no')
    .where('stores.enabled', '=', 1)
    .where('stores.deleted_at', '=', 0)
    .where('store_states.lease_until', '<=', now)
    .where((row) => row.or([row('store_states.state', '=', 'running'), row.and([row('store_states.due_at', '>', 0), row('store_states.due_at', '<=', now)])]))
    .orderBy('store_states.due_at')
    .limit(1)
    .executeTakeFirst();

/** Takes a run for one node; undefined = another has it. */
export const leaseRun = (
  tx: Tx,
  no: number,
  { owner, now, until }: { readonly owner: string; readonly now: number; readonly until: number },
): Promise<StateRow | undefined> =>
  tx
    .updateTable('store_states')
    .set((row) => ({
      state: 'running',
      says: '',
      due_at: 0,
      generation: row('generation', '+', 1),
      started_at: now,
      seen: 0,
      added: 0,
      changed: 0,
      vanished: 0,
      skipped: 0,
      namesakes: 0,
      skipped_entries: '[]',
      lease_owner: owner,
      lease_until: until,
    }))
    .where('store_no', '=', no)
    .where('lease_until', '<=', now)
    .returningAll()
    .executeTakeFirst();

/** Writes where a run is, if it is still this node's; false = it is not. */
export async function noteRun(tx: Tx, { no, owner, set }: { readonly no: number; readonly owner: string; readonly set: Partial<StateRow> }): Promise<boolean> {
  const { numUpdatedRows } = await tx.updateTable('store_states').set(set).where('store_no', '=', no).where('lease_owner', '=', owner).executeTakeFirst();
  return numUpdatedRows === 1n;
}

// ── Stores that were deleted ──

export const deletedStoreWithUsers = (source: Source) =>
  reading(source)
    .selectFrom('stores')
    .selectAll('stores')
    .where('stores.deleted_at', '>', 0)
    .where((row) =>
      row.exists(
        row.selectFrom('store_entries').select('store_entries.key').whereRef('store_entries.store_no', '=', 'stores.no').where('store_entries.gone_at', '=', 0),
      ),
    )
    .limit(1)
    .executeTakeFirst();
