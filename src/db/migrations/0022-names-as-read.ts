// Names of roles, groups and views that hold other letters than plain ones are sorted as they are read: Österreich among the Os, as shown names are since 0017.
// Some at a time, each time in a transaction of its own; begun anew, it finds the same and is harmless.
import { sql } from 'kysely';
import { sortKeyOf } from '#names/sorted.ts';
import type { Database } from '../database.ts';
import type { Step } from '../migrate.ts';

const rowsAtOnce = 500;
const tables = ['roles', 'groups', 'saved_views'] as const;

export const namesAsRead: Step = {
  number: 22,
  name: 'roles, groups and views sorted as they are read',
  statements: () => [],
  rows: (database) => sortNamesAsRead(database, rowsAtOnce),
};

export async function sortNamesAsRead(database: Pick<Database, 'read' | 'write'>, limit: number): Promise<void> {
  for (const table of tables) await sortTable(database, { table, limit });
}

type Sorting = { readonly table: (typeof tables)[number]; readonly limit: number };

async function sortTable({ read, write }: Pick<Database, 'read' | 'write'>, { table, limit }: Sorting): Promise<void> {
  for (let after = 0; ; ) {
    const rows = await read
      .selectFrom(table)
      .select(['no', 'name_key'])
      .where('no', '>', after)
      .where(sql<boolean>`octet_length(name_key) <> length(name_key)`)
      .orderBy('no')
      .limit(limit)
      .execute();
    await write(async (tx) => {
      // Whatever was renamed meanwhile has its key from that.
      for (const { no, name_key } of rows)
        await tx
          .updateTable(table)
          .set({ sort_key: sortKeyOf(name_key) })
          .where('no', '=', no)
          .where('name_key', '=', name_key)
          .execute();
    });
    after = rows.at(-1)?.no ?? 0;
    if (rows.length < limit) return;
  }
}
