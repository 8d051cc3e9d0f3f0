// Whether a password is right by the hash that a SQL store has of it, and what the store says of him who gave it.
// Called by sql-store.ts and sql-writer.ts.
import type { ForeignPasswords, StoredPassword } from '#passwords/formats/foreign.ts';
import type { Verdict, Whom } from '#user-store.ts';
import type { Value } from './connection.ts';
import type { Database } from './database.ts';
import { asked } from './find.ts';
import type { UserLayout } from './layout.ts';
import { passwordOf } from './queries/users.ts';
import { selectedSecret } from './selected.ts';
import { isTrue, keyText, keyValue } from './values.ts';

export type Judging = { readonly passwords: ForeignPasswords; readonly note: (says: string) => void };
/** A user's row as far as his password goes. `key` and `address` as the database has them. */
export type Kept = {
  readonly key: Value;
  readonly address: Value;
  readonly stored: StoredPassword;
  readonly disabled: boolean;
  readonly mustChange: boolean;
};

export async function judge(
  database: Database,
  users: UserLayout,
  { whom, password, passwords, note }: Judging & { readonly whom: Whom; readonly password: string },
): Promise<Verdict> {
  const kept = await keptOf(database, users, whom);
  if (!kept) return 'wrong';
  const judged = await passwords.verify(kept.stored, password);
  if (judged.note !== '') note(`The password of ${whom.name} cannot be judged. ${judged.note}`);
  if (!judged.right) return 'wrong';
  if (kept.disabled) return 'disabled';
  return kept.mustChange ? 'must-change' : 'right';
}

/** Null = there is nobody with this key. */
export async function keptOf(database: Database, users: UserLayout, { key }: Whom): Promise<Kept | null> {
  const value = keyValue(key, (await database.column(users.table, users.key)).kind);
  if (value === null) return null;
  const { table, password, salt: salting } = users;
  const [askedHash, askedSalt] = [await selectedSecret(database, table, password), await selectedSecret(database, table, salting)];
  const { rows } = await asked(database, passwordOf(database.write, users, { key: value, hash: askedHash, salt: askedSalt }));
  const [row, ...others] = rows.filter(([found]) => keyText(found) === key);
  if (!row || others.length > 0) return null;
  const [found, address, hash, salt, flag, mustChange] = row;
  return {
    key: found,
    address,
    stored: { hash: bytesOrText(hash), salt: bytesOrText(salt) },
    disabled: users.disabling !== null && isTrue(flag) === (users.disabling.flag === 'disabled'),
    mustChange: isTrue(mustChange),
  };
}

const bytesOrText = (value: Value): string | Buffer => (Buffer.isBuffer(value) ? value : String(value ?? ''));
