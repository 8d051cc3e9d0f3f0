// Statements about groups of a SQL store and who is in them.
import { type RawBuilder, sql } from 'kysely';
import type { GroupLayout } from '../layout.ts';
import { column, columns, from, limit, type Statement, type Write, where } from './dialect.ts';
import { isAfter } from './users.ts';

type Page = { readonly name: RawBuilder<unknown>; readonly after: unknown; readonly size: number };

export const groupPage = (write: Write, { table, address, key }: GroupLayout, { name, after, size }: Page): Statement =>
  write(
    sql`select ${columns([address, key])}, ${name} from ${from(table.name)} where ${where(table, isAfter(address, after))} order by ${column(address)} ${limit(size)}`,
  );

/** Distinct: a table of members may say the same twice. */
export function memberPage(write: Write, { members }: GroupLayout, { group, after, size }: { group: unknown; after: unknown; size: number }): Statement {
  const { table, user } = members;
  const ofGroup = sql`${column(members.group)} = ${group}`;
  return write(
    sql`select distinct ${column(user)} from ${from(table.name)} where ${where(table, ofGroup, isAfter(user, after))} order by ${column(user)} ${limit(size)}`,
  );
}
