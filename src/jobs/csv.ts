// Text for spreadsheets (RFC 4180), which take what begins like a formula for one: such a cell gets an apostrophe in front (OWASP, "CSV Injection").
// Called by whoever sends a table as a file. Pure.

const formula = /^[=+\-@\t\r]/;

export const csvCell = (value: string | number): string => {
  const text = String(value);
  const safe = typeof value === 'string' && formula.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
};

/** With the mark that makes Excel read it as UTF-8. */
export const csvText = (rows: readonly (readonly (string | number)[])[]): string => `\uFEFF${rows.map((row) => `${row.map(csvCell).join(',')}\r\n`).join('')}`;
