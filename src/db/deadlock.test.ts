import assert from 'node:assert/strict';
import { before, it } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { sql } from 'kysely';
import { onBothDatabases } from '../../test/databases.ts';
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
  const isAnybodyWaiting = async () => {
    const { rows } = await sql`select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`.execute(
      database.read as unknown as Tx,
    );
    return rows.length > 0;
  };

  /** The one that waits first is the one PostgreSQL takes back. Gives how often it ran. */
  async function cross(manner: Manner): Promise<{ readonly runs: number; readonly told: PromiseSettledResult<void>[] }> {
    let runs = 0;
    const [holds, waits] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const first = database.write(async (tx) => {
      runs += 1;
      await add(tx, 'a');
      waits.resolve();
      if (runs === 1) await holds.promise;
      await add(tx, 'b');
    }, manner);
    const second = database.write(async (tx) => {
      await waits.promise;
      await add(tx, 'b');
      holds.resolve();
      while (!(await isAnybodyWaiting())) await pause(5);
      await add(tx, 'a');
    });
    return { told: await Promise.allSettled([first, second]), runs };
  }
  const sum = async () => {
    const { rows } = await database.write((tx) => sql<{ n: number }>`select n from crossed order by name`.execute(tx));
    return rows.map(({ n }) => Number(n));
  };

  // SQLite has one writer: there nobody waits for anybody.
  if (kind === 'postgres') {
    it('are both done, if the one that is taken back may be run again', async () => {
      const { runs, told } = await cross({ repeatable: true });
      assert.deepEqual([runs, told.map(({ status }) => status), await sum()], [2, ['fulfilled', 'fulfilled'], [2, 2]]);
    });

    it('are told of it, if it may not', async () => {
      const { runs, told } = await cross({});
      assert.deepEqual([runs, told.map(({ status }) => status), await sum()], [1, ['rejected', 'fulfilled'], [3, 3]]);
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
