// All SQL of set-up: the fact that it is done, its links, and the first administrator's rows.
// Called by the files of this room. Judges nothing; does not know how a link is written or a password hashed.

import { prepared } from '#db/prepared.ts';
import type { Db, Tx } from '#db/tables.ts';
import { sortKeyOf } from '#names/sorted.ts';

const doneKey = 'setup_done_at';

const done = prepared<Record<never, never>, { key: string }>((db) => db.selectFrom('meta').select('key').where('key', '=', doneKey));

/** Of what was committed, or, within a transaction, of its rows. */
export async function isSetUp(source: Db | Tx): Promise<boolean> {
  return (await done(source, {})).length > 0;
}

export async function writeDone(tx: Tx, now: number): Promise<void> {
  await tx
    .insertInto('meta')
    .values({ key: doneKey, value: String(now) })
    .execute();
}

export async function findPrimary(tx: Tx): Promise<{ readonly no: number }> {
  return tx.selectFrom('stores').select('no').where('kind', '=', 'primary').executeTakeFirstOrThrow();
}

export async function findAdminRole(tx: Tx): Promise<{ readonly no: number; readonly id: string }> {
  return tx.selectFrom('roles').select(['no', 'id']).where('built_in', '=', 'admin').executeTakeFirstOrThrow();
}

export async function findByName(tx: Tx, { storeNo, key }: { readonly storeNo: number; readonly key: string }) {
  return tx.selectFrom('users').selectAll().where('store_no', '=', storeNo).where('name_key', '=', key).executeTakeFirst();
}

export type NewPerson = { readonly id: string; readonly storeNo: number; readonly userName: string; readonly key: string; readonly now: number };

/** A person with nothing but a name; its row key. */
export async function addPerson(tx: Tx, { id, storeNo, userName, key, now }: NewPerson): Promise<number> {
  const profile = { given_name: '', family_name: '', mail: '', mail_key: '', phone: '', organisation: '', country: '', language: '', time_zone: '' };
  const facts = { starts_at: 0, ends_at: 0, disabled_at: 0, locked_at: 0, locked_until: 0, pending: '', state_reason: '', deleted_at: 0 };
  const { no } = await tx
    .insertInto('users')
    .values({
      ...profile,
      ...facts,
      id,
      version: 1,
      kind: 'person',
      store_no: storeNo,
      user_name: userName,
      name_key: key,
      shown_name: userName,
      shown_key: sortKeyOf(key),
      owner_no: 0,
      attributes: '{}',
      created_at: now,
      changed_at: now,
      revocation_epoch: 0,
      role_count: 0,
    })
    .returning('no')
    .executeTakeFirstOrThrow();
  await tx.insertInto('user_sign_ins').values({ user_no: no, last_sign_in_at: 0 }).execute();
  await tx.insertInto('identifiers').values({ store_no: storeNo, key, kind: 'name', user_no: no }).execute();
  return no;
}

/** Takes every state away that would keep him out, and everything signed in before. */
export async function makeActive(tx: Tx, { no, now }: { readonly no: number; readonly now: number }): Promise<void> {
  await tx
    .updateTable('users')
    .set((row) => ({
      version: row('version', '+', 1),
      revocation_epoch: row('revocation_epoch', '+', 1),
      changed_at: now,
      starts_at: 0,
      ends_at: 0,
      disabled_at: 0,
      locked_at: 0,
      locked_until: 0,
      pending: '',
      state_reason: '',
      deleted_at: 0,
    }))
    .where('no', '=', no)
    .execute();
  await tx.deleteFrom('sessions').where('user_no', '=', no).execute();
  await tx.deleteFrom('tokens').where('user_no', '=', no).execute();
}

export async function writePassword(
  tx: Tx,
  { no, passwordHash, now }: { readonly no: number; readonly passwordHash: string; readonly now: number },
): Promise<void> {
  const row = { password_hash: passwordHash, changed_at: now, must_change: 0, temporary_until: 0, warned_at: 0 };
  await tx
    .insertInto('credentials')
    .values({ user_no: no, ...row })
    .onConflict((conflict) => conflict.column('user_no').doUpdateSet(row))
    .execute();
}

/** Directly, for good, everywhere: what rule 18 asks for. */
export async function giveForGood(
  tx: Tx,
  { no, roleNo, by, now }: { readonly no: number; readonly roleNo: number; readonly by: string; readonly now: number },
): Promise<void> {
  const held = await tx
    .selectFrom('role_users')
    .select('no')
    .where('user_no', '=', no)
    .where('role_no', '=', roleNo)
    .where('scope', '=', '')
    .where('until_at', '=', 0)
    .where('from_at', '<=', now)
    .executeTakeFirst();
  if (held) return;
  await tx.insertInto('role_users').values({ role_no: roleNo, user_no: no, from_at: 0, until_at: 0, scope: '', given_by: by, given_at: now }).execute();
}

// ── Links ──

export type LinkRow = { readonly hash: string; readonly created_at: number; readonly ends_at: number; readonly browser_hash: string; readonly used_at: number };

/** One link at a time: the newest. */
export async function insertLink(tx: Tx, row: LinkRow): Promise<void> {
  await removeOpenLinks(tx);
  await tx.insertInto('setup_links').values(row).execute();
}

/** What was made before set-up was finished would make another administrator afterwards. */
export async function removeOpenLinks(tx: Tx): Promise<void> {
  await tx.deleteFrom('setup_links').where('used_at', '=', 0).execute();
}

export async function readLink(db: Db, hash: string) {
  return db.selectFrom('setup_links').selectAll().where('hash', '=', hash).executeTakeFirst();
}

type Following = { readonly hash: string; readonly browserHash: string; readonly now: number };

export async function bindLink(tx: Tx, { hash, browserHash, now }: Following): Promise<boolean> {
  const result = await tx
    .updateTable('setup_links')
    .set({ browser_hash: browserHash })
    .where('hash', '=', hash)
    .where('browser_hash', '=', '')
    .where('used_at', '=', 0)
    .where('ends_at', '>', now)
    .executeTakeFirst();
  return Number(result.numUpdatedRows) === 1;
}

export async function takeLink(tx: Tx, { hash, browserHash, now }: Following): Promise<boolean> {
  const result = await tx
    .updateTable('setup_links')
    .set({ used_at: now })
    .where('hash', '=', hash)
    .where('browser_hash', '=', browserHash)
    .where('used_at', '=', 0)
    .where('ends_at', '>', now)
    .executeTakeFirst();
  return Number(result.numUpdatedRows) === 1;
}
