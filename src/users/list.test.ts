import assert from 'node:assert/strict';
import { before, it } from 'node:test';
import fc from 'fast-check';
import type { Database } from '#db/database.ts';
import { stateOf } from '#gate/gate.ts';
import { nameKeyOf } from '#names/name.ts';
import { unmarked } from '#names/sorted.ts';
import type { Scope } from '#permissions/contract.ts';
import { onBothDatabases } from '../../test/databases.ts';
import { fill, idOf, type Member, members, now } from '../../test/list-people.ts';
import { kinds, states, type UserRow } from './contract.ts';
import { type Counted, type CountInput, countInput, countProgram } from './count-program.ts';
import { searchKeyOf, type UserFilter, valueKeyOf } from './filter.ts';
import { type ListInput, type ListPage, listInput, listProgram } from './list-program.ts';
import { ownSorts, sorts } from './words-contract.ts';

type Asked = UserFilter & { readonly sort?: (typeof allSorts)[number]; readonly descending?: boolean; readonly limit?: number };
type Extra = Partial<Pick<ListInput, 'limitMilliseconds' | 'windowRows'>>;

const page = (database: Database, asked: Asked & { cursor?: string }, reach: readonly Scope[] | null = null, extra: Extra = {}) =>
  database.lists.run<ListInput, ListPage>(listProgram, { ...listInput({ kind: database.kind, asked, reach, now, listed: ['floor', 'vip'] }), ...extra });

/** All pages, one after the other; fails when an answer neither brings anything nor gets any further. */
async function walkAll(database: Database, asked: Asked, reach: readonly Scope[] | null, extra: Extra): Promise<readonly UserRow[]> {
  const rows: UserRow[] = [];
  let cursor: string | undefined;
  for (let pages = 0; pages < 2_000; pages += 1) {
    const { items, next, complete } = await page(database, { ...asked, ...(cursor ? { cursor } : {}) }, reach, extra);
    rows.push(...items);
    assert.ok(items.length <= (asked.limit ?? 50));
    if (next === undefined) return rows;
    if (complete) assert.equal(items.length, asked.limit ?? 50, 'a complete page with more to come is full');
    cursor = next;
  }
  return assert.fail('the list has no end');
}

const allSorts = [...sorts, 'attribute.floor', 'attribute.vip'] as const;
const firstOf = (name: string) => (member: Member) => [...(member.attributes.get(name) ?? [])].sort(compare)[0] ?? '';
const keyOf: Readonly<Record<(typeof allSorts)[number], (member: Member) => string | number>> = {
  userName: (member) => member.row.name_key,
  shownName: (member) => member.row.shown_key,
  mail: (member) => member.row.mail_key,
  createdAt: (member) => member.row.created_at,
  changedAt: (member) => member.row.changed_at,
  endsAt: (member) => member.row.ends_at,
  lastSignInAt: (member) => member.lastSignInAt,
  state: (member) => states.indexOf(stateOfMember(member)),
  kind: (member) => kinds.map(String).indexOf(member.row.kind),
  domain: (member) => ['primary', 'corp'][member.row.store_no - 1] ?? '',
  country: (member) => member.row.country,
  organisation: (member) => member.row.organisation,
  stateReason: (member) => member.row.state_reason,
  lockedUntil: (member) => member.row.locked_until,
  'attribute.floor': firstOf('floor'),
  'attribute.vip': firstOf('vip'),
};
/** Texts by their bytes, as both databases do. */
const compare = (a: string | number, b: string | number) => (typeof a === 'number' ? a - Number(b) : Buffer.compare(Buffer.from(a), Buffer.from(String(b))));
const day = 86_400_000;

function stateOfMember({ row }: Member) {
  return stateOf(
    {
      disabledAt: row.disabled_at,
      lockedAt: row.locked_at,
      lockedUntil: row.locked_until,
      pending: row.pending,
      startsAt: row.starts_at,
      endsAt: row.ends_at,
      deletedAt: row.deleted_at,
      revocationEpoch: 0,
      stateReason: '',
    },
    now,
  );
}

const tests: { readonly [K in keyof UserFilter]-?: (member: Member, asked: NonNullable<UserFilter[K]>) => boolean } = {
  search: (member, asked) => {
    const search = searchKeyOf(asked)
      .replace(/^\*+|\*+$/gu, '')
      .trim();
    const [domain = '', name = ''] = search.split('/');
    return hasText(member, search) || (search.includes('/') && domain !== '' && inDomain(member, domain) && hasText(member, name));
  },
  kind: ({ row }, kind) => row.kind === kind,
  state: (member, state) => stateOfMember(member) === state,
  domain: (member, domain) => inDomain(member, domain),
  country: ({ row }, country) => row.country === country.toUpperCase(),
  organisation: ({ row }, organisation) => row.organisation === organisation,
  role: (member, role) => role === idOf('role', 4) || member.rolesNow.has(role),
  roleAny: (member, role) => role === idOf('role', 4) || member.rolesNow.has(role) || member.rolesThrough.has(role),
  group: (member, group) => member.groups.has(group),
  owner: ({ row }, owner) => row.owner_no !== 0 && idOf('user', row.owner_no) === owner,
  noRole: (member, yes) => (member.roleCount === 0) === yes,
  neverSignedIn: (member, yes) => (member.lastSignInAt === 0) === yes,
  notSignedInDays: (member, days) => member.lastSignInAt <= now - days * day,
  endsWithinDays: ({ row }, days) => row.ends_at > now && row.ends_at <= now + days * day,
  hasAttribute: (member, name) => hasAny(member, name),
  lacksAttribute: (member, name) => !hasAny(member, name),
  attribute: (member, asked) => hasValue(member, asked.slice(0, asked.indexOf('=')), asked.slice(asked.indexOf('=') + 1)),
  createdSince: ({ row }, since) => row.created_at >= since,
  changedSince: ({ row }, since) => row.changed_at >= since,
};
const inDomain = ({ row }: Member, domain: string) => ['primary', 'corp'][row.store_no - 1] === domain.toLowerCase();
function hasText({ row }: Member, search: string) {
  const shown = nameKeyOf(row.shown_name);
  const keys = [row.name_key, shown, unmarked(shown), row.mail_key];
  return search === '' || keys.some((key) => ([...search].length < 3 ? key.startsWith(search) : key.includes(search)));
}

/** Fields of the row that filters name like attributes. */
const fieldOf: Readonly<Record<string, (member: Member) => string>> = {
  organisation: ({ row }) => row.organisation,
  givenName: ({ row }) => row.given_name,
  shownName: ({ row }) => row.shown_name,
};
const hasAny = (member: Member, name: string) => (fieldOf[name] ? fieldOf[name](member) !== '' : member.attributes.has(name));
const hasValue = (member: Member, name: string, value: string) =>
  fieldOf[name] ? valueKeyOf(fieldOf[name](member)) === valueKeyOf(value) : (member.attributes.get(name) ?? []).includes(valueKeyOf(value));

function within(member: Member, scope: Scope): boolean {
  if ('all' in scope) return scope.all.every((part) => within(member, part));
  if ('any' in scope) return scope.any.some((part) => within(member, part));
  if ('store' in scope) return idOf('store', member.row.store_no) === scope.store;
  if ('attribute' in scope) return hasValue(member, scope.attribute, scope.equals);
  if ('roles' in scope) return scope.roles.some((role) => tests.roleAny(member, role));
  return scope.groups.some((group) => member.groups.has(group));
}

function bruteForce({ sort = 'userName', descending = false, limit: _, ...filter }: Asked, reach: readonly Scope[] | null): readonly Member[] {
  const fits = (member: Member) =>
    Object.entries(filter).every(
      ([name, asked]) => asked === undefined || (tests[name as keyof UserFilter] as (member: Member, asked: unknown) => boolean)(member, asked),
    );
  const found = members.filter(
    (member) => (filter.state === 'deleted' || member.row.deleted_at === 0) && fits(member) && (reach === null || reach.some((scope) => within(member, scope))),
  );
  const key = keyOf[sort];
  const way = descending ? -1 : 1;
  const none = (member: Member) => Number(key(member) === (sort === 'lockedUntil' ? 0 : '') && sort !== 'state' && sort !== 'kind');
  // Whoever shares what the list is in the order of stands by name, and whoever has none of it last, whichever way it goes.
  if (!ownSorts.some((own) => own === sort))
    return found.toSorted((a, b) => none(a) - none(b) || way * compare(key(a), key(b)) || compare(a.row.name_key, b.row.name_key) || a.no - b.no);
  return found.toSorted((a, b) => way * (compare(key(a), key(b)) || a.no - b.no));
}

const aRole = fc.integer({ min: 1, max: 5 }).map((no) => idOf('role', no));
const aGroup = fc.integer({ min: 1, max: 7 }).map((no) => idOf('group', no));
const aScoped = fc.constantFrom('floor', 'badge', 'vip', 'organisation', 'none');
const anAttribute = fc.oneof(aScoped, fc.constantFrom('givenName', 'shownName'));
const someText = fc.constantFrom('1', '2', 'Rot', 'rot', 'Ärzte', 'ACME', 'Ann', 'ann koch');
const aValue = fc.tuple(anAttribute, someText).map((pair) => pair.join('='));
const aScopedValue = fc.tuple(aScoped, someText).map((pair) => pair.join('='));
const arbitrary: { readonly [K in keyof UserFilter]-?: fc.Arbitrary<NonNullable<UserFilter[K]>> } = {
  search: fc.constantFrom(
    'a',
    'an',
    'ann',
    'ann.k',
    '%',
    '_a',
    'ko"',
    'Öz',
    'özi',
    '李',
    '李小',
    'x@',
    'a b',
    '\\',
    'mail',
    ' ',
    'zzz',
    '*',
    'ann*',
    '*koch',
    'CORP/',
    'corp/user1',
    'PRIMARY/a*',
    'none/ann',
    '/',
  ),
  kind: fc.constantFrom(...kinds),
  state: fc.constantFrom(...states),
  domain: fc.constantFrom('PRIMARY', 'corp', 'none'),
  country: fc.constantFrom('DE', 'de', 'FR', '', 'ß1'),
  organisation: fc.constantFrom('ACME', 'Ärzte', ''),
  role: aRole,
  roleAny: aRole,
  group: aGroup,
  owner: fc.integer({ min: 1, max: 4 }).map((no) => idOf('user', no)),
  noRole: fc.boolean(),
  neverSignedIn: fc.boolean(),
  notSignedInDays: fc.integer({ min: 1, max: 60 }),
  endsWithinDays: fc.integer({ min: 0, max: 60 }),
  hasAttribute: anAttribute,
  lacksAttribute: anAttribute,
  attribute: aValue,
  createdSince: fc.integer({ min: 0, max: 50 }).map((days) => now - days * day),
  changedSince: fc.integer({ min: 0, max: 50 }).map((days) => now - days * day),
};
const anOrder = fc.record({ sort: fc.constantFrom(...allSorts), descending: fc.boolean(), limit: fc.constantFrom(7, 17, 50, 200) });
const aLeaf: fc.Arbitrary<Scope> = fc.oneof(
  fc.constantFrom(1, 2, 3).map((no) => ({ store: idOf('store', no) })),
  aScopedValue.map((pair) => ({ attribute: pair.slice(0, pair.indexOf('=')), equals: pair.slice(pair.indexOf('=') + 1) })),
  fc.array(aRole, { minLength: 1, maxLength: 3 }).map((roles) => ({ roles })),
  fc.array(aGroup, { minLength: 1, maxLength: 3 }).map((groups) => ({ groups })),
);
const aScope: fc.Arbitrary<Scope> = fc.oneof(
  aLeaf,
  fc.array(aLeaf, { minLength: 1, maxLength: 3 }).map((all) => ({ all })),
  fc.array(aLeaf, { minLength: 1, maxLength: 3 }).map((any) => ({ any })),
);
const aReach = fc.option(fc.array(aScope, { maxLength: 3 }), { nil: null, freq: 3 });
/** None, one, or a few at once. */
const aFilter: fc.Arbitrary<UserFilter> = fc
  .uniqueArray(fc.constantFrom(...(Object.keys(arbitrary) as (keyof UserFilter)[])), { maxLength: 3 })
  .chain((names) => fc.record(Object.fromEntries(names.map((name) => [name, arbitrary[name]])))) as fc.Arbitrary<UserFilter>;
/** As a server asks; in tiny windows; and out of time after every window. */
const aPace: fc.Arbitrary<Extra> = fc.constantFrom({}, { windowRows: 7, limitMilliseconds: 10_000 }, { windowRows: 11, limitMilliseconds: 0 });

const ids = (found: readonly { readonly id: string }[]) => found.map(({ id }) => id);

it('gives whoever asks for one thing the time for a whole page, and whoever asks for several at once, or by one or two letters, a place to go on from', () => {
  const limitOf = (asked: UserFilter, reach: readonly Scope[] | null = null) => listInput({ kind: 'sqlite', asked, reach, now }).limitMilliseconds;
  const [one, several] = [limitOf({ search: 'ann' }), limitOf({ search: 'ann', kind: 'person' })];
  assert.ok(one > several, `${one} ${several}`);
  for (const asked of [{ state: 'locked' }, { lacksAttribute: 'site' }, { search: '*ann*' }] as const) assert.equal(limitOf(asked), one);
  const more = [{ search: 'an' }, { search: '*an*' }, { search: 'PRIMARY/zq' }, { state: 'locked', country: 'DE' }] as const;
  for (const asked of more) assert.equal(limitOf(asked), several);
  for (const asked of [{}, { search: 'ann' }]) assert.equal(limitOf(asked, [{ store: 'a' }]), several);
});

onBothDatabases('the list of users', (open) => {
  let database: Database;
  before(async () => {
    ({ database } = await open());
    await fill(database);
  });

  it('gives every user once, in order, through all pages, for every sort, both ways', async () => {
    for (const sort of allSorts)
      for (const descending of [false, true])
        for (const extra of [{}, { windowRows: 7, limitMilliseconds: 0 }]) {
          const asked = { sort, descending, limit: 30 };
          assert.deepEqual(ids(await walkAll(database, asked, null, extra)), ids(bruteForce(asked, null).map((member) => member.row)), `${sort} ${descending}`);
        }
  });

  for (const name of Object.keys(arbitrary) as (keyof UserFilter)[])
    it(`filters by ${name} like a look at every single user`, async () => {
      await fc.assert(
        fc.asyncProperty(arbitrary[name], anOrder, aPace, async (value, order, extra) => {
          const asked = { [name]: value, ...order };
          assert.deepEqual(ids(await walkAll(database, asked, null, extra)), ids(bruteForce(asked, null).map((member) => member.row)));
        }),
        { numRuns: 8 },
      );
    });

  it('joins filters, sort, reach and page size, and loses and repeats nothing when it is cut short', async () => {
    await fc.assert(
      fc.asyncProperty(aFilter, anOrder, aReach, aPace, async (filter, order, reach, extra) => {
        const asked = { ...filter, ...order };
        assert.deepEqual(ids(await walkAll(database, asked, reach, extra)), ids(bruteForce(asked, reach).map((member) => member.row)));
      }),
      { numRuns: 80 },
    );
  });

  it('counts what it lists, or less and says so', async () => {
    await fc.assert(
      fc.asyncProperty(aFilter, aReach, async (filter, reach) => {
        const { count, exact } = await database.lists.run<CountInput, Counted>(countProgram, countInput({ kind: database.kind, asked: filter, reach, now }));
        const truth = bruteForce(filter, reach).length;
        assert.ok(exact ? count === truth : count <= truth, `${count} ${exact ? 'exactly' : 'at least'}, but there are ${truth}`);
      }),
      { numRuns: 60 },
    );
  });

  it('shows each user’s state as the gate tells it', async () => {
    const rows = [...(await walkAll(database, { limit: 200 }, null, {})), ...(await walkAll(database, { state: 'deleted', limit: 200 }, null, {}))];
    const shown = new Map(rows.map((row) => [row.id, row.state]));
    for (const member of members) assert.equal(shown.get(member.row.id), stateOfMember(member));
  });

  it('refuses the cursor of another list', async () => {
    const { next } = await page(database, { limit: 5 });
    assert.ok(next);
    for (const asked of [{ sort: 'mail' }, { kind: 'person' }, { descending: true }] as const)
      await assert.rejects(async () => page(database, { ...asked, cursor: next }), { code: 'cursor.invalid' });
    for (const cursor of ['x', 'bnVsbA', Buffer.from('[1,2,3,4]').toString('base64url')])
      await assert.rejects(async () => page(database, { cursor }), { code: 'cursor.invalid' });
    await assert.rejects(async () => page(database, { cursor: next, limit: 5 }, [{ store: idOf('store', 1) }]), { code: 'cursor.invalid' });
    assert.equal((await page(database, { cursor: next, limit: 7 })).items.length, 7);
  });

  it('keeps counters, facts, their copies and text search true through changes', async () => {
    await database.write(async (tx) => {
      await tx.updateTable('users').set({ deleted_at: now, name_key: 'gone' }).where('no', '=', 3).execute();
      await tx.updateTable('users').set({ deleted_at: 0, name_key: 'user3' }).where('no', '=', 3).execute();
      await tx.deleteFrom('users').where('no', '=', 5).execute();
      await tx.deleteFrom('role_users').where('user_no', '=', 8).execute();
      await tx.deleteFrom('user_attributes').where('user_no', '=', 9).execute();
    });
    const copies = await database.read
      .selectFrom('user_sign_ins as s')
      .innerJoin('users as u', 'u.no', 's.user_no')
      .select(['s.facts', 's.created_at', 'u.facts as facts_of_user', 'u.created_at as created_at_of_user'])
      .execute();
    assert.ok(copies.length > 200);
    for (const row of copies) assert.deepEqual([row.facts, row.created_at], [row.facts_of_user, row.created_at_of_user]);
    const kept = await database.read.selectFrom('filter_counts').selectAll().where('n', '<>', 0).execute();
    const { recount } = await import('#db/migrations/0002-triggers.ts');
    const { sql } = await import('kysely');
    const truth = await database.write(async (tx) => {
      for (const statement of recount) await sql.raw(statement).execute(tx);
      return tx.selectFrom('filter_counts').selectAll().where('n', '<>', 0).execute();
    });
    const sorted = (rows: typeof kept) => rows.map(({ dim, val, n }) => `${dim}/${val} ${n}`).sort();
    assert.deepEqual(sorted(kept), sorted(truth));
    assert.deepEqual((await page(database, { search: 'gone' })).items, []);
    assert.deepEqual(ids((await page(database, { search: 'user3' })).items).includes(idOf('user', 3)), true);
  });
});
