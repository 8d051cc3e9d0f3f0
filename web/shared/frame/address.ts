// The address bar as a screen's memory: filters, sort, tab and step live there, so that a link shows the same to a colleague.
import { useNavigate, useRouterState, useSearch } from '@tanstack/react-router';
import { useCallback, useRef } from 'react';

export type Address = Readonly<Record<string, string>>;

export const parseSearch = (search: string): Address => Object.fromEntries(new URLSearchParams(search));

export function stringifySearch(search: Readonly<Record<string, unknown>>): string {
  const said = Object.entries(search).filter(([, value]) => value !== undefined && value !== '');
  const query = new URLSearchParams(said.map(([name, value]) => [name, String(value)])).toString();
  return query ? `?${query}` : '';
}

/** `change` lays its values over the address; undefined takes one away. `replace` adds no step to the history. */
export function useAddress() {
  const found: Readonly<Record<string, unknown>> = useSearch({ strict: false });
  const navigate = useNavigate();
  const change = useCallback(
    (values: Readonly<Record<string, string | undefined>>, replace = false) =>
      void navigate({ to: '.', search: (before: Readonly<Record<string, unknown>>) => ({ ...before, ...values }), replace }),
    [navigate],
  );
  const address: Address = Object.fromEntries(Object.entries(found).map(([name, value]) => [name, String(value)]));
  return { address, change };
}

/** This place in the history, the same when one comes back to it. */
export function useEntry(): string | undefined {
  const { pathname, state } = useRouterState({ select: ({ location }) => location });
  const first = useRef(pathname);
  const last = useRef(state.__TSR_key);
  // The address changes before the screen does: what is still drawn stays where it was.
  if (first.current === pathname) last.current = state.__TSR_key;
  return last.current;
}
