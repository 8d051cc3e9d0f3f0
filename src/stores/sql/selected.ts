// What is asked for of each column: the beginning of whatever may hold more than is taken, so that one row with a film in it does not keep away its page.
// Called by read.ts, find.ts, entries.ts and verify.ts. Keys are asked for whole: what was cut off would be another's.
import type { RawBuilder } from 'kysely';
import { limits } from '../driver.ts';
import type { Database } from './database.ts';
import type { Table, UserLayout } from './layout.ts';
import { beginning, column } from './queries/dialect.ts';

/** One more than is taken, by which it is seen that there is more. */
const beyond = 1;
/** Longer than any hash that Reeve can judge. */
const hashLettersMax = 8_192;

export type Selected = readonly RawBuilder<unknown>[];

/** Of each user's row, in this order: entries.ts takes it apart again. */
export async function selectedUsers(database: Database, users: UserLayout): Promise<Selected> {
  const { table, address, key, disabling, values, mapping } = users;
  const cut = (each: string, letters: number) => beginningOf(database, { table, name: each, letters: letters + beyond });
  const mapped = values ? [] : Object.values(mapping);
  return [
    column(address),
    column(key),
    await selectedName(database, users),
    ...(disabling ? [await cut(disabling.column, limits.nameLengthMax)] : []),
    ...(await Promise.all(mapped.map((each) => cut(each, limits.valueLengthMax)))),
  ];
}

export const selectedName = (database: Database, { table, name }: { readonly table: Table; readonly name: string }): Promise<RawBuilder<unknown>> =>
  beginningOf(database, { table, name, letters: limits.nameLengthMax + beyond });

export const selectedValue = (database: Database, { table, value }: { readonly table: Table; readonly value: string }): Promise<RawBuilder<unknown>> =>
  beginningOf(database, { table, name: value, letters: limits.valueLengthMax + beyond });

/** Null = the store has no such column. */
export const selectedSecret = async (database: Database, table: Table, name: string | null): Promise<RawBuilder<unknown> | null> =>
  name === null ? null : beginningOf(database, { table, name, letters: hashLettersMax });

async function beginningOf(database: Database, { table, name, letters }: { readonly table: Table; readonly name: string; readonly letters: number }) {
  const { kind } = await database.column(table, name);
  return beginning(name, kind, { dialect: database.dialect, letters, valuesMax: limits.valuesMax + beyond });
}
