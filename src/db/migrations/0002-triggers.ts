// The triggers that keep what lists rely on: users_text (SQLite; PostgreSQL's index keeps itself), users.role_count, users.held, the copies in user_sign_ins
// and filter_counts.
// Part of migration 0002. Users in the recycle bin count under fact/deleted only, so that a counter says what a list shows.
import { heldMax } from '../user-facts.ts';

/** Name and creating statement, so that a bulk load can drop and make them again. */
export type Trigger = readonly [name: string, create: string];

/** What a living user counts under: dim, val, and when. */
const dims = (row: string): readonly (readonly [dim: string, val: string, when: string])[] => [
  ["'all'", "''", `${row}.deleted_at = 0`],
  ["'kind'", `${row}.kind`, `${row}.deleted_at = 0`],
  ["'store'", `cast(${row}.store_no as text)`, `${row}.deleted_at = 0`],
  ["'country'", `${row}.country`, `${row}.deleted_at = 0 and ${row}.country <> ''`],
  ["'fact'", "'disabled'", `${row}.deleted_at = 0 and ${row}.disabled_at <> 0`],
  ["'fact'", "'locked'", `${row}.deleted_at = 0 and ${row}.locked_at <> 0`],
  ["'fact'", "'pending'", `${row}.deleted_at = 0 and ${row}.pending <> ''`],
  ["'fact'", "'starts'", `${row}.deleted_at = 0 and ${row}.starts_at <> 0`],
  ["'fact'", "'ends'", `${row}.deleted_at = 0 and ${row}.ends_at <> 0`],
  ["'fact'", "'no-role'", `${row}.deleted_at = 0 and ${row}.role_count = 0`],
  ["'fact'", "'deleted'", `${row}.deleted_at <> 0`],
];
const counted = ['kind', 'store_no', 'country', 'disabled_at', 'locked_at', 'pending', 'starts_at', 'ends_at', 'deleted_at', 'role_count'];
/** Link tables: one counter for each value of the column. */
const links = [
  ['role_users', 'role', 'role_no'],
  ['group_members', 'group', 'group_no'],
  ['user_attributes', 'attribute', 'attribute_no'],
] as const;

/** Brings the copies up to date. Part of `recount`; after a bulk load much faster before there are indexes. */
export const recopy = `update user_sign_ins as s set facts = u.facts, created_at = u.created_at
  from users u where u.no = s.user_no and (s.facts <> u.facts or s.created_at <> u.created_at)`;

/** How many users of each sort there are; `dims` look only at these columns, and at most of them only whether there is anything. */
const sorts = `select kind, store_no, country, case when pending <> '' then 'x' else '' end as pending,
  ${['disabled_at', 'locked_at', 'starts_at', 'ends_at', 'deleted_at', 'role_count'].map((column) => `case when ${column} <> 0 then 1 else 0 end as ${column}`).join(', ')},
  count(*) as users from users group by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10`;

/** Counts everything anew. The rows of users are read once, however many counters there are. */
export const countAnew: readonly string[] = [
  'delete from filter_counts',
  `insert into filter_counts (dim, val, n) with u as materialized (${sorts})
    select dim, val, sum(users) from (${dims('u')
      .map(([dim, val, when]) => `select ${dim} as dim, ${val} as val, u.users from u where ${when}`)
      .join('\n    union all ')}) as c group by 1, 2`,
  ...links.map(([table, dim, column]) => `insert into filter_counts (dim, val, n) select '${dim}', cast(${column} as text), count(*) from ${table} group by 2`),
];

/** Brings every copy and counter up to date from the tables, after a bulk load. */
export const recount: readonly string[] = [recopy, ...countAnew];

const add = (dim: string, val: string, step: string, when: string) =>
  `insert into filter_counts (dim, val, n) select ${dim}, ${val}, ${step} where ${when} on conflict (dim, val) do update set n = filter_counts.n + excluded.n;`;
/** One statement for all counters of the rows given: what falls and rises by one is not written. */
const count = (...rows: readonly (readonly [row: string, step: string])[]) => `insert into filter_counts (dim, val, n)
  select dim, val, sum(step) from (${rows.flatMap(([row, step]) => dims(row).map(([dim, val, when]) => `select ${dim} as dim, ${val} as val, ${step} as step where ${when}`)).join('\n    union all ')}) as c
  where true group by dim, val having sum(step) <> 0 on conflict (dim, val) do update set n = filter_counts.n + excluded.n;`;
const changed = (column: string) => `new.${column} <> old.${column}`;
const differs = counted.map(changed).join(' or ');
const copied = ['facts', 'created_at'].map(changed).join(' or ');
const copy = (row: string) => `update user_sign_ins set facts = ${row}.facts, created_at = ${row}.created_at where user_no = ${row}.no;`;
const textDiffers = ['name_key', 'shown_key', 'mail_key'].map(changed).join(' or ');

// ── SQLite ──

const text = (row: string) => `${row}.name_key || char(31) || ${row}.shown_key || char(31) || ${row}.mail_key`;
export const lite = (name: string, when: string, body: string): Trigger => [name, `create trigger ${name} ${when} begin\n${body}\nend`];
const bit = (row: string) => `(1 << (${row}.attribute_no - 1))`;

export const sqliteTriggers: readonly Trigger[] = [
  lite('users_added', 'after insert on users', `insert into users_text (rowid, text) values (new.no, ${text('new')});\n${count(['new', '1'])}`),
  lite('users_removed', 'after delete on users', `delete from users_text where rowid = old.no;\n${count(['old', '-1'])}`),
  lite('users_recounted', `after update of ${counted.join(', ')} on users when ${differs}`, count(['old', '-1'], ['new', '1'])),
  lite('users_copied', `after update on users when ${copied}`, copy('new')),
  lite(
    'user_sign_ins_added',
    'after insert on user_sign_ins',
    'update user_sign_ins set (facts, created_at) = (select u.facts, u.created_at from users u where u.no = new.user_no) where user_no = new.user_no;',
  ),
  lite(
    'users_renamed',
    `after update of name_key, shown_key, mail_key on users when ${textDiffers}`,
    `insert or replace into users_text (rowid, text) values (new.no, ${text('new')});`,
  ),
  ...links.flatMap(([table, dim, column]) => [
    lite(`${table}_added`, `after insert on ${table}`, `${add(`'${dim}'`, `cast(new.${column} as text)`, '1', '1')}\n${alsoAdded(table)}`),
    lite(`${table}_removed`, `after delete on ${table}`, `${add(`'${dim}'`, `cast(old.${column} as text)`, '-1', '1')}\n${alsoRemoved(table)}`),
  ]),
];

function alsoAdded(table: string): string {
  if (table === 'role_users') return 'update users set role_count = role_count + 1 where no = new.user_no;';
  if (table !== 'user_attributes') return '';
  return `update users set held = held | ${bit('new')} where no = new.user_no and new.attribute_no <= ${heldMax} and held & ${bit('new')} = 0;`;
}
function alsoRemoved(table: string): string {
  if (table === 'role_users') return 'update users set role_count = role_count - 1 where no = old.user_no;';
  if (table !== 'user_attributes') return '';
  return `update users set held = held & ~${bit('old')} where no = old.user_no and old.attribute_no <= ${heldMax}
    and not exists (select 1 from user_attributes a where a.user_no = old.user_no and a.attribute_no = old.attribute_no);`;
}

// ── PostgreSQL ──

export const inPostgres = (name: string, when: string, body: string, result = 'null'): readonly Trigger[] => [
  ['', `create or replace function reeve_${name}() returns trigger language plpgsql as $$ begin\n${body}\nreturn ${result}; end $$`],
  [name, `create trigger ${name} ${when} execute function reeve_${name}()`],
];

export const postgresTriggers: readonly Trigger[] = [
  ...inPostgres('users_added', 'after insert on users for each row', count(['new', '1'])),
  ...inPostgres('users_removed', 'after delete on users for each row', count(['old', '-1'])),
  ...inPostgres('users_recounted', `after update on users for each row when (${differs})`, count(['old', '-1'], ['new', '1'])),
  ...inPostgres('users_copied', `after update on users for each row when (${copied})`, copy('new')),
  ...inPostgres(
    'user_sign_ins_added',
    'before insert on user_sign_ins for each row',
    'select u.facts, u.created_at into new.facts, new.created_at from users u where u.no = new.user_no;',
    'new',
  ),
  ...links.flatMap(([table, dim, column]) => [
    ...inPostgres(
      `${table}_added`,
      `after insert on ${table} for each row`,
      `${add(`'${dim}'`, `cast(new.${column} as text)`, '1', 'true')}\n${alsoAdded(table)}`,
    ),
    ...inPostgres(
      `${table}_removed`,
      `after delete on ${table} for each row`,
      `${add(`'${dim}'`, `cast(old.${column} as text)`, '-1', 'true')}\n${alsoRemoved(table)}`,
    ),
  ]),
];
