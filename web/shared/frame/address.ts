// The address bar as a screen's memory: filters, sort, tab and step live there, so that a link shows the same to a colleague.
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback } from 'react';

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
