// Who has never signed in, as a fact: for those who were there before it was one, and from the first sign-in on.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, it } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { writeLastSignIn } from '#authentication/queries.ts';
import type { Database } from '#db/database.ts';
import { migrate } from '#db/migrate.ts';
import { sqliteFile } from '#db/open.ts';
import { openPostgres } from '#db/postgres.ts';
import { openSqlite } from '#db/sqlite.ts';
import { layout } from '#db/user-facts.ts';
import { isAnybodyWaiting, makePostgresDatabase, onBothDatabases, postgresUrl } from '../../test/databases.ts';
import { addPrimaryBefore, addUserBefore, schemaBefore } from '../../test/users-before.ts';

const now = 1_800_000_000_000;

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
      await addPrimaryBefore(tx);
      await addUserBefore(tx, { at: now, no: 1, lastSignInAt: 0 });
      await addUserBefore(tx, { at: now, no: 2, lastSignInAt: now });
      await addUserBefore(tx, { at: now, no: 3, lastSignInAt: 0, deletedAt: now });
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
  it('is known of everybody who was there before', async () => {
    assert.deepEqual(await never(), [1, 3]);
  });

  it('is so of whoever is added, until he signs in for the first time', async () => {
    await database.write(async (tx) => {
      for (const no of [4, 5]) await addUserBefore(tx, { at: now, no, lastSignInAt: 0 });
      await addUserBefore(tx, { at: now, no: 6, lastSignInAt: now });
    });
    assert.deepEqual(await never(), [1, 3, 4, 5]);
    for (const [no, signed_in] of [
      [4, 0],
      [2, 1],
    ] as const)
      await database.write((tx) => writeLastSignIn(tx, { no, signed_in }, now + 1));
    assert.deepEqual(await never(), [1, 3, 5]);
  });

  it('follows whatever else writes a last sign-in', async () => {
    await database.write(async (tx) => {
      await tx.updateTable('user_sign_ins').set({ last_sign_in_at: now }).where('user_no', '=', 5).execute();
      await tx.updateTable('user_sign_ins').set({ last_sign_in_at: 0 }).where('user_no', '=', 6).execute();
    });
    assert.deepEqual(await never(), [1, 3, 6]);
  });

  if (kind === 'postgres')
    it('makes whoever signs in for the first time wait for whoever changes him, and neither in vain', async () => {
      const [taken, goOn] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
      const changing = database.write(async (tx) => {
        await tx.selectFrom('users').select('no').where('no', '=', 1).forUpdate().execute();
        taken.resolve();
        await goOn.promise;
        // Writes beside his last sign-in, too.
        await tx.updateTable('users').set({ disabled_at: now }).where('no', '=', 1).execute();
      });
      await taken.promise;
      const signingIn = database.write((tx) => writeLastSignIn(tx, { no: 1, signed_in: 0 }, now));
      while (!(await isAnybodyWaiting(database))) await pause(5);
      goOn.resolve();
      await Promise.all([changing, signingIn]);
      assert.deepEqual(await never(), [3, 6]);
    });
});
