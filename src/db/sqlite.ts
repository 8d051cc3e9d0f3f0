// SQLite behind the Database port: one write handle whose callers share commits (writer.ts), one read handle, and readers in worker threads for lists.
// Called by open.ts only. Knows no table.

import type { DatabaseSync } from 'node:sqlite';
import { CompiledQuery, type DatabaseConnection, type Dialect, type Driver, Kysely, type QueryResult, SqliteIntrospector, SqliteQueryCompiler } from 'kysely';
import { type Database, readOnly } from './database.ts';
import { openHandle, statementCache } from './handle.ts';
import { HandleAdapter } from './handle-adapter.ts';
import { openListWorkers } from './list-workers.ts';
import { LogSync } from './log-sync.ts';
import type { Tables } from './tables.ts';
import { Writer } from './writer.ts';

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
