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

export async function idsOfUsers(source: Source, nos: readonly number[]): Promise<readonly string[]> {
  return nos.length === 0 ? [] : (await userIdsOf(source, { nos: JSON.stringify(nos) })).map(({ id }) => id);
}
const userIdsOf = prepared<{ nos: string }, { id: string }>((db, { nos }, dialect) =>
  db
    .selectFrom('users')
    .select('id')
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

/** They have no name until each is given another in the same change. */
export async function setNamesAside(tx: Tx, nos: readonly number[]): Promise<void> {
  if (nos.length === 0) return;
  await tx.deleteFrom('identifiers').where('user_no', 'in', nos).where('kind', '=', 'name').execute();
  await tx.updateTable('users').set({ name_key: sql`'aside ' || id` }).where('no', 'in', nos).execute();
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
