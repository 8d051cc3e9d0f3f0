// The plan of one list: its order, the parts of its filter, and the condition they make together.
// Called by the two programs. Knows the sort columns; not how they are walked.

import type { Filter } from '../filter.ts';
import type { ownSorts } from '../words-contract.ts';
import { type Context, compileAll } from './compile.ts';
import { allOf, condition, isOf, isOpen, type Members, type Part, type Stretch, told } from './part.ts';
import { type Sql, sql, words } from './sql.ts';

/** What each user has a key of his own for, beside which an index holds his facts. */
export type OwnSort = (typeof ownSorts)[number];
type Order = { readonly table: 'users' | 'user_sign_ins'; readonly column: string; readonly no: string; readonly index: string };

export const orders: Readonly<Record<OwnSort, Order>> = {
  userName: ofUsers('name_key'),
  shownName: ofUsers('shown_key'),
  mail: ofUsers('mail_key'),
  createdAt: ofUsers('created_at'),
  changedAt: ofUsers('changed_at'),
  endsAt: ofUsers('ends_at'),
  lastSignInAt: { table: 'user_sign_ins', column: 'last_sign_in_at', no: 'user_no', index: 'user_sign_ins_by_last' },
};
function ofUsers(column: string): Order {
  return { table: 'users', column, no: 'no', index: `users_by_${column}` };
}

export type Plan = {
  readonly sort: OwnSort;
  readonly descending: boolean;
  readonly parts: readonly Part[];
  /** Everything that must hold, about `w.no` and `w.facts`: the packed facts first, they cost nothing. */
  readonly condition: Sql;
  /** Packed facts alone decide. */
  readonly isBare: boolean;
  /** The stretch of the sort order outside which nothing fits. */
  readonly bounds: { readonly low: number; readonly high: number } | null;
  /** Nobody with a smaller row key fits. */
  readonly leastNo: number;
};

type Ordered = { readonly sort: OwnSort; readonly descending: boolean };

/** `filters` all hold. */
export async function planOf(context: Context, { filters, ...order }: Ordered & { readonly filters: readonly Filter[] }): Promise<Plan> {
  return planOfParts(order, await partsOf(context, filters));
}

export const partsOf = (context: Context, filters: readonly Filter[]): Promise<readonly Part[]> =>
  compileAll(
    context,
    filters.flatMap((filter) => ('all' in filter ? filter.all : [filter])),
  );

/** Parts that are a stretch of the sort order become its bounds instead of a test. */
export function planOfParts({ sort, descending }: Ordered, parts: readonly Part[]): Plan {
  const stretches = parts.flatMap(({ stretch, implied }) => [stretch ?? [], implied ?? []].flat()).filter((stretch) => stretch.sort === sort);
  const rest = parts.map((part) => (part.stretch?.sort === sort ? told(part) : part)).map((part) => nearer(part, besideKeys));
  const isBare = !rest.some(isOpen);
  const leastNo = Math.max(0, ...parts.map((part) => part.leastNo ?? 0));
  return { sort, descending, parts, condition: conditionOf(rest), isBare, bounds: boundsOf(stretches), leastNo };
}

/** Dates that lie beside the key of every order, and beside what is collected. */
const besideKeys: readonly Stretch['sort'][] = ['createdAt'];
const allDates: readonly Stretch['sort'][] = ['createdAt', 'changedAt', 'endsAt'];
const nearer = (part: Part, held: readonly Stretch['sort'][]): Part =>
  part.near && part.row && part.stretch && held.includes(part.stretch.sort) ? { ...part, test: part.near, row: null } : part;

export function conditionOf(parts: readonly Part[]): Sql {
  return condition(allOf(parts));
}

/**
 * What is left to ask of those collected from `members`: what membership itself says is not asked again. `ordered`: bounds of the order are tested apart.
 * `keys`: all dates lie beside.
 */
export function partsBeside(
  { parts, sort }: Plan,
  members: Members,
  { ordered, keys }: { readonly ordered: boolean; readonly keys: boolean },
): readonly Part[] {
  const isSaid = (part: Part) => (isOf(part, members) && members.exact === true) || (ordered && part.stretch?.sort === sort);
  return parts.map((part) => (isSaid(part) ? told(part) : nearer(part, keys ? allDates : besideKeys)));
}

function boundsOf(stretches: readonly Stretch[]) {
  if (stretches.length === 0) return null;
  return { low: Math.max(...stretches.map((stretch) => stretch.low)), high: Math.min(...stretches.map((stretch) => stretch.high)) };
}

/** `column between low and high`, or true. */
export const within = (plan: Plan, column: string): Sql =>
  plan.bounds ? sql`${words(column)} >= ${plan.bounds.low} and ${words(column)} <= ${plan.bounds.high}` : words('1 = 1');
