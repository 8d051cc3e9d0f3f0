// A million demo users on SQLite and PostgreSQL, filled once and kept under the temporary folder, and what the benches ask of them.
// Called by the list benches. BENCH_POSTGRES names an empty database to fill and keep; without it only SQLite is measured.
import { mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import type { Database } from '#db/database.ts';
import { openDatabase } from '#db/open.ts';
import type { Tx } from '#db/tables.ts';
import { type Chance, chance, idAt } from '#demo/chance.ts';
import { fillDemo } from '#demo/fill.ts';
import type { Place } from '#demo/target.ts';
import { seed } from '#permissions/starter.ts';

export const now = 1_800_000_000_000;
const users = Number(process.env.BENCH_LIST_USERS ?? 1_000_000);
const seedOfData = 7;
const stepRows = 2_000;

export async function openMillion(kind: Database['kind']): Promise<Database | null> {
  const url = kind === 'sqlite' ? '' : process.env.BENCH_POSTGRES;
  if (url === undefined) return null;
  const dataFolder = join(tmpdir(), 'reeve-bench', `list-${users}`);
  mkdirSync(dataFolder, { recursive: true });
  const place = { url, dataFolder };
  const random = chance(seedOfData + 1);
  await fill(place, random);
  const database = await openDatabase({ ...place, readers: 1 });
  const [known] = await database.read.selectFrom('stores').select('no').where('domain_key', '=', 'partners').execute();
  if (!known) await addLateStore(database, random);
  return database;
}

async function fill(place: Place, random: Chance) {
  const database = await openDatabase({ ...place, readers: 1 });
  const [user] = await database.read.selectFrom('users').select('no').limit(1).execute();
  if (!user) await database.write((tx) => seed(tx, { now, newId: () => idAt(now, random) }));
  await database.close();
  if (user) return;
  console.error(`Filling ${users} users on ${database.kind}; they are kept for the next time.`);
  await fillDemo(place, { users, seed: seedOfData, now, hash: '' });
}

async function addLateStore(database: Database, random: Chance) {
  // A store that came late: its users are all among the newest fifth, which is what makes it hard to find them from the other end.
  await database.write(async (tx) => {
    await tx
      .insertInto('stores')
      .values({ id: idAt(now, random), domain: 'PARTNERS', domain_key: 'partners', kind: 'ldap', position: 1, writable: 0, created_at: now })
      .execute();
  });
  // In steps: within one transaction PostgreSQL keeps every older row of a counter, and finds the newest ever more slowly.
  for (let from = users * 0.8; from < users; from += stepRows)
    await database.write((tx) =>
      sql`update users set store_no = (select no from stores where domain_key = 'partners') where no > ${from} and no <= ${from + stepRows} and no % 5 = 0`.execute(
        tx,
      ),
    );
  if (database.kind === 'postgres') await sql`vacuum (analyze) users`.execute(database.read as unknown as Tx);
}

export type Known = {
  /** Role ids by number of direct holders, most first; group ids likewise. */
  readonly roles: readonly { readonly id: string; readonly size: number }[];
  readonly groups: readonly { readonly id: string; readonly size: number }[];
};

export async function know(database: Database): Promise<Known> {
  const of = async (dim: string, table: 'roles' | 'groups') => {
    const sizes = new Map(
      (await database.read.selectFrom('filter_counts').select(['val', 'n']).where('dim', '=', dim).execute()).map(({ val, n }) => [Number(val), n]),
    );
    const rows = await database.read.selectFrom(table).select(['no', 'id']).execute();
    return rows.map(({ no, id }) => ({ id, size: sizes.get(no) ?? 0 })).toSorted((a, b) => b.size - a.size);
  };
  return { roles: await of('role', 'roles'), groups: await of('group', 'groups') };
}
