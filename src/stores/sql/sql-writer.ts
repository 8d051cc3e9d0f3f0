// Writes to a SQL store: users, their values and passwords, and who is in which group. Everything may be said twice.
// Called by sql-store.ts. Whom it is about is looked up by his key each time: nobody who took over a name is ever written to.

import { isDeepStrictEqual } from 'node:util';
import { say } from '#sentences/sentence.ts';
import { type NewEntry, StoreFault, type UserEntry, type Verdict, type Whom, type Writer } from '#user-store.ts';
import type { Database } from './database.ts';
import { findByKey, findByName } from './find.ts';
import type { Layout, UserLayout } from './layout.ts';
import type { Statement } from './queries/dialect.ts';
import { type Cell, deleteRows, insertRow, rowsAt, updateRow } from './queries/write.ts';
import { isTakenAs, keyText } from './values.ts';
import { judge, type Kept, keptOf } from './verify.ts';
import { changeMember, memberRows } from './write-members.ts';
import { type Hashed, noPasswordSets, passwordSets, refuseEmpty } from './write-password.ts';
import { flagOf, givenOf, keyOfNew, setOf, stamps } from './write-values.ts';

export type Writing = Hashed & {
  readonly database: Database;
  /** As the database has it. */
  readonly held: () => Promise<Layout>;
  readonly newId: () => string;
};

/** `disables`: whether there is a column for it. */
export function sqlWriter(writing: Writing, { disables }: { readonly disables: boolean }): Writer {
  const { database, held } = writing;
  const setPassword = async (whom: Whom, password: string, mustChange: boolean): Promise<void> => {
    refuseEmpty(password);
    const layout = await held();
    const kept = await present(database, layout, whom);
    await update(writing, { whom, kept, sets: await passwordSets(database, layout.users, { password, mustChange, ...writing }) });
  };
  return {
    addUser: (entry) => addUser(writing, entry),
    updateUser: (whom, values) => updateUser(writing, whom, values),
    setPassword: (whom, password, { mustChange }) => setPassword(whom, password, mustChange),
    async changePassword(whom, { current, next }) {
      refuseEmpty(next);
      refuseUnless(await verdictOf(writing, whom, current));
      await setPassword(whom, next, false);
    },
    ...(disables ? { setDisabled: (whom: Whom, disabled: boolean) => setDisabled(writing, whom, disabled) } : {}),
    deleteUser: (whom) => deleteUser(writing, whom),
    addMember: async (group, user) => changeMember(database, await held(), { group, user, change: 'add' }),
    removeMember: async (group, user) => changeMember(database, await held(), { group, user, change: 'remove' }),
  };
}

async function present(database: Database, { users }: Layout, whom: Whom): Promise<Kept> {
  return (await keptOf(database, users, whom)) ?? vanished(whom);
}

const vanished = ({ name }: Whom): never => {
  throw new StoreFault('refused', say('sql.user-gone', { name }));
};

const verdictOf = async ({ database, held, passwords }: Writing, whom: Whom, password: string): Promise<Verdict> =>
  judge(database, (await held()).users, { whom, password, passwords, note: () => {} });

function refuseUnless(verdict: Verdict): void {
  if (verdict !== 'right' && verdict !== 'must-change') throw new StoreFault('refused', say('fault.not-right'));
}

/** One row, by its key as the database wrote it. */
async function update({ database, held }: Writing, { whom, kept, sets }: { readonly whom: Whom; readonly kept: Kept; readonly sets: readonly Cell[] }) {
  const { users } = await held();
  const all = [...sets, ...(await stamps(database, users))];
  const { met } = await database.ask(updateRow(database.write, users.table, { sets: all, at: { column: users.key, value: kept.key } }));
  if (met === 0) vanished(whom);
}

async function setDisabled(writing: Writing, whom: Whom, disabled: boolean): Promise<void> {
  const { database, held } = writing;
  const layout = await held();
  const { disabling, table } = layout.users;
  const kept = await present(database, layout, whom);
  if (!disabling || kept.disabled === disabled) return;
  const flag = await flagOf(database, table, { name: disabling.column, isTrue: disabled === (disabling.flag === 'disabled') });
  await update(writing, { whom, kept, sets: [flag] });
}

async function updateUser(writing: Writing, whom: Whom, values: Pick<NewEntry, 'profile' | 'attributes'>): Promise<UserEntry> {
  const { database, held } = writing;
  const layout = await held();
  const kept = await present(database, layout, whom);
  const { users } = layout;
  const given = givenOf(values, users);
  const rows = valueRows(database, users, { address: kept.address, given });
  if (rows.length > 0) await allOf(database, rows);
  else if (given.length > 0 && !users.values)
    await update(writing, { whom, kept, sets: await Promise.all(given.map((one) => setOf(database, users.table, one))) });
  return (await findByKey(database, layout, keyText(kept.key))) ?? unreadable(whom.name);
}

type Given = ReturnType<typeof givenOf>;

/** Values in rows of their own: those that are given replace those of their name. */
function valueRows(database: Database, { values }: UserLayout, { address, given }: { readonly address: unknown; readonly given: Given }): readonly Statement[] {
  if (!values) return [];
  return given.flatMap(({ source, texts }) => {
    const named = [
      { column: values.user, value: address },
      { column: values.name, value: source },
    ];
    const rows = texts.map((text) => insertRow(database.write, values.table, [...named, { column: values.value, value: text }]));
    return [deleteRows(database.write, values.table, named), ...rows];
  });
}

async function addUser(writing: Writing, entry: NewEntry): Promise<UserEntry> {
  const { database, held } = writing;
  const layout = await held();
  const { users } = layout;
  if (entry.name === '' || !isTakenAs(entry.name)) throw new StoreFault('refused', say('sql.name-unwritable'));
  const there = await findByName(database, layout, entry.name);
  if (there) return sameAsThere(writing, there, entry);
  const row = await rowOfNew(writing, layout, entry);
  await database.together(async (ask) => {
    await ask(insertRow(database.write, users.table, row));
    if (!users.values) return;
    const { rows } = await ask(rowsAt(database.write, users.table, { read: users.address, at: [{ column: users.name, value: entry.name }] }));
    for (const statement of valueRows(database, users, { address: rows[0]?.[0], given: givenOf(entry, users) })) await ask(statement);
  });
  return (await findByName(database, layout, entry.name)) ?? unreadable(entry.name);
}

async function rowOfNew(writing: Writing, { users }: Layout, entry: NewEntry): Promise<readonly Cell[]> {
  const { database, newId } = writing;
  const { table } = users;
  const keys = await Promise.all([...new Set([users.address, users.key])].map((name) => keyOfNew(database, table, { name, newId })));
  const values = users.values ? [] : await Promise.all(givenOf(entry, users).map((one) => setOf(database, table, one)));
  const password =
    entry.password === null
      ? noPasswordSets(database, users)
      : passwordSets(database, users, { ...writing, password: entry.password, mustChange: entry.mustChange });
  return [...keys.flat(), { column: users.name, value: entry.name }, ...values, ...(await password), ...(await stamps(database, users))];
}

/** Said twice, the same user with the same password is there already. Anybody else of that name is left alone. */
async function sameAsThere(writing: Writing, there: UserEntry, entry: NewEntry): Promise<UserEntry> {
  const isSame = hasAll(there.profile, entry.profile) && hasAll(there.attributes, entry.attributes);
  if (isSame && (entry.password === null || ['right', 'must-change'].includes(await verdictOf(writing, there, entry.password)))) return there;
  throw new StoreFault('refused', say('sql.name-there', { name: entry.name }));
}

/** What is not mapped was not written. */
const hasAll = <V>(has: Readonly<Record<string, V>>, given: Readonly<Record<string, V>>): boolean =>
  Object.entries(given).every(([name, value]) => !(name in has) || isDeepStrictEqual(has[name], value));

async function deleteUser({ database, held }: Writing, whom: Whom): Promise<void> {
  const layout = await held();
  const { users } = layout;
  const kept = await keptOf(database, users, whom);
  if (!kept) return;
  const values = users.values ? [deleteRows(database.write, users.values.table, [{ column: users.values.user, value: kept.address }])] : [];
  await allOf(database, [
    ...memberRows(database, layout, kept.address),
    ...values,
    deleteRows(database.write, users.table, [{ column: users.key, value: kept.key }]),
  ]);
}

const allOf = (database: Database, statements: readonly Statement[]): Promise<void> =>
  database.together(async (ask) => {
    for (const statement of statements) await ask(statement);
  });

const unreadable = (name: string): never => {
  throw new StoreFault('refused', say('sql.unread', { name }));
};
