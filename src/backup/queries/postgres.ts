// A snapshot of PostgreSQL: one REPEATABLE READ transaction of its own connection, read through cursors.
// Called by back-up.ts. Knows how PostgreSQL describes its tables; not what is in them.
import pg from 'pg';
import { type Cell, inOrder, leftOut, type Shape, type Snapshot } from '../backup.ts';

const rowsAtOnce = 2_000;
const connectMillisecondsMax = 5_000;
const int8 = 20;
const types: pg.CustomTypesConfig = {
  // biome-ignore lint/suspicious/noExplicitAny: the signature of pg.
  getTypeParser: (oid: number, format?: any) => (oid === int8 ? Number : pg.types.getTypeParser(oid, format)),
};

export async function openPostgresSnapshot(url: string): Promise<Snapshot> {
  const client = new pg.Client({ connectionString: url, types, connectionTimeoutMillis: connectMillisecondsMax });
  await client.connect();
  try {
    await client.query('begin transaction isolation level repeatable read read only');
    const schema = await client.query<{ value: string }>("select value from meta where key = 'schema'");
    const head = await client.query<{ number: number; hash: string }>('select number, hash from journal_head');
    return {
      kind: 'postgres',
      schema: Number(schema.rows[0]?.value ?? 0),
      head: head.rows[0] ?? { number: 0, hash: '' },
      shapes: await shapesOf(client),
      rows: ({ table, columns }) => rowsOf(client, `select ${columns.map((column) => `"${column}"`).join(', ')} from "${table}"`),
      close: () => client.end(),
    };
  } catch (fault) {
    await client.end();
    throw fault;
  }
}

async function shapesOf(client: pg.Client): Promise<readonly Shape[]> {
  const { rows } = await client.query<{ table: string; columns: string[]; sequence: string | null }>(`
    select c.table_name::text as table, array_agg(c.column_name::text order by c.ordinal_position) filter (where c.is_generated = 'NEVER') as columns,
      max(case when c.is_identity = 'YES' then pg_get_serial_sequence(quote_ident(c.table_name), c.column_name) end) as sequence
    from information_schema.columns c join information_schema.tables t using (table_schema, table_name)
    where c.table_schema = current_schema() and t.table_type = 'BASE TABLE' group by c.table_name order by c.table_name`);
  const kept = rows.filter(({ table }) => !leftOut.includes(table));
  const shapes: Shape[] = [];
  for (const { table, columns, sequence } of kept) shapes.push({ table, columns, last: sequence === null ? 0 : await lastOf(client, sequence) });
  return inOrder(shapes, await pointing(client));
}

async function lastOf(client: pg.Client, sequence: string): Promise<number> {
  const { rows } = await client.query<{ last: number }>(`select case when is_called then last_value else 0 end as last from ${sequence}`);
  return rows[0]?.last ?? 0;
}

async function pointing(client: pg.Client): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  const { rows } = await client.query<{ from: string; to: string }>(
    `select f.relname::text as from, t.relname::text as to from pg_constraint c join pg_class f on f.oid = c.conrelid join pg_class t on t.oid = c.confrelid
     where c.contype = 'f' and c.connamespace = current_schema()::regnamespace`,
  );
  return new Map([...Map.groupBy(rows, ({ from }) => from)].map(([from, links]) => [from, new Set(links.map(({ to }) => to))]));
}

async function* rowsOf(client: pg.Client, sql: string): AsyncGenerator<readonly (readonly Cell[])[]> {
  await client.query(`declare reading no scroll cursor for ${sql}`);
  for (;;) {
    const { rows } = await client.query<Cell[]>({ text: `fetch ${rowsAtOnce} from reading`, rowMode: 'array' });
    if (rows.length === 0) break;
    yield rows;
  }
  await client.query('close reading');
}
