// Saved views, to and from the address bar. Pure.
import type { View } from '#views/contract.ts';
import type { Address } from '../../shared/frame/address.ts';
import { clearing, filterOf, sinceFilters, sortOf, sortText } from './filters.ts';

type Kept = Pick<View, 'filter' | 'sort' | 'descending' | 'columns'>;

const two = (number: number) => String(number).padStart(2, '0');

/** The day on which a moment lies where the reader is. */
function dayText(moment: number): string {
  const at = new Date(moment);
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
}

/** What the address says for a view: its id, and everything it keeps, so that the link shows the same to whoever may not see the view. */
export function addressOfView(view: View): Record<string, string | undefined> {
  const filter = Object.entries(view.filter).map(([name, value]) => [
    name,
    typeof value === 'number' && sinceFilters.some((since) => since === name) ? dayText(value) : String(value),
  ]);
  return {
    ...clearing(),
    ...Object.fromEntries(filter),
    sort: sortText({ by: view.sort, descending: view.descending }),
    columns: view.columns.join(',') || undefined,
    view: view.id,
  };
}

/** What a view made of this address keeps. */
export function keptIn(address: Address): Kept {
  const { by, descending } = sortOf(address);
  return { filter: filterOf(address), sort: by, descending, columns: address.columns ? address.columns.split(',') : [] };
}

const sorted = (filter: Kept['filter']) => JSON.stringify(Object.entries(filter).sort(([a], [b]) => (a < b ? -1 : 1)));
const texts = ({ filter, sort, descending, columns }: Kept) => [sorted(filter), sort, descending, columns.join(',')].join(' ');

/** Whether the list shows something else by now than what the view keeps. */
export function isChanged(view: View, address: Address): boolean {
  const said = Object.entries(addressOfView(view)).filter((pair): pair is [string, string] => pair[1] !== undefined);
  return texts(keptIn(Object.fromEntries(said))) !== texts(keptIn(address));
}
