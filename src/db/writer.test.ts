import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { sql } from 'kysely';
import type { Database, Manner } from './database.ts';
import { openHandle } from './handle.ts';
import { LogSync } from './log-sync.ts';
import { kyselyOn, openSqlite } from './sqlite.ts';
import type { Tx } from './tables.ts';
import { Writer } from './writer.ts';

/** What a caller does, in this order: it may write, and it may throw. */
type Doing = { readonly writes: boolean; readonly throws: boolean } & Manner;

describe('those who share a commit on SQLite', () => {
  let folder: string;
  let database: Database;
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'reeve-writer-'));
    database = openSqlite(join(folder, 'reeve.db'), { readers: 1 });
    await database.write((tx) => sql`create table kept (name integer primary key)`.execute(tx));
  });
  afterEach(async () => {
    await database.close();
    rmSync(folder, { recursive: true });
  });

  /** All at once. Gives who was told that it was done, who was refused, how often each ran, and what is there afterwards. */
  async function together(callers: readonly Doing[]) {
    const runs = callers.map(() => 0);
    const told = await Promise.allSettled(
      callers.map(({ writes, throws, ...manner }, name) =>
        database.write(async (tx) => {
          runs[name] = (runs[name] ?? 0) + 1;
          await sql`select name from kept where name = ${name}`.execute(tx);
          if (writes) await sql`insert into kept (name) values (${name})`.execute(tx);
          if (throws) throw new Error(`refused ${name}`);
          return name;
        }, manner),
      ),
    );
    // Through a transaction of its own: the reading handle need not have seen the newest commit yet.
    const { rows } = await database.write((tx) => sql<{ name: number }>`select name from kept order by name`.execute(tx));
    return { runs, told: told.map((one) => (one.status === 'fulfilled' ? one.value : String(one.reason.message))), kept: rows.map(({ name }) => name) };
  }
  const good: Doing = { writes: true, throws: false, repeatable: true };
  const late: Doing = { writes: true, throws: true, repeatable: true };
  const early: Doing = { writes: false, throws: true, repeatable: true };
  const once: Doing = { writes: true, throws: false };
  const onceLate: Doing = { writes: true, throws: true };

  it('are carried out once, if nobody throws', async () => {
    const { runs, kept, told } = await together([good, good, good]);
    assert.deepEqual({ runs, kept, told }, { runs: [1, 1, 1], kept: [0, 1, 2], told: [0, 1, 2] });
  });

  it('are run again where one throws after he wrote, and only he is refused', async () => {
    const { runs, kept, told } = await together([good, good, late, good, late, good]);
    assert.deepEqual({ kept, told }, { kept: [0, 1, 3, 5], told: [0, 1, 'refused 2', 3, 'refused 4', 5] });
    assert.deepEqual(runs.slice(0, 3), [2, 2, 2]);
    assert.ok(
      runs.every((times) => times <= 2),
      String(runs),
    );
  });

  it('are not run again for one who throws before he writes', async () => {
    const { runs, kept, told } = await together([good, early, good]);
    assert.deepEqual({ runs, kept, told }, { runs: [1, 1, 1], kept: [0, 2], told: [0, 'refused 1', 2] });
  });

  it('never run twice who may not', async () => {
    const { runs, kept, told } = await together([good, once, onceLate, late, good, once]);
    assert.deepEqual({ runs, kept, told }, { runs: [1, 1, 1, 1, 1, 1], kept: [0, 1, 4, 5], told: [0, 1, 'refused 2', 'refused 3', 4, 5] });
  });

  it('all end as if each had been alone, in any mixture', async () => {
    const kinds = [good, late, early, once, onceLate];
    // Every third or so is another, in an order without a pattern.
    const callers = Array.from({ length: 300 }, (_, nth) => kinds[(nth * nth + 7 * nth) % 11] ?? good);
    const { runs, kept, told } = await together(callers);
    const expected = callers.flatMap(({ writes, throws }, name) => (writes && !throws ? [name] : []));
    assert.deepEqual(kept, expected);
    assert.deepEqual(
      told,
      callers.map(({ throws }, name) => (throws ? `refused ${name}` : name)),
    );
    assert.ok(
      callers.every(({ repeatable = false }, name) => (runs[name] ?? 0) <= (repeatable ? 2 : 1)),
      String(runs),
    );
  });

  it('leave nothing of anybody who is refused, where SQLite ends the transaction by itself under one of them', async () => {
    const handle = openHandle(join(folder, 'reeve.db'), false);
    const tx = kyselyOn(handle) as unknown as Tx;
    // As if nobody had written: it does so also under somebody who only reads, where the disk fails.
    const writer = new Writer({ handle, tx, writes: () => 0 }, new LogSync(join(folder, 'reeve.db')));
    const keep = (name: number) => async (on: Tx) => void (await sql`insert into kept (name) values (${name})`.execute(on));
    const fails = async (on: Tx) => {
      await sql`rollback`.execute(on);
      throw new Error('the disk failed');
    };
    const swallows = async (on: Tx) => void (await sql`rollback`.execute(on));
    for (const bad of [fails, swallows]) {
      const told = await Promise.allSettled([keep(1), bad, keep(2)].map((body) => writer.write(body, { repeatable: true })));
      const done = told.flatMap(({ status }, nth) => (status === 'fulfilled' && nth !== 1 ? [nth === 0 ? 1 : 2] : []));
      const rows = handle.prepare('select name from kept order by name').all();
      assert.deepEqual(
        rows.map(({ name }) => name),
        done,
      );
      handle.exec('delete from kept');
    }
    await writer.end();
    handle.close();
  });
});
