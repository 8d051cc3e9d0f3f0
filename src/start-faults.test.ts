import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { type TestContext, test } from 'node:test';
import { exitCodeDocs } from '#cli/exit-codes.ts';
import {
  checkClockAgainstDatabase,
  checkClockAgainstJournal,
  explainStartFault,
  lockDataFolder,
  prepareDataFolder,
  StartFault,
  startFaults,
} from '#start-faults.ts';

function folder(t: TestContext): string {
  const path = mkdtempSync(join(tmpdir(), 'reeve-start-'));
  t.after(() => rmSync(path, { recursive: true }));
  return path;
}

const place = (data: string, database = '') => ({ data, host: '127.0.0.1', port: 9443, database });
const isFault = (code: string, says: RegExp) => (error: unknown) => error instanceof StartFault && error.code === code && says.test(error.sentence);

async function caught(body: () => unknown): Promise<unknown> {
  try {
    await body();
  } catch (error) {
    return error;
  }
  return null;
}

test('a missing data folder is made for its owner only', (t) => {
  const data = join(folder(t), 'a', 'b');
  prepareDataFolder({ data });
  assert.equal(statSync(data).mode & 0o777, 0o700);
});

test('a data folder that is a file is refused', (t) => {
  const data = join(folder(t), 'file');
  writeFileSync(data, '');
  assert.throws(() => prepareDataFolder({ data }), isFault('data-not-writable', /is a file/));
  assert.throws(() => prepareDataFolder({ data: join(data, 'below') }), isFault('data-not-writable', /lies below one/));
});

test('a data folder is held by one server, and free again when released', (t) => {
  const data = folder(t);
  const lock = lockDataFolder({ data });
  assert.throws(() => lockDataFolder({ data }), isFault('data-in-use', /^Another server uses the data folder/));
  lock.release();
  lockDataFolder({ data }).release();
});

test('kill -9 leaves no stale lock', async (t) => {
  const data = folder(t);
  const script = `const { lockDataFolder } = await import(${JSON.stringify(new URL('./start-faults.ts', import.meta.url).href)}); globalThis.lock = lockDataFolder({ data: ${JSON.stringify(data)} }); console.log('held'); setInterval(() => globalThis.lock, 1000);`;
  const holder = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', '--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  t.after(() => holder.kill('SIGKILL'));
  await once(holder.stdout, 'data');
  assert.throws(() => lockDataFolder({ data }), isFault('data-in-use', /uses the data folder/));
  holder.kill('SIGKILL');
  await once(holder, 'exit');
  lockDataFolder({ data }).release();
});

test('a port that is taken, and a foreign address, are told apart', async (t) => {
  const first = createServer().listen(0, '127.0.0.1');
  t.after(() => first.close());
  await once(first, 'listening');
  const address = first.address();
  assert.ok(typeof address === 'object' && address !== null);
  const taken = await caught(() => once(createServer().listen(address.port, '127.0.0.1'), 'listening'));
  assert.match(explainStartFault(taken, place('/x'))?.sentence ?? '', new RegExp(`^Port ${address.port} is taken`));
  const foreign = await caught(() => once(createServer().listen(0, '192.0.2.1'), 'listening'));
  assert.equal(explainStartFault(foreign, place('/x'))?.code, 'address-refused');
});

test('a file that is no database is a corrupt one', async (t) => {
  const data = folder(t);
  writeFileSync(join(data, 'reeve.db'), 'x'.repeat(4096));
  const error = await caught(() => {
    using db = new DatabaseSync(join(data, 'reeve.db'));
    db.exec('CREATE TABLE t (x)');
  });
  assert.equal(explainStartFault(error, place(data))?.code, 'database-corrupt');
});

test('a PostgreSQL that does not answer is named without its password', async () => {
  const refused = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED', syscall: 'connect' });
  const fault = explainStartFault(refused, place('/x', 'postgres://reeve:hunter2@db.example:5432/reeve'));
  assert.equal(fault?.code, 'database-unreachable');
  assert.match(fault?.sentence ?? '', /^PostgreSQL at db\.example:5432 does not answer/);
  assert.doesNotMatch(fault?.sentence ?? '', /hunter2/);
});

test('a full disk is a full disk, and a bug is not explained away', () => {
  assert.equal(explainStartFault(Object.assign(new Error('write'), { code: 'ENOSPC' }), place('/x'))?.code, 'disk-full');
  assert.equal(explainStartFault(new TypeError('x is not a function'), place('/x')), null);
});

test('a clock behind the journal or apart from the database is refused beyond five seconds', () => {
  checkClockAgainstJournal(10_000, 15_000);
  assert.throws(() => checkClockAgainstJournal(10_000, 15_001), isFault('clock-behind', /Set the clock\.$/));
  checkClockAgainstDatabase({ before: 10_000, after: 10_100, database: 15_100 });
  assert.throws(() => checkClockAgainstDatabase({ before: 10_000, after: 10_100, database: 4999 }), isFault('clock-apart', /5 s apart/));
});

test('every failed start has an exit code of its own, and docs/exit-codes.md lists them', () => {
  const codes = Object.values(startFaults).map(([code]) => code);
  assert.equal(new Set(codes).size, codes.length);
  assert.equal(readFileSync(new URL('../docs/exit-codes.md', import.meta.url), 'utf8'), exitCodeDocs());
});
