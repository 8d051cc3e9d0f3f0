// A password written to a SQL store: hashed in the store's own format, salt and all, into the columns that hold it.
// Called by sql-writer.ts.

import type { ForeignPasswords } from '#passwords/formats/foreign.ts';
import { UnfitPassword } from '#passwords/formats/format.ts';
import { say } from '#sentences/sentence.ts';
import { StoreFault } from '#user-store.ts';
import type { PasswordFormat } from '../settings-contract.ts';
import type { Database } from './database.ts';
import type { UserLayout } from './layout.ts';
import { type Cell, now, sampleOf } from './queries/write.ts';
import { flagOf, nothingFor } from './write-values.ts';

export type Hashed = { readonly passwords: ForeignPasswords; readonly format: PasswordFormat };
export type GivenPassword = { readonly password: string; readonly mustChange: boolean };

export function refuseEmpty(password: string): void {
  if (password === '') throw new StoreFault('refused', say('fault.empty-password'));
}

/** The columns of a password, and what goes with it. */
export async function passwordSets(
  database: Database,
  users: UserLayout,
  { password, mustChange, passwords, format }: GivenPassword & Hashed,
): Promise<readonly Cell[]> {
  const { passwordSetAt } = users;
  if (users.password === null) throw new StoreFault('settings', say('sql.which-password'));
  const made = await hashed(passwords, { password, like: await sample(database, users, users.password) });
  const sets = [await cell(database, users, { name: users.password, text: made.hash, form: format.digest })];
  if (made.salt !== '') sets.push(await cell(database, users, { name: saltColumn(users), text: made.salt, form: format.saltForm }));
  const stamp = passwordSetAt === null ? [] : [{ column: passwordSetAt, value: now() }];
  return [...sets, ...stamp, ...(await mustChangeSets(database, users, mustChange))];
}

/** For a user who has none yet. */
export async function noPasswordSets(database: Database, { table, password, passwordSetAt }: UserLayout): Promise<readonly Cell[]> {
  const stamp = passwordSetAt === null ? [] : [{ column: passwordSetAt, value: now() }];
  return password === null ? stamp : [{ column: password, value: nothingFor(await database.column(table, password)) }, ...stamp];
}

async function mustChangeSets(database: Database, { table, mustChange: name }: UserLayout, isTrue: boolean): Promise<readonly Cell[]> {
  if (name !== null) return [await flagOf(database, table, { name, isTrue })];
  if (isTrue) throw new StoreFault('refused', say('sql.no-must-change'));
  return [];
}

const saltColumn = ({ salt }: UserLayout): string => {
  if (salt !== null) return salt;
  throw new StoreFault('settings', say('sql.which-salt'));
};

async function sample(database: Database, { table }: UserLayout, column: string): Promise<string> {
  const { rows } = await database.ask(sampleOf(database.write, table, column));
  return Buffer.isBuffer(rows[0]?.[0]) ? rows[0][0].toString('latin1') : String(rows[0]?.[0] ?? '');
}

async function hashed(passwords: ForeignPasswords, { password, like }: { readonly password: string; readonly like: string }) {
  try {
    const { hash, salt } = await passwords.make(password, like);
    return { hash: String(hash), salt: String(salt) };
  } catch (fault) {
    if (fault instanceof UnfitPassword) throw new StoreFault('refused', fault.says);
    throw fault;
  }
}

type Written = { readonly name: string; readonly text: string; readonly form: 'hex' | 'base64' | 'text' };

/** In a column of bytes, a bare digest stands as its bytes, and a hash that says what it is as its letters. */
async function cell(database: Database, { table }: UserLayout, { name, text, form }: Written): Promise<Cell> {
  const { kind } = await database.column(table, name);
  if (kind !== 'bytes') return { column: name, value: text };
  return { column: name, value: form === 'text' || /[${:]/.test(text) ? Buffer.from(text) : Buffer.from(text, form) };
}
