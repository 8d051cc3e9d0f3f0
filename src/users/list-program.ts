// The list of users as a program of short statements: a page in any order, through any filters, within a time limit (rule 43).
// Run by db.lists: in a worker on SQLite, in process on PostgreSQL. `listInput` is called before, where refusals can still be told apart.
// Knows neither actors nor rights: the caller's reach comes as a filter.
import type { InputOf } from '#contract.ts';
import type { ListProgram, Query } from '#db/database.ts';
import type { Kind } from '#db/portable.ts';
import type { Reach } from '#permissions/scope.ts';
import type { listUsers as operation, UserRow } from './contract.ts';
import { type Filter, filterOf, partsAsked, reachFilter } from './filter.ts';
import { markOf, type Order, readCursor, writeCursor } from './list/cursor.ts';
import { find } from './list/find.ts';
import { findShared } from './list/find-shared.ts';
import { isOpen, type Part } from './list/part.ts';
import { type OwnSort, partsOf, planOfParts } from './list/plan.ts';
import { rowsOf } from './list/rows.ts';
import { isShort } from './list/search.ts';
import type { Place } from './list/walk.ts';
import type { Sort } from './sort-contract.ts';
import { ownSorts } from './words-contract.ts';

export type ListInput = {
  readonly kind: Kind;
  readonly filters: readonly Filter[];
  readonly sort: Sort;
  readonly descending: boolean;
  readonly from: Place | null;
  readonly mark: string;
  readonly limit: number;
  readonly now: number;
  /** After so long the page is given as it is. Looked at between statements. */
  readonly limitMilliseconds: number;
  /** How many rows the first window looks at; later ones grow with the pace. */
  readonly windowRows: number;
  /** Names of the attributes that rows show. */
  readonly listed: readonly string[];
};
export type ListPage = { items: UserRow[]; next?: string; complete: boolean };

export const listProgram: ListProgram = { module: 'users/list-program.ts', name: 'listUsers' };
const limitDefault = 50;
/** Who asks for several things at once, or for beginnings of one or two letters, goes on from where the time was up. */
const limitMilliseconds = 40;
/** Who asks for one thing that an index knows gets a whole page. Nearly all are there within a sixth of this (docs/decisions/lists.md). */
const limitMillisecondsOfOne = 300;
const windowRows = 1_000;

const isOwn = (sort: Sort): sort is OwnSort => ownSorts.some((own) => own === sort);

function orderOf(sort: Sort): Order {
  if (!isOwn(sort)) return { keys: 'texts', sections: sort === 'lockedUntil' ? 'moments' : 'texts' };
  return { keys: sort === 'userName' || sort === 'shownName' || sort === 'mail' ? 'texts' : 'moments' };
}

/** Nobody learns by an order what lists do not show. */
const shownSort = (sort: Sort, listed: readonly string[]): Sort =>
  sort.startsWith('attribute.') && !listed.includes(sort.slice('attribute.'.length)) ? 'userName' : sort;

/** One thing asked of everybody; whoever sees a part of all users asks for that, too. */
function limitOf(filters: readonly Filter[]): number {
  const [only, another] = partsAsked(filters);
  const isOne = only !== undefined && another === undefined && !('any' in only) && !('search' in only && isShort(only.search));
  return isOne ? limitMillisecondsOfOne : limitMilliseconds;
}

/** What no index knows is found by looking at everybody, and no patience is enough for that; but what is searched for is seldom so rare. */
function patienceFor({ filters, limitMilliseconds: most }: ListInput, parts: readonly Part[]): number {
  const isKnown = (part: Part) => part.members !== null || !isOpen(part);
  return parts.every(isKnown) || partsAsked(filters).some((filter) => 'search' in filter) ? most : Math.min(most, limitMilliseconds);
}

type Asking = {
  readonly kind: Kind;
  readonly asked: InputOf<typeof operation>;
  readonly reach: Reach;
  readonly now: number;
  readonly listed?: readonly string[];
};

/** What the program needs to answer `asked` for somebody with this reach. Throws `cursor.invalid`. */
export function listInput({ kind, asked, reach, now, listed = [] }: Asking): ListInput {
  const { sort: wanted = 'userName', descending = false, cursor, limit = limitDefault, ...filter } = asked;
  const sort = shownSort(wanted, listed);
  const mark = markOf([sort, descending, Object.entries(filter).sort(), reach]);
  const within = reachFilter(reach);
  const filters = [filterOf(filter, now), ...(within ? [within] : [])];
  return {
    kind,
    filters,
    sort,
    descending,
    from: readCursor(mark, cursor, orderOf(sort)),
    mark,
    limit,
    now,
    limitMilliseconds: limitOf(filters),
    windowRows,
    listed,
  };
}

export async function listUsers(query: Query, input: ListInput): Promise<ListPage> {
  const context = { query, kind: input.kind, now: input.now, counted: new Map() };
  const { sort } = input;
  const parts = await partsOf(context, input.filters);
  const asked = { ...input, limitMilliseconds: patienceFor(input, parts) };
  const { hits, next, complete } = isOwn(sort) ? await find(context, planOfParts({ ...asked, sort }, parts), asked) : await findShared(context, parts, asked);
  const items = await rowsOf(
    context,
    hits.map((hit) => hit.no),
    input.listed,
  );
  return { items: [...items], ...(next ? { next: writeCursor(input.mark, next) } : {}), complete };
}
