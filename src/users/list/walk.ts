// Walking a list in its order, a window of so many rows at a time, testing every filter on packed facts and links.
// Called by the two programs. Knows no time limit; who calls decides how far to go.

import type { Context } from './compile.ts';
import { orders, type Plan, within } from './plan.ts';
import type { Value } from './sql.ts';
import { and, type Sql, sql, words } from './sql.ts';

/** A place in the order: right after the row that has this key and number. `section`: where many share what the list is in the order of, what those here share. */
export type Place = { readonly key: Value; readonly no: number; readonly section?: Value };
export type Window = {
  readonly hits: readonly Place[];
  /** Where the window ends; null = nothing comes after it. Not asked for when there are hits enough. */
  readonly end: Place | null;
};

/** Looks at `rows` rows after `from` and gives the first `wanted` that fit. */
export async function walk(
  context: Context,
  plan: Plan,
  { from, rows, wanted }: { readonly from: Place | null; readonly rows: number; readonly wanted: number },
): Promise<Window> {
  let hits: readonly Place[] = [];
  for (const stretch of stretchesAfter(context, plan, from)) {
    const source = windowSql(context, plan, stretch, rows);
    const found = sql`select w.key, w.no from ${source} where ${plan.condition}${outerOrder(context, plan)} limit ${wanted - hits.length}`;
    hits = [...hits, ...(await places(context, found))];
    if (hits.length >= wanted) return { hits, end: null };
    const [end] = await places(context, endSql(context, plan, stretch, rows));
    if (end) return { hits, end };
  }
  return { hits, end: null };
}

/** How many of `rows` rows after `from` fit, and where those rows end. */
export async function countStretch(
  context: Context,
  plan: Plan,
  { from, rows }: { readonly from: Place | null; readonly rows: number },
): Promise<{ readonly count: number; readonly end: Place | null }> {
  let count = 0;
  for (const stretch of stretchesAfter(context, plan, from)) {
    const { text, values } = sql`select count(*) as n from ${windowSql(context, plan, stretch, rows)} where ${plan.condition}`;
    const [row] = await context.query(text, values);
    count += Number(row?.n ?? 0);
    const [end] = await places(context, endSql(context, plan, stretch, rows));
    if (end) return { count, end };
  }
  return { count, end: null };
}

/**
 * Goes on to the end of the order in one statement, for filters that packed facts decide alone: half the price of windows, and a million rows
 * take SQLite no longer than a page may.
 */
export async function sweep(
  context: Context,
  plan: Plan,
  { from, wanted }: { readonly from: Place | null; readonly wanted: number },
): Promise<readonly Place[]> {
  const { column, no } = orders[plan.sort];
  const hits: Place[] = [];
  for (const stretch of stretchesAfter(context, plan, from)) {
    const order = sql`order by key ${direction(plan)}, no ${direction(plan)} limit ${wanted - hits.length}`;
    const rows = sql`(select ${words(column)} as key, ${words(no)} as no, ${beside} from ${indexed(context, plan)} where ${stretch}) w`;
    const found = sql`select w.key, w.no from ${rows} where ${plan.condition} ${order}`;
    hits.push(...(await places(context, found)));
    if (hits.length >= wanted) break;
  }
  return hits;
}

/** Where a sweep pays: the sort index itself decides. */
export const canSweep = ({ kind }: Context, { isBare }: Plan): boolean => kind === 'sqlite' && isBare;

export const direction = ({ descending }: Plan): Sql => words(descending ? 'desc' : 'asc');

/**
 * What comes after a place, as conditions on the sort column. SQLite does not seek on (key, no) > (?, ?): it would scan all equal keys. So the rest of
 * the equal keys is one stretch, and what follows another.
 */
export function stretchesAfter({ kind }: Context, plan: Plan, place: Place | null): readonly Sql[] {
  const { column, no } = orders[plan.sort];
  const bounds = within(plan, column);
  if (!place || isBefore(plan, place)) return [bounds];
  const from = leapt(plan, place);
  const [key, after] = [words(column), words(plan.descending ? '<' : '>')];
  if (kind === 'postgres') return [and([bounds, sql`(${key}, ${words(no)}) ${after} (${from.key}, ${from.no})`])];
  return [and([bounds, sql`${key} = ${from.key} and ${words(no)} ${after} ${from.no}`]), and([bounds, sql`${key} ${after} ${from.key}`])];
}

/** Before the bounds begin. Given both, PostgreSQL would begin at the place. */
const isBefore = ({ bounds, descending }: Plan, { key }: Place): boolean =>
  bounds !== null && typeof key === 'number' && (descending ? key > bounds.high : key < bounds.low);

/** Past those of the same key whose row key is less than that of anybody who fits: very many may have the same. */
function leapt({ leastNo, descending }: Plan, place: Place): Place {
  if (place.no >= leastNo) return place;
  return { ...place, no: descending ? 0 : leastNo - 1 };
}

/** Where the order begins, if that is somebody to leap from. */
export async function beginning(context: Context, plan: Plan): Promise<Place | null> {
  if (plan.leastNo === 0) return null;
  const [first] = await places(context, endSql(context, plan, within(plan, orders[plan.sort].column), 1));
  return first && first.no < plan.leastNo ? first : null;
}

/** PostgreSQL sees that the window is in order already. SQLite reads it in order too, but would sort once more if told, and read all of it for that. */
const outerOrder = ({ kind }: Context, plan: Plan): Sql => (kind === 'sqlite' ? words('') : sql` order by w.key ${direction(plan)}, w.no ${direction(plan)}`);

/** `rows` rows of the index as w(key, no, facts …). The limit inside keeps both planners from walking any other way. */
function windowSql(context: Context, plan: Plan, stretch: Sql, rows: number): Sql {
  const { column, no } = orders[plan.sort];
  return sql`(select ${words(column)} as key, ${words(no)} as no, ${beside} from ${indexed(context, plan)} where ${stretch} order by ${words(column)} ${direction(plan)}, ${words(no)} ${direction(plan)} limit ${rows}) w`;
}

/** What a condition may speak of, beside the key. */
const beside = words('facts, created_at');

function endSql(context: Context, plan: Plan, stretch: Sql, rows: number): Sql {
  const { column, no } = orders[plan.sort];
  return sql`select ${words(column)} as key, ${words(no)} as no from ${indexed(context, plan)} where ${stretch} order by ${words(column)} ${direction(plan)}, ${words(no)} ${direction(plan)} limit 1 offset ${rows - 1}`;
}

const indexed = ({ kind }: Context, { sort }: Plan): Sql =>
  words(kind === 'sqlite' ? `${orders[sort].table} indexed by ${orders[sort].index}` : orders[sort].table);

async function places({ query }: Context, { text, values }: Sql): Promise<readonly Place[]> {
  const rows = await query(text, values);
  return rows.flatMap(({ key, no }) => (key === undefined ? [] : [{ key, no: Number(no) }]));
}
