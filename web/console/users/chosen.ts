// Whom a selection means, as it is handed on: rows that were seen, names that were pasted, or a filter. Pure.
import type { InputOf } from '#contract.ts';
import type { listUsers, UserRow } from '#users/contract.ts';
import type { Selection } from '../../shared/table/selection.ts';
import type { UserFilter } from './filters.ts';

type Order = Pick<InputOf<typeof listUsers>, 'sort' | 'descending'>;
export type Chosen = { readonly rows: readonly UserRow[] } | { readonly names: readonly string[] } | { readonly filter: UserFilter; readonly order: Order };

export function chosenOf({ all, names, rows }: Selection<UserRow>, filter: UserFilter, order: Order): Chosen {
  if (all) return { filter, order };
  return names.length > 0 ? { names } : { rows: [...rows.values()] };
}
