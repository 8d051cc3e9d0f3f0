// How many users a filter covers, and what it would cost to collect them: from the kept counters, an estimate, or counted up to a bound.
// Called by the two programs to find the filter that is collected cheapest. Knows filter_counts.
import type { Kind } from '#db/portable.ts';
import type { Context } from './compile.ts';
import { type Counter, isOf, isOpen, type Members, type Part } from './part.ts';
import { type Plan, partsBeside } from './plan.ts';
import { sql } from './sql.ts';
import { oneOfTexts } from './values.ts';

/**
 * What it costs to look at one user: out of a wide index, out of the rows, in an index that only names him, in a link table, by his number; and to test a
 * link of his or his row, to hold one against others in a list, or to find his last sign-in. Measured, and only roughly right.
 */
type Costs = Readonly<Record<'wide' | 'rows' | 'named' | 'covered' | 'single' | 'link' | 'row' | 'joined' | 'signIn', number>>;
const microseconds: Readonly<Record<Kind, Costs>> = {
  sqlite: { wide: 0.15, rows: 1.6, named: 0.1, covered: 0.15, single: 2, link: 0.5, row: 1.2, joined: 0.15, signIn: 0.3 },
  postgres: { wide: 0.2, rows: 2.2, named: 0.25, covered: 0.15, single: 2, link: 3, row: 1.5, joined: 0.2, signIn: 1 },
};
/** Dearer filters are not collected at first: walking finds their users soon enough. */
const dearest = 50;
/** No more are held against others as one list: an index of more is asked user by user. */
const joinedMax: Readonly<Record<Kind, number>> = { sqlite: 60_000, postgres: 150_000 };

/** `plan`: with some held against others as one list, where that is cheaper. */
export type Sized = { readonly members: Members; readonly milliseconds: number; readonly plan: Plan };

/** The filter that is collected cheapest, or null when none is known to be cheap enough. Good enough to choose by. */
export async function cheapest(context: Context, walked: Plan, millisecondsMax = dearest): Promise<Sized | null> {
  const counters = walked.parts.flatMap(({ members }) => members?.counters ?? []);
  const known = await readCounters(context, [['all', ''], ...counters]);
  const sizes = sizesOf(context, known);
  const alone = await cheapestOf(walked, { kind: context.kind, known, sizes, millisecondsMax });
  const limit = alone?.milliseconds ?? millisecondsMax;
  const listed = limit < worthCounting ? null : await withLists(walked, { kind: context.kind, sizes, limit });
  return listed ? ((await cheapestOf(listed, { kind: context.kind, known, sizes, millisecondsMax: limit })) ?? alone) : alone;
}

type Known = ReadonlyMap<string, number>;
/** How many are covered, when these are not more than `max`. */
type Sizes = (members: Members, max: number) => Promise<number>;
type Choosing = { readonly kind: Kind; readonly known: Known; readonly sizes: Sizes; readonly millisecondsMax: number };

async function cheapestOf(plan: Plan, { kind, known, sizes, millisecondsMax }: Choosing): Promise<Sized | null> {
  const all = plan.parts.flatMap(({ members, exactly }) => [members ?? [], exactly ?? []].flat());
  let best: Sized | null = null;
  for (const members of all.toSorted((a, b) => Number(isCounted(b)) - Number(isCounted(a)))) {
    const { each, once } = costOf(kind, plan, members, known);
    const limit: number = best?.milliseconds ?? millisecondsMax;
    if (limit < worthCounting) break;
    const max = Math.floor((limit * 1_000 - once) / each);
    const size = max < 1 ? Number.POSITIVE_INFINITY : await sizes(members, max);
    if (size <= max) best = { members, milliseconds: (once + size * each) / 1_000, plan };
  }
  return best;
}

/** By the counters; else counted, but not again what was counted far enough. */
function sizesOf(context: Context, known: Known): Sizes {
  return async (members, max) => {
    const size = sizeByCounters(members, known);
    if (size !== null) return size;
    const before = context.counted.get(members);
    if (before && (before.size <= before.max || before.max >= max)) return before.size;
    const found = { size: await sizeUpTo(context, members, max + 1), max: members.estimate ? Number.POSITIVE_INFINITY : max };
    context.counted.set(members, found);
    return found.size;
  };
}

/** The plan with whatever can be held against others as one list, in `limit` milliseconds; null = nothing can. */
async function withLists(walked: Plan, { kind, sizes, limit }: { readonly kind: Kind; readonly sizes: Sizes; readonly limit: number }): Promise<Plan | null> {
  if (walked.parts.filter(({ members }) => members).length < 2) return null;
  const max = Math.min(joinedMax[kind], Math.floor((limit * 1_000) / microseconds[kind].joined));
  const parts: Part[] = [];
  for (const part of walked.parts) parts.push(await asList(part, max, sizes));
  return parts.some((part) => part.joined) ? { ...walked, parts } : null;
}

async function asList(part: Part, max: number, sizes: Sizes): Promise<Part> {
  const { members, link } = part;
  if (!members?.exact || !isOpen(part) || !(members.listed || (link && members.counters))) return part;
  const size = await sizes(members, max);
  return size <= max ? { ...part, joined: { statement: members.statement, size } } : part;
}

/** Collecting so few is cheaper than looking for fewer. */
const worthCounting = 0.5;

const isCounted = ({ counters, estimate }: Members) => counters !== null || estimate !== undefined;

/** In microseconds: for each user covered, and for what is joined to them. */
function costOf(kind: Kind, plan: Plan, members: Members, known: Known): { readonly each: number; readonly once: number } {
  const costs = microseconds[kind];
  const asked = partsBeside(plan, members, { ordered: true, keys: true }).filter(isOpen);
  const rest = asked.some((part) => !part.link && !part.joined) ? costs.row : 0;
  const signIn = plan.sort === 'lastSignInAt' ? costs.signIn : 0;
  const links = asked.some((part) => part.link && !part.joined) ? costs.link : 0;
  const once = asked.reduce((sum, { joined }) => sum + costs.joined * (joined?.size ?? 0), 0);
  const fitting = shareOf(
    plan.parts.filter((part) => part.bits.mask !== 0n && !isOf(part, members)),
    known,
  );
  if (members.wide && once === 0)
    return { each: (members.wide.rows ? rowsCost(costs, plan, members, known) : costs.wide) + fitting * (links + rest + signIn), once };
  const first = (members.wide?.rows ? costs.rows : once > 0 ? costs.joined : costs.covered) + (members.rowed ? costs.row : 0);
  // Those alone are asked for a link whom the lists name too.
  const [held, passing] = [asked.filter((part) => part.joined), asked.filter((part) => part.link || part.joined)];
  return { each: first + shareOf(held, known) * links + shareOf(passing, known) * (costs.single + fitting * rest), once };
}

/** Rows are looked up of those alone whom the indexes of the few name as well. */
function rowsCost({ rows, named }: Costs, { parts }: Plan, members: Members, known: Known): number {
  const few = parts.filter((part) => !isOf(part, members) && part.members?.where);
  return few.length === 0 ? rows : named + shareOf(few, known) * rows;
}

/** How many pass these too, if they say nothing about those covered; twice as many, for they often do. */
function shareOf(parts: readonly Part[], known: Known): number {
  const all = known.get('all/') ?? 0;
  const shares = parts.flatMap(({ members, joined }) => (members ? [joined?.size ?? sizeByCounters(members, known) ?? all] : []));
  return all === 0 ? 1 : shares.reduce((share, size) => share * Math.min(1, (2 * size) / all), 1);
}

const sizeByCounters = ({ counters }: Members, known: Known): number | null =>
  counters === null ? null : counters.reduce((sum, counter) => sum + (known.get(nameOf(counter)) ?? 0), 0);

const nameOf = ([dim, val]: Counter) => `${dim}/${val}`;

export async function readCounters({ query, kind }: Context, counters: readonly Counter[]): Promise<ReadonlyMap<string, number>> {
  if (counters.length === 0) return new Map();
  const dims = [...new Set(counters.map(([dim]) => dim))];
  const found = new Map<string, number>();
  for (const dim of dims) {
    const { text, values } = oneOfTexts(
      kind,
      'val',
      counters.filter((counter) => counter[0] === dim).map(([, val]) => val),
    );
    for (const row of await query(`select val, n from filter_counts where dim = ? and ${text}`, [dim, ...values]))
      found.set(`${dim}/${row.val}`, Number(row.n));
  }
  return found;
}

async function sizeUpTo({ query }: Context, { statement, estimate }: Members, max: number): Promise<number> {
  const { text, values } = estimate ?? sql`select count(*) as n from (select 1 as one from (${statement}) covered limit ${max}) c`;
  const [row] = await query(text, values);
  return Number(row?.n ?? 0);
}
