// Names in the order of the reader's language, where the whole list is here. The server has one order for all languages, in which lists are paged.
import { useMemo } from 'react';
import { locale } from '../strings/language.ts';

export function asRead<Row>(rows: readonly Row[], nameOf: (row: Row) => string, language: string = locale()): readonly Row[] {
  const collator = new Intl.Collator(language, { numeric: true });
  return [...rows].sort((one, other) => collator.compare(nameOf(one), nameOf(other)));
}

type Paged<Row> = { readonly rows: readonly Row[]; readonly whole: boolean };

/** What came in one answer is put in order; what comes page by page stays as it comes, or rows would jump. */
export function useAsRead<Row, Pages extends Paged<Row>>(pages: Pages, nameOf: (row: Row) => string): Pages {
  const { rows, whole } = pages;
  const sorted = useMemo(() => (whole ? asRead(rows, nameOf) : rows), [rows, whole, nameOf]);
  return { ...pages, rows: sorted };
}
