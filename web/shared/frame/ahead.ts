// What a screen asks for before it is drawn for the first time: while the browser draws, the server answers.
// Called by start.tsx; a screen says what by its `ahead`.
import type { QueryClient } from '@tanstack/react-query';
import type { AnyOperation } from '#contract.ts';
import { type PagesInput, pagesOf } from '../call/ask.ts';
import type { Call } from '../call/caller.ts';
import { holds, type Me } from '../call/rights.ts';
import type { Address } from './address.ts';

export type Ahead = (opened: { readonly cache: QueryClient; readonly call: Call; readonly me: Me; readonly address: Address }) => void;

/** The first page of a list, as `inputOf` reads it from the address. What goes wrong is said by the list, which asks again. */
export function pagesAhead<T extends AnyOperation>(operation: T, inputOf: (address: Address) => PagesInput<T>): Ahead {
  const ask: (opened: Parameters<Ahead>[0]) => Promise<void> = async ({ cache, call, me, address }) => {
    if (holds(me, operation.needs)) await cache.prefetchInfiniteQuery(pagesOf(call, operation, inputOf(address)));
  };
  return (opened) => void ask(opened).catch(() => undefined);
}
