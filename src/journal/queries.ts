// All SQL that reads the journal and the events. `db` is a reading handle. Knows tables; writes nothing (change.ts does).
import type { Db } from '#db/tables.ts';

export type EntryRow = {
  readonly number: number;
  readonly at: number;
  readonly actor_kind: string;
  readonly actor_id: string;
  readonly right_used: string;
  readonly door: string;
  readonly operation: string;
  readonly reason: string;
  readonly digests: string;
  readonly hash: string;
};
export type ImageRow = {
  readonly number: number;
  readonly position: number;
  readonly kind: string;
  readonly object_id: string;
  readonly name: string;
  readonly before: string;
  readonly after: string;
  readonly salt: string;
  readonly erased_at: number;
};

/** What an entry is looked for by, of which an index can find one; `from` = the first number. */
export type Looked = {
  readonly object?: string | undefined;
  readonly actor?: string | undefined;
  readonly operation?: string | undefined;
  readonly door?: string | undefined;
  readonly from: number;
  readonly before: number;
};

/** The newest entries that the narrowest index finds, below `before`: whoever asks tests the rest, so that no statement looks for long. */
export const candidates = (db: Db, looked: Looked, limit: number): Promise<EntryRow[]> => candidatesQuery(db, looked, limit).execute();

export function candidatesQuery(db: Db, { object, actor, operation, from, before }: Looked, limit: number) {
  const query = db.selectFrom('journal').selectAll('journal').orderBy('journal.number', 'desc').limit(limit);
  if (object !== undefined) {
    const numbers = db
      .selectFrom('journal_images')
      .select('journal_images.number')
      .distinct()
      .where('object_id', '=', object)
      .where('journal_images.number', '<', before)
      .where('journal_images.number', '>=', from)
      .orderBy('journal_images.number', 'desc')
      .limit(limit);
    return query.where('journal.number', 'in', numbers);
  }
  const within = query.where('journal.number', '<', before).where('journal.number', '>=', from);
  if (actor !== undefined) return within.where('actor_id', '=', actor);
  return operation === undefined ? within : within.where('operation', '=', operation);
}

/** The first entry at this moment or after it; one more than the newest if there is none. Moments grow with numbers, so it is found by halving. */
export async function firstSince(db: Db, moment: number): Promise<number> {
  let [low, high] = [1, (await headOf(db)).number + 1];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const entry = await db.selectFrom('journal').select(['number', 'at']).where('number', '>=', middle).orderBy('number').limit(1).executeTakeFirst();
    if (!entry || entry.at >= moment) high = middle;
    else low = entry.number + 1;
  }
  return low;
}

/** In chain order, after `after`. */
export const entriesAfter = (db: Db, after: number, limit: number): Promise<EntryRow[]> =>
  db.selectFrom('journal').selectAll().where('number', '>', after).orderBy('number').limit(limit).execute();

export const imagesOf = (db: Db, numbers: readonly number[]): Promise<ImageRow[]> =>
  numbers.length === 0
    ? Promise.resolve([])
    : db.selectFrom('journal_images').selectAll().where('number', 'in', numbers).orderBy('number').orderBy('position').execute();

export const headOf = (db: Db) => db.selectFrom('journal_head').select(['number', 'hash', 'changed_at']).where('only', '=', 1).executeTakeFirstOrThrow();

export const signatures = (db: Db) => db.selectFrom('journal_signatures').selectAll().orderBy('number').execute();

/** Names of actors, as far as they are users that are still known. */
export async function namesOf(db: Db, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  if (ids.length === 0) return new Map();
  const rows = await db
    .selectFrom('users')
    .innerJoin('stores', 'stores.no', 'users.store_no')
    .select(['users.id', 'users.user_name', 'stores.domain'])
    .where('users.id', 'in', ids)
    .execute();
  return new Map(rows.map((row) => [row.id, row.domain === 'PRIMARY' ? row.user_name : `${row.domain}/${row.user_name}`]));
}

/** What an outcome that is no success is called: see authentication/events.ts, which writes them. */
const failures = ['failed', 'throttled', 'refused'];

export function newestEvents(db: Db, { onlyFailures, limit }: { readonly onlyFailures: boolean; readonly limit: number }) {
  const query = db
    .selectFrom('events')
    .leftJoin('users', 'users.no', 'events.user_no')
    .leftJoin('stores', 'stores.no', 'users.store_no')
    .select([
      'events.no',
      'events.at',
      'events.outcome',
      'events.network',
      'events.door',
      'events.count',
      'users.id as user_id',
      'users.user_name',
      'stores.domain',
    ]);
  const asked = onlyFailures ? query.where('events.outcome', 'in', failures) : query;
  return asked.orderBy('events.no', 'desc').limit(limit).execute();
}
