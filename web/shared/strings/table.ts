// The words of every table.
import { counted } from './counted.ts';
import { said } from './language.ts';

export const table = said('table', {
  total: (count: number, noun: readonly [string, string], exact: boolean) => `${exact ? '' : 'at least '}${counted(count)} ${count === 1 ? noun[0] : noun[1]}`,
  incomplete: 'The search was cut short before the end. There may be more.',
  goOn: 'Go on searching',
  stop: 'Stop',
  searchingOn: (found: string) => `${found} so far, searching on …`,
  counting: 'Counting …',
  select: (name: string) => `Select ${name}`,
  selectLoaded: 'Select all rows shown',
  loadingMore: 'Loading more',
  nothing: 'Nothing here yet',
  noMatch: 'Nothing matches these filters.',
  clear: 'Clear the filters',
  widthOf: (title: string) => `Width of the column ${title}`,
  order: 'Order',
  orderedBy: (column: string, descending: boolean) => `Sorted by ${column}, ${descending ? 'descending' : 'ascending'}. Turn round`,
  sortBy: (column: string) => `Sort by ${column}`,
  resize: (column: string) => `Width of ${column}`,
  actions: 'Actions',
  density: 'Row height',
  dense: 'Dense rows',
  comfortable: 'Comfortable rows',
  filters: 'Filters',
  addFilter: 'Filter',
  removeFilter: (name: string) => `Remove the filter ${name}`,
} as const);
