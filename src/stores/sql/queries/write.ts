// Statements that change rows of a SQL store: one row at a time, found by its key, and never outside of what the store was given (`fixed`).
import { type RawBuilder, sql } from 'kysely';
import type { Table } from '../layout.ts';
import { column, from, limit, type Statement, type Write, where } from './dialect.ts';

/** A value, or an expression such as `now`. */
export type Cell = { readonly column: string; readonly value: unknown };

/** By the clock of the database. */
export const now = (): RawBuilder<unknown> => sql`current_timestamp`;

export function insertRow(write: Write, table: Table, sets: readonly Cell[]): Statement {
  const all = [...table.fixed.map(([name, value]) => ({ column: name, value })), ...sets];
  const names = sql.join(all.map(({ column: name }) => column(name)));
  return write(sql`insert into ${from(table.name)} (${names}) values (${sql.join(all.map(({ value }) => value))})`);
}

export const updateRow = (write: Write, table: Table, { sets, at }: { readonly sets: readonly Cell[]; readonly at: Cell }): Statement =>
  write(sql`update ${from(table.name)} set ${sql.join(sets.map(equals))} where ${where(table, equals(at))}`);

export const deleteRows = (write: Write, table: Table, at: readonly Cell[]): Statement =>
  write(sql`delete from ${from(table.name)} where ${where(table, ...at.map(equals))}`);

export const rowsAt = (write: Write, table: Table, { read, at }: { readonly read: string; readonly at: readonly Cell[] }): Statement =>
  write(sql`select ${column(read)} from ${from(table.name)} where ${where(table, ...at.map(equals))} ${limit(2)}`);

/** Some value of a column, to write others as it is written. */
export const sampleOf = (write: Write, table: Table, name: string): Statement =>
  write(sql`select ${column(name)} from ${from(table.name)} where ${where(table, sql`${column(name)} is not null`)} ${limit(1)}`);

const equals = ({ column: name, value }: Cell): RawBuilder<unknown> => sql`${column(name)} = ${value}`;
