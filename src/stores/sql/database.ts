// A foreign database as the rest of a store sees it: statements are asked here, and columns are known by their kind.
// Made by sql-store.ts for one store. It connects when first asked.
import type { Answer, Connection } from './connection.ts';
import type { Table } from './layout.ts';
import type { Pool } from './pool.ts';
import type { DialectName, Statement, Write } from './queries/dialect.ts';
import { columnsOf } from './queries/server.ts';
import { type ColumnShape, columnIn, isColumnIn, noTable, type Shape, shapeOf } from './shape.ts';

export type Database = {
  readonly dialect: DialectName;
  readonly write: Write;
  /** May be said twice, as everything of a store may. */
  ask(statement: Statement): Promise<Answer>;
  /** Several statements that count together or not at all. */
  together<T>(work: (ask: Database['ask']) => Promise<T>): Promise<T>;
  use<T>(work: (connection: Connection) => Promise<T>): Promise<T>;
  /** StoreFault `settings` where there is no such table or column. */
  column(table: Table, name: string): Promise<ColumnShape>;
  columns(table: Table): Promise<readonly ColumnShape[]>;
  has(table: Table, name: string): Promise<boolean>;
  /** What was known of the columns is read again: their owner may have changed them. */
  forget(): void;
  close(): void;
};

export function openDatabase(pool: Pool, { dialect, write }: Pick<Database, 'dialect' | 'write'>): Database {
  const shapes = new Map<string, Promise<Shape>>();
  const ask: Database['ask'] = (statement) => pool.ask((connection) => connection.ask(statement));
  const shape = (table: Table): Promise<Shape> => {
    const name = table.name.join('.');
    const known = shapes.get(name);
    if (known) return known;
    const asked = readShape(ask, table, { dialect, write });
    shapes.set(name, asked);
    // What could not be read may be there the next time.
    asked.catch(() => shapes.delete(name));
    return asked;
  };
  return {
    dialect,
    write,
    ask,
    together: (work) => pool.use((connection) => connection.together(() => work((statement) => connection.ask(statement)))),
    use: (work) => pool.use(work),
    column: async (table, name) => columnIn(await shape(table), name, { table, dialect }),
    columns: async (table) => [...(await shape(table)).values()],
    has: async (table, name) => isColumnIn(await shape(table), name, dialect),
    forget: () => shapes.clear(),
    close: () => pool.close(),
  };
}

async function readShape(ask: Database['ask'], table: Table, { dialect, write }: Pick<Database, 'dialect' | 'write'>): Promise<Shape> {
  const { rows } = await ask(columnsOf(write, dialect, table.name));
  if (rows.length === 0) throw noTable(table, dialect);
  return shapeOf(rows, dialect);
}
