// The packed facts of a user's row: one integer that lies beside every sort key, so that walking a list tests most filters without touching the row.
// Written by the database itself (a generated column, migrations 0002 and 0028); read by users/list. Knows the layout, no filter; and two numbers that migrations and lists
// share, since reader threads load no migration's words.
import type { Kind } from './portable.ts';

/** First bit and number of bits of each fact. Together below 2^48, so that a double holds them exactly; SQLite keeps them in six bytes until the last bit is set. */
export const layout = {
  /** 1 person, 2 device, 3 program. */
  kind: [0, 2],
  deleted: [2, 1],
  disabled: [3, 1],
  pending: [4, 1],
  /** Has been locked; whether he still is, the row and the clock say. */
  locked: [5, 1],
  /** Has an end date, a start date, come or not. */
  ends: [6, 1],
  starts: [7, 1],
  /** Holds no role directly. */
  noRole: [8, 1],
  /** Two letters A–Z as a number, 0 for none, 1023 for anything else. */
  country: [9, 10],
  /** Row key of the store; 4095 for that and all later ones. */
  store: [19, 12],
  /** One bit for each of the first sixteen attribute definitions: has a value of it. */
  held: [31, 16],
  /** Has never signed in. */
  never: [47, 1],
} as const;
/** Row key of the store that set-up makes. */
export const firstStore = 1;
/** 512 row keys to a span of those made lately: fewer than a list looks at first. */
export const spanBits = 9;
export type Fact = keyof typeof layout;
/** What migration 0002 began with. */
export const firstFacts = [
  'kind',
  'deleted',
  'disabled',
  'pending',
  'locked',
  'ends',
  'starts',
  'noRole',
  'country',
  'store',
  'held',
] as const satisfies Fact[];
export const countryOther = 1023;
export const storeOther = 4095;
export const heldMax = 16;

/** What country and store look like in the layout; the same sums as in SQL below. */
export const countryCode = (country: string): number =>
  country === '' ? 0 : /^[A-Z]{2}$/.test(country) ? (country.charCodeAt(0) - 64) * 27 + country.charCodeAt(1) - 64 : countryOther;
export const storeCode = (no: number): number => Math.min(no, storeOther);

/** The expression of the generated column, of these facts. */
export function factsExpression(kind: Kind, facts: readonly Fact[]): string {
  const big = kind === 'sqlite' ? '' : '::bigint';
  const expressions = expressionsOn(kind);
  return facts.map((fact) => `((${expressions[fact]})${big} << ${layout[fact][0]})`).join(' | ');
}

function expressionsOn(kind: Kind): Readonly<Record<Fact, string>> {
  const first = kind === 'sqlite' ? 'unicode(country)' : 'ascii(country)';
  const second = kind === 'sqlite' ? 'unicode(substr(country, 2))' : 'ascii(substr(country, 2))';
  const isPair = kind === 'sqlite' ? "country glob '[A-Z][A-Z]'" : `country collate "C" ~ '^[A-Z][A-Z]$'`;
  const flag = (condition: string) => `case when ${condition} then 1 else 0 end`;
  return {
    kind: "case kind when 'person' then 1 when 'device' then 2 when 'program' then 3 else 0 end",
    deleted: flag('deleted_at <> 0'),
    disabled: flag('disabled_at <> 0'),
    pending: flag("pending <> ''"),
    locked: flag('locked_at <> 0'),
    ends: flag('ends_at <> 0'),
    starts: flag('starts_at <> 0'),
    noRole: flag('role_count = 0'),
    country: `case when ${isPair} then (${first} - 64) * 27 + ${second} - 64 when country = '' then 0 else ${countryOther} end`,
    store: `case when store_no < ${storeOther} then store_no else ${storeOther} end`,
    held: 'held',
    never: flag('signed_in = 0'),
  };
}
