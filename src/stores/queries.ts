// All SQL of stores/. `db` is a reading handle.
import type { Db } from '#db/tables.ts';

/** In their order, PRIMARY first; how many users each has, from the kept counters. */
export async function allStores(db: Db) {
  const rows = await db.selectFrom('stores').select(['no', 'id', 'domain', 'kind', 'writable']).orderBy('position').execute();
  const counts = await db.selectFrom('filter_counts').select(['val', 'n']).where('dim', '=', 'store').execute();
  return rows.map(({ no, ...row }) => ({ ...row, users: counts.find(({ val }) => val === String(no))?.n ?? 0 }));
}
