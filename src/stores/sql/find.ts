// One user of a SQL store, by name or by key. What the database takes for equal (collations that ignore accents, letters read as 0) is compared again here:
// another name or key is another user (CVE-2026-55170 came of leaving that to MySQL).
// Called by sql-store.ts and sql-writer.ts.
import { StoreFault, type UserEntry } from '#user-store.ts';
import type { Answer } from './connection.ts';
import type { Database } from './database.ts';
import { usersFrom } from './entries.ts';
import { isNoValue } from './faults.ts';
import type { Layout } from './layout.ts';
import type { Statement } from './queries/dialect.ts';
import { usersNamedAlike, usersWhere } from './queries/users.ts';
import { selectedUsers } from './selected.ts';
import { isTakenAs, keyValue } from './values.ts';

export async function findByKey(database: Database, { users }: Layout, key: string): Promise<UserEntry | null> {
  const { kind } = await database.column(users.table, users.key);
  const value = keyValue(key, kind);
  if (value === null) return null;
  const { rows } = await asked(database, usersWhere(database.write, users, { selected: await selectedUsers(database, users), column: users.key, value }));
  const { entries } = await usersFrom(database, users, rows);
  return only(entries.filter((entry) => entry.key === key));
}

export async function findByName(database: Database, layout: Layout, typed: string): Promise<UserEntry | null> {
  const name = typed.normalize('NFC');
  if (name === '' || !isTakenAs(name)) return null;
  const { users, caseSensitive } = layout;
  const selected = await selectedUsers(database, users);
  const exact = await named(database, layout, usersWhere(database.write, users, { selected, column: users.name, value: name }));
  const { caseBlind } = await database.column(users.table, users.name);
  const alike =
    exact.length > 0 || caseSensitive || caseBlind ? exact : await named(database, layout, usersNamedAlike(database.write, users, { selected, value: name }));
  const same = alike.filter((entry) => entry.name === name);
  if (same.length > 0 || caseSensitive) return only(same);
  return only(alike.filter((entry) => folded(entry.name) === folded(name)));
}

const folded = (name: string): string => name.toLowerCase();

async function named(database: Database, { users }: Layout, statement: Statement): Promise<readonly UserEntry[]> {
  const { rows } = await asked(database, statement);
  return (await usersFrom(database, users, rows)).entries;
}

/** Two of one name are nobody: who of them is meant is not ours to guess. */
const only = (entries: readonly UserEntry[]): UserEntry | null => (entries.length === 1 ? (entries[0] ?? null) : null);

const none: Answer = { rows: [], met: 0 };

/** A value that the column cannot even hold is nobody's. */
export async function asked(database: Database, statement: Statement): Promise<Answer> {
  try {
    return await database.ask(statement);
  } catch (fault) {
    if (fault instanceof StoreFault && isNoValue(fault)) return none;
    throw fault;
  }
}
