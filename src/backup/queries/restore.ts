// All SQL of restoring: an empty schema made ready for rows from elsewhere, the rows, and everything put right afterwards.
// Called by restore.ts. Knows how each database loads many rows and keeps its row keys; not what the rows mean.
import { CompiledQuery, sql } from 'kysely';
import type { Database } from '#db/database.ts';
import { searchText } from '#db/migrations/0002-lists.ts';
import type { Db, Tx } from '#db/tables.ts';
import type { Cell, Shape } from '../backup.ts';

type Kind = Database['kind'];
export type Rows = readonly (readonly Cell[])[];

/** SQLite allows 32,766 values to a statement; no table of ours has more than a hundred columns. */
export const rowsAtOnce = { sqlite: 200, postgres: 2_000 } as const;
/** What a target knows of itself, and a backup must not say. */
const ownFacts = ['schema', 'oldest_program'];

/** What PostgreSQL may take to make an index, once, while nobody else is served. */
const indexMemory = '512MB';

const run = (tx: Tx, statement: string) => sql.raw(statement).execute(tx);
const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** Nobody has used it: not set up, no users, no entry in the journal. Locks it against others until the transaction ends. */
export async function isUnused(tx: Tx, kind: Kind): Promise<boolean> {
  if (kind === 'postgres') await run(tx, 'lock table journal_head, users, meta in exclusive mode');
  const head = await tx.selectFrom('journal_head').select('number').executeTakeFirst();
  const user = await tx.selectFrom('users').select('no').limit(1).executeTakeFirst();
  const done = await tx.selectFrom('meta').select('key').where('key', '=', 'setup_done_at').executeTakeFirst();
  return (head?.number ?? 0) === 0 && !user && !done;
}

/** Asked before anything is touched. A database without our tables is nobody's. */
export async function isSetUp(db: Db): Promise<boolean> {
  const done = await db
    .selectFrom('meta')
    .select('key')
    .where('key', '=', 'setup_done_at')
    .executeTakeFirst()
    .catch((fault: unknown) => (isMissingTable(fault) ? undefined : Promise.reject(fault)));
  return done !== undefined;
}

const isMissingTable = (fault: unknown) => fault instanceof Error && (/no such table/.test(fault.message) || ('code' in fault && fault.code === '42P01'));

export type Columns = ReadonlyMap<string, ReadonlyMap<string, string>>;

/** table → column → type. Computed columns are not there: nobody can write them. */
export async function columnsOf(tx: Tx, kind: Kind): Promise<Columns> {
  const statement =
    kind === 'sqlite'
      ? sql<Column>`select t.name as "table", c.name as "column", c.type as "type" from pragma_table_list t join pragma_table_xinfo(t.name) c
          where t.schema = 'main' and t.type = 'table' and t.name not like 'sqlite_%' and c.hidden = 0`
      : sql<Column>`select table_name::text as "table", column_name::text as "column", data_type::text as "type" from information_schema.columns
          join information_schema.tables using (table_schema, table_name) where table_schema = current_schema() and table_type = 'BASE TABLE' and is_generated = 'NEVER'`;
  const { rows } = await statement.execute(tx);
  return new Map([...Map.groupBy(rows, ({ table }) => table)].map(([table, own]) => [table, new Map(own.map(({ column, type }) => [column, type]))]));
}
type Column = { readonly table: string; readonly column: string; readonly type: string };

/** Triggers and indexes out of the way: what they keep comes from the file, or is made at once from all rows. Gives what puts them back. */
export async function quieten(tx: Tx, kind: Kind, tables: readonly string[]): Promise<() => Promise<void>> {
  const aside = kind === 'postgres' ? await quietenServer(tx, tables) : await quietenHere(tx);
  return async () => {
    for (const make of aside) await run(tx, make);
  };
}

async function quietenHere(tx: Tx): Promise<readonly string[]> {
  const { rows } = await sql<{
    type: string;
    name: string;
    sql: string;
  }>`select type, name, sql from sqlite_master where type in ('trigger', 'index') and sql is not null`.execute(tx);
  for (const { type, name } of rows) await run(tx, `drop ${type} ${quoted(name)}`);
  return rows.map((made) => made.sql);
}

/** Unique ones stay: they are what a backup that is not sound would break. */
async function quietenServer(tx: Tx, tables: readonly string[]): Promise<readonly string[]> {
  for (const table of tables) await run(tx, `alter table ${quoted(table)} disable trigger user`);
  const list = sql`array[${sql.join(tables.map((table) => sql`${quoted(table)}::regclass::oid`))}]`;
  const { rows } = await sql<{ drop: string; make: string }>`select format('drop index %s', indexrelid::regclass) as drop, pg_get_indexdef(indexrelid) as make
    from pg_index where indrelid = any(${list}) and not indisunique order by indexrelid`.execute(tx);
  for (const { drop } of rows) await run(tx, drop);
  return [
    `set local maintenance_work_mem = '${indexMemory}'`,
    ...rows.map(({ make }) => make),
    ...tables.map((table) => `alter table ${quoted(table)} enable trigger user`),
  ];
}

/** What a new schema starts with (a head, facts of its own) makes room for what the file says. */
export async function clear(tx: Tx, tables: readonly string[]): Promise<void> {
  for (const table of tables)
    await run(tx, table === 'meta' ? `delete from meta where key not in (${ownFacts.map((fact) => `'${fact}'`).join(', ')})` : `delete from ${quoted(table)}`);
}

export async function insertRows(tx: Tx, kind: Kind, { table, columns }: Shape, types: ReadonlyMap<string, string>, rows: Rows): Promise<void> {
  const kept = table === 'meta' ? rows.filter(([key]) => !ownFacts.includes(String(key))) : rows;
  if (kept.length === 0) return;
  const names = columns.map(quoted).join(', ');
  const into = `insert into ${quoted(table)} (${names})`;
  if (kind === 'sqlite') {
    const places = `(${columns.map(() => '?').join(', ')})`;
    await tx.executeQuery(CompiledQuery.raw(`${into} values ${kept.map(() => places).join(', ')}`, kept.flat()));
    return;
  }
  // One array a column: far fewer values to parse than one a cell.
  const arrays = columns.map((column, index) => `$${index + 1}::${types.get(column)}[]`);
  await tx.executeQuery(
    CompiledQuery.raw(
      `${into} select * from unnest(${arrays.join(', ')})`,
      columns.map((_, index) => kept.map((row) => row[index] ?? '')),
    ),
  );
}

/** The next row key comes after every one that was ever given, also those whose rows are gone. */
export async function keepCounting(tx: Tx, kind: Kind, { table, last }: Shape): Promise<void> {
  if (last === 0) return;
  if (kind === 'postgres') {
    await sql`select setval(pg_get_serial_sequence(${table}, 'no'), greatest(${sql.lit(last)}, 1))`.execute(tx);
    return;
  }
  await sql`delete from sqlite_sequence where name = ${table}`.execute(tx);
  await sql`insert into sqlite_sequence (name, seq) values (${table}, ${last})`.execute(tx);
}

/** Whatever was bound to a user's epoch outside the database ends too (rule 27). Before the triggers are back: nothing that is counted changes. */
export async function endEverySession(tx: Tx): Promise<void> {
  await tx
    .updateTable('users')
    .set((row) => ({ revocation_epoch: row('revocation_epoch', '+', 1) }))
    .execute();
}

/** Text search of SQLite lies in a table of its own, made from the rows. */
export async function fillSearch(tx: Tx, kind: Kind, tables: Columns): Promise<void> {
  if (kind === 'postgres' || !tables.has('users')) return;
  const { rows } = await sql<{ name: string }>`select name from pragma_table_list where name = 'users_text' and type = 'virtual'`.execute(tx);
  if (rows.length > 0) await run(tx, `insert into users_text (rowid, text) select no, ${searchText('').replaceAll('chr(', 'char(')} from users`);
}

/** PostgreSQL plans by statistics, and reads an index alone only where it knows that all rows are visible: a table that was just filled has neither. */
export async function settle({ kind, read }: Database): Promise<void> {
  // Outside of any transaction, as vacuum wants it.
  if (kind === 'postgres') await run(read as unknown as Tx, 'vacuum (analyze)');
}
