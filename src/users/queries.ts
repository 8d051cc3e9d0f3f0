// All SQL about single users; lists have their own under list/. `source` is a reading handle or a transaction.
// Called by the files of this room. Knows tables; judges nothing.
import type { Selectable, Updateable } from 'kysely';
import { insertingMany } from '#db/many.ts';
import { first, prepared } from '#db/prepared.ts';
import type { Db, Tables, Tx } from '#db/tables.ts';
import { removeMailsOf } from '#mail/queries.ts';

export type Source = Db | Tx;
/** Both kinds of handle read alike; their types only differ in what they may write. */
const reading = (source: Source): Db => source as Db;

export type UserColumns = Updateable<Tables['users']>;
/** A user's row with what is shown beside it. The hash of his password is not in it. */
export type UserRecord = Selectable<Tables['users']> & {
  readonly domain: string;
  readonly store_id: string;
  readonly store_enabled: number;
  readonly owner_id: string | null;
  readonly last_sign_in_at: number | null;
  /** Null = has no password. */
  readonly password_changed_at: number | null;
  readonly must_change: number | null;
  readonly temporary_until: number | null;
};

export const findUser = (source: Source, id: string): Promise<UserRecord | undefined> => first(userById(source, { id }));

const userById = prepared<{ id: string }, UserRecord>((db, { id }) =>
  db
    .selectFrom('users')
    .innerJoin('stores', 'stores.no', 'users.store_no')
    .leftJoin('users as owners', 'owners.no', 'users.owner_no')
    .leftJoin('user_sign_ins', 'user_sign_ins.user_no', 'users.no')
    .leftJoin('credentials', (join) => join.onRef('credentials.user_no', '=', 'users.no').on('credentials.password_hash', '<>', ''))
    .selectAll('users')
    .select(['stores.domain', 'stores.id as store_id', 'stores.enabled as store_enabled', 'owners.id as owner_id', 'user_sign_ins.last_sign_in_at'])
    .select(['credentials.changed_at as password_changed_at', 'credentials.must_change', 'credentials.temporary_until'])
    .where('users.id', '=', id),
);

export type StoreRow = Pick<Selectable<Tables['stores']>, 'no' | 'id' | 'domain' | 'kind' | 'writable'>;
export const findStore = (source: Source, domainKey: string): Promise<StoreRow | undefined> => first(storeByDomain(source, { domainKey }));

const storeByDomain = prepared<{ domainKey: string }, StoreRow>((db, { domainKey }) =>
  db.selectFrom('stores').select(['no', 'id', 'domain', 'kind', 'writable']).where('domain_key', '=', domainKey),
);

// ── Who has a name or a mail already ──

type Holder = Pick<Selectable<Tables['users']>, 'no' | 'kind' | 'deleted_at'>;

/** Who in this store may sign in with any of these keys: one after the other, since a list of keys costs SQLite a table of its own each time. */
export async function holderOfName(source: Source, store: number, keys: readonly string[]): Promise<Holder | undefined> {
  for (const key of keys) {
    const holder = await first(holderOfKey(source, { store, key }));
    if (holder) return holder;
  }
  return undefined;
}

const holderOfKey = prepared<{ store: number; key: string }, Holder>((db, { store, key }) =>
  db
    .selectFrom('identifiers')
    .innerJoin('users', 'users.no', 'identifiers.user_no')
    .select(['users.no', 'users.kind', 'users.deleted_at'])
    .where('identifiers.store_no', '=', store)
    .where('identifiers.key', '=', key),
);

/** Somebody of any store, but for `exceptNo`, whose mail this is. */
export function holderOfMail(source: Source, keys: readonly string[], exceptNo: number) {
  return reading(source)
    .selectFrom('users')
    .select(['no', 'kind', 'deleted_at'])
    .where('mail_key', 'in', keys)
    .where('no', '<>', exceptNo)
    .limit(1)
    .executeTakeFirst();
}

/** Somebody of any store, but for `exceptNo`, whose user name this is. */
export function holderOfNameAnywhere(source: Source, keys: readonly string[], exceptNo: number) {
  return reading(source)
    .selectFrom('identifiers')
    .select('user_no')
    .where('key', 'in', keys)
    .where('kind', '=', 'name')
    .where('user_no', '<>', exceptNo)
    .limit(1)
    .executeTakeFirst();
}

// ── Writing ──

export async function updateUserRow(tx: Tx, no: number, set: UserColumns): Promise<void> {
  await tx.updateTable('users').set(set).where('no', '=', no).execute();
}

/** For ever. What points at him goes too; what he owned points nowhere then, and his row key is never given again. */
export async function removeUserRow(tx: Tx, no: number): Promise<void> {
  await tx.deleteFrom('events').where('user_no', '=', no).execute();
  await removeMailsOf(tx, no);
  // What he shared stays with those who may share.
  await tx.deleteFrom('saved_views').where('owner_no', '=', no).where('shared', '=', 0).execute();
  for (const table of ['factors', 'recovery_codes', 'password_history'] as const) await tx.deleteFrom(table).where('user_no', '=', no).execute();
  await tx.deleteFrom('users').where('no', '=', no).execute();
}

export type NewCredential = { readonly password_hash: string; readonly changed_at: number; readonly must_change: number; readonly temporary_until: number };

export async function writeCredential(tx: Tx, userNo: number, credential: NewCredential): Promise<void> {
  await tx
    .insertInto('credentials')
    .values({ user_no: userNo, ...credential })
    .onConflict((known) => known.column('user_no').doUpdateSet({ ...credential, warned_at: 0 }))
    .execute();
}

export async function removeCredential(tx: Tx, userNo: number): Promise<void> {
  await tx.deleteFrom('credentials').where('user_no', '=', userNo).execute();
}

// ── Free attributes ──

/** What the index holds of one attribute of one user. */
export async function replaceValues(
  tx: Tx,
  { attributeNo, userNo, keys }: { readonly attributeNo: number; readonly userNo: number; readonly keys: readonly string[] },
): Promise<void> {
  await tx.deleteFrom('user_attributes').where('attribute_no', '=', attributeNo).where('user_no', '=', userNo).execute();
  if (keys.length === 0) return;
  await tx
    .insertInto('user_attributes')
    .values(keys.map((value_key) => ({ attribute_no: attributeNo, value_key, user_no: userNo, verified_at: 0 })))
    .execute();
}

/** For users who have none of these yet. */
export async function addValues(tx: Tx, values: readonly { readonly attributeNo: number; readonly userNo: number; readonly key: string }[]): Promise<void> {
  await insertValues(
    tx,
    values.map(({ attributeNo, userNo, key }) => ({ attribute_no: attributeNo, value_key: key, user_no: userNo, verified_at: 0 })),
  );
}
const insertValues = insertingMany('user_attributes', ['attribute_no', 'value_key', 'user_no', 'verified_at']);

// ── Memberships ──

/** Groups he is in directly, also those that were deleted meanwhile. */
export function groupsOf(source: Source, userNo: number) {
  return reading(source)
    .selectFrom('group_members')
    .innerJoin('groups', 'groups.no', 'group_members.group_no')
    .select(['groups.no', 'groups.id', 'groups.name', 'groups.store_no', 'groups.deleted_at'])
    .where('group_members.user_no', '=', userNo)
    .orderBy('groups.sort_key')
    .execute();
}

export async function leaveGroup(tx: Tx, { groupNo, userNo }: { readonly groupNo: number; readonly userNo: number }): Promise<void> {
  await tx.deleteFrom('group_members').where('group_no', '=', groupNo).where('user_no', '=', userNo).execute();
}

export function grantsOf(source: Source, userNo: number) {
  return reading(source)
    .selectFrom('role_users')
    .innerJoin('roles', 'roles.no', 'role_users.role_no')
    .select(['role_users.no', 'role_users.role_no', 'role_users.until_at', 'role_users.scope', 'roles.name'])
    .where('role_users.user_no', '=', userNo)
    .where('roles.deleted_at', '=', 0)
    .orderBy('role_users.no')
    .execute();
}

export async function removeGrant(tx: Tx, no: number): Promise<void> {
  await tx.deleteFrom('role_users').where('no', '=', no).execute();
}

/** Row keys of the groups that each of these users is in directly. */
export async function groupsOfUsers(source: Source, ids: readonly string[]): Promise<ReadonlyMap<string, readonly number[]>> {
  if (ids.length === 0) return new Map();
  const rows = await reading(source)
    .selectFrom('users')
    .innerJoin('group_members', 'group_members.user_no', 'users.no')
    .select(['users.id', 'group_members.group_no'])
    .where('users.id', 'in', ids)
    .execute();
  return new Map([...Map.groupBy(rows, ({ id }) => id)].map(([id, mine]) => [id, mine.map(({ group_no }) => group_no)]));
}
