// Connections to PostgreSQL that nobody waits for without end: the server, or the way to it, can hang without closing anything.
// Called by postgres.ts only. Knows no statement.
import type { PostgresPool, PostgresPoolClient } from 'kysely';
import type pg from 'pg';

/** What pg says when its `query_timeout` has passed; it has no code. */
const isLate = (fault: unknown) => fault instanceof Error && fault.message === 'Query read timeout';

export type Borrowed = {
  readonly client: pg.PoolClient;
  /** Asks on this connection. After a late answer nothing more is asked on it. */
  ask<T>(asking: () => Promise<T>): Promise<T>;
  release(broken?: boolean): void;
};

/** A connection on which an answer was late is closed, not put back: whoever came next would wait behind it. */
export async function borrow(pool: pg.Pool): Promise<Borrowed> {
  const client = await pool.connect();
  let late = false;
  return {
    client,
    async ask(asking) {
      if (late) throw new Error('PostgreSQL did not answer on this connection, so it was given up.');
      try {
        return await asking();
      } catch (fault) {
        late = isLate(fault);
        throw fault;
      }
    },
    release: (broken = false) => client.release(broken || late),
  };
}

/** The pool as Kysely uses it. */
export const patient = (pool: pg.Pool): PostgresPool => ({
  options: pool.options,
  end: () => pool.end(),
  async connect() {
    const { client, ask, release } = await borrow(pool);
    const query = (sql: string, values: readonly unknown[]) => ask(() => client.query(sql, [...values]));
    // Of the two things Kysely may ask, text and cursors, nothing of ours asks for cursors.
    return { query, release } as unknown as PostgresPoolClient;
  },
});
