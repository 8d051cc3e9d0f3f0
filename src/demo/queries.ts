// All SQL of the demo: many rows at a time, and the tables made ready for that and put right afterwards.
// Called by the files of this room only. Knows how bulk loads are fast on each database; not what is loaded.
import { CompiledQuery, sql } from 'kysely';
import type { Database } from '#db/database.ts';
import { bulk } from '#db/migrations/0002-lists.ts';
import { postgresTriggers, recount, sqliteTriggers } from '#db/migrations/0002-triggers.ts';
import type { Db, Table, Tx } from '#db/tables.ts';

export type Value = string | number;
export type Row = Readonly<Record<string, Value>>;

/** Rows to a statement: enough to forget what a statement costs, few enough for SQLite's limit of values. */
const rowsAtOnce = { sqlite: 100, postgres: 10_000 } as const;
/** These have a key that comes in no order: on SQLite they are put aside and inserted sorted at the end, three times as fast. */
const asideKeys = { user_attributes: 'attribute_no, value_key, user_no', identifiers: 'store_no, key', group_members: 'group_no, user_no' } as const;
type Aside = keyof typeof asideKeys;
const asides = Object.keys(asideKeys) as Aside[];
const indexesOfLinks = [
  ['identifiers_user', 'create index identifiers_user on identifiers (user_no)'],
  ['identifiers_key', 'create index identifiers_key on identifiers (key)'],
  ['group_members_user', 'create index group_members_user on group_members (user_no, group_no)'],
  ['role_users_user', 'create index role_users_user on role_users (user_no, role_no)'],
] as const;

type Kind = Database['kind'];
const run = (tx: Tx, statement: string) => sql.raw(statement).execute(tx);
const triggersOf = (kind: Kind) => (kind === 'sqlite' ? sqliteTriggers : postgresTriggers);
const indexesOf = (kind: Kind) => [...bulk.indexes(kind), ...indexesOfLinks];

export async function insertRows(tx: Tx, kind: Kind, table: Table, rows: readonly Row[]): Promise<void> {
  const [first] = rows;
  if (!first) return;
  const into = kind === 'sqlite' && asides.some((aside) => aside === table) ? `demo_${table}` : table;
  const columns = Object.keys(first);
  for (let from = 0; from < rows.length; from += rowsAtOnce[kind]) {
    const some = rows.slice(from, from + rowsAtOnce[kind]);
    await tx.executeQuery(kind === 'sqlite' ? byValues(into, columns, some) : byArrays(into, columns, some, first));
  }
}

function byValues(table: string, columns: readonly string[], rows: readonly Row[]): CompiledQuery {
  const places = `(${columns.map(() => '?').join(', ')})`;
  return CompiledQuery.raw(
    `insert into ${table} (${columns.join(', ')}) values ${rows.map(() => places).join(', ')}`,
    rows.flatMap((row) => columns.map((column) => row[column] ?? '')),
  );
}

/** One array a column: far fewer values to parse than one a cell. */
function byArrays(table: string, columns: readonly string[], rows: readonly Row[], first: Row): CompiledQuery {
  const arrays = columns.map((column, index) => `$${index + 1}::${typeof first[column] === 'number' ? 'bigint' : 'text'}[]`);
  return CompiledQuery.raw(
    `insert into ${table} (${columns.join(', ')}) select * from unnest(${arrays.join(', ')})`,
    columns.map((column) => rows.map((row) => row[column] ?? '')),
  );
}

/** Nobody but those whom set-up made, and no groups. */
export async function isEmpty(db: Db): Promise<boolean> {
  const [user, group] = [await db.selectFrom('users').select('no').limit(2).execute(), await db.selectFrom('groups').select('no').limit(1).execute()];
  return user.length < 2 && group.length === 0;
}

/** What the demo builds on: the next row keys, PRIMARY, and the node that branches of applications hang from. */
export async function foundations(tx: Tx) {
  const last = async (table: 'users' | 'roles' | 'groups' | 'permission_nodes' | 'attributes' | 'role_users') =>
    Number(
      (
        await tx
          .selectFrom(table)
          .select((row) => row.fn.max('no').as('no'))
          .executeTakeFirst()
      )?.no ?? 0,
    );
  const store = await tx.selectFrom('stores').select('no').where('kind', '=', 'primary').executeTakeFirst();
  const node = await tx.selectFrom('permission_nodes').select('no').where('path', '=', '/permission/applications').executeTakeFirst();
  if (!store || !node) return null;
  return {
    storeNo: store.no,
    applicationsNo: node.no,
    users: await last('users'),
    roles: await last('roles'),
    groups: await last('groups'),
    nodes: await last('permission_nodes'),
    attributes: await last('attributes'),
    givings: await last('role_users'),
  };
}
export type Foundations = NonNullable<Awaited<ReturnType<typeof foundations>>>;

/** Indexes and triggers away; the row keys' checks too, where we may. */
export async function beginBulk(tx: Tx, kind: Kind): Promise<void> {
  for (const [name, create] of triggersOf(kind))
    if (name !== '') await run(tx, `drop trigger ${name}${kind === 'postgres' ? ` on ${/ on (\w+)/.exec(create)?.[1]}` : ''}`);
  for (const [name] of indexesOf(kind)) await run(tx, `drop index ${name}`);
  if (kind === 'sqlite') for (const aside of asides) await run(tx, `create table demo_${aside} as select * from ${aside} where 1 = 0`);
}

/** Only an owner of the server may switch PostgreSQL's checks of foreign keys off; without that it is slower, and right all the same. */
export async function tuneBulk(tx: Tx, kind: Kind): Promise<void> {
  if (kind === 'sqlite') await run(tx, 'pragma cache_size = -400000');
  else {
    await run(tx, "select set_config('session_replication_role', 'replica', true) where current_setting('is_superuser') = 'on'");
    await run(
      tx,
      "select set_config('maintenance_work_mem', '512MB', true), set_config('synchronous_commit', 'off', true), set_config('statement_timeout', '0', true)",
    );
  }
}

/** One statement after another; each may take seconds. */
export function* endBulk(kind: Kind, users: number): Generator<readonly string[]> {
  if (kind === 'sqlite')
    for (const aside of asides) yield [`insert into ${aside} select * from demo_${aside} order by ${asideKeys[aside]}`, `drop table demo_${aside}`];
  for (const [, create] of indexesOf(kind)) yield [create];
  const textRows = 100_000;
  if (kind === 'sqlite')
    for (let from = 0; from <= users; from += textRows)
      yield [
        `insert into users_text (rowid, text) select no, name_key || char(31) || shown_key || char(31) || mail_key from users where no > ${from} and no <= ${from + textRows} and no not in (select rowid from users_text where rowid > ${from} and rowid <= ${from + textRows})`,
      ];
  yield [
    ...recount,
    ...triggersOf(kind).flatMap(([name, create]) => (name === '' ? [] : [create])),
    ...(kind === 'sqlite' ? ['pragma cache_size = -32000'] : sequences),
  ];
}

export async function runAll(tx: Tx, statements: readonly string[]): Promise<void> {
  for (const statement of statements) await run(tx, statement);
}

/** The row keys were given by hand; the next ones come after them. */
const sequences = ['users', 'roles', 'groups', 'permission_nodes', 'attributes', 'role_users'].map(
  (table) => `select setval(pg_get_serial_sequence('${table}', 'no'), (select max(no) from ${table}))`,
);

/** PostgreSQL plans by statistics, and reads an index alone only where it knows that all rows are visible. */
export async function settle(database: Database): Promise<void> {
  if (database.kind === 'sqlite') return;
  // Outside of any transaction, as vacuum wants it; the reading handle's type hides that it can run statements.
  const outside = database.read as unknown as Tx;
  for (const table of [
    'users',
    'user_sign_ins',
    'user_attributes',
    'role_users',
    'group_members',
    'identifiers',
    'filter_counts',
    'roles',
    'groups',
    'role_groups',
    'group_edges',
  ])
    await sql.raw(`vacuum (analyze) ${table}`).execute(outside);
}
