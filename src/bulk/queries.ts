// All SQL of bulk/: whom pasted names mean. `db` is a reading handle. Knows tables; judges nothing.
import type { Db } from '#db/tables.ts';

export type Candidate = {
  readonly id: string;
  readonly domain: string;
  readonly domainKey: string;
  readonly primary: boolean;
  readonly key: string;
  readonly name: string;
};

/** Keys looked up by one statement. */
const keysAtOnce = 500;

const users = (db: Db) =>
  db
    .selectFrom('users')
    .innerJoin('stores', 'stores.no', 'users.store_no')
    .select(['users.id', 'users.user_name as name', 'stores.domain', 'stores.domain_key as domainKey', 'stores.kind as store']);

type Found = { readonly id: string; readonly name: string; readonly domain: string; readonly domainKey: string; readonly store: string; readonly key: string };

async function inParts(
  keys: readonly string[],
  ask: (part: readonly string[]) => Promise<readonly Found[]>,
): Promise<ReadonlyMap<string, readonly Candidate[]>> {
  const found: Candidate[] = [];
  const unique = [...new Set(keys)];
  for (let from = 0; from < unique.length; from += keysAtOnce) {
    const rows = await ask(unique.slice(from, from + keysAtOnce));
    found.push(...rows.map(({ store, ...row }) => ({ ...row, primary: store === 'primary' })));
  }
  return Map.groupBy(found, ({ key }) => key);
}

/** By the key of the user name, whatever the store. */
export const usersNamed = (db: Db, keys: readonly string[]) =>
  inParts(keys, (part) => users(db).select('users.name_key as key').where('users.name_key', 'in', part).execute());

/** By the key of the mail address; several may have the same. */
export const usersWithMail = (db: Db, keys: readonly string[]) =>
  inParts(keys, (part) => users(db).select('users.mail_key as key').where('users.mail_key', 'in', part).where('users.deleted_at', '=', 0).execute());
