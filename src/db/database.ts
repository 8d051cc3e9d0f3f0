// The port of a database: what the rest of the house may ask of SQLite and PostgreSQL alike.
// sqlite.ts and postgres.ts fill it; portable.ts holds the few expressions that differ. Knows no table.
import type { Kysely } from 'kysely';
import type { Db, Tables, Tx } from './tables.ts';

export type Database = {
  readonly kind: 'sqlite' | 'postgres';
  /** For single reads. Never waits for a writer. */
  readonly read: Db;
  /**
   * A durable transaction: when the promise resolves, neither kill -9 nor a power cut loses it. Await nothing but the database inside.
   * On SQLite, concurrent calls share one commit: one that throws is rolled back alone.
   */
  write<T>(body: (tx: Tx) => Promise<T>, manner?: Manner): Promise<T>;
  /** Statements of lists, counts and exports, away from the event loop. */
  readonly lists: Lists;
  close(): Promise<void>;
};

/**
 * `repeatable`: the body may be run again from its beginning after it was rolled back, since it leaves nothing outside the transaction. On SQLite it costs less
 * then; on PostgreSQL it is run again if it and another waited for each other.
 */
export type Manner = { readonly repeatable?: boolean };

/** One small statement after another; never one that runs long (a running SQLite statement cannot be stopped). */
export type Lists = {
  /** Runs `program` in a reader: a worker with its own connection on SQLite, a pool client on PostgreSQL. */
  run<I, O>(program: ListProgram, input: I): Promise<O>;
};
/** Names a module under src/ and its export: `(query, input) => output`, pure but for `query`. */
export type ListProgram = { readonly module: string; readonly name: string };
/** Runs one prepared statement. `?` on SQLite, `$1` on PostgreSQL: see portable.ts. */
export type Query = (sql: string, values: readonly (string | number)[]) => Promise<readonly Record<string, string | number>[]>;

/** Takes the means to write away, by type (Kysely's own recipe for ReadonlyKysely; its two types share no supertype to narrow by). */
export const readOnly = (db: Kysely<Tables>): Db => db as never;
