// All SQL that moves rows in bulk: sheets into tables, and what is made from the rows once they are in.
// Called by fill.ts. Knows how bulk loads are fast on each database; not what is loaded.
import { CompiledQuery, sql } from 'kysely';
import { countAnew, recopy } from '#db/migrations/0002-triggers.ts';
import { spanAnew } from '#db/migrations/0029-spans.ts';
import type { Kind } from '#db/portable.ts';
import type { Tx } from '#db/tables.ts';
import type { Sheet, Value } from '../sheet.ts';
import { type Definitions, setAside } from './definitions.ts';

/** Rows to a statement: enough to forget what a statement costs, few enough for SQLite's limit of values. */
const rowsAtOnce = { sqlite: 100, postgres: 10_000 } as const;
/** Where the many rows go. */
const filled = ['users', 'user_sign_ins', 'credentials', 'identifiers', 'user_attributes', 'group_members', 'role_users'] as const;
/** Tables whose rows bring their own row key. */
const numbered = ['users', 'roles', 'groups', 'permission_nodes', 'attributes', 'role_users'] as const;
/** What PostgreSQL's planner should know something of. */
const planned = [...filled, 'filter_counts', 'roles', 'groups', 'role_groups', 'group_edges'] as const;

const run = (tx: Tx, statement: string) => sql.raw(statement).execute(tx);

/** Everything out of the way that would be kept up to date row by row. */
export async function beginLoad(tx: Tx, kind: Kind): Promise<Definitions> {
  if (kind === 'postgres') await run(tx, "set local maintenance_work_mem = '512MB'");
  return setAside(tx, kind, filled);
}

export async function insertSheet(tx: Tx, kind: Kind, { table, columns, values }: Sheet): Promise<void> {
  const size = rowsAtOnce[kind] * columns.length;
  const statementOf = kind === 'sqlite' ? byValues : byArrays;
  for (let from = 0; from < values.length; from += size)
    await tx.executeQuery(statementOf(table, columns, from === 0 && values.length <= size ? values : values.slice(from, from + size)));
}

function byValues(table: string, columns: readonly string[], values: readonly Value[]): CompiledQuery {
  const places = `(${columns.map(() => '?').join(', ')})`;
  const rows = Array.from({ length: values.length / columns.length }, () => places).join(', ');
  return CompiledQuery.raw(`insert into ${table} (${columns.join(', ')}) values ${rows}`, values as Value[]);
}

/** One array a column: far fewer values to parse than one a cell. */
function byArrays(table: string, columns: readonly string[], values: readonly Value[]): CompiledQuery {
  const arrays = columns.map((_, index) => `$${index + 1}::${typeof values[index] === 'number' ? 'bigint' : 'text'}[]`);
  return CompiledQuery.raw(
    `insert into ${table} (${columns.join(', ')}) select * from unnest(${arrays.join(', ')})`,
    columns.map((_, index) => arrayText(values, index, columns.length)),
  );
}

/** An array as PostgreSQL reads it. Quoted only where it must be. */
function arrayText(values: readonly Value[], first: number, step: number): string {
  const parts: string[] = [];
  for (let at = first; at < values.length; at += step) {
    const value = values[at] ?? '';
    parts.push(typeof value === 'number' ? String(value) : quotedText(value));
  }
  return `{${parts.join(',')}}`;
}
const quotedText = (text: string): string => `"${/["\\]/.test(text) ? text.replace(/["\\]/g, '\\$&') : text}"`;

/** What everybody signs in with: his user name. Sorted, since on SQLite the table is its own index. */
export async function fillIdentifiers(tx: Tx, after: number): Promise<void> {
  await sql`insert into identifiers (store_no, key, kind, user_no)
    select store_no, name_key, 'name', no from users where no > ${after} order by store_no, name_key`.execute(tx);
}

/** Copies that triggers would have kept, from the rows themselves; then indexes. One step after another; each may take seconds. */
export function* indexing({ indexes }: Definitions): Generator<readonly string[]> {
  yield [recopy];
  for (const index of indexes) yield [index];
}

/** Counters and spans, and everything as it was before `beginLoad`. */
export const endLoad = (kind: Kind, { triggers }: Definitions): readonly string[] => [
  ...countAnew,
  ...spanAnew,
  ...triggers,
  ...(kind === 'postgres' ? sequences : []),
];

/** The row keys were given by hand; the next ones come after them. */
const sequences = numbered.map((table) => `select setval(pg_get_serial_sequence('${table}', 'no'), (select max(no) from ${table}))`);

export async function runAll(tx: Tx, statements: readonly string[]): Promise<void> {
  for (const statement of statements) await run(tx, statement);
}

/** Outside of any transaction, as vacuum wants it: PostgreSQL plans by statistics, and reads an index alone only where it knows that all rows are visible. */
export async function settleServer(outside: Tx): Promise<void> {
  for (const table of planned) await run(outside, `vacuum (analyze) ${table}`);
}
