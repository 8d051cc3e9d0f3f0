// A part: one filter made ready for a list, with every way in which it can be used. And how parts are joined.
// Made by compile.ts; used by walk.ts, collect.ts and the two programs. Knows the packed facts, no other column.
import { type Fact, layout } from '#db/user-facts.ts';
import type { DateField } from '../filter.ts';
import { and, or, type Sql, sql, words } from './sql.ts';

/** Bits that must have these values. Bigints: the layout is wider than the 32 bits of JavaScript's operators. */
export type Bits = { readonly mask: bigint; readonly value: bigint };
/**
 * Whom a filter covers at most, as a statement giving `no` (perhaps more than once), and how many those are: by `counters`, else by the statement `estimate`,
 * else by counting. `exact`: whoever is covered passes the test too, so that it need not be asked again. `wide`: an index that holds them with their facts
 * and every sort key, or on PostgreSQL leads to their rows (`rows`), and the condition on users by which it is read. `listed`: the statement names them as
 * fast as a list is read. `where`: the same as a condition on users, of a few whom an index of their own holds. `rowed`: the statement looks at each row.
 */
export type Members = {
  readonly statement: Sql;
  readonly counters: readonly Counter[] | null;
  readonly exact?: boolean;
  readonly wide?: { readonly index: string; readonly where: Sql; readonly rows?: boolean };
  readonly estimate?: Sql;
  readonly listed?: true;
  readonly where?: Sql;
  readonly rowed?: true;
};
export type Counter = readonly [dim: string, val: string];
/** A filter on what the list may be sorted by is a stretch of the list. Both ends belong to it. */
export type Stretch = { readonly sort: DateField | 'lastSignInAt'; readonly low: number; readonly high: number };

/**
 * All that is set must hold: `bits`; `test`, which speaks of `w.no` and `w.facts`; and `row`, which speaks of the row `u` itself. `members` is a superset, for
 * collecting; `exactly` names the same people, and looks at their rows for it. `near` says the same as `row` where its column lies beside: that of the day he was made beside every key, the other dates where all keys do. `link`: the test speaks of `w.no` alone, and a link table's index answers it. `joined`: everybody it covers, as one list that others are held
 * against where that pays (sizes.ts). `implied`: what else follows for whom it covers, and that a list in that order need not look further. `leastNo`: the
 * least row key of any of them, or less.
 */
export type Part = {
  readonly bits: Bits;
  readonly test: Sql | null;
  readonly row: Sql | null;
  readonly members: Members | null;
  readonly exactly?: Members;
  readonly stretch: Stretch | null;
  readonly near?: Sql;
  readonly link?: true;
  readonly joined?: { readonly statement: Sql; readonly size: number };
  readonly implied?: Stretch;
  readonly leastNo?: number;
};

const noBits: Bits = { mask: 0n, value: 0n };
export const everybody: Part = { bits: noBits, test: null, row: null, members: null, stretch: null };
export const nobody: Part = { ...everybody, test: words('1 = 0'), members: { statement: words('select 0 as no where 1 = 0'), counters: [] } };

/** Whether these are whom the part covers. */
export const isOf = (part: Part, members: Members): boolean => part.members === members || part.exactly === members;

/** A condition on the row itself, looked at only for those whose facts leave it open. `offset 0` keeps PostgreSQL from making a join of it. */
export const ofRow = (test: Sql): Sql => sql`exists (select 1 from users u where u.no = w.no and (${test}) limit 1 offset 0)`;

export const tested = (test: Sql, members: Members | null = null, stretch: Stretch | null = null): Part => ({ ...everybody, test, members, stretch });
export const looked = (row: Sql, members: Members | null = null, stretch: Stretch | null = null): Part => ({ ...everybody, row, members, stretch });
export const linked = (test: Sql, members: Members, stretch: Stretch | null = null): Part => ({ ...tested(test, members, stretch), link: true });

/** A part decided by one packed fact. Of a code that stands for several values, `row` looks closer. */
export function fact(name: Fact, code: number, members: Members | null, row: Sql | null = null, bit = 0): Part {
  const [first, size] = layout[name];
  const at = BigInt(first + bit);
  const ones = name === 'held' ? 1n : (1n << BigInt(size)) - 1n;
  return { ...everybody, bits: { mask: ones << at, value: BigInt(code) << at }, row, members };
}

export const bitsTest = ({ mask, value }: Bits): Sql => sql`(w.facts & ${Number(mask)}) = ${Number(value)}`;

/** The part as one condition: what costs nothing first, and the row last, looked up once whatever is asked of it. */
export const condition = ({ bits, test, row }: Part): Sql =>
  and([...(bits.mask === 0n ? [] : [bitsTest(bits)]), ...(test ? [test] : []), ...(row ? [ofRow(row)] : [])]);

/** Nothing is left to ask of it but its packed facts. */
export const told = (part: Part): Part => ({ ...part, test: null, row: null });
/** More must be looked at than what lies beside the key. */
export const isOpen = ({ test, row, near }: Part): boolean => row !== null || (test !== null && test !== near);

export function allOf(parts: readonly Part[]): Part {
  let bits = noBits;
  for (const part of parts) {
    if (((bits.value ^ part.bits.value) & bits.mask & part.bits.mask) !== 0n) return nobody;
    bits = { mask: bits.mask | part.bits.mask, value: bits.value | part.bits.value };
  }
  const [tests, rows] = [parts.flatMap((part) => part.test ?? []), parts.flatMap((part) => part.row ?? [])];
  return {
    ...everybody,
    bits,
    test: tests.length === 0 ? null : and(tests),
    row: rows.length === 0 ? null : and(rows),
    members: inexact(parts.find((part) => part.members)?.members ?? null),
  };
}

const inexact = (members: Members | null): Members | null => (members ? { ...members, exact: false } : null);

export function anyOf(parts: readonly Part[]): Part {
  const [only] = parts;
  if (only === undefined) return nobody;
  if (parts.length === 1) return only;
  const members = union(parts.map((part) => part.members));
  const any = tested(or(parts.map(condition)), parts.every((part) => part.bits.mask === 0n) ? members : inexact(members));
  return parts.every((part) => part.link && part.bits.mask === 0n) ? { ...any, link: true } : any;
}

/** A single fact turned round stays a fact. */
export function notOf(part: Part): Part {
  const { mask, value } = part.bits;
  const isFlag = part.test === null && part.row === null && mask !== 0n && (mask & (mask - 1n)) === 0n;
  return isFlag ? { ...everybody, bits: { mask, value: mask ^ value } } : tested(sql`not (${condition(part)})`);
}

/** Known only if each is known. */
export function union(all: readonly (Members | null)[]): Members | null {
  const known = all.filter((members) => members !== null);
  if (known.length < all.length || known.length === 0) return null;
  const counters = known.every((members) => members.counters) ? known.flatMap((members) => members.counters ?? []) : null;
  return {
    statement: { text: known.map((members) => members.statement.text).join(' union all '), values: known.flatMap((members) => members.statement.values) },
    counters,
    exact: known.every((members) => members.exact === true),
  };
}
