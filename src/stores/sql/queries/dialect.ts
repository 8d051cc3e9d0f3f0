// How statements are written for PostgreSQL and for MariaDB: Kysely quotes names and numbers places, and nothing is ever put into a statement as text.
// Called by the queries beside it. Pure: a statement is data, and somebody else asks it.
import {
  DummyDriver,
  Kysely,
  MysqlAdapter,
  MysqlIntrospector,
  MysqlQueryCompiler,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type RawBuilder,
  sql,
} from 'kysely';
import type { SqlSettings } from '../../settings-contract.ts';
import type { Table, TableName } from '../layout.ts';
import type { Kind } from '../shape.ts';

export type DialectName = SqlSettings['dialect'];
export type Statement = { readonly sql: string; readonly parameters: readonly unknown[] };
/** Turns a template into a statement. */
export type Write = (query: RawBuilder<unknown>) => Statement;

type NoTables = Record<never, never>;

export function writerFor(dialect: DialectName): Write {
  const isPostgres = dialect === 'postgres';
  const db = new Kysely<NoTables>({
    dialect: {
      createAdapter: () => (isPostgres ? new PostgresAdapter() : new MysqlAdapter()),
      createDriver: () => new DummyDriver(),
      createIntrospector: (database) => (isPostgres ? new PostgresIntrospector(database) : new MysqlIntrospector(database)),
      createQueryCompiler: () => (isPostgres ? new PostgresQueryCompiler() : new MysqlQueryCompiler()),
    },
  });
  return (query) => {
    const { sql: text, parameters } = query.compile(db);
    return { sql: text, parameters };
  };
}

export const column = (name: string): RawBuilder<unknown> => sql.id(name);
export const columns = (names: readonly string[]): RawBuilder<unknown> => sql.join(names.map(column));
/** So many letters, bytes or values of a column from its first on; what is never long is asked for whole. */
export function beginning(name: string, kind: Kind, { dialect, letters, valuesMax }: Beginning): RawBuilder<unknown> {
  const whole = column(name);
  const count = sql.lit(letters);
  if (kind === 'bytes') return sql`substr(${whole}, 1, ${count})`;
  if (kind === 'list')
    return sql`array(select left(one, ${count}) from unnest((${whole})[1:${sql.lit(valuesMax)}]) with ordinality as each (one, nth) order by nth)`;
  if (kind !== 'text') return whole;
  return dialect === 'postgres' ? sql`left(cast(${whole} as text), ${count})` : sql`left(${whole}, ${count})`;
}
type Beginning = { readonly dialect: DialectName; readonly letters: number; readonly valuesMax: number };

export const from = (name: TableName): RawBuilder<unknown> => sql.id(...name);

/** `a = 1 and b = 2`; always at least one. */
export function where({ fixed }: Pick<Table, 'fixed'>, ...conditions: readonly (RawBuilder<unknown> | null)[]): RawBuilder<unknown> {
  const all = [...fixed.map(([name, value]) => sql`${column(name)} = ${value}`), ...conditions.filter((condition) => condition !== null)];
  return all.length === 0 ? sql`1 = 1` : sql.join(all, sql` and `);
}

/** A number of ours, never of anybody else's: MySQL takes no place there. */
export const limit = (count: number): RawBuilder<unknown> => sql`limit ${sql.lit(count)}`;
