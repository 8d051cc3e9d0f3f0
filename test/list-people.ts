// A few hundred made-up users with every fact, link and odd name that the list can be asked about, as rows and as plain values to compare with.
// Called by the tests of the list. The same at every run.

import type { Insertable } from 'kysely';
import type { Database } from '#db/database.ts';
import type { Tables, Tx } from '#db/tables.ts';
import { nameKeyOf } from '#names/name.ts';
import { sortKeyOf } from '#names/sorted.ts';
import { valueKeyOf } from '#users/filter.ts';

type Row = Insertable<Tables['users']>;
export type Member = {
  readonly no: number;
  readonly row: Row;
  readonly lastSignInAt: number;
  /** Ids of roles in force, given directly or through groups; and how many were given directly, in force or not. */
  readonly rolesNow: ReadonlySet<string>;
  readonly rolesThrough: ReadonlySet<string>;
  readonly roleCount: number;
  /** Ids of living groups, direct and through nesting. */
  readonly groups: ReadonlySet<string>;
  readonly attributes: ReadonlyMap<string, readonly string[]>;
};

export const now = 1_800_000_000_000;
const day = 86_400_000;
const people = 240;

/** An id that can be read in a failing test. */
export const idOf = (kind: 'user' | 'role' | 'group' | 'store' | 'attribute', no: number): string =>
  `00000000-0000-7000-8000-${['user', 'role', 'group', 'store', 'attribute'].indexOf(kind)}${String(no).padStart(11, '0')}`;

/** A small generator of chance (mulberry32), so that a failure can be repeated. */
function chance(seed: number) {
  let state = seed;
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  return {
    below: (max: number) => Math.floor(next() * max),
    one: <T>(values: readonly [T, ...T[]]): T => values[Math.floor(next() * values.length)] ?? values[0],
    often: (share: number) => next() < share,
  };
}
type Chance = ReturnType<typeof chance>;

/** 1 holds 2 holds 3, 4 holds 3 too; 5 is deleted and holds 6. */
const edges = [
  [1, 2],
  [2, 3],
  [4, 3],
  [5, 6],
] as const;
const deletedGroup = 5;
const roleOfGroups = [
  { role_no: 1, group_no: 2, from_at: 0, until_at: 0 },
  { role_no: 2, group_no: 7, from_at: 0, until_at: now - 1 },
  { role_no: 3, group_no: deletedGroup, from_at: 0, until_at: 0 },
  { role_no: 5, group_no: 4, from_at: now, until_at: now + 1 },
] as const;
const attributeNames = ['floor', 'badge', ...Array.from({ length: 15 }, (_, index) => `spare${index}`), 'vip'];

/** Every group a member of `group` is in, for `group` is alive. */
function upwards(group: number): readonly number[] {
  return group === deletedGroup ? [] : [group, ...edges.flatMap(([parent, child]) => (child === group ? upwards(parent) : []))];
}

const givings = (c: Chance) =>
  Array.from({ length: c.below(4) }, () => ({
    role_no: c.one([1, 2, 3, 5]),
    from_at: c.one([0, 0, 0, now, now + 1]),
    until_at: c.one([0, 0, 0, now, now + day]),
  }));
const isInForce = (giving: { from_at: number; until_at: number }) => giving.from_at <= now && (giving.until_at === 0 || giving.until_at > now);

type Made = Member & { readonly given: readonly { role_no: number; from_at: number; until_at: number }[]; readonly direct: readonly number[] };

function make(no: number, c: Chance): Made {
  const given = givings(c);
  const direct = c.often(0.5) ? [...new Set([1 + c.below(7), 1 + c.below(7)])] : [];
  const groups = new Set(direct.flatMap(upwards));
  const attributes = new Map<string, readonly string[]>();
  for (const name of ['floor', 'badge', 'vip'])
    if (c.often(0.4)) attributes.set(name, [...new Set([c.one(['1', '2', 'Rot', 'Ärzte']), c.one(['1', '2'])])].map(valueKeyOf));
  const shown = c.one(['Ann Kowalski', 'ann koch', 'Özil Öz', '李小龍', 'A B', '', 'ann.k', 'Zoë "Ko" 100%', `Nobody ${no % 9}`]);
  const mail = c.one(['', `mail${no % 5}@x.example`, `ann@x.example`, `x@corp.example`]);
  return {
    no,
    given,
    direct,
    groups: new Set([...groups].map((group) => idOf('group', group))),
    attributes,
    row: rowOf(no, c, shown, mail),
    roleCount: given.length,
    lastSignInAt: c.one([0, 0, now - c.below(70) * day, now - c.below(100)]),
    rolesNow: new Set(given.filter(isInForce).map((giving) => idOf('role', giving.role_no))),
    rolesThrough: new Set(roleOfGroups.filter((giving) => isInForce(giving) && groups.has(giving.group_no)).map((giving) => idOf('role', giving.role_no))),
  };
}

function rowOf(no: number, c: Chance, shown: string, mail: string): Row {
  const name = c.often(0.9) ? `user${no}` : `_a${no}%\\`;
  return {
    id: idOf('user', no),
    version: 1,
    kind: c.one(['person', 'person', 'person', 'device', 'program']),
    store_no: c.one([1, 1, 2]),
    user_name: name,
    name_key: nameKeyOf(name),
    given_name: ['', 'Ann', 'Rot', 'Ärzte'][no % 4] ?? '',
    family_name: '',
    shown_name: shown,
    shown_key: sortKeyOf(nameKeyOf(shown)),
    mail,
    mail_key: nameKeyOf(mail),
    phone: '',
    organisation: c.one(['', 'ACME', 'Ärzte', 'Other']),
    country: c.one(['DE', 'DE', 'FR', '', 'ß1']),
    language: '',
    time_zone: '',
    owner_no: no % 4 === 0 ? 1 + (no % 3) : 0,
    attributes: '{}',
    created_at: now - c.below(60) * day,
    changed_at: now - c.below(60) * day,
    starts_at: c.one([0, 0, 0, 0, now, now + 1]),
    ends_at: c.one([0, 0, 0, now, now - day, now + c.below(70) * day]),
    disabled_at: c.often(0.1) ? now : 0,
    locked_at: c.often(0.2) ? now - day : 0,
    locked_until: c.one([0, now, now + day]),
    pending: c.often(0.1) ? c.one(['approval', 'mail']) : '',
    state_reason: ['', 'left', '', 'Ärger', 'zeta'][no % 5] ?? '',
    deleted_at: c.often(0.1) ? now - 1 : 0,
    revocation_epoch: 0,
    role_count: 0,
  };
}

function makeAll(): readonly Made[] {
  const c = chance(7);
  return Array.from({ length: people }, (_, index) => make(index + 1, c));
}
const made = makeAll();
export const members: readonly Member[] = made;

/** PRIMARY and CORP, whose row keys the rows name. */
export async function fillStores(tx: Tx): Promise<void> {
  for (const [index, domain] of ['PRIMARY', 'CORP'].entries())
    await tx
      .insertInto('stores')
      .values({ id: idOf('store', index + 1), domain, domain_key: domain.toLowerCase(), kind: 'primary', position: index, writable: 1, created_at: 0 })
      .execute();
}

/** Fills an empty database, in the order of the numbers. */
export async function fill(database: Database): Promise<void> {
  await database.write(async (tx) => {
    await fillStores(tx);
    for (const [index, name] of ['one', 'two', 'three', 'everyone', 'five'].entries())
      await tx
        .insertInto('roles')
        .values({
          id: idOf('role', index + 1),
          version: 1,
          name,
          name_key: name,
          sort_key: name,
          description: '',
          built_in: name === 'everyone' ? 'everyone' : '',
          created_at: 0,
          changed_at: 0,
          deleted_at: 0,
        })
        .execute();
    for (let no = 1; no <= 7; no += 1)
      await tx
        .insertInto('groups')
        .values({
          id: idOf('group', no),
          version: 1,
          store_no: 1,
          name: `g${no}`,
          name_key: `g${no}`,
          sort_key: `g${no}`,
          description: '',
          created_at: 0,
          changed_at: 0,
          deleted_at: no === deletedGroup ? 1 : 0,
        })
        .execute();
    for (const [parent_no, child_no] of edges) await tx.insertInto('group_edges').values({ parent_no, child_no }).execute();
    for (const giving of roleOfGroups)
      await tx
        .insertInto('role_groups')
        .values({ ...giving, scope: '', given_by: '', given_at: 0 })
        .execute();
    for (const [index, name] of attributeNames.entries())
      await tx
        .insertInto('attributes')
        .values({ id: idOf('attribute', index + 1), name, display_name: name, type: 'text', built_in: 0, searchable: 1, created_at: 0 })
        .execute();
    for (const member of made) await fillOne(tx, member);
  });
}

async function fillOne(tx: Parameters<Parameters<Database['write']>[0]>[0], { no, row, lastSignInAt, given, direct, attributes }: Made) {
  await tx.insertInto('users').values(row).execute();
  await tx.insertInto('user_sign_ins').values({ user_no: no, last_sign_in_at: lastSignInAt }).execute();
  for (const giving of given)
    await tx
      .insertInto('role_users')
      .values({ ...giving, user_no: no, scope: '', given_by: '', given_at: 0 })
      .execute();
  for (const group_no of direct) await tx.insertInto('group_members').values({ group_no, user_no: no, added_at: 0, added_by: '' }).execute();
  for (const [name, values] of attributes)
    for (const value_key of values)
      await tx
        .insertInto('user_attributes')
        .values({ attribute_no: attributeNames.indexOf(name) + 1, value_key, user_no: no, verified_at: 0 })
        .execute();
}
