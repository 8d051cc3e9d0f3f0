// Reading and changing from a screen: the query cache in front of `call`. After any change, everything on the screen is asked again.
import { type QueryClient, useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { createContext, useContext, useDeferredValue, useMemo } from 'react';
import type { AnyOperation, InputOf, OutputOf } from '#contract.ts';
import { me as meOperation } from '#sessions/contract.ts';
import type { Call } from './caller.ts';
import { holds, type Me } from './rights.ts';

const refuseCall: Call = () => Promise.reject(new Error('Nothing above this screen provides the API.'));

export const CallContext = createContext<Call>(refuseCall);

export const useCall = (): Call => useContext(CallContext);

type AskOptions = { readonly enabled?: boolean; readonly staleMs?: number };

export const asking = <T extends AnyOperation>(call: Call, operation: T, input: InputOf<T>) => ({
  queryKey: [operation.name, input] as const,
  queryFn: ({ signal }: { signal: AbortSignal }): Promise<OutputOf<T>> => call(operation, input, signal),
});

/** One reading, kept in the cache by its operation and input; the old answer stays in sight until the new one is there. */
export function useAsk<T extends AnyOperation>(operation: T, input: InputOf<T>, { enabled = true, staleMs = 5_000 }: AskOptions = {}) {
  const call = useCall();
  return useQuery({ ...asking(call, operation, input), enabled, staleTime: staleMs, placeholderData: (before: OutputOf<T> | undefined) => before });
}

/** So long what was asked for ahead may be shown. */
const aheadMs = 10_000;

/** Asks for what somebody is about to open: his pointer or the keyboard is on it. */
export function useAhead<T extends AnyOperation>(operation: T): (input: InputOf<T>) => void {
  const call = useCall();
  const cache = useQueryClient();
  const may = holds(useMe(), operation.needs);
  return (input) => void (may && cache.prefetchQuery({ ...asking(call, operation, input), staleTime: aheadMs }));
}

type PageOf<T> = T extends { items: (infer Item)[] } ? Item : never;
type AnyPage = { readonly next?: string; readonly complete: boolean };

/** Coming back to the window asks again, but not for a hundred pages. */
const pagesRefreshedMax = 10;
/** So long a list that was left can be come back to. */
const pagesKeptMs = 30 * 60_000;

export type PagesInput<T extends AnyOperation> = Omit<InputOf<T>, 'cursor'>;

/** As the cache holds such a list. */
export const pagesOf = <T extends AnyOperation>(call: Call, operation: T, input: PagesInput<T>) => ({
  queryKey: [operation.name, input, 'pages'] as const,
  queryFn: ({ signal, pageParam }: { readonly signal: AbortSignal; readonly pageParam: string }) =>
    call(operation, { ...input, ...(pageParam === '' ? {} : { cursor: pageParam }) } as InputOf<T>, signal),
  initialPageParam: '',
  getNextPageParam: (last: AnyPage) => last.next,
  staleTime: 5_000,
  gcTime: pagesKeptMs,
});

/** An endless list: pages by cursor, their rows in one array. `complete: false` = the last search was cut short and can be gone on with. */
export function usePages<T extends AnyOperation>(operation: T, input: PagesInput<T>, { enabled = true }: AskOptions = {}) {
  const call = useCall();
  const latest = useInfiniteQuery({
    ...pagesOf(call, operation, input),
    enabled,
    refetchOnWindowFocus: (query) => (query.state.data?.pages.length ?? 0) <= pagesRefreshedMax,
    placeholderData: (before) => before,
  });
  // The first rows are the most that is ever drawn at once: in small pieces, between which the page answers. Later ones come at once,
  // and nothing is deferred for them: that would draw the list twice for every answer.
  const before = useDeferredValue(latest.isPending ? latest : null);
  const asked = before ?? latest;
  const rows = useMemo(() => (asked.data?.pages ?? []).flatMap((page: { items?: unknown }) => page.items ?? []) as PageOf<OutputOf<T>>[], [asked.data]);
  const complete = asked.data?.pages.at(-1)?.complete !== false;
  return {
    rows,
    complete,
    asked,
    first: asked.isPending,
    more: asked.hasNextPage,
    /** It came in one answer. */
    whole: asked.data?.pages.length === 1 && !asked.hasNextPage,
    loading: asked.isFetching,
    /** What is shown is not yet what was asked for. Asking again for what stands there keeps nobody waiting. */
    busy: asked.isPending || asked.isPlaceholderData || asked.isFetchingNextPage,
    old: asked.isPlaceholderData,
    /** The first page is there, a later one did not come; `goOn` tries again. */
    cut: asked.isFetchNextPageError && !asked.isFetchingNextPage,
    goOn: () => void asked.fetchNextPage(),
  };
}

/** Readings that no change here can make stale. */
const lasting = new Set(['permissions.tree', 'passwords.rule']);

export const refreshAll = (cache: QueryClient) => cache.invalidateQueries({ predicate: (query) => !lasting.has(String(query.queryKey[0])) });

/** One change. Errors are the caller's to show: beside a field, in the form, or as a toast. */
export function useChange<T extends AnyOperation>(operation: T) {
  const call = useCall();
  const cache = useQueryClient();
  return useMutation<OutputOf<T>, Error, InputOf<T>>({ mutationFn: (input) => call(operation, input), onSettled: () => void refreshAll(cache) });
}

const MeContext = createContext<Me | null>(null);

export const MeProvider = MeContext.Provider;

const meStaleMs = 30_000;
export const useAskMe = () => useAsk(meOperation, {}, { staleMs: meStaleMs });

/** Before anything is drawn: every screen waits for this answer. What goes wrong is said by who asks again. */
export async function askMeAhead(cache: QueryClient, call: Call): Promise<Me | undefined> {
  const asked = asking(call, meOperation, {});
  await cache.prefetchQuery({ ...asked, staleTime: meStaleMs });
  return cache.getQueryData(asked.queryKey);
}

/** The one at the screen. The frame draws no screen before he is known. */
export function useMe(): Me {
  const known = useContext(MeContext);
  if (!known) throw new Error('No screen may be drawn before it is known who looks at it.');
  return known;
}
