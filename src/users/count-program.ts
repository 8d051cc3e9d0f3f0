// How many users match: exactly when counters or a rare filter answer, else "at least n" as far as the time limit lets it look (rule 43).
// Run by db.lists like list-program.ts. Knows neither actors nor rights.
import type { ListProgram, Query } from '#db/database.ts';
import type { Kind } from '#db/portable.ts';
import type { Reach } from '#permissions/scope.ts';
import { type Filter, filterOf, partsAsked, reachFilter, type UserFilter } from './filter.ts';
import { countCollected } from './list/collect.ts';
import type { Context } from './list/compile.ts';
import type { Counter } from './list/part.ts';
import { type Plan, planOf } from './list/plan.ts';
import { cheapest, readCounters } from './list/sizes.ts';
import { countStretch, type Place } from './list/walk.ts';

export type CountInput = { readonly kind: Kind; readonly filters: readonly Filter[]; readonly now: number; readonly limitMilliseconds: number };
export type Counted = { count: number; exact: boolean };

export const countProgram: ListProgram = { module: 'users/count-program.ts', name: 'countUsers' };
const limitMilliseconds = 40;
const windowRows = 20_000;

/** What the program needs to count what was asked, for somebody with this reach. */
export function countInput({
  kind,
  asked,
  reach,
  now,
}: {
  readonly kind: Kind;
  readonly asked: UserFilter;
  readonly reach: Reach;
  readonly now: number;
}): CountInput {
  const within = reachFilter(reach);
  return { kind, filters: [filterOf(asked, now), ...(within ? [within] : [])], now, limitMilliseconds };
}

export async function countUsers(query: Query, input: CountInput): Promise<Counted> {
  const started = performance.now();
  const context = { query, kind: input.kind, now: input.now, counted: new Map() };
  const kept = await keptCount(context, input.filters);
  if (kept !== null) return { count: kept, exact: true };
  const plan = await planOf(context, { sort: 'lastSignInAt', descending: false, filters: input.filters });
  const covered = await cheapest(context, plan);
  if (covered) return { count: await countCollected(context, covered.plan, covered.members), exact: true };
  return countWalking(context, plan, started + input.limitMilliseconds);
}

/** Counters answer alone when nothing but living users, or one fact of them, is asked for. */
async function keptCount(context: Context, filters: readonly Filter[]): Promise<number | null> {
  const [only, another] = partsAsked(filters);
  if (another) return null;
  const counter = only === undefined ? (['all', ''] as const) : await counterOf(context, only);
  return counter ? ((await readCounters(context, [counter])).get(`${counter[0]}/${counter[1]}`) ?? 0) : null;
}

async function counterOf({ query }: Context, filter: Filter): Promise<Counter | null> {
  if ('kind' in filter) return ['kind', filter.kind];
  if ('country' in filter && filter.country !== '') return ['country', filter.country];
  if ('noRole' in filter) return ['fact', 'no-role'];
  if ('state' in filter && (filter.state === 'disabled' || filter.state === 'deleted')) return ['fact', filter.state];
  if ('domain' in filter) {
    const [store] = await query('select no from stores where domain_key = ?', [filter.domain.toLowerCase()]);
    return ['store', String(store?.no ?? 0)];
  }
  return null;
}

/** In the order of the last sign-in, beside which most lies, as far as the time goes. */
async function countWalking(context: Context, plan: Plan, until: number): Promise<Counted> {
  let count = 0;
  for (let from: Place | null = null; ; ) {
    const counted: { readonly count: number; readonly end: Place | null } = await countStretch(context, plan, { from, rows: windowRows });
    count += counted.count;
    from = counted.end;
    if (!from) return { count, exact: true };
    if (performance.now() >= until) return { count, exact: false };
  }
}
