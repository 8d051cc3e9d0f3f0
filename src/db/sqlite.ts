// SQLite behind the Database port: one write handle whose callers share commits (writer.ts), one read handle, and readers in worker threads for lists.
// Called by open.ts only. Knows no table.

import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { CompiledQuery, type DatabaseConnection, type Dialect, type Driver, Kysely, type QueryResult, SqliteIntrospector, SqliteQueryCompiler } from 'kysely';
import { type Database, readOnly } from './database.ts';
import { HandleAdapter } from './handle-adapter.ts';
import { openListWorkers } from './list-workers.ts';
import { LogSync } from './log-sync.ts';
import type { Tables } from './tables.ts';
import { Writer } from './writer.ts';

/** Statements kept prepared on one handle; the oldest goes first. */
const statementsMax = 500;

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

export const kyselyOn = (handle: DatabaseSync): Kysely<Tables> => kyselyBy(new HandleAdapter(statementCache(handle)));

function kyselyBy(adapter: HandleAdapter): Kysely<Tables> {
  const dialect: Dialect = {
    createAdapter: () => adapter,
    createDriver: () => new HandleDriver(adapter),
    createIntrospector: (db) => new SqliteIntrospector(db),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  };
  return new Kysely<Tables>({ dialect });
}

/** Opens the file and its readers. `readers` = worker threads for lists. `log` is told apart for tests of what a disk may do. */
export function openSqlite(path: string, { readers, log = new LogSync(path) }: { readonly readers: number; readonly log?: LogSync }): Database {
  const writeHandle = openHandle(path, false);
  const readHandle = openHandle(path, true);
  const adapter = new HandleAdapter(statementCache(writeHandle));
  const writer = new Writer({ handle: writeHandle, tx: kyselyBy(adapter), writes: () => adapter.writes }, log);
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
    write: (body, manner = {}) => writer.write(body, manner),
    lists,
    close() {
      closed ??= close();
      return closed;
    },
  };
}
