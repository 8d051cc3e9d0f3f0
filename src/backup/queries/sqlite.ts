// A snapshot of SQLite: one read transaction of its own handle, which sees one moment however much is written meanwhile (WAL).
// Called by back-up.ts. Knows how SQLite describes its tables; not what is in them.
import { DatabaseSync, type SQLOutputValue } from 'node:sqlite';
import { type Cell, inOrder, leftOut, type Shape, type Snapshot } from '../backup.ts';

const rowsAtOnce = 1_000;
/** `pragma table_xinfo`: columns that are computed are marked so. */
const isStored = 0;

export function openSqliteSnapshot(file: string): Snapshot {
  const handle = new DatabaseSync(file, { readOnly: true, timeout: 0 });
  handle.exec('begin');
  const one = (sql: string, ...values: string[]) => handle.prepare(sql).get(...values);
  return {
    kind: 'sqlite',
    // The first statement fixes the moment.
    schema: Number(one("select value from meta where key = 'schema'")?.value ?? 0),
    head: { number: Number(one('select number from journal_head')?.number ?? 0), hash: String(one('select hash from journal_head')?.hash ?? '') },
    shapes: shapesOf(handle),
    rows: ({ table, columns }) => rowsOf(handle, `select ${columns.map((column) => `"${column}"`).join(', ')} from "${table}"`),
    close: async () => handle.close(),
  };
}

function shapesOf(handle: DatabaseSync): readonly Shape[] {
  const sequences = new Map(
    handle
      .prepare('select name, seq from sqlite_sequence')
      .all()
      .map(({ name, seq }) => [String(name), Number(seq)]),
  );
  const listed = handle.prepare("select name from pragma_table_list where schema = 'main' and type = 'table' and name not like 'sqlite_%' order by name").all();
  const tables = listed.map(({ name }) => String(name)).filter((name) => !leftOut.includes(name));
  const shapes = tables.map((table) => ({ table, columns: columnsOf(handle, table), last: sequences.get(table) ?? 0 }));
  return inOrder(shapes, new Map(tables.map((table) => [table, pointsAt(handle, table)])));
}

const columnsOf = (handle: DatabaseSync, table: string): string[] =>
  handle
    .prepare('select name from pragma_table_xinfo(?) where hidden = ? order by cid')
    .all(table, isStored)
    .map(({ name }) => String(name));

const pointsAt = (handle: DatabaseSync, table: string): ReadonlySet<string> =>
  new Set(
    handle
      .prepare('select "table" as name from pragma_foreign_key_list(?)')
      .all(table)
      .map(({ name }) => String(name)),
  );

async function* rowsOf(handle: DatabaseSync, sql: string): AsyncGenerator<readonly (readonly Cell[])[]> {
  let rows: Cell[][] = [];
  for (const row of handle.prepare(sql).iterate()) {
    rows.push(Object.values(row).map(cellOf));
    if (rows.length < rowsAtOnce) continue;
    yield rows;
    rows = [];
    // Whoever else runs in this process gets his turn.
    await new Promise((next) => setImmediate(next));
  }
  yield rows;
}

/** Our columns hold whole numbers and texts, never NULL (db/tables.ts). */
function cellOf(value: SQLOutputValue): Cell {
  if (typeof value === 'string' || typeof value === 'number') return value;
  throw new Error(`A column holds ${value === null ? 'NULL' : typeof value}, which no column of ours does.`);
}
