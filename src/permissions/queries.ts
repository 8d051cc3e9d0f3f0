// SQL of permissions/ about users: a subject, a target, and the one question about the last administrator. The model has a file of its own, model-queries.ts.
// `db` is a reading handle or a transaction. Knows tables; judges nothing.
import { type Selectable, sql } from 'kysely';
import { first, prepared } from '#db/prepared.ts';
import type { Db, Tables, Tx } from '#db/tables.ts';
import { nameKeyOf } from '#names/name.ts';
import type { Scope } from './contract.ts';
import type { Subject } from './decide.ts';
import type { Grant } from './model.ts';
import { type On, scopeKey } from './scope.ts';

type Source = Db | Tx;
/** Both kinds of handle read alike; their types only differ in what they may write. */
const reading = (source: Source): Db => source as Db;

export const grantColumns = ['no', 'role_no', 'from_at', 'until_at', 'scope', 'given_by', 'given_at'] as const;
type GrantRow = Pick<Selectable<Tables['role_groups']>, (typeof grantColumns)[number]>;
/** Scopes are written by us alone, through the contract's schema. */
const scopeOf = (text: string): Scope | null => (text === '' ? null : (JSON.parse(text) as Scope));
export const grantOf = (row: GrantRow): Grant => ({
  no: row.no,
  roleNo: row.role_no,
  from: row.from_at,
  until: row.until_at,
  scope: scopeOf(row.scope),
  givenBy: row.given_by,
  givenAt: row.given_at,
});

const factColumns = [
  'no',
  'id',
  'kind',
  'disabled_at',
  'locked_at',
  'locked_until',
  'pending',
  'starts_at',
  'ends_at',
  'deleted_at',
  'revocation_epoch',
  'state_reason',
] as const;

type Facts = Pick<Selectable<Tables['users']>, (typeof factColumns)[number]> & { readonly store_enabled: number };
const factsById = prepared<{ id: string }, Facts>((db, { id }) =>
  db
    .selectFrom('users')
    .innerJoin('stores', 'stores.no', 'users.store_no')
    .select(factColumns.map((column) => `users.${column}` as const))
    .select('stores.enabled as store_enabled')
    .where('users.id', '=', id),
);
const grantsOfUser = prepared<{ no: number }, GrantRow>((db, { no }) => db.selectFrom('role_users').select(grantColumns).where('user_no', '=', no));
const groupsOfUser = prepared<{ no: number }, { group_no: number }>((db, { no }) =>
  db.selectFrom('group_members').select('group_no').where('user_no', '=', no),
);

export async function loadSubject(source: Source, id: string): Promise<Subject | null> {
  const row = await first(factsById(source, { id }));
  if (!row) return null;
  const grants = await grantsOfUser(source, { no: row.no });
  const groups = await groupsOfUser(source, { no: row.no });
  return {
    no: row.no,
    id: row.id,
    kind: row.kind,
    facts: {
      disabledAt: row.disabled_at,
      lockedAt: row.locked_at,
      lockedUntil: row.locked_until,
      pending: row.pending,
      startsAt: row.starts_at,
      endsAt: row.ends_at,
      deletedAt: row.deleted_at,
      revocationEpoch: row.revocation_epoch,
      stateReason: row.state_reason,
      storeSays: row.store_enabled === 1 ? '' : 'disabled',
    },
    grants: grants.map(grantOf),
    groups: groups.map((group) => group.group_no),
  };
}

/**
 * The id meant by an id, by `DOMAIN/name`, or by a bare name, for which PRIMARY comes first and the other stores in their order; '' = nobody.
 * Tells nothing about rights: whoever asks on behalf of somebody looks at his reach next.
 */
export async function idOfUser(source: Source, said: string): Promise<string> {
  if (/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(said)) return said;
  const slash = said.indexOf('/');
  const named = reading(source)
    .selectFrom('users')
    .innerJoin('stores', 'stores.no', 'users.store_no')
    .select('users.id')
    .where('users.name_key', '=', nameKeyOf(said.slice(slash + 1)));
  const within = slash < 0 ? named : named.where('stores.domain_key', '=', said.slice(0, slash).toLowerCase());
  return (await within.orderBy('stores.position').limit(1).executeTakeFirst())?.id ?? '';
}

/** Attributes of the row itself that a scope may test, beside the free ones. */
const ownAttributes = ['organisation', 'country', 'language', 'time_zone', 'kind', 'mail'] as const;
const scopeNames: Readonly<Record<string, string>> = { time_zone: 'timeZone' };

/** What scopes ask about a user besides his memberships. */
export async function loadTarget(
  source: Source,
  id: string,
): Promise<{ readonly storeId: string; readonly attributes: ReadonlyMap<string, readonly string[]> } | null> {
  const row = await first(targetById(source, { id }));
  if (!row) return null;
  const attributes = new Map<string, readonly string[]>();
  for (const name of ownAttributes) attributes.set(scopeNames[name] ?? name, [scopeKey(row[name])]);
  // Written by us alone, through the contract's schema: texts or lists of texts.
  for (const [name, value] of Object.entries(JSON.parse(row.attributes) as Record<string, string | string[]>))
    attributes.set(name, [value].flat().map(scopeKey));
  return { storeId: row.store_id, attributes };
}

type TargetRow = Pick<Selectable<Tables['users']>, (typeof ownAttributes)[number] | 'attributes'> & { readonly store_id: string };
const targetById = prepared<{ id: string }, TargetRow>((db, { id }) =>
  db
    .selectFrom('users')
    .innerJoin('stores', 'stores.no', 'users.store_no')
    .select([...ownAttributes.map((name) => `users.${name}` as const), 'users.attributes', 'stores.id as store_id'])
    .where('users.id', '=', id),
);

export async function storeOfGroup(source: Source, groupNo: number): Promise<string> {
  const row = await reading(source)
    .selectFrom('groups')
    .innerJoin('stores', 'stores.no', 'groups.store_no')
    .select('stores.id')
    .where('groups.no', '=', groupNo)
    .executeTakeFirst();
  return row?.id ?? '';
}

/**
 * Whether at least one active person of PRIMARY holds All Permissions directly, for good and without scope, with a credential of his own that does
 * not expire (rule 18). Asked of the rows, at the end of every change. True before set-up is done: there is nobody to keep yet.
 */
export async function hasLastAdministrator(tx: Tx, now: number): Promise<boolean> {
  return (await lastAdministrator(tx, { now })).length > 0;
}

/**
 * Givings that make somebody one of those administrators. They begin with the few roles that do: `+` keeps SQLite from beginning with all users who have no end,
 * which took it a second among a million.
 */
export const administering = (now: number) => sql`from role_users ru
      join users u on u.no = ru.user_no join stores s on s.no = u.store_no join credentials c on c.user_no = u.no
    where ru.role_no in (select e.role_no from role_entries e join permission_nodes n on n.no = e.node_no where n.parent_no = 0 and e.allow = 1)
      and ru.role_no not in (select role_no from role_entries where allow = 0)
      and ru.scope = '' and ru.until_at = 0 and ru.from_at <= ${now} and s.kind = 'primary' and u.kind = 'person' and u.pending = ''
      and u.deleted_at = 0 and u.disabled_at = 0 and +u.ends_at = 0 and u.starts_at <= ${now} and (u.locked_at = 0 or (u.locked_until > 0 and u.locked_until <= ${now}))
      and c.password_hash <> '' and c.temporary_until = 0 and c.must_change = 0`;

const lastAdministrator = prepared<{ now: number }, { one: number }>((db, { now }) => ({
  compile: () =>
    sql<{ one: number }>`
    select 1 as one where not exists (select 1 from meta where key = 'setup_done_at') or exists (select 1 ${administering(now)})`.compile(db),
}));

/** All of them, each with every role that makes him one. For whoever rehearses a change of many. */
export const administratorsNow = (db: Db, now: number): Promise<readonly { readonly id: string; readonly role: number }[]> => everyAdministrator(db, { now });

const everyAdministrator = prepared<{ now: number }, { id: string; role: number }>((db, { now }) => ({
  compile: () => sql<{ id: string; role: number }>`select u.id, ru.role_no as role ${administering(now)}`.compile(db),
}));

/** A user as the target of a right. */
export const userTarget = (
  id: string,
  found: { readonly storeId: string; readonly attributes: ReadonlyMap<string, readonly string[]> },
  memberships: { readonly roleIds: ReadonlySet<string>; readonly groupIds: ReadonlySet<string> },
): On => ({ kind: 'user', id, ...found, ...memberships });
