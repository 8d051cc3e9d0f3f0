// Rows on their way into one table: many at a time, flat, in the order of their columns.
// Called by the files of this room. Knows no table.
import type { Table } from '#db/tables.ts';

export type Value = string | number;
export type Row = Readonly<Record<string, Value>>;

export class Sheet {
  readonly table: Table;
  /** Row after row. */
  readonly values: Value[] = [];
  #columns: readonly string[] = [];

  constructor(table: Table, rows: Iterable<Row> = []) {
    this.table = table;
    for (const row of rows) this.add(row);
  }

  /** The columns of the first row; every other row has the same. */
  get columns(): readonly string[] {
    return this.#columns;
  }

  get rows(): number {
    return this.#columns.length === 0 ? 0 : this.values.length / this.#columns.length;
  }

  add(row: Row): void {
    if (this.#columns.length === 0) this.#columns = Object.keys(row);
    for (const column of this.#columns) this.values.push(row[column] ?? '');
  }
}
