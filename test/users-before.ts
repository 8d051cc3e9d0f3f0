// Users as the program of schema 27 wrote them, before it was a fact who had never signed in (migration 0028). Called by tests of what becomes of them.
import { sql } from 'kysely';
import type { Tx } from '#db/tables.ts';
import { idOf } from './list-people.ts';

export const schemaBefore = 27;

const columns =
  sql.raw(`no, id, version, kind, store_no, user_name, name_key, given_name, family_name, shown_name, shown_key, mail, mail_key, phone, organisation,
  country, language, time_zone, owner_no, attributes, created_at, changed_at, starts_at, ends_at, disabled_at, locked_at, locked_until, pending, state_reason,
  deleted_at, revocation_epoch, role_count`);

export type Before = { readonly no: number; readonly at: number; readonly lastSignInAt: number; readonly deletedAt?: number };

export async function addUserBefore(tx: Tx, { no, at, lastSignInAt, deletedAt = 0 }: Before): Promise<void> {
  const name = `user.${no}`;
  await sql`insert into users (${columns}) values (${no}, ${idOf('user', no)}, 1, 'person', 1, ${name}, ${name}, '', '', '', ${name}, '', '', '', '', 'DE', '', '',
    0, '{}', ${at}, ${at}, 0, 0, 0, 0, 0, '', '', ${deletedAt}, 0, 0)`.execute(tx);
  await tx.insertInto('user_sign_ins').values({ user_no: no, last_sign_in_at: lastSignInAt }).execute();
}

export async function addPrimaryBefore(tx: Tx): Promise<void> {
  await tx
    .insertInto('stores')
    .values({ id: idOf('store', 1), domain: 'PRIMARY', domain_key: 'primary', kind: 'primary', position: 0, writable: 1, created_at: 1 })
    .execute();
}
