// Statements about the server itself: what it is, its clock, and of what kind the columns of a table are.
import { sql } from 'kysely';
import type { Table, TableName } from '../layout.ts';
import { columns, type DialectName, from, limit, type Statement, type Write } from './dialect.ts';

/** Version, and the clock in milliseconds since 1970. */
export const versionAndClock = (write: Write, dialect: DialectName): Statement =>
  write(dialect === 'postgres' ? sql`select version(), extract(epoch from clock_timestamp()) * 1000` : sql`select version(), unix_timestamp(now(6)) * 1000`);

/** What a session of ours keeps to: a time limit of the server's own, moments in UTC, and values refused rather than cut. */
export function sessionManners(dialect: DialectName, milliseconds: number, isMysql: boolean): readonly string[] {
  if (dialect === 'postgres') return [`set statement_timeout = ${milliseconds}`, "set time zone 'UTC'"];
  const timeLimit = isMysql ? `set session max_execution_time = ${milliseconds}` : `set session max_statement_time = ${milliseconds / 1000}`;
  return [timeLimit, "set session time_zone = '+00:00'", "set session sql_mode = 'STRICT_ALL_TABLES'"];
}

/**
 * Name, type, whether it may be null, whether the database fills it by itself, its collation. Empty = no such table, or none that we may see.
 * A name without a schema is looked for as the session would (search path, current database).
 */
export function columnsOf(write: Write, dialect: DialectName, name: TableName): Statement {
  const [schema, table] = name.length === 2 ? name : [null, name[0]];
  if (dialect === 'mariadb')
    return write(sql`select column_name, data_type, is_nullable = 'YES', column_default is not null or extra like '%auto_increment%', collation_name
      from information_schema.columns where table_schema = coalesce(${schema}, database()) and table_name = ${table} order by ordinal_position`);
  const whole = schema === null ? sql`quote_ident(${table})` : sql`quote_ident(${schema}) || '.' || quote_ident(${table})`;
  // A domain is of the type below it.
  return write(sql`select a.attname, coalesce(b.typname, t.typname), not a.attnotnull, a.atthasdef or a.attidentity <> '', null
    from pg_attribute a join pg_type t on t.oid = a.atttypid left join pg_type b on b.oid = nullif(t.typbasetype, 0)
    where a.attrelid = to_regclass(${whole}) and a.attnum > 0 and not a.attisdropped order by a.attnum`);
}

/** Schema, table, column, type; the user's own, not the database's. */
export const everything = (write: Write, dialect: DialectName, count: number): Statement =>
  write(
    dialect === 'postgres'
      ? sql`select table_schema, table_name, column_name, data_type from information_schema.columns
          where table_schema not in ('pg_catalog', 'information_schema') order by table_schema, table_name, ordinal_position ${limit(count)}`
      : sql`select table_schema, table_name, column_name, data_type from information_schema.columns
          where table_schema = database() order by table_schema, table_name, ordinal_position ${limit(count)}`,
  );

/** Some rows, whichever come first. */
export const firstRows = (
  write: Write,
  { table, columns: names, count }: { readonly table: Table; readonly columns: readonly string[]; readonly count: number },
): Statement => write(sql`select ${columns(names)} from ${from(table.name)} ${limit(count)}`);
