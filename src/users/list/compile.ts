// Turns the neutral filter tree into parts for one database: ids and names are resolved to row keys by indexed reads, roles and groups through nesting.
// Called by plan.ts. Knows every column a filter may ask about.
import type { Query } from '#db/database.ts';
import type { Kind as DatabaseKind } from '#db/portable.ts';
import { countryCode, countryOther, firstStore, heldMax, spanBits, storeCode, storeOther } from '#db/user-facts.ts';
import type { Kind, State } from '../contract.ts';
import { type DateField, type Filter, type OwnAttribute, ownAttributes, type PlainField, valueKeyOf } from '../filter.ts';
import { allOf, anyOf, type Counter, everybody, fact, linked, looked, type Members, nobody, notOf, ofRow, type Part, tested } from './part.ts';
import { searchPart } from './search.ts';
import { joined, type Sql, sql, words } from './sql.ts';
import { hasState } from './state-sql.ts';
import { numbersIn, oneOfNumbers, oneOfTexts } from './values.ts';

/** `counted`: how many are covered, of those that no counter knows, as far as they were counted for this list (sizes.ts). */
export type Context = { readonly query: Query; readonly kind: DatabaseKind; readonly now: number; readonly counted: Counted };
export type Counted = Map<Members, { readonly size: number; readonly max: number }>;

export async function compile(context: Context, filter: Filter): Promise<Part> {
  if ('all' in filter) return allOf(await compileAll(context, filter.all));
  if ('any' in filter) return anyOf(await compileAll(context, filter.any));
  if ('not' in filter) return notOf(await compile(context, filter.not));
  if ('kind' in filter) return kindPart(filter.kind);
  if ('state' in filter) return statePart(filter.state, context.now);
  if ('country' in filter) return countryPart(filter.country);
  if ('organisation' in filter) return ownPart('organisation', filter.organisation, false);
  if ('search' in filter) return searchPart(context.kind, filter.search);
  if ('noRole' in filter) return fact('noRole', 1, { statement: words('select no from users where role_count = 0'), counters: [['fact', 'no-role']] });
  if ('owner' in filter) return ownerPart(context, filter.owner);
  if ('signedInUntil' in filter) return signedInPart(filter.signedInUntil);
  if ('date' in filter) return datePart(context, filter);
  if ('attribute' in filter) return attributePart(context, filter);
  if ('field' in filter) return fieldPart(filter.field, filter.equals);
  if ('roles' in filter) return rolesPart(context, filter.roles, filter.through);
  if ('groups' in filter) return groupsPart(context, filter.groups);
  return storePart(context, filter);
}

/** One after the other: they share one connection. */
export async function compileAll(context: Context, filters: readonly Filter[]): Promise<readonly Part[]> {
  const parts: Part[] = [];
  for (const filter of filters) parts.push(await compile(context, filter));
  return parts;
}

const kindCodes = { person: 1, device: 2, program: 3 } as const;
function kindPart(kind: Kind): Part {
  return fact('kind', kindCodes[kind], kind === 'person' ? null : inWide('users_by_kind', sql`kind = ${kind} and kind <> 'person'`, ['kind', kind]));
}

/** All whom a wide index holds under one value. (Those in the recycle bin are in no counter but their own; they are few.) */
const inWide = (index: string, where: Sql, counter: Counter): Members => ({
  ...counted(sql`select no from users where ${where}`, counter),
  wide: { index, where },
});

const counted = (statement: Sql, ...counters: readonly Counter[]): Members => ({ statement, counters });
/** A few, whom an index of theirs alone holds. */
const few = (where: string, ...counters: readonly Counter[]): Members => ({
  ...counted(words(`select no from users where ${where}`), ...counters),
  where: words(where),
});

/** Of a few whom an index names, those whose row says so as well: nothing is left to ask of them. */
const rowed = (members: Members, row: Sql, ...wheres: readonly string[]): Members => ({
  ...members,
  statement: joined(
    wheres.map((where) => sql`select u.no from users u where ${words(where)} and ${row}`),
    ' union all ',
  ),
  exact: true,
  rowed: true,
});

/** The facts say no to nearly all; the row and the moment decide about the rest. */
function statePart(state: State, now: number): Part {
  const [alive, enabled] = [fact('deleted', 0, null), fact('disabled', 0, null)];
  const row = hasState(state, now);
  switch (state) {
    case 'deleted':
      return fact('deleted', 1, few('deleted_at <> 0', ['fact', 'deleted']));
    case 'disabled':
      return {
        ...allOf([alive, fact('disabled', 1, null)]),
        members: few('disabled_at <> 0', ['fact', 'disabled']),
      };
    case 'ended':
      return {
        ...allOf([alive, enabled, fact('ends', 1, null, row)]),
        members: { statement: sql`select no from users where ends_at > 0 and ends_at <= ${now}`, counters: null, exact: true },
        stretch: { sort: 'endsAt', low: 1, high: now },
      };
    case 'locked': {
      const locked = few('locked_at <> 0', ['fact', 'locked']);
      return {
        ...allOf([alive, enabled, fact('locked', 1, null, row)]),
        members: locked,
        exactly: rowed(locked, row, 'u.locked_at <> 0'),
      };
    }
    case 'pending': {
      const pending = {
        ...few("pending <> '' or starts_at <> 0", ['fact', 'pending'], ['fact', 'starts']),
        // SQLite would read every row for an `or`.
        statement: words("select no from users where pending <> '' union all select no from users where starts_at <> 0"),
      };
      return {
        ...allOf([alive, enabled, tested(sql`(w.facts & ${flags('pending', 'starts')}) <> 0`), looked(row)]),
        members: pending,
        exactly: rowed(pending, row, "u.pending <> ''", "u.starts_at <> 0 and u.pending = ''"),
      };
    }
    case 'active':
      return allOf([alive, enabled, fact('pending', 0, null), tested(sql`((w.facts & ${flags('locked', 'ends', 'starts')}) = 0 or ${ofRow(row)})`)]);
  }
}

const flags = (...names: readonly ('pending' | 'locked' | 'ends' | 'starts')[]) => names.reduce((sum, name) => sum + Number(fact(name, 1, null).bits.mask), 0);

function countryPart(country: string): Part {
  const members = country === '' ? null : inWide('users_by_country', sql`country = ${country} and country <> ''`, ['country', country]);
  const code = countryCode(country);
  return fact('country', code, members, code === countryOther ? sql`u.country = ${country}` : null);
}

async function storePart({ query }: Context, filter: { readonly domain: string } | { readonly store: string }): Promise<Part> {
  const [found] =
    'domain' in filter
      ? await query('select no from stores where domain_key = ?', [filter.domain.toLowerCase()])
      : await query('select no from stores where id = ?', [filter.store]);
  if (!found) return nobody;
  const no = Number(found.no);
  const members =
    no === firstStore
      ? counted(sql`select no from users where store_no = ${no}`, ['store', String(no)])
      : inWide('users_by_store', sql`store_no = ${no} and store_no <> ${words(String(firstStore))}`, ['store', String(no)]);
  return fact('store', storeCode(no), members, no >= storeOther ? sql`u.store_no = ${no}` : null);
}

async function ownerPart({ query }: Context, owner: string): Promise<Part> {
  const [found] = await query('select no from users where id = ?', [owner]);
  if (!found) return nobody;
  const no = Number(found.no);
  const statement = sql`select no from users where owner_no = ${no} and owner_no <> 0`;
  return looked(sql`u.owner_no = ${no}`, { statement, counters: null, exact: true });
}

const ownColumns: Readonly<Record<OwnAttribute, string>> = {
  organisation: 'organisation',
  country: 'country',
  language: 'language',
  timeZone: 'time_zone',
  kind: 'kind',
  mail: 'mail',
};

const sameText = (column: Sql, equals: string): Sql => sql`${column} = ${equals} or lower(${column}) = ${valueKeyOf(equals)}`;

const plainColumns: Readonly<Record<PlainField, string>> = { givenName: 'given_name', familyName: 'family_name', shownName: 'shown_name', phone: 'phone' };

function fieldPart(field: PlainField, equals: string | undefined): Part {
  const column = words(`u.${plainColumns[field]}`);
  return looked(equals === undefined ? sql`${column} <> ''` : sameText(column, equals));
}

/**
 * A column of the row compared as scopes compare. Neither database folds all of Unicode alike, so the text as given and ASCII's two cases are tried:
 * never more than scopes.ts would say, and less only for capitals beyond ASCII.
 */
function ownPart(name: OwnAttribute, equals: string, folded: boolean): Part {
  const column = words(`u.${ownColumns[name]}`);
  const test = folded ? sameText(column, equals) : sql`${column} = ${equals}`;
  const members =
    name === 'organisation' && !folded && equals !== ''
      ? { statement: sql`select no from users where organisation = ${equals} and organisation <> ''`, counters: null, exact: true }
      : null;
  return looked(test, members);
}

const isOwn = (name: string): name is OwnAttribute => ownAttributes.some((own) => own === name);

type AttributeFilter = Extract<Filter, { readonly attribute: string }>;

async function attributePart({ query }: Context, { attribute: name, equals, shown = false }: AttributeFilter): Promise<Part> {
  if (isOwn(name)) return equals === undefined ? looked(sql`${words(`u.${ownColumns[name]}`)} <> ''`) : ownPart(name, equals, true);
  const [found] = await query('select no, see from attributes where name = ?', [name]);
  if (!found || (shown && found.see === 'nobody')) return nobody;
  const no = Number(found.no);
  const key = equals === undefined ? words('') : sql` and a.value_key = ${valueKeyOf(equals)}`;
  const members: Members = {
    statement: sql`select a.user_no as no from user_attributes a where a.attribute_no = ${no}${key}`,
    counters: equals === undefined ? [['attribute', String(no)]] : null,
    exact: true,
  };
  const test =
    equals === undefined && no <= heldMax
      ? null
      : sql`exists (select 1 from user_attributes a where a.user_no = w.no and a.attribute_no = ${no}${key} limit 1 offset 0)`;
  if (no > heldMax) return test ? linked(test, members) : everybody;
  const held = fact('held', 1, members, null, no - 1);
  return test ? { ...held, test, link: true } : held;
}

function signedInPart(until: number): Part {
  const stretch = { sort: 'lastSignInAt', low: 0, high: until } as const;
  const members = { statement: sql`select user_no as no from user_sign_ins where last_sign_in_at <= ${until}`, counters: null, exact: true };
  if (until === 0) return { ...fact('never', 1, members), stretch };
  return linked(sql`exists (select 1 from user_sign_ins s where s.user_no = w.no and s.last_sign_in_at <= ${until} limit 1 offset 0)`, members, stretch);
}

const dateColumns: Readonly<Record<DateField, string>> = { createdAt: 'created_at', changedAt: 'changed_at', endsAt: 'ends_at' };

type DateFilter = { readonly date: DateField; readonly from: number; readonly to: number };

async function datePart(context: Context, { date: field, from: low, to: high }: DateFilter): Promise<Part> {
  const column = words(dateColumns[field]);
  const range = sql`${column} >= ${low} and ${column} <= ${high}`;
  const members: Members = {
    statement: sql`select no from users where ${range}`,
    counters: null,
    exact: true,
    ...(field === 'createdAt' ? { wide: { index: 'users_by_created_at', where: range }, estimate: madeBetween(low, high) } : {}),
    ...(field !== 'createdAt' && context.kind === 'postgres' ? { wide: { index: `users_by_${dateColumns[field]}`, where: range, rows: true } } : {}),
  };
  const near = sql`w.${column} >= ${low} and w.${column} <= ${high}`;
  const part: Part = { ...looked(sql`u.${column} >= ${low} and u.${column} <= ${high}`, members, { sort: field, low, high }), near };
  if (field === 'endsAt') return low > 0 ? { ...part, bits: fact('ends', 1, null).bits } : part;
  return field === 'createdAt' && low > 0 ? { ...part, ...(await followingFrom(context, low)) } : part;
}

/** What else is known of those made since: row keys, and that nobody was changed before he was made, as long as the index of those who were is empty. */
async function followingFrom({ query, kind }: Context, since: number): Promise<Pick<Part, 'implied' | 'leastNo'>> {
  const [first] = await query('select min(span) as span from user_spans where newest >= ?', [since]);
  // In an order that only its index has: PostgreSQL guesses that there are many, and would look for the first among all users.
  const [before] = await query(
    `select no from users${kind === 'sqlite' ? ' indexed by users_changed_before' : ''} where changed_at < created_at order by no limit 1`,
    [],
  );
  // Of an empty list it does not matter where it begins.
  const leastNo = Number(first?.span ?? 0) * 2 ** spanBits;
  return before ? { leastNo } : { leastNo, implied: { sort: 'changedAt', low: since, high: Number.MAX_SAFE_INTEGER } };
}

/** Row keys rise with the day a user was made, but for those who came from elsewhere with an older one: good enough to choose by. */
const madeBetween = (low: number, high: number): Sql => {
  const end = (than: '>=' | '<=', moment: number, way: 'asc' | 'desc') =>
    sql`coalesce((select no from users where created_at ${words(than)} ${moment} order by created_at ${words(way)}, no ${words(way)} limit 1), 0)`;
  return sql`select abs(${end('<=', high, 'desc')} - ${end('>=', low, 'asc')}) + 1 as n`;
};

/** In force: between from and until. */
const inForce = (row: string, now: number) => sql`${words(row)}.from_at <= ${now} and (${words(row)}.until_at = 0 or ${words(row)}.until_at > ${now})`;

async function rolesPart(context: Context, ids: readonly string[], through: boolean): Promise<Part> {
  const { query, kind, now } = context;
  const asked = oneOfTexts(kind, 'id', ids);
  const roles = await query(`select no, built_in from roles where ${asked.text} and deleted_at = 0`, asked.values);
  if (roles.some((role) => role.built_in === 'everyone')) return everybody;
  const nos = roles.map((role) => Number(role.no));
  const direct = anyOf(nos.map((no) => directPart(no, now)));
  if (!through || nos.length === 0) return direct;
  const holding = sql`select g.group_no as no from role_groups g where ${oneOfNumbers(kind, 'g.role_no', nos)} and ${inForce('g', now)}`;
  return anyOf([direct, membersPart(kind, await nested(context, holding))].filter((part) => part !== nobody));
}

function directPart(role: number, now: number): Part {
  const held = sql`r.role_no = ${role} and ${inForce('r', now)}`;
  return linked(sql`exists (select 1 from role_users r where r.user_no = w.no and ${held} limit 1 offset 0)`, {
    ...counted(sql`select r.user_no as no from role_users r where ${held}`, ['role', String(role)]),
    exact: true,
  });
}

async function groupsPart(context: Context, ids: readonly string[]): Promise<Part> {
  const asked = oneOfTexts(context.kind, 'g.id', ids);
  return membersPart(context.kind, await nested(context, sql`select g.no from groups g where ${asked}`));
}

/** These groups and all that lie in them, but deleted ones. A few thousand groups at most, each read once. */
async function nested({ query }: Context, start: Sql): Promise<readonly number[]> {
  const { text, values } = sql`with recursive inside(no) as (select s.no from (${start}) s join groups t on t.no = s.no where t.deleted_at = 0
    union select e.child_no from inside i join group_edges e on e.parent_no = i.no join groups t on t.no = e.child_no where t.deleted_at = 0) select no from inside`;
  return (await query(text, values)).map((row) => Number(row.no));
}

function membersPart(kind: DatabaseKind, groups: readonly number[]): Part {
  if (groups.length === 0) return nobody;
  const test = sql`exists (select 1 from group_members m where m.user_no = w.no and ${oneOfNumbers(kind, 'm.group_no', groups)} limit 1 offset 0)`;
  const statement = sql`select m.user_no as no from ${numbersIn(kind, groups, 'g')} ${words(kind === 'sqlite' ? 'cross join' : 'join')} group_members m on m.group_no = g.no`;
  return linked(test, { ...counted(statement, ...groups.map((group): Counter => ['group', String(group)])), exact: true });
}
