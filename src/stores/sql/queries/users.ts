// Statements about users of a SQL store: pages along the address, one user by name or key, what a password is judged by.
import { type RawBuilder, sql } from 'kysely';
import type { UserLayout } from '../layout.ts';
import type { Selected } from '../selected.ts';
import { column, columns, from, limit, type Statement, type Write, where } from './dialect.ts';

/** One name or key may be shared by so many rows before we stop looking: more than one is a mistake already. */
const alikeMax = 10;

export type Since = { readonly column: string; readonly moment: string } | null;

type Page = { readonly selected: Selected; readonly after: unknown; readonly since: Since; readonly size: number };

export function userPage(write: Write, users: UserLayout, { selected, after, since, size }: Page): Statement {
  const read = sql`select ${sql.join(selected)} from ${from(users.table.name)}`;
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

type By = { readonly selected: Selected; readonly column: string; readonly value: unknown };

export const usersWhere = (write: Write, { table }: UserLayout, by: By): Statement =>
  write(sql`select ${sql.join(by.selected)} from ${from(table.name)} where ${where(table, sql`${column(by.column)} = ${by.value}`)} ${limit(alikeMax)}`);

export const usersNamedAlike = (write: Write, { table, name }: UserLayout, by: Pick<By, 'selected' | 'value'>): Statement =>
  write(
    sql`select ${sql.join(by.selected)} from ${from(table.name)} where ${where(table, sql`lower(${column(name)}) = lower(${by.value})`)} ${limit(alikeMax)}`,
  );

type Secrets = { readonly key: unknown; readonly hash: RawBuilder<unknown> | null; readonly salt: RawBuilder<unknown> | null };

/** Key, address, hash, salt, whether he is disabled, whether he must change it; null for what the store has not. */
export const passwordOf = (write: Write, users: UserLayout, { key, hash, salt }: Secrets): Statement => {
  const named = (name: string | null | undefined) => (name ? column(name) : null);
  const parts = [column(users.key), column(users.address), hash, salt, named(users.disabling?.column), named(users.mustChange)];
  const read = sql.join(parts.map((part) => part ?? sql`null`));
  return write(sql`select ${read} from ${from(users.table.name)} where ${where(users.table, sql`${column(users.key)} = ${key}`)} ${limit(alikeMax)}`);
};

export const newest = (write: Write, { table, changed }: { table: UserLayout['table']; changed: string }): Statement =>
  write(sql`select max(${column(changed)}) from ${from(table.name)} where ${where(table)}`);

export type Asked = {
  readonly addresses: readonly unknown[];
  readonly names: readonly string[];
  readonly value: RawBuilder<unknown>;
  /** Rows of one answer. */
  readonly size: number;
  /** Where not all are taken, the same are taken each time. */
  readonly ordered: boolean;
};

/** Values in rows of their own, of these users and with these names; null = they stand in the user's row. */
export function valuesOf(write: Write, { values }: UserLayout, { addresses, names, value, size, ordered }: Asked): Statement | null {
  if (!values) return null;
  const ofThese = sql`${column(values.user)} in (${sql.join(addresses)})`;
  const named = sql`${column(values.name)} in (${sql.join(names)})`;
  const read = sql`select ${columns([values.user, values.name])}, ${value} from ${from(values.table.name)}`;
  const order = ordered ? sql` order by ${column(values.value)}` : sql``;
  return write(sql`${read} where ${where(values.table, ofThese, named)}${order} ${limit(size)}`);
}
