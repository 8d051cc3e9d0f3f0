// SQL that adds users: one, or as many as a page of a store has. `prepared` for one, since every change may add him; one statement for each table for many.
// Called by new-user.ts and synchronise/. Knows tables; judges nothing.
import type { Selectable } from 'kysely';
import { insertingMany } from '#db/many.ts';
import { rowsOf } from '#db/portable.ts';
import { first, prepared } from '#db/prepared.ts';
import type { Tables, Tx } from '#db/tables.ts';

const newUserColumns = [
  'id',
  'version',
  'kind',
  'store_no',
  'user_name',
  'name_key',
  'given_name',
  'family_name',
  'shown_name',
  'shown_key',
  'mail',
  'mail_key',
  'phone',
  'organisation',
  'country',
  'language',
  'time_zone',
  'owner_no',
  'attributes',
  'created_at',
  'changed_at',
  'starts_at',
  'ends_at',
  'disabled_at',
  'store_disabled_at',
  'locked_at',
  'locked_until',
  'pending',
  'state_reason',
  'deleted_at',
  'revocation_epoch',
  'role_count',
] as const;
export type NewUserRow = Pick<Selectable<Tables['users']>, (typeof newUserColumns)[number]>;

/** The row, what he signs in with, and his place among the sign-ins. Gives his row key. */
export async function addUserRow(tx: Tx, row: NewUserRow, keys: readonly string[]): Promise<number> {
  const made = await first(insertUser(tx, row));
  if (!made) throw new Error('A user was inserted and has no row key.');
  for (const key of keys) await insertName(tx, { store: row.store_no, key, user: made.no });
  await insertSignIns(tx, { user: made.no });
  return made.no;
}

const insertUser = prepared<NewUserRow, { no: number }>((db, row) =>
  db
    .insertInto('users')
    .values(Object.fromEntries(newUserColumns.map((name) => [name, row[name]])) as NewUserRow)
    .returning('no'),
);
const insertName = prepared<{ store: number; key: string; user: number }, never>((db, { store, key, user }) =>
  db.insertInto('identifiers').values({ store_no: store, key, kind: 'name', user_no: user }),
);
const insertSignIns = prepared<{ user: number }, never>((db, { user }) => db.insertInto('user_sign_ins').values({ user_no: user, last_sign_in_at: 0 }));

export type NewUser = { readonly row: NewUserRow; readonly keys: readonly string[] };

/** The same for many. Gives their row keys in the order of `users`. */
export async function addUserRows(tx: Tx, users: readonly NewUser[]): Promise<readonly number[]> {
  const made = await insertUsers(tx, { rows: JSON.stringify(users.map(({ row }) => row)) });
  const nos = new Map(made.map(({ id, no }) => [id, no]));
  const added = users.map(({ row, keys }) => ({ store_no: row.store_no, keys, user_no: noOf(nos, row.id) }));
  await insertNames(
    tx,
    added.flatMap(({ store_no, keys, user_no }) => keys.map((key) => ({ store_no, key, kind: 'name', user_no }))),
  );
  await insertAllSignIns(
    tx,
    added.map(({ user_no }) => ({ user_no, last_sign_in_at: 0 })),
  );
  return added.map(({ user_no }) => user_no);
}

function noOf(nos: ReadonlyMap<string, number>, id: string): number {
  const no = nos.get(id);
  if (no === undefined) throw new Error('A user was inserted and has no row key.');
  return no;
}

const insertUsers = prepared<{ rows: string }, { no: number; id: string }>((db, { rows }, kind) =>
  db
    .insertInto('users')
    .columns(newUserColumns)
    .expression(rowsOf(kind, { table: 'users', columns: newUserColumns, rows }))
    .returning(['no', 'id']),
);
const insertNames = insertingMany('identifiers', ['store_no', 'key', 'kind', 'user_no']);
const insertAllSignIns = insertingMany('user_sign_ins', ['user_no', 'last_sign_in_at']);
