// The SQLite dialect's adapter, which also runs a compiled statement on its handle at once. Made by sqlite.ts, recognised by prepared.ts.
// Knows no table.
import type { SQLInputValue, StatementSync } from 'node:sqlite';
import { SqliteAdapter } from 'kysely';

/** Asked once for each statement, since the answer describes every column anew. */
type Nature = { readonly givesRows: boolean; readonly writes: boolean };
export type Ran = { readonly rows: readonly unknown[]; readonly changes: number | bigint; readonly lastInsertRowid: number | bigint };

export class HandleAdapter extends SqliteAdapter {
  readonly #prepare: (sql: string) => StatementSync;
  readonly #natures = new WeakMap<StatementSync, Nature>();
  /** How many statements that may write have run. */
  writes = 0;

  constructor(prepare: (sql: string) => StatementSync) {
    super();
    this.#prepare = prepare;
  }

  run(sql: string, parameters: readonly unknown[]): Ran {
    const statement = this.#prepare(sql);
    // The compiler's parameters are what our row types allow: texts, numbers, and nothing else.
    const values = parameters as readonly SQLInputValue[];
    const { givesRows, writes } = this.#natureOf(statement, sql);
    if (writes) this.writes += 1;
    if (givesRows) return { rows: statement.all(...values), changes: 0, lastInsertRowid: 0 };
    return { rows: [], ...statement.run(...values) };
  }

  #natureOf(statement: StatementSync, sql: string): Nature {
    const known = this.#natures.get(statement);
    if (known) return known;
    const nature = { givesRows: statement.columns().length > 0, writes: !sql.startsWith('select ') };
    this.#natures.set(statement, nature);
    return nature;
  }
}
