// Values that stand in rows of their own, as a WSO2 store keeps attributes: those of a page of users, however many rows somebody has.
// Called by entries.ts. One answer holds so many rows; where there are more, a page is asked for in halves, and at last one user attribute by attribute, so that
// somebody with a million rows costs his own values and not his page.
import { limits } from '../driver.ts';
import type { Row, Value } from './connection.ts';
import type { Database } from './database.ts';
import type { UserLayout } from './layout.ts';
import { type Asked, valuesOf } from './queries/users.ts';
import { selectedValue } from './selected.ts';
import { keyText } from './values.ts';

/** Rows of one answer: with values as long as they may be, half of what an answer may hold. */
const rowsMax = 8_000;
/** One more than is taken, by which it is seen that there are more. */
const beyond = 1;

/** Values of one user by the name that the mapping gives them. */
export type Values = ReadonlyMap<string, readonly Value[]>;
type Asking = { readonly database: Database; readonly users: UserLayout; readonly value: Asked['value'] };

/** By address. Null = they stand in the user's own row. */
export async function valueRows(database: Database, users: UserLayout, addresses: readonly Value[]): Promise<ReadonlyMap<string, Values> | null> {
  if (!users.values) return null;
  const asking = { database, users, value: await selectedValue(database, users.values) };
  const found = new Map<string, Map<string, Value[]>>();
  for (const [user, name, value] of await rowsOf(asking, addresses)) {
    const ofUser = found.get(keyText(user)) ?? new Map<string, Value[]>();
    const ofName = ofUser.get(String(name)) ?? [];
    found.set(keyText(user), ofUser.set(String(name), ofName));
    ofName.push(value);
  }
  return found;
}

async function rowsOf(asking: Asking, addresses: readonly Value[]): Promise<readonly Row[]> {
  const names = [...new Set(Object.values(asking.users.mapping))];
  if (addresses.length === 0 || names.length === 0) return [];
  const rows = await ask(asking, { addresses, names, size: rowsMax + beyond, ordered: false });
  if (rows.length <= rowsMax) return rows;
  if (addresses.length === 1) return rowsByName(asking, addresses, names);
  const half = Math.ceil(addresses.length / 2);
  return [...(await rowsOf(asking, addresses.slice(0, half))), ...(await rowsOf(asking, addresses.slice(half)))];
}

async function rowsByName(asking: Asking, addresses: readonly Value[], names: readonly string[]): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for (const name of names) rows.push(...(await ask(asking, { addresses, names: [name], size: limits.valuesMax + beyond, ordered: true })));
  return rows;
}

async function ask({ database, users, value }: Asking, asked: Omit<Asked, 'value'>): Promise<readonly Row[]> {
  const statement = valuesOf(database.write, users, { ...asked, value });
  return statement ? (await database.ask(statement)).rows : [];
}
