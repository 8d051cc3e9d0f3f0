// Who is in which group of a SQL store: rows of the table of members.
// Called by sql-writer.ts.
import { say } from '#sentences/sentence.ts';
import { StoreFault, type Whom } from '#user-store.ts';
import type { Database } from './database.ts';
import { isTakenAlready } from './faults.ts';
import { asked } from './find.ts';
import type { GroupLayout, Layout } from './layout.ts';
import type { Statement } from './queries/dialect.ts';
import { deleteRows, insertRow, rowsAt } from './queries/write.ts';
import { keyText, keyValue } from './values.ts';
import { keptOf } from './verify.ts';

type Change = { readonly group: Whom; readonly user: Whom; readonly change: 'add' | 'remove' };

export async function changeMember(database: Database, { users, groups }: Layout, { group, user, change }: Change): Promise<void> {
  if (!groups) throw new StoreFault('settings', say('sql.no-groups'));
  const address = await addressOf(database, groups, group);
  const kept = await keptOf(database, users, user);
  if (!kept && change === 'remove') return;
  if (!kept) throw new StoreFault('refused', say('sql.user-gone', { name: user.name }));
  const { table } = groups.members;
  const row = [
    { column: groups.members.group, value: address },
    { column: groups.members.user, value: kept.address },
  ];
  if (change === 'remove') return void (await database.ask(deleteRows(database.write, table, row)));
  const { rows } = await database.ask(rowsAt(database.write, table, { read: groups.members.user, at: row }));
  if (rows.length === 0) await unlessThere(database.ask(insertRow(database.write, table, row)));
}

/** Somebody may have been quicker by a moment. */
async function unlessThere(insert: Promise<unknown>): Promise<void> {
  try {
    await insert;
  } catch (fault) {
    if (!isTakenAlready(fault)) throw fault;
  }
}

async function addressOf(database: Database, { table, key, address }: GroupLayout, group: Whom): Promise<unknown> {
  const value = keyValue(group.key, (await database.column(table, key)).kind);
  const { rows } = value === null ? { rows: [] } : await asked(database, rowsAt(database.write, table, { read: address, at: [{ column: key, value }] }));
  const [row] = rows;
  if (row && rows.length === 1 && (key !== address || keyText(row[0]) === group.key)) return row[0];
  throw new StoreFault('refused', say('sql.group-gone', { name: group.name }));
}

export const memberRows = (database: Database, { groups }: Layout, address: unknown): readonly Statement[] =>
  groups ? [deleteRows(database.write, groups.members.table, [{ column: groups.members.user, value: address }])] : [];
