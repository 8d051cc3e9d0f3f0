// The SQLite dialect's adapter, which also runs a compiled statement on its handle at once. Made by sqlite.ts, recognised by prepared.ts.
// Knows no table.
import type { SQLInputValue, StatementSync } from 'node:sqlite';
import { SqliteAdapter } from 'kysely';

export type Ran = { readonly rows: readonly unknown[]; readonly changes: number | bigint; readonly lastInsertRowid: number | bigint };

export class HandleAdapter extends SqliteAdapter {
  readonly #prepare: (sql: string) => StatementSync;
  /** Whether a statement gives rows: asked once, since the answer describes every column anew. */
  readonly #gives = new WeakMap<StatementSync, boolean>();

  constructor(prepare: (sql: string) => StatementSync) {
    super();
    this.#prepare = prepare;
  }

  run(sql: string, parameters: readonly unknown[]): Ran {
    const statement = this.#prepare(sql);
    // The compiler's parameters are what our row types allow: texts, numbers, and nothing else.
    const values = parameters as readonly SQLInputValue[];
    if (this.#givesRows(statement)) return { rows: statement.all(...values), changes: 0, lastInsertRowid: 0 };
    return { rows: [], ...statement.run(...values) };
  }

  #givesRows(statement: StatementSync): boolean {
    const known = this.#gives.get(statement);
    if (known !== undefined) return known;
    const gives = statement.columns().length > 0;
    this.#gives.set(statement, gives);
    return gives;
  }
}
