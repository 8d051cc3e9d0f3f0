// Statements about users of a SQL store: pages along the address, one user by name or key, what a password is judged by.
import { sql } from 'kysely';
import type { UserLayout } from '../layout.ts';
import { column, columns, from, limit, type Statement, type Write, where } from './dialect.ts';

/** One name or key may be shared by so many rows before we stop looking: more than one is a mistake already. */
const alikeMax = 10;

/** What is read of each user's row, in this order: entries.ts takes it apart again. */
export const userColumns = (users: UserLayout): readonly string[] => [
  users.address,
  users.key,
  users.name,
  ...(users.disabling ? [users.disabling.column] : []),
  ...(users.values ? [] : Object.values(users.mapping)),
];

export type Since = { readonly column: string; readonly moment: string } | null;

export function userPage(write: Write, users: UserLayout, { after, since, size }: { after: unknown; since: Since; size: number }): Statement {
  const read = sql`select ${columns(userColumns(users))} from ${from(users.table.name)}`;
  // A row that says no moment may have changed at any.
  const changed = since && sql`(${column(since.column)} >= ${since.moment} or ${column(since.column)} is null)`;
  return write(sql`${read} where ${where(users.table, isAfter(users.address, after), changed)} order by ${column(users.address)} ${limit(size)}`);
}

export const keyPage = (
  write: Write,
  { table, address, key }: Pick<UserLayout, 'table' | 'address' | 'key'>,
  { after, size }: { after: unknown; size: number },
): Statement =>
  write(
    sql`select ${columns([address, key])} from ${from(table.name)} where ${where(table, isAfter(address, after))} order by ${column(address)} ${limit(size)}`,
  );

export const isAfter = (name: string, after: unknown) => (after === undefined ? sql`${column(name)} is not null` : sql`${column(name)} > ${after}`);

export const withoutAddress = (write: Write, { table, address }: Pick<UserLayout, 'table' | 'address'>): Statement =>
  write(sql`select count(*) from ${from(table.name)} where ${where(table, sql`${column(address)} is null`)}`);

export const usersWhere = (write: Write, users: UserLayout, by: { readonly column: string; readonly value: unknown }): Statement =>
  write(
    sql`select ${columns(userColumns(users))} from ${from(users.table.name)} where ${where(users.table, sql`${column(by.column)} = ${by.value}`)} ${limit(alikeMax)}`,
  );

export const usersNamedAlike = (write: Write, users: UserLayout, name: string): Statement =>
  write(
    sql`select ${columns(userColumns(users))} from ${from(users.table.name)} where ${where(users.table, sql`lower(${column(users.name)}) = lower(${name})`)} ${limit(alikeMax)}`,
  );

/** Key, address, hash, salt, whether he is disabled, whether he must change it; null for what the store has not. */
export const passwordOf = (write: Write, users: UserLayout, key: unknown): Statement => {
  const parts = [users.key, users.address, users.password, users.salt, users.disabling?.column ?? null, users.mustChange];
  const read = sql.join(parts.map((name) => (name === null ? sql`null` : column(name))));
  return write(sql`select ${read} from ${from(users.table.name)} where ${where(users.table, sql`${column(users.key)} = ${key}`)} ${limit(alikeMax)}`);
};

export const newest = (write: Write, { table, changed }: { table: UserLayout['table']; changed: string }): Statement =>
  write(sql`select max(${column(changed)}) from ${from(table.name)} where ${where(table)}`);

/** Values in rows of their own, of these users and only those that are mapped. */
export function valuesOf(write: Write, users: UserLayout, addresses: readonly unknown[]): Statement | null {
  const { values, mapping } = users;
  if (!values || addresses.length === 0 || Object.keys(mapping).length === 0) return null;
  const ofThese = sql`${column(values.user)} in (${sql.join(addresses)})`;
  const mapped = sql`${column(values.name)} in (${sql.join([...new Set(Object.values(mapping))])})`;
  return write(sql`select ${columns([values.user, values.name, values.value])} from ${from(values.table.name)} where ${where(values.table, ofThese, mapped)}`);
}
