// The users' screens. This file: the filters and the sort of the list, to and from the address bar.
// It knows the contract's fields and nothing of how they are drawn.
import type { InputOf } from '#contract.ts';
import { kinds, type listUsers, states } from '#users/contract.ts';
import type { Sort as UserSort } from '#users/sort-contract.ts';
import { sorts } from '#users/words-contract.ts';
import type { Address } from '../../shared/frame/address.ts';
import type { Sort } from '../../shared/table/columns.ts';

type Input = InputOf<typeof listUsers>;
export type UserFilter = Omit<Input, 'sort' | 'descending' | 'cursor' | 'limit'>;

const oneOf = <V extends string>(values: readonly V[], typed: string | undefined): V | undefined => values.find((each) => each === typed);
const wholeOf = (typed: string | undefined, min: number) => {
  const value = Number(typed);
  return typed && Number.isInteger(value) && value >= min && value <= 36_500 ? value : undefined;
};

/** `2026-11-01` as the moment that day begins where the reader is. */
function dayBegins(typed: string | undefined): number | undefined {
  const at = /^\d{4}-\d{2}-\d{2}$/.test(typed ?? '') ? new Date(`${typed}T00:00`).getTime() : Number.NaN;
  return Number.isFinite(at) && at >= 0 ? at : undefined;
}

export const textFilters = ['domain', 'country', 'organisation', 'role', 'roleAny', 'group', 'owner', 'hasAttribute', 'lacksAttribute', 'attribute'] as const;
export const flagFilters = ['noRole', 'neverSignedIn'] as const;
export const dayFilters = ['notSignedInDays', 'endsWithinDays'] as const;
export const sinceFilters = ['createdSince', 'changedSince'] as const;
export const filterNames = ['kind', 'state', ...textFilters, ...flagFilters, ...dayFilters, ...sinceFilters] as const;
export type FilterName = (typeof filterNames)[number];

/** What the address asks for; what does not fit is left out, so that a mistyped link still shows a list. */
export function filterOf(address: Address): UserFilter {
  const asked: Record<string, unknown> = { search: address.search, kind: oneOf(kinds, address.kind), state: oneOf(states, address.state) };
  for (const name of textFilters) asked[name] = address[name];
  for (const name of flagFilters) asked[name] = address[name] === 'true' ? true : undefined;
  asked.notSignedInDays = wholeOf(address.notSignedInDays, 1);
  asked.endsWithinDays = wholeOf(address.endsWithinDays, 0);
  for (const name of sinceFilters) asked[name] = dayBegins(address[name]);
  // Each value above has been held against its field of the contract.
  return Object.fromEntries(Object.entries(asked).filter(([, value]) => value !== undefined && value !== '')) as UserFilter;
}

const isOfAttribute = (named: string): named is Extract<UserSort, `attribute.${string}`> => /^attribute\.[a-z][A-Za-z0-9]{0,63}$/.test(named);

/** `sort=-createdAt` is newest first. */
export function sortOf(address: Address): Sort & { readonly by: UserSort } {
  const typed = address.sort ?? '';
  const named = typed.replace(/^-/, '');
  const by = isOfAttribute(named) ? named : oneOf(sorts, named);
  return { by: by ?? 'userName', descending: by !== undefined && typed.startsWith('-') };
}

export const sortText = (sort: Sort) => (sort.by === 'userName' && !sort.descending ? undefined : `${sort.descending ? '-' : ''}${sort.by}`);

export const clearing = (): Record<string, undefined> => Object.fromEntries(['search', ...filterNames].map((name) => [name, undefined]));
