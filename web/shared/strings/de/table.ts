import { counted } from '../counted.ts';
import type { table as english } from '../table.ts';

export const table: typeof english = {
  total: (count, noun, exact) => `${exact ? '' : 'mindestens '}${counted(count)} ${count === 1 ? noun[0] : noun[1]}`,
  incomplete: 'Die Suche wurde vor dem Ende abgebrochen. Es kann noch mehr geben.',
  goOn: 'Weitersuchen',
  stop: 'Anhalten',
  searchingOn: (found) => `${found} bisher, die Suche geht weiter …`,
  counting: 'Wird gezählt …',
  select: (name) => `${name} auswählen`,
  selectLoaded: 'Alle gezeigten Zeilen auswählen',
  loadingMore: 'Weitere werden geladen',
  nothing: 'Hier ist noch nichts',
  noMatch: 'Nichts passt zu diesen Filtern.',
  clear: 'Filter aufheben',
  widthOf: (title) => `Breite der Spalte ${title}`,
  order: 'Reihenfolge',
  orderedBy: (column, descending) => `${descending ? 'Absteigend' : 'Aufsteigend'} nach ${column} sortiert. Umkehren`,
  sortBy: (column) => `Nach ${column} sortieren`,
  resize: (column) => `Breite von ${column}`,
  actions: 'Aktionen',
  density: 'Zeilenhöhe',
  dense: 'Enge Zeilen',
  comfortable: 'Weite Zeilen',
  filters: 'Filter',
  addFilter: 'Filtern',
  removeFilter: (name) => `Den Filter ${name} aufheben`,
};
