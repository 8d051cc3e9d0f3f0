// The list of users as a program of short statements: a page in any order, through any filters, within a time limit (rule 43).
// Run by db.lists: in a worker on SQLite, in process on PostgreSQL. `listInput` is called before, where refusals can still be told apart.
// Knows neither actors nor rights: the caller's reach comes as a filter.
import type { InputOf } from '#contract.ts';
import type { ListProgram, Query } from '#db/database.ts';
import type { Kind } from '#db/portable.ts';
import type { Reach } from '#permissions/scope.ts';
import type { listUsers as operation, UserRow } from './contract.ts';
import { type Filter, filterOf, reachFilter } from './filter.ts';
import { markOf, readCursor, writeCursor } from './list/cursor.ts';
import { find } from './list/find.ts';
import { planOf, type Sort } from './list/plan.ts';
import { rowsOf } from './list/rows.ts';
import type { Place } from './list/walk.ts';

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
const limitMilliseconds = 40;
const windowRows = 1_000;

const keysOf = (sort: Sort) => (sort === 'userName' || sort === 'shownName' || sort === 'mail' ? 'texts' : 'moments');

type Asking = {
  readonly kind: Kind;
  readonly asked: InputOf<typeof operation>;
  readonly reach: Reach;
  readonly now: number;
  readonly listed?: readonly string[];
};

/** What the program needs to answer `asked` for somebody with this reach. Throws `cursor.invalid`. */
export function listInput({ kind, asked, reach, now, listed = [] }: Asking): ListInput {
  const { sort = 'userName', descending = false, cursor, limit = limitDefault, ...filter } = asked;
  const mark = markOf([sort, descending, Object.entries(filter).sort(), reach]);
  const within = reachFilter(reach);
  const filters = [filterOf(filter, now), ...(within ? [within] : [])];
  return { kind, filters, sort, descending, from: readCursor(mark, cursor, keysOf(sort)), mark, limit, now, limitMilliseconds, windowRows, listed };
}

export async function listUsers(query: Query, input: ListInput): Promise<ListPage> {
  const context = { query, kind: input.kind, now: input.now };
  const plan = await planOf(context, input);
  const { hits, next, complete } = await find(context, plan, input);
  const items = await rowsOf(
    context,
    hits.map((hit) => hit.no),
    input.listed,
  );
  return { items: [...items], ...(next ? { next: writeCursor(input.mark, next) } : {}), complete };
}
