// Inserts any number of rows by one statement, which is compiled once: the rows are its only parameter.
// Called by queries. Knows no table by itself.
import type { Selectable } from 'kysely';
import { rowsOf } from './portable.ts';
import { prepared } from './prepared.ts';
import type { Table, Tables, Tx } from './tables.ts';

type Column<T extends Table> = keyof Tables[T] & string;

/** `columns` = those that are given; the others have what the table says. `orLeave`: a row that is there already stays as it is. */
export function insertingMany<T extends Table, C extends Column<T>>(table: T, columns: readonly C[], { orLeave = false } = {}) {
  const insert = prepared<{ rows: string }, unknown>((db, { rows }, kind) => {
    const inserting = db.insertInto(table).columns(columns).expression(rowsOf(kind, { table, columns, rows }));
    return orLeave ? inserting.onConflict((known) => known.doNothing()) : inserting;
  });
  return async (tx: Tx, rows: readonly Selectable<Pick<Tables[T], C>>[]): Promise<void> => {
    if (rows.length > 0) await insert(tx, { rows: JSON.stringify(rows) });
  };
}
