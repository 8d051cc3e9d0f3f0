// Which rows of a table are selected: picked one by one or by ranges, or all that match, also those that were never loaded.
// Pure, and one hook that keeps a selection while other screens are visited, or signed in to again. Knows rows by their ids only.
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { useMe } from '../call/ask.ts';
import { keepHere, keptHere } from '../call/kept.ts';

export type Selection<R> = {
  /** Everything that matches, whatever has been loaded. `list` says what it must match: in another list, nothing is selected. */
  readonly all: boolean;
  readonly list: string;
  readonly rows: ReadonlyMap<string, R>;
  /** Names that were pasted: who they are is not known yet. They stand alone. */
  readonly names: readonly string[];
  /** From where the next range runs. */
  readonly from: string;
};
type Row = { readonly id: string };

export const nobody = <R>(): Selection<R> => ({ all: false, list: '', rows: new Map(), names: [], from: '' });

/** One row more or less. Out of all that match it leaves the loaded ones but this. */
export function toggled<R extends Row>(selection: Selection<R>, row: R, loaded: readonly R[]): Selection<R> {
  const rows = new Map(selection.all ? loaded.map((each) => [each.id, each]) : selection.rows);
  if (!rows.delete(row.id)) rows.set(row.id, row);
  return { ...selection, all: false, names: [], rows, from: row.id };
}

/** From the row touched last to this one, both with it. */
export function ranged<R extends Row>(selection: Selection<R>, row: R, loaded: readonly R[]): Selection<R> {
  const to = loaded.findIndex(({ id }) => id === row.id);
  const from = loaded.findIndex(({ id }) => id === selection.from);
  if (from < 0 || to < 0) return toggled(selection, row, loaded);
  const between = loaded.slice(Math.min(from, to), Math.max(from, to) + 1);
  return { ...selection, all: false, names: [], rows: new Map([...selection.rows, ...between.map((each) => [each.id, each] as const)]) };
}

export function withLoaded<R extends Row>(selection: Selection<R>, loaded: readonly R[]): Selection<R> {
  return { ...selection, all: false, names: [], rows: new Map([...selection.rows, ...loaded.map((each) => [each.id, each] as const)]) };
}

export const everybody = <R>(list: string): Selection<R> => ({ ...nobody<R>(), all: true, list });
export const named = <R>(names: readonly string[]): Selection<R> => ({ ...nobody<R>(), names });
export const isEmpty = <R>({ all, rows, names }: Selection<R>): boolean => !all && rows.size === 0 && names.length === 0;

/** What the box in the head shows. */
export function loadedState<R extends Row>(selection: Selection<R>, loaded: readonly R[]): 'none' | 'some' | 'all' {
  if (selection.all) return 'all';
  if (selection.rows.size === 0) return 'none';
  return loaded.length > 0 && loaded.every(({ id }) => selection.rows.has(id)) ? 'all' : 'some';
}

/** As text can hold it. */
type Kept<R> = Omit<Selection<R>, 'rows'> & { readonly rows: readonly R[] };
const keptOf = <R extends Row>(selection: Selection<R>): Kept<R> => ({ ...selection, rows: [...selection.rows.values()] });
const ofKept = <R extends Row>(kept: Kept<R> | null): Selection<R> => (kept ? { ...kept, rows: new Map(kept.rows.map((row) => [row.id, row])) } : nobody<R>());

/** Kept in the cache, so that looking at somebody's page loses nothing; and in the tab, so that signing in again does not either. */
export function useSelection<R extends Row>(of: string, list: string) {
  const cache = useQueryClient();
  const { id } = useMe().user;
  const queryKey = ['selection', of];
  const { data } = useQuery<Selection<R>>({
    queryKey,
    queryFn: () => nobody<R>(),
    initialData: () => ofKept(keptHere<Kept<R>>(id, of)),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: Number.POSITIVE_INFINITY,
  });
  const selection = data.all && data.list !== list ? nobody<R>() : data;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key is made of `of`
  const select = useCallback(
    (next: Selection<R>) => {
      keepHere(id, of, keptOf(next));
      return cache.setQueryData(queryKey, next);
    },
    [cache, of, id],
  );
  return { selection, select };
}
