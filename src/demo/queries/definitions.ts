// Indexes, constraints and triggers of the tables that are filled: read from the database itself, set aside, and made again from what was read.
// Called by load.ts. So nothing here can differ from what the migrations made; it knows no index, no trigger and no column.
import { sql } from 'kysely';
import type { Kind } from '#db/portable.ts';
import type { Table, Tx } from '#db/tables.ts';

/** What comes back after the rows are in, one statement after another: indexes and constraints first, triggers when all is filled. */
export type Definitions = { readonly indexes: readonly string[]; readonly triggers: readonly string[] };

const run = (tx: Tx, statement: string) => sql.raw(statement).execute(tx);
const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

export async function setAside(tx: Tx, kind: Kind, tables: readonly Table[]): Promise<Definitions> {
  return kind === 'sqlite' ? setAsideHere(tx, tables) : setAsideOnServer(tx, tables);
}

type Stored = { readonly type: string; readonly name: string; readonly sql: string };

/** What a table itself declares (primary keys, unique) has no text of its own there and stays. */
async function setAsideHere(tx: Tx, tables: readonly Table[]): Promise<Definitions> {
  const { rows } = await sql<Stored>`select type, name, sql from sqlite_master
    where type in ('index', 'trigger') and sql is not null and tbl_name in (${sql.join(tables)}) order by rowid`.execute(tx);
  for (const { type, name } of rows) await run(tx, `drop ${type} ${quoted(name)}`);
  const of = (wanted: string) => rows.filter(({ type }) => type === wanted).map((row) => row.sql);
  return { indexes: of('index'), triggers: of('trigger') };
}

type Named = { readonly drop: string; readonly make: string };

/** Foreign keys are checked once and for all when they come back, instead of twice for each row. */
async function setAsideOnServer(tx: Tx, tables: readonly Table[]): Promise<Definitions> {
  const list = sql`array[${sql.join(tables.map((table) => sql`${quoted(table)}::regclass::oid`))}]`;
  const triggers = await sql<Named>`select format('drop trigger %I on %s', tgname, tgrelid::regclass) as drop, pg_get_triggerdef(oid) as make
    from pg_trigger where not tgisinternal and tgrelid = any(${list}) order by oid`.execute(tx);
  // f before u and p: a foreign key leans on the unique index of another table. They come back the other way round.
  const constraints = await sql<Named>`select format('alter table %s drop constraint %I', conrelid::regclass, conname) as drop,
      format('alter table %s add constraint %I %s', conrelid::regclass, conname, pg_get_constraintdef(oid)) as make
    from pg_constraint where (contype in ('p', 'u') and conrelid = any(${list})) or (contype = 'f' and (conrelid = any(${list}) or confrelid = any(${list})))
    order by contype = 'f' desc, oid desc`.execute(tx);
  const indexes = await sql<Named>`select format('drop index %s', indexrelid::regclass) as drop, pg_get_indexdef(indexrelid) as make
    from pg_index where indrelid = any(${list}) and not exists (select 1 from pg_constraint where conindid = indexrelid and contype in ('p', 'u', 'x')) order by indexrelid`.execute(
    tx,
  );
  for (const { drop } of [...triggers.rows, ...constraints.rows, ...indexes.rows]) await run(tx, drop);
  const makeOf = (named: readonly Named[]) => named.map(({ make }) => make);
  const foreign = constraints.rows.filter(({ make }) => / FOREIGN KEY /.test(make));
  const own = constraints.rows.filter((one) => !foreign.includes(one)).toReversed();
  return { indexes: makeOf([...own, ...indexes.rows, ...foreign]), triggers: makeOf(triggers.rows) };
}
