// PostgreSQL behind the Database port: a pool, transactions by Kysely, named statements for lists.
// Called by open.ts only. Knows no table.
import { createHash } from 'node:crypto';
import { Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import { type Database, type ListProgram, type Lists, readOnly } from './database.ts';
import { againAfterDeadlock } from './deadlock.ts';
import { loadProgram } from './load-program.ts';
import { borrow, patient } from './patience.ts';
import type { Tables } from './tables.ts';

const connectionsUsual = 12;
const connectMillisecondsMax = 5_000;
/** No statement of a server's is longer by design; a runaway one is stopped. */
const statementMillisecondsMax = 30_000;
/** Beyond that PostgreSQL itself would have stopped it: what has not answered by then hangs. */
const answerMillisecondsMax = statementMillisecondsMax + 2_000;
const int8 = 20;
const numeric = 1700;

/** Moments and counts fit a double exactly; `pg` would give them as text. Set for our pool only, never globally. */
const types: pg.CustomTypesConfig = {
  // biome-ignore lint/suspicious/noExplicitAny: the signature of pg.
  getTypeParser: (oid: number, format?: any) => (oid === int8 || oid === numeric ? Number : pg.types.getTypeParser(oid, format)),
};

export type Manner = {
  readonly connectionsMax?: number;
  /** For filling, restoring and migrating: an index over a million users takes as long as it takes, and nobody else is served meanwhile. */
  readonly unhurried?: boolean;
};

export function openPostgres(url: string, { connectionsMax = connectionsUsual, unhurried = false }: Manner = {}): Database {
  const pool = new pg.Pool({
    connectionString: url,
    max: connectionsMax,
    types,
    connectionTimeoutMillis: connectMillisecondsMax,
    ...(unhurried ? {} : { statement_timeout: statementMillisecondsMax, query_timeout: answerMillisecondsMax }),
    keepAlive: true,
    // Compiling a statement takes longer than any of ours may run.
    onConnect: async (client) => {
      await client.query('set jit = off');
    },
  });
  // An idle client that loses its server must not end the process; the next use says what is wrong.
  pool.on('error', () => {});
  const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool: patient(pool) }) });
  return {
    kind: 'postgres',
    read: readOnly(db),
    write: (body, { repeatable = false } = {}) => (repeatable ? againAfterDeadlock(() => db.transaction().execute(body)) : db.transaction().execute(body)),
    lists: listsOn(pool),
    close: () => db.destroy(),
  };
}

function listsOn(pool: pg.Pool): Lists {
  const texts = new Map<string, { readonly name: string; readonly text: string }>();
  return {
    async run<I, O>(named: ListProgram, input: I): Promise<O> {
      const program = await loadProgram(named);
      const { client, ask, release } = await borrow(pool);
      try {
        // The program named says what it gives.
        return (await program(async (sql, values) => (await ask(() => client.query({ ...textOf(texts, sql), values: [...values] }))).rows, input)) as O;
      } finally {
        release();
      }
    },
  };
}

/** Statements are named by their text, so that each connection plans one only once. `?` becomes `$1`, `$2` … */
function textOf(texts: Map<string, { readonly name: string; readonly text: string }>, sql: string) {
  const known = texts.get(sql);
  if (known) return known;
  let place = 0;
  const text = sql.replace(/\?/g, () => `$${++place}`);
  const made = { name: createHash('sha256').update(text).digest('base64url').slice(0, 24), text };
  if (texts.size > 5_000) texts.clear();
  texts.set(sql, made);
  return made;
}
