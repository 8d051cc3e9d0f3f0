// The sections of a list that is in the order of what many share – state, country, an attribute: those who share a value, one value after the other.
// Called by find-shared.ts. Knows how each such order finds its next value by an index; not how a section is read.

import type { Sort } from '../sort-contract.ts';
import { kinds, states } from '../words-contract.ts';
import { type Context, compile } from './compile.ts';
import { everybody, linked, looked, type Part } from './part.ts';
import { and, type Sql, sql, type Value, words } from './sql.ts';
import { stateSql } from './state-sql.ts';

export type Sections = {
  /** The value after this one, or the first; null = that was the last. */
  readonly next: (after?: Value) => Promise<Value | null>;
  /** Whoever shares it. */
  readonly part: (value: Value) => Promise<Part>;
  /** What `u` shares. */
  readonly of: Sql;
  /** Below 0 where `one` comes first. */
  readonly compare: (one: Value, other: Value) => number;
};
type Order = { readonly context: Context; readonly descending: boolean };

export async function sectionsOf(context: Context, { sort, descending }: { readonly sort: Sort; readonly descending: boolean }): Promise<Sections> {
  const order = { context, descending };
  switch (sort) {
    case 'kind':
      return listed(order, kinds, { of: words('u.kind'), part: (kind) => compile(context, { kind }), compare: ranked(kinds) });
    case 'state':
      return listed(order, states, { of: stateSql(context.now), part: (state) => compile(context, { state }), compare: ranked(states) });
    case 'domain':
      return listed(order, await domains(context), { of: domainOf, part: (domain) => compile(context, { domain }) });
    case 'country':
      return listed(order, await countries(context), { of: words('u.country'), part: (country) => compile(context, { country }), none: '' });
    case 'organisation':
      return ofColumn(order, 'organisation', '');
    case 'stateReason':
      return ofColumn(order, 'state_reason', '');
    case 'lockedUntil':
      return ofColumn(order, 'locked_until', 0);
    default:
      return ofAttribute(order, sort.replace(/^attribute\./, ''));
  }
}

/** Texts by their bytes, as both databases do. */
export const compared = (one: Value, other: Value): number =>
  typeof one === 'number' && typeof other === 'number' ? one - other : Buffer.compare(Buffer.from(String(one)), Buffer.from(String(other)));

const ranked =
  (values: readonly Value[]): Sections['compare'] =>
  (one, other) =>
    values.indexOf(one) - values.indexOf(other);

type Known<V extends Value> = { readonly of: Sql; readonly part: (value: V) => Promise<Part>; readonly compare?: Sections['compare']; readonly none?: V };

/** Few values, all known, in order. One that has gone since leads to the one after it. */
function listed<V extends Value>(order: Order, values: readonly V[], { of, part, compare: ascending = compared, none }: Known<V>): Sections {
  const compare = directed(order, ascending, none);
  const ordered = values.toSorted(compare);
  return {
    next: async (after) => ordered.find((value) => after === undefined || compare(value, after) > 0) ?? null,
    // Only what stands in the list is asked for.
    part: (value) => part(value as V),
    of,
    compare,
  };
}

const domainOf = words('(select domain_key from stores d where d.no = u.store_no)');

async function domains({ query }: Context): Promise<readonly string[]> {
  const rows = await query('select domain_key as v from stores', []);
  return rows.map(({ v }) => String(v));
}

/** Leaps from one country to the next in their index. */
async function countries({ query }: Context): Promise<readonly string[]> {
  const least = (beyond: string) => `select min(country) from users where country <> ''${beyond}`;
  const rows = await query(
    `with recursive c(v) as (select * from (${least('')}) first union all select (${least(' and country > c.v')}) from c where c.v is not null)
    select v from c where v is not null`,
    [],
  );
  return [...rows.map(({ v }) => String(v)), ''];
}

type Sought = { readonly from: Sql; readonly column: Sql; readonly where: Sql; readonly empty: Value };

/** Any number of values: the next is sought in an index. */
function seeking({ context: { query }, descending }: Order, { from, column, where, empty }: Sought): Sections['next'] {
  const [than, way] = [words(descending ? '<' : '>'), words(descending ? 'desc' : 'asc')];
  return async (after) => {
    if (after === empty) return null;
    const beyond = after === undefined ? words('1 = 1') : sql`${column} ${than} ${after}`;
    const { text, values } = sql`select ${column} as v from ${from} where ${and([where, beyond])} order by ${column} ${way} limit 1`;
    const [row] = await query(text, values);
    return row?.v ?? empty;
  };
}

type SharedColumn = 'organisation' | 'state_reason' | 'locked_until';

function ofColumn(order: Order, name: SharedColumn, empty: '' | 0): Sections {
  const [none, bytes] = [empty === '' ? `''` : '0', order.context.kind === 'postgres' && empty === '' ? ' collate "C"' : ''];
  const column = words(`${name}${bytes}`);
  const members = (value: Value) => sql`select no from users where ${column} = ${value} and ${words(`${name} <> ${none}`)}`;
  return {
    next: seeking(order, { from: words('users'), column, where: words(`${name} <> ${none}`), empty }),
    part: async (value) => looked(sql`u.${words(name)} = ${value}`, value === empty ? null : { statement: members(value), counters: null, exact: true }),
    of: words(`u.${name}`),
    compare: directed(order, compared, empty),
  };
}

/** Whoever has nothing comes last, whichever way it goes: he is not what is looked for. */
const directed =
  ({ descending }: Order, ascending: Sections['compare'], none: Value | undefined): Sections['compare'] =>
  (one, other) =>
    Number(one === none) - Number(other === none) || (descending ? ascending(other, one) : ascending(one, other));

/** Whoever has several values of it stands with the first. */
async function ofAttribute(order: Order, name: string): Promise<Sections> {
  const [found] = await order.context.query('select no from attributes where name = ? and no > 0', [name]);
  if (!found) return listed(order, [''], { of: words(`''`), part: async () => everybody });
  const own = (more: Sql) => sql`select 1 from user_attributes a where a.user_no = w.no and a.attribute_no = ${Number(found.no)}${more} limit 1 offset 0`;
  const statement = (value: Value) => sql`select a.user_no as no from user_attributes a where a.attribute_no = ${Number(found.no)} and a.value_key = ${value}`;
  return {
    next: seeking(order, { from: words('user_attributes'), column: words('value_key'), where: sql`attribute_no = ${Number(found.no)}`, empty: '' }),
    part: async (value) =>
      value === ''
        ? compile(order.context, { not: { attribute: name } })
        : linked(sql`exists (${own(sql` and a.value_key = ${value}`)}) and not exists (${own(sql` and a.value_key < ${value}`)})`, {
            statement: statement(value),
            counters: null,
          }),
    of: sql`coalesce((select min(a.value_key) from user_attributes a where a.user_no = u.no and a.attribute_no = ${Number(found.no)}), '')`,
    compare: directed(order, compared, ''),
  };
}
