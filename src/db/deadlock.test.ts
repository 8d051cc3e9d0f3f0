import assert from 'node:assert/strict';
import { before, it } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { sql } from 'kysely';
import { isAnybodyWaiting, onBothDatabases } from '../../test/databases.ts';
import type { Database, Manner } from './database.ts';
import { againAfterDeadlock } from './deadlock.ts';
import type { Tx } from './tables.ts';

const deadlock = Object.assign(new Error('deadlock detected'), { code: '40P01' });

onBothDatabases('Two transactions that wait for each other', (open, kind) => {
  let database: Database;
  before(async () => {
    ({ database } = await open());
    await database.write(async (tx) => {
      await sql`create table crossed (name text primary key, n integer not null)`.execute(tx);
      await sql`insert into crossed (name, n) values ('a', 0), ('b', 0)`.execute(tx);
    });
  });

  const add = (tx: Tx, name: string) => sql`update crossed set n = n + 1 where name = ${name}`.execute(tx);
  /** Which of the two is taken back is by chance. Gives how often they ran, together, and how they ended. */
  async function cross(manner: Manner): Promise<{ readonly runs: number; readonly ended: readonly string[] }> {
    const [hasA, hasB] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const runs = { first: 0, second: 0 };
    const first = database.write(async (tx) => {
      runs.first += 1;
      await add(tx, 'a');
      hasA.resolve();
      await hasB.promise;
      await add(tx, 'b');
    }, manner);
    const second = database.write(async (tx) => {
      runs.second += 1;
      await hasA.promise;
      await add(tx, 'b');
      hasB.resolve();
      if (runs.second === 1) while (!(await isAnybodyWaiting(database))) await pause(5);
      await add(tx, 'a');
    }, manner);
    const told = await Promise.allSettled([first, second]);
    return { ended: told.map(({ status }) => status).sort(), runs: runs.first + runs.second };
  }
  const sum = async () => {
    const { rows } = await database.write((tx) => sql<{ n: number }>`select n from crossed order by name`.execute(tx));
    return rows.map(({ n }) => Number(n));
  };

  // SQLite has one writer: there nobody waits for anybody.
  if (kind === 'postgres') {
    it('are both done, if whichever is taken back may be run again', async () => {
      const { runs, ended } = await cross({ repeatable: true });
      assert.deepEqual(
        [ended, await sum()],
        [
          ['fulfilled', 'fulfilled'],
          [2, 2],
        ],
      );
      assert.ok(runs > 2, 'nobody was taken back');
    });

    it('are told of it, if it may not', async () => {
      const { runs, ended } = await cross({});
      assert.deepEqual([runs, ended, await sum()], [2, ['fulfilled', 'rejected'], [3, 3]]);
    });
  }

  it('are given up after three times, and whatever else is wrong at once', async () => {
    for (const [fault, expected] of [
      [deadlock, 3],
      [new Error('another'), 1],
    ] as const) {
      let runs = 0;
      const failing = async () => {
        runs += 1;
        throw fault;
      };
      await assert.rejects(againAfterDeadlock(failing), fault);
      assert.equal(runs, expected);
    }
  });
});
