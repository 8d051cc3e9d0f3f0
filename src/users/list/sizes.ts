// How many users a filter covers, and what it would cost to collect them: from the kept counters, an estimate, or counted up to a bound.
// Called by the two programs to find the filter that is collected cheapest. Knows filter_counts.
import type { Kind } from '#db/portable.ts';
import type { Context } from './compile.ts';
import { type Counter, isOpen, type Members, type Part } from './part.ts';
import { type Plan, partsBeside } from './plan.ts';
import { sql } from './sql.ts';
import { oneOfTexts } from './values.ts';

/**
 * What it costs to look at one user: out of a wide index, out of the rows, in a link table, by his number; and to test a link of his or his row, to join one
 * link, or to find his last sign-in. Measured, and only roughly right.
 */
const microseconds: Readonly<Record<Kind, Readonly<Record<'wide' | 'rows' | 'covered' | 'single' | 'link' | 'row' | 'joined' | 'signIn', number>>>> = {
  sqlite: { wide: 0.15, rows: 1.6, covered: 0.15, single: 2, link: 0.5, row: 1.2, joined: 0.5, signIn: 0.3 },
  postgres: { wide: 0.2, rows: 2.2, covered: 0.15, single: 2.2, link: 1, row: 1.5, joined: 0.3, signIn: 1 },
};
/** Dearer filters are never collected: walking finds their users soon enough, or the time limit ends it. */
const millisecondsMax = 50;
/** PostgreSQL joins links that are not more than these; an index of more is asked user by user. */
const joinedMax = 150_000;

/** `plan`: with links joined where that is cheaper. */
export type Sized = { readonly members: Members; readonly milliseconds: number; readonly plan: Plan };

/** The filter that is collected cheapest, or null when none is known to be cheap enough. Good enough to choose by. */
export async function cheapest(context: Context, walked: Plan): Promise<Sized | null> {
  const all = walked.parts.flatMap(({ members }) => (members ? [members] : []));
  const known = await readCounters(context, [['all', ''], ...all.flatMap(({ counters }) => counters ?? [])]);
  const plan = context.kind === 'postgres' ? { ...walked, parts: walked.parts.map((part) => joined(part, known)) } : walked;
  let best: Sized | null = null;
  for (const members of all.toSorted((a, b) => Number(isCounted(b)) - Number(isCounted(a)))) {
    const { each, once } = costOf(context.kind, plan, members, known);
    const limit: number = best?.milliseconds ?? millisecondsMax;
    if (limit < worthCounting) break;
    const max = Math.floor((limit * 1_000 - once) / each);
    if (max < 1) continue;
    const size: number = sizeByCounters(members, known) ?? (await sizeUpTo(context, members, max + 1));
    if (size <= max) best = { members, milliseconds: (once + size * each) / 1_000, plan };
  }
  return best;
}

type Known = ReadonlyMap<string, number>;

function joined(part: Part, known: Known): Part {
  const { members, link, test } = part;
  const size = members?.exact && link && test ? sizeByCounters(members, known) : null;
  return members && size !== null && size <= joinedMax ? { ...part, joined: members.statement } : part;
}

/** Collecting so few is cheaper than looking for fewer. */
const worthCounting = 0.5;

const isCounted = ({ counters, estimate }: Members) => counters !== null || estimate !== undefined;

/** In microseconds: for each user covered, and for what is joined to them. */
function costOf(kind: Kind, plan: Plan, members: Members, known: Known): { readonly each: number; readonly once: number } {
  const costs = microseconds[kind];
  const asked = partsBeside(plan, members, { ordered: true, keys: true }).filter(isOpen);
  const rest = asked.some((part) => !part.link) ? costs.row : 0;
  const signIn = plan.sort === 'lastSignInAt' ? costs.signIn : 0;
  const links = asked.some((part) => part.link && !part.joined) ? costs.link : 0;
  const once = asked.reduce((sum, part) => sum + (part.joined && part.members ? costs.joined * (sizeByCounters(part.members, known) ?? 0) : 0), 0);
  const fitting = shareOf(
    plan.parts.filter((part) => part.bits.mask !== 0n && part.members !== members),
    known,
  );
  if (members.wide && once === 0) return { each: (members.wide.rows ? costs.rows : costs.wide) + fitting * (links + rest + signIn), once };
  const first = members.wide?.rows ? costs.rows : once > 0 ? costs.joined : costs.covered;
  const passing = asked.filter((part) => part.link);
  return { each: first + links + shareOf(passing, known) * (costs.single + fitting * rest), once };
}

/** How many pass these too, if they say nothing about those covered; twice as many, for they often do. */
function shareOf(parts: readonly Part[], known: Known): number {
  const all = known.get('all/') ?? 0;
  const shares = parts.flatMap(({ members }) => (members ? [sizeByCounters(members, known) ?? all] : []));
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
