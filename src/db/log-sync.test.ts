import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readlinkSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { sql } from 'kysely';
import type { Database } from './database.ts';
import { LogSync } from './log-sync.ts';
import { openSqlite } from './sqlite.ts';

/** A disk that answers when it is told to. */
class SlowDisk {
  readonly asked: { readonly resolve: () => void; readonly reject: (fault: Error) => void }[] = [];
  readonly sync = () => new Promise<void>((resolve, reject) => void this.asked.push({ resolve, reject }));

  async askedTimes(times: number) {
    while (this.asked.length < times) await new Promise((next) => setImmediate(next));
  }
}

describe('a change on SQLite is told when it is on the disk', () => {
  let folder: string;
  let disk: SlowDisk;
  let database: Database;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'reeve-log-'));
    disk = new SlowDisk();
    const path = join(folder, 'reeve.db');
    database = openSqlite(path, { readers: 1, log: new LogSync(path, disk.sync) });
  });
  afterEach(async () => {
    for (const { resolve } of disk.asked) resolve();
    await database.close();
    rmSync(folder, { recursive: true });
  });

  const table = (name: string) => database.write((tx) => sql`create table ${sql.table(name)} (a)`.execute(tx));
  const isTold = async (promise: Promise<unknown>) => {
    let told = false;
    void promise.then(() => (told = true));
    for (let turn = 0; turn < 5; turn += 1) await new Promise((next) => setImmediate(next));
    return told;
  };

  it('not before', async () => {
    const change = table('first');
    await disk.askedTimes(1);
    assert.equal(await isTold(change), false);
    disk.asked[0]?.resolve();
    await change;
  });

  it('with one sync for all who were committed while the disk was busy', async () => {
    const first = table('first');
    await disk.askedTimes(1);
    const later = [table('second'), table('third'), table('fourth')];
    assert.equal(await isTold(Promise.race(later)), false);
    disk.asked[0]?.resolve();
    await first;
    await disk.askedTimes(2);
    assert.equal(await isTold(Promise.race(later)), false, 'the first sync may have begun before they were committed');
    disk.asked[1]?.resolve();
    await Promise.all(later);
    assert.equal(disk.asked.length, 2);
  });

  it('and never again once the disk has failed: what it has lost is not known', async () => {
    const change = table('first');
    await disk.askedTimes(1);
    const waiting = table('second');
    disk.asked[0]?.reject(Object.assign(new Error('i/o error'), { code: 'EIO' }));
    await assert.rejects(change, /The disk did not keep what was written .*Nothing is written until Reeve is started again/);
    await assert.rejects(waiting, /The disk did not keep/);
    await assert.rejects(table('third'), /The disk did not keep/);
    assert.equal(disk.asked.length, 1);
  });

  it('a refused change waits for no disk', async () => {
    await assert.rejects(
      database.write(async () => {
        throw new Error('refused');
      }),
      /refused/,
    );
    assert.equal(disk.asked.length, 0);
  });
});

it('the log is synced through a file of its own, which is closed with the database', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'reeve-log-'));
  const path = join(folder, 'reeve.db');
  const open = () => readdirSync('/proc/self/fd').filter((fd) => linkOf(fd) === `${path}-wal`).length;
  const database = openSqlite(path, { readers: 1 });
  await database.write((tx) => sql`create table first (a)`.execute(tx));
  assert.ok(open() >= 2, 'SQLite has one of its own');
  await database.close();
  assert.equal(open(), 0);
  rmSync(folder, { recursive: true });
});

function linkOf(fd: string): string {
  try {
    return readlinkSync(`/proc/self/fd/${fd}`);
  } catch {
    return '';
  }
}
