// How many users a filter covers: from the kept counters, else counted up to a bound.
// Called by the two programs to find the rarest filter. Knows filter_counts.
import type { Context } from './compile.ts';
import type { Counter, Members, Part } from './part.ts';
import { sql } from './sql.ts';
import { oneOfTexts } from './values.ts';

/** A filter that covers more is never collected: walking finds its users soon enough. */
export const collectMax = 20_000;

export type Sized = { readonly members: Members; readonly size: number };

/** The filter that covers the fewest, or null when none is known to cover at most collectMax. An upper bound, good enough to choose by. */
export async function rarest(context: Context, parts: readonly Part[]): Promise<Sized | null> {
  const all = parts.flatMap(({ members }) => (members ? [members] : []));
  const known = await readCounters(
    context,
    all.flatMap(({ counters }) => counters ?? []),
  );
  let best: Sized | null = null;
  for (const members of all.toSorted((a, b) => Number(b.counters !== null) - Number(a.counters !== null))) {
    const max: number = best?.size ?? collectMax;
    if (max <= small) break;
    const size: number = members.counters
      ? members.counters.reduce((sum, counter) => sum + (known.get(nameOf(counter)) ?? 0), 0)
      : await countUpTo(context, members, max + 1);
    if (size <= max) best = { members, size };
  }
  return best;
}

/** Collecting so few is cheaper than looking for fewer. */
const small = 200;

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

async function countUpTo({ query }: Context, { statement }: Members, max: number): Promise<number> {
  const { text, values } = sql`select count(*) as n from (select 1 as one from (${statement}) covered limit ${max}) c`;
  const [row] = await query(text, values);
  return Number(row?.n ?? 0);
}
