// What the list of users needs: packed facts beside each sort key, an index per filter, text search, and counters kept by triggers (docs/decisions/lists.md).
// Sort indexes end in (no, facts), so that a walk reads the index alone. Wide ones hold every sort key, so that collecting does.
import type { Step } from '../migrate.ts';
import type { Kind } from '../portable.ts';
import { factsExpression, firstFacts, firstStore, heldMax } from '../user-facts.ts';
import { postgresTriggers, sqliteTriggers } from './0002-triggers.ts';

export const sortColumns = ['name_key', 'shown_key', 'mail_key', 'created_at', 'changed_at', 'ends_at'] as const;

/** `sorts`: all sort keys, in the order in which they lie beside what is collected by. `beside`: what lies beside each sort key. */
type Layout = { readonly sorts: readonly string[]; readonly beside: readonly string[] };
/** What holds facts. */
export const listIndexes = (kind: Kind, { sorts, beside: always }: Layout = { sorts: sortColumns, beside: ['facts'] }): readonly Index[] => {
  const wide = ['facts', ...sorts].join(', ');
  const besideOf = (column: string) => (column === 'created_at' ? ['facts', ...sorts.filter((other) => other !== column)] : always).join(', ');
  return [
    ...sortColumns.map((column) => index(`users_by_${column}`, 'users', beside(kind, `${column}, no`, besideOf(column)))),
    index('users_keys', 'users', beside(kind, 'no', wide)),
    index('users_by_kind', 'users', `${beside(kind, 'kind, no', wide)} where kind <> 'person'`),
    index('users_by_country', 'users', `${beside(kind, 'country, no', wide)} where country <> ''`),
    // The first store is PRIMARY. Its users are most of all, or few: then walking finds them, or what is collected is small anyway.
    index('users_by_store', 'users', `${beside(kind, 'store_no, no', wide)} where store_no <> ${firstStore}`),
    index('user_sign_ins_by_last', 'user_sign_ins', beside(kind, 'last_sign_in_at, user_no', 'facts, created_at')),
  ];
};

/** Of one filter each, and no facts. */
const plainIndexes = (kind: Kind): readonly Index[] => [
  index('users_by_organisation', 'users', "(organisation) where organisation <> ''"),
  index('users_disabled', 'users', '(no) where disabled_at <> 0'),
  index('users_locked', 'users', '(no) where locked_at <> 0'),
  index('users_pending', 'users', "(no) where pending <> ''"),
  index('users_starting', 'users', '(no) where starts_at <> 0'),
  index('users_deleted', 'users', '(no) where deleted_at <> 0'),
  index('users_without_role', 'users', '(no) where role_count = 0'),
  index('users_owned', 'users', '(owner_no) where owner_no <> 0'),
  index('user_attributes_user', 'user_attributes', '(user_no, attribute_no, value_key)'),
  index('role_users_role', 'role_users', '(role_no, user_no, from_at, until_at)'),
  ...(kind === 'postgres' ? [index('users_text', 'users', `using gin (${searchText('')} gin_trgm_ops)`)] : []),
];

type Index = readonly [name: string, create: string];
const beside = (kind: Kind, key: string, more: string) => (kind === 'sqlite' ? `(${key}, ${more})` : `(${key}) include (${more})`);
const index = (name: string, table: string, rest: string): Index => [name, `create index ${name} on ${table} ${rest}`];

/** What search looks through. The separator cannot be typed, so no match runs over an edge. `from` is '' or an alias with its dot. */
export const searchText = (from: string) => `(${from}name_key || chr(31) || ${from}shown_key || chr(31) || ${from}mail_key)`;

export const lists: Step = {
  number: 2,
  name: 'lists',
  statements: (kind) => [
    ...(kind === 'postgres' ? ['create extension if not exists pg_trgm'] : []),
    // Bit n-1 = has a value of attribute n, for the first few definitions. Kept by a trigger.
    `alter table users add column held integer not null default 0 check (held >= 0 and held < ${2 ** heldMax})`,
    `alter table users add column facts ${kind === 'sqlite' ? 'integer' : 'bigint'} generated always as (${factsExpression(kind, firstFacts)}) ${kind === 'sqlite' ? 'virtual' : 'stored'}`,
    // Copies, kept by triggers, so that a list in the order of the last sign-in reads this table alone.
    'alter table user_sign_ins add column facts bigint not null default 0',
    'alter table user_sign_ins add column created_at bigint not null default 0',
    'drop index user_attributes_user',
    'drop index role_users_role',
    ...[...listIndexes(kind), ...plainIndexes(kind)].map(([, create]) => create),
    ...(kind === 'sqlite' ? [`create virtual table users_text using fts5(text, content='', contentless_delete=1, tokenize='trigram case_sensitive 1')`] : []),
    ...(kind === 'sqlite' ? sqliteTriggers : postgresTriggers).map(([, create]) => create),
  ],
};
