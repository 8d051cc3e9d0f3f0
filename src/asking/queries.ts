// All SQL of asking/: users by name, and the pages of "who may?".
// `db` is a reading handle. Knows tables; judges nothing.
import type { Db } from '#db/tables.ts';

export type Shown = {
  readonly no: number;
  readonly id: string;
  readonly kind: string;
  readonly domain: string;
  readonly userName: string;
  readonly shownName: string;
};

const shown = (db: Db) =>
  db
    .selectFrom('users')
    .innerJoin('stores', 'stores.no', 'users.store_no')
    .select(['users.no', 'users.id', 'users.kind', 'stores.domain', 'users.user_name as userName', 'users.shown_name as shownName']);

/** By `DOMAIN/name`, or by name alone: PRIMARY first, then the other stores in their order. Keys are case-mapped by the caller. */
export async function idOfName(db: Db, { domainKey, nameKey }: { readonly domainKey: string | null; readonly nameKey: string }): Promise<string | null> {
  let query = db.selectFrom('users').innerJoin('stores', 'stores.no', 'users.store_no').select('users.id').where('name_key', '=', nameKey);
  if (domainKey !== null) query = query.where('stores.domain_key', '=', domainKey);
  return (await query.orderBy('stores.position').limit(1).executeTakeFirst())?.id ?? null;
}

/** Where a user lives, and whether that store, or somebody here, keeps him from anything. */
export const homeOfUser = (db: Db, id: string) =>
  db
    .selectFrom('users')
    .innerJoin('stores', 'stores.no', 'users.store_no')
    .select(['users.no', 'users.user_name', 'users.store_disabled_at', 'users.deleted_at', 'stores.domain', 'stores.kind as store_kind', 'stores.writable'])
    .where('users.id', '=', id)
    .executeTakeFirst();

export type Candidates = {
  readonly roles: readonly number[];
  readonly groups: readonly number[];
  readonly everybody: boolean;
  readonly after: number;
  readonly limit: number;
};

/** Users who might: they hold one of the roles, or are in one of the groups, or everybody. By row key, from `after` on. */
export async function candidates(db: Db, { roles, groups, everybody, after, limit }: Candidates): Promise<readonly Shown[]> {
  if (everybody) return shown(db).where('users.no', '>', after).where('users.deleted_at', '=', 0).orderBy('users.no').limit(limit).execute();
  const inGroups = db.selectFrom('group_members').select('user_no as no').where('group_no', 'in', orNone(groups)).where('user_no', '>', after);
  const holders = await db
    .selectFrom(
      db.selectFrom('role_users').select('user_no as no').where('role_no', 'in', orNone(roles)).where('user_no', '>', after).union(inGroups).as('holders'),
    )
    .select('no')
    .orderBy('no')
    .limit(limit)
    .execute();
  return holders.length === 0
    ? []
    : shown(db)
        .where(
          'users.no',
          'in',
          holders.map((row) => row.no),
        )
        .orderBy('users.no')
        .execute();
}

/** An empty list is no list in SQL; row keys begin at 1. */
const orNone = (numbers: readonly number[]) => (numbers.length > 0 ? numbers : [0]);
