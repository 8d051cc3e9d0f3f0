// The lines of a backup into the tables of an open transaction.
// Called by restore.ts. Everything that was read is authentic (seal.ts); whether it is complete, the last line says.
import type { Database } from '#db/database.ts';
import type { Tx } from '#db/tables.ts';
import { BackupFault, type Cell, type Shape } from './backup.ts';
import { type Columns, clear, columnsOf, endEverySession, fillSearch, insertRows, keepCounting, quieten, rowsAtOnce } from './queries/restore.ts';

export type Loaded = { readonly rows: number; readonly masterKey: string };
type Kind = Database['kind'];

export async function load(tx: Tx, kind: Kind, chunks: AsyncIterable<readonly string[]>): Promise<Loaded> {
  const known = await columnsOf(tx, kind);
  const tables = [...known.keys()];
  const wake = await quieten(tx, kind, tables);
  await clear(tx, tables);
  const loading = new Loading(tx, kind, known);
  for await (const lines of chunks) for (const line of lines) await loading.take(line);
  const loaded = await loading.end();
  await endEverySession(tx);
  await fillSearch(tx, kind, known);
  await wake();
  return loaded;
}

/** The table whose rows are coming, and those that wait for a statement of their own. */
class Loading {
  readonly #tx: Tx;
  readonly #kind: Kind;
  readonly #known: Columns;
  #masterKey = '';
  #shape: Shape | null = null;
  #waiting: (readonly Cell[])[] = [];
  #rows = 0;
  #tables = 0;
  #told = -1;

  constructor(tx: Tx, kind: Kind, known: Columns) {
    this.#tx = tx;
    this.#kind = kind;
    this.#known = known;
  }

  async take(line: string): Promise<void> {
    // Sealed by us, line for line as back-up.ts writes them; `isShape` and the counts at the end hold it to that.
    const said: unknown = JSON.parse(line);
    if (Array.isArray(said)) return this.#row(said);
    await this.#flush();
    if (isShape(said)) return this.#begin(said);
    if (isKey(said)) this.#masterKey = said.masterKey;
    if (isEnd(said)) this.#told = said.end.tables === this.#tables ? said.end.rows : -1;
  }

  async end(): Promise<Loaded> {
    await this.#flush();
    if (this.#told !== this.#rows) throw new BackupFault('The backup does not hold as many rows as it says. Nothing was restored.');
    return { rows: this.#rows, masterKey: this.#masterKey };
  }

  async #begin(shape: Shape): Promise<void> {
    const own = this.#known.get(shape.table);
    const unknown = shape.columns.find((column) => !own?.has(column));
    if (!own || unknown !== undefined)
      throw new BackupFault(`This program does not know ${shape.table}${own ? `.${unknown}` : ''}, which the backup holds. Install a newer Reeve.`);
    this.#shape = shape;
    this.#tables += 1;
    await keepCounting(this.#tx, this.#kind, shape);
  }

  async #row(row: readonly Cell[]): Promise<void> {
    this.#waiting.push(row);
    this.#rows += 1;
    if (this.#waiting.length >= rowsAtOnce[this.#kind]) await this.#flush();
  }

  async #flush(): Promise<void> {
    const rows = this.#waiting;
    this.#waiting = [];
    if (rows.length === 0 || !this.#shape) return;
    await insertRows(this.#tx, this.#kind, this.#shape, this.#known.get(this.#shape.table) ?? new Map(), rows);
  }
}

const isObject = (said: unknown): said is object => typeof said === 'object' && said !== null;
const isShape = (said: unknown): said is Shape => isObject(said) && 'table' in said && 'columns' in said && Array.isArray(said.columns);
const isKey = (said: unknown): said is { readonly masterKey: string } => isObject(said) && 'masterKey' in said && typeof said.masterKey === 'string';
const isEnd = (said: unknown): said is { readonly end: { readonly tables: number; readonly rows: number } } =>
  isObject(said) && 'end' in said && isObject(said.end);
