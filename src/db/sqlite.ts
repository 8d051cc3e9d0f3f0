// SQLite behind the Database port: one write handle whose callers share commits, one read handle, and readers in worker threads for lists.
// Called by open.ts only. Knows no table.

import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { setTimeout as pause } from 'node:timers/promises';
import { CompiledQuery, type DatabaseConnection, type Dialect, type Driver, Kysely, type QueryResult, SqliteIntrospector, SqliteQueryCompiler } from 'kysely';
import { type Database, readOnly } from './database.ts';
import { HandleAdapter } from './handle-adapter.ts';
import { openListWorkers } from './list-workers.ts';
import { LogSync } from './log-sync.ts';
import type { Tables, Tx } from './tables.ts';

/** Statements kept prepared on one handle; the oldest goes first. */
const statementsMax = 500;
/** A shared commit closes after so many callers or milliseconds, so that the event loop breathes. */
const batchCallersMax = 64;
const batchMillisecondsMax = 6;
/** How long a write waits for another process (the command line) before it gives up. */
const busyMillisecondsMax = 10_000;

const pragmas = [
  'journal_mode = WAL',
  'synchronous = FULL',
  'foreign_keys = ON',
  'busy_timeout = 0',
  'cache_size = -32000',
  'temp_store = MEMORY',
  'journal_size_limit = 67108864',
];

/** Opens a handle with the pragmas of rule 34. */
export function openHandle(path: string, readOnly: boolean): DatabaseSync {
  const handle = new DatabaseSync(path, { readOnly, enableForeignKeyConstraints: true, timeout: 0 });
  for (const pragma of readOnly ? pragmas.slice(2) : pragmas) handle.exec(`pragma ${pragma}`);
  return handle;
}

/**
 * SQLite plans a statement anew whenever the value of a bare `limit ?` is bound, which costs as much as running a small one. A sign before it hides the value
 * from the planner.
 */
const plannedOnce = (sql: string): string => sql.replace(/\b(limit|offset) \?/g, '$1 +?');

/** Prepared statements by their text. */
export function statementCache(handle: DatabaseSync): (sql: string) => StatementSync {
  const kept = new Map<string, StatementSync>();
  return (sql) => {
    const known = kept.get(sql);
    if (known) return known;
    const made = handle.prepare(plannedOnce(sql));
    if (kept.size >= statementsMax)
      for (const oldest of kept.keys()) {
        kept.delete(oldest);
        break;
      }
    kept.set(sql, made);
    return made;
  };
}

class HandleConnection implements DatabaseConnection {
  readonly #adapter: HandleAdapter;
  constructor(adapter: HandleAdapter) {
    this.#adapter = adapter;
  }
  async executeQuery<R>({ sql, parameters }: CompiledQuery): Promise<QueryResult<R>> {
    const { rows, changes, lastInsertRowid } = this.#adapter.run(sql, parameters);
    return { rows: rows as R[], numAffectedRows: BigInt(changes), insertId: BigInt(lastInsertRowid) };
  }

  // biome-ignore lint/correctness/useYield: required by the interface; nothing here streams.
  async *streamQuery(): AsyncGenerator<never> {
    throw new Error('SQLite statements are not streamed: read in pages.');
  }
}

/** One connection, never waited for: whoever uses it is serialised by `write`, or only reads. */
class HandleDriver implements Driver {
  readonly #connection: HandleConnection;
  constructor(adapter: HandleAdapter) {
    this.#connection = new HandleConnection(adapter);
  }
  async init() {}
  async acquireConnection() {
    return this.#connection;
  }
  async beginTransaction(connection: DatabaseConnection) {
    await connection.executeQuery(CompiledQuery.raw('begin immediate'));
  }
  async commitTransaction(connection: DatabaseConnection) {
    await connection.executeQuery(CompiledQuery.raw('commit'));
  }
  async rollbackTransaction(connection: DatabaseConnection) {
    await connection.executeQuery(CompiledQuery.raw('rollback'));
  }
  async releaseConnection() {}
  async destroy() {}
}

export function kyselyOn(handle: DatabaseSync): Kysely<Tables> {
  const adapter = new HandleAdapter(statementCache(handle));
  const dialect: Dialect = {
    createAdapter: () => adapter,
    createDriver: () => new HandleDriver(adapter),
    createIntrospector: (db) => new SqliteIntrospector(db),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  };
  return new Kysely<Tables>({ dialect });
}

type Waiting = { readonly body: (tx: Tx) => Promise<unknown>; readonly resolve: (value: unknown) => void; readonly reject: (reason: unknown) => void };

/** Callers queue here; those that come while one works share its commit (25,000 changes/s against 4,600, reference/limits.md). */
class Writer {
  readonly #handle: DatabaseSync;
  readonly #savepoint: StatementSync;
  readonly #release: StatementSync;
  readonly #tx: Tx;
  readonly #log: LogSync;
  readonly #waiting: Waiting[] = [];
  #working: Promise<void> | undefined;
  #ended = false;
  constructor(handle: DatabaseSync, log: LogSync) {
    this.#handle = handle;
    this.#log = log;
    handle.exec('pragma synchronous = NORMAL');
    this.#savepoint = handle.prepare('savepoint one');
    this.#release = handle.prepare('release one');
    this.#tx = kyselyOn(handle);
  }

  write<T>(body: (tx: Tx) => Promise<T>): Promise<T> {
    if (this.#ended) return Promise.reject(new Error('The database is closed: nothing is written any more.'));
    return new Promise<T>((resolve, reject) => {
      // `resolve` takes just what `body` gives; the queue cannot say so per element.
      this.#waiting.push({ body, resolve: resolve as (value: unknown) => void, reject });
      this.#working ??= this.#work();
    });
  }

  /** Takes nothing more, and resolves when what was taken is written. */
  async end() {
    this.#ended = true;
    await this.#working;
  }

  /** Each batch begins after what has just arrived was read: the first of many shares his commit with the others. */
  async #work() {
    while (this.#waiting.length > 0) {
      await new Promise((next) => setImmediate(next));
      await this.#batch();
    }
    this.#working = undefined;
  }

  async #batch() {
    const done: (() => void)[] = [];
    const failed: ((reason: unknown) => void)[] = [];
    try {
      this.#log.checkSound();
      await this.#begin();
      const started = performance.now();
      while (done.length < batchCallersMax && performance.now() - started < batchMillisecondsMax) {
        const next = this.#waiting.shift();
        if (!next) break;
        failed.push(next.reject);
        const settle = await this.#one(next);
        if (settle) done.push(settle);
      }
      this.#handle.exec('commit');
    } catch (fault) {
      this.#abandon();
      // Nobody in this batch was told anything yet, but those already refused; telling twice does no harm.
      const unserved = failed.length === 0 ? this.#waiting.splice(0).map((one) => one.reject) : failed;
      for (const reject of unserved) reject(fault);
      return;
    }
    if (done.length > 0) void this.#tellWhenDurable(done, failed);
  }

  /** The next batch is worked on while the disk writes this one down. */
  async #tellWhenDurable(done: readonly (() => void)[], failed: readonly ((reason: unknown) => void)[]) {
    try {
      await this.#log.durable();
      for (const settle of done) settle();
    } catch (fault) {
      for (const reject of failed) reject(fault);
    }
  }

  async #one({ body, resolve, reject }: Waiting): Promise<(() => void) | null> {
    this.#savepoint.run();
    try {
      const value = await body(this.#tx);
      this.#release.run();
      return () => resolve(value);
    } catch (refused) {
      this.#handle.exec('rollback to one');
      this.#release.run();
      reject(refused);
      return null;
    }
  }

  /** Another process may hold the lock for a moment: try again without holding up the event loop (rule 34). */
  async #begin() {
    const started = performance.now();
    for (;;) {
      try {
        this.#handle.exec('begin immediate');
        return;
      } catch (fault) {
        if (!isBusy(fault) || performance.now() - started > busyMillisecondsMax) throw fault;
        await pause(3);
      }
    }
  }

  #abandon() {
    // A disk that fails may fail at this too; whoever waits is told of the first fault.
    try {
      if (this.#handle.isTransaction) this.#handle.exec('rollback');
    } catch {
      // The next `begin` says what is wrong.
    }
  }
}

const isBusy = (fault: unknown) => fault instanceof Error && 'errcode' in fault && (fault.errcode === 5 || fault.errcode === 517 || fault.errcode === 6);

/** Opens the file and its readers. `readers` = worker threads for lists. `log` is told apart for tests of what a disk may do. */
export function openSqlite(path: string, { readers, log = new LogSync(path) }: { readonly readers: number; readonly log?: LogSync }): Database {
  const writeHandle = openHandle(path, false);
  const readHandle = openHandle(path, true);
  const writer = new Writer(writeHandle, log);
  const lists = openListWorkers(path, readers);
  let closed: Promise<void> | undefined;
  const close = async () => {
    await Promise.allSettled([writer.end(), lists.close()]);
    await log.close();
    readHandle.close();
    writeHandle.close();
  };
  return {
    kind: 'sqlite',
    read: readOnly(kyselyOn(readHandle)),
    write: (body) => writer.write(body),
    lists,
    close() {
      closed ??= close();
      return closed;
    },
  };
}
