// Who has never signed in, as a fact: for those who were there before it was one, and from the first sign-in on.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, it } from 'node:test';
import { sql } from 'kysely';
import { writeLastSignIn } from '#authentication/queries.ts';
import type { Database } from '#db/database.ts';
import { migrate } from '#db/migrate.ts';
import { recount } from '#db/migrations/0002-triggers.ts';
import { sqliteFile } from '#db/open.ts';
import { openPostgres } from '#db/postgres.ts';
import { openSqlite } from '#db/sqlite.ts';
import type { Tx } from '#db/tables.ts';
import { layout } from '#db/user-facts.ts';
import { makePostgresDatabase, onBothDatabases, postgresUrl } from '../../test/databases.ts';
import { idOf } from '../../test/list-people.ts';
import { countInput, countProgram } from './count-program.ts';

const schemaBefore = 27;
const now = 1_800_000_000_000;
const columns =
  sql.raw(`no, id, version, kind, store_no, user_name, name_key, given_name, family_name, shown_name, shown_key, mail, mail_key, phone, organisation,
  country, language, time_zone, owner_no, attributes, created_at, changed_at, starts_at, ends_at, disabled_at, locked_at, locked_until, pending, state_reason,
  deleted_at, revocation_epoch, role_count`);

async function addOne(tx: Tx, { no, lastSignInAt, deletedAt = 0 }: { readonly no: number; readonly lastSignInAt: number; readonly deletedAt?: number }) {
  const name = `user.${no}`;
  await sql`insert into users (${columns}) values (${no}, ${idOf('user', no)}, 1, 'person', 1, ${name}, ${name}, '', '', '', ${name}, '', '', '', '', 'DE', '', '',
    0, '{}', ${now}, ${now}, 0, 0, 0, 0, 0, '', '', ${deletedAt}, 0, 0)`.execute(tx);
  await tx.insertInto('user_sign_ins').values({ user_no: no, last_sign_in_at: lastSignInAt }).execute();
}

/** A database as the program before this fact left it, with nothing in it. */
async function openBefore(kind: Database['kind'], folder: string): Promise<{ readonly database: Database; drop(): Promise<void> }> {
  if (kind === 'sqlite') return { database: openSqlite(sqliteFile(folder), { readers: 1 }), drop: async () => {} };
  const { url, drop } = await makePostgresDatabase(postgresUrl() ?? '');
  return { database: openPostgres(url), drop };
}

onBothDatabases('Who has never signed in', (_, kind) => {
  const folder = mkdtempSync(join(tmpdir(), 'reeve-never-'));
  let database: Database;
  let close: () => Promise<void> = async () => {};
  before(async () => {
    const opened = await openBefore(kind, folder);
    database = opened.database;
    close = async () => {
      await database.close();
      await opened.drop();
    };
    await migrate(database, undefined, schemaBefore);
    await database.write(async (tx) => {
      await tx
        .insertInto('stores')
        .values({ id: idOf('store', 1), domain: 'PRIMARY', domain_key: 'primary', kind: 'primary', position: 0, writable: 1, created_at: 1 })
        .execute();
      await addOne(tx, { no: 1, lastSignInAt: 0 });
      await addOne(tx, { no: 2, lastSignInAt: now });
      await addOne(tx, { no: 3, lastSignInAt: 0, deletedAt: now });
    });
    await migrate(database);
  });
  after(async () => {
    await close();
    rmSync(folder, { recursive: true, force: true });
  });

  /** By his facts, and by their copy beside his last sign-in. */
  const never = async () => {
    const rows = await database.read
      .selectFrom('users as u')
      .innerJoin('user_sign_ins as s', 's.user_no', 'u.no')
      .select(['u.no', 'u.facts', 's.facts as beside'])
      .orderBy('u.no')
      .execute();
    for (const { facts, beside } of rows) assert.equal(beside, facts);
    return rows.filter(({ facts }) => BigInt(facts) & (1n << BigInt(layout.never[0]))).map(({ no }) => no);
  };
  const counted = () => database.lists.run(countProgram, countInput({ kind, asked: { neverSignedIn: true }, reach: null, now }));
  const counters = async (from: Tx | Database['read']) => {
    const rows = await from.selectFrom('filter_counts').selectAll().where('n', '<>', 0).execute();
    return rows.map(({ dim, val, n }) => `${dim}/${val} ${n}`).sort();
  };

  it('is known of everybody who was there before', async () => {
    assert.deepEqual(await never(), [1, 3]);
    assert.deepEqual(await counted(), { count: 1, exact: true });
  });

  it('is so of whoever is added, until he signs in for the first time', async () => {
    await database.write(async (tx) => {
      for (const no of [4, 5]) await addOne(tx, { no, lastSignInAt: 0 });
      await addOne(tx, { no: 6, lastSignInAt: now });
    });
    assert.deepEqual([await never(), await counted()], [[1, 3, 4, 5], { count: 3, exact: true }]);
    for (const [no, signed_in] of [
      [4, 0],
      [2, 1],
    ] as const)
      await database.write((tx) => writeLastSignIn(tx, { no, signed_in }, now + 1));
    assert.deepEqual([await never(), await counted()], [[1, 3, 5], { count: 2, exact: true }]);
  });

  it('follows whatever else writes a last sign-in', async () => {
    await database.write(async (tx) => {
      await tx.updateTable('user_sign_ins').set({ last_sign_in_at: now }).where('user_no', '=', 5).execute();
      await tx.updateTable('user_sign_ins').set({ last_sign_in_at: 0 }).where('user_no', '=', 6).execute();
    });
    assert.deepEqual([await never(), await counted()], [[1, 3, 6], { count: 2, exact: true }]);
  });

  it('is counted as a count of everybody would', async () => {
    const kept = await counters(database.read);
    const anew = await database.write(async (tx) => {
      for (const statement of recount) await sql.raw(statement).execute(tx);
      return counters(tx);
    });
    assert.deepEqual(kept, anew);
  });
});
