// What there is in a foreign database, for whoever maps it: tables with their columns, and the first rows of one of them.
// Called by sql-store.ts. Bounded, and values that look like secrets are not shown.
import type { Database } from './database.ts';
import { tableOf } from './layout.ts';
import { everything, firstRows } from './queries/server.ts';
import { textsOf } from './values.ts';

const columnsMax = 2_000;
const rowsMax = 10;
const lettersMax = 80;
const secretNames = /pass|pwd|hash|salt|secret|token|credential|otp|key$/i;

export type LookedTable = { readonly name: string; readonly columns: readonly { readonly name: string; readonly type: string }[] };
export type LookedRows = { readonly columns: readonly string[]; readonly rows: readonly (readonly string[])[] };

/** `complete` is false where there were more columns than are shown. */
export async function lookAround(database: Database): Promise<{ readonly tables: readonly LookedTable[]; readonly complete: boolean }> {
  const { rows } = await database.ask(everything(database.write, database.dialect, columnsMax + 1));
  const tables = new Map<string, { name: string; type: string }[]>();
  for (const [schema, table, name, type] of rows.slice(0, columnsMax)) {
    const whole = usualSchemas.includes(String(schema)) || database.dialect === 'mariadb' ? String(table) : `${schema}.${table}`;
    const columns = tables.get(whole) ?? [];
    tables.set(whole, columns);
    columns.push({ name: String(name), type: String(type) });
  }
  return { tables: [...tables].map(([name, columns]) => ({ name, columns })), complete: rows.length <= columnsMax };
}

const usualSchemas: readonly string[] = ['public'];

export async function lookAt(database: Database, name: string): Promise<LookedRows> {
  const table = tableOf(name);
  const columns = await database.columns(table);
  const { rows } = await database.ask(firstRows(database.write, { table, columns: columns.map((column) => column.name), count: rowsMax }));
  const shown = rows.map((row) =>
    columns.map((column, at) => (secretNames.test(column.name) ? hidden(row[at]) : brief(textsOf([row[at] ?? null], column.kind, '').texts))),
  );
  return { columns: columns.map((column) => column.name), rows: shown };
}

const hidden = (value: unknown): string => (value === null || value === '' ? '' : '•••');

/** Beyond a column's name, what has the letters of a hash is not shown either. */
function brief(texts: readonly string[]): string {
  const text = texts.join(', ');
  return /^(?:[$*{]|[0-9a-f]{32,}$)/i.test(text) ? '•••' : text.slice(0, lettersMax);
}
