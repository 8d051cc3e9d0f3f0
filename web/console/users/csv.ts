// Rows as CSV (RFC 4180) that a spreadsheet opens without running anything. Pure.
type Column<R> = { readonly title: string; readonly text?: (row: R) => string };

/** Spreadsheets take what begins like this for a formula; an apostrophe keeps it a text. */
const runs = /^[=+\-@\t\r]/u;
const wantsQuotes = /[",\n\r]/u;

export function cell(value: string): string {
  const safe = runs.test(value.trimStart()) || runs.test(value) ? `'${value}` : value;
  return wantsQuotes.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

const line = (values: readonly string[]) => `${values.map(cell).join(',')}\r\n`;

/** With the mark by which spreadsheets know UTF-8. */
export const headLine = <R>(columns: readonly Column<R>[]): string => `\ufeff${line(columns.map(({ title }) => title))}`;
export const rowLines = <R>(columns: readonly Column<R>[], rows: readonly R[]): string =>
  rows.map((row) => line(columns.map(({ text }) => text?.(row) ?? ''))).join('');
