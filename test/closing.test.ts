// A database that is closed while others write: what was asked before is written, what comes after is refused, and nobody waits for ever.
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { sql } from 'kysely';
import type { Database } from '#db/database.ts';
import { listProgram } from '#users/list-program.ts';
import { onBothDatabases, onSqlite } from './databases.ts';

const write = (database: Database, name: string) => database.write((tx) => sql`create table ${sql.table(name)} (a int)`.execute(tx));

onBothDatabases('A database that is being closed', (open) => {
  it('refuses whoever begins to write in the middle of it, and may be closed twice', async () => {
    const { database } = await open();
    const closing = database.close();
    await new Promise((next) => setImmediate(next));
    await assert.rejects(write(database, 'in_the_middle'));
    await Promise.all([closing, database.close()]);
  });
});

onSqlite('A SQLite database that is being closed', (open) => {
  it('writes what was asked before, and refuses what is asked in the same moment', async () => {
    const { database } = await open();
    const before = [write(database, 'first'), write(database, 'second')];
    const closing = database.close();
    await assert.rejects(write(database, 'late'), /is closed/);
    await Promise.all([...before, closing]);
    await assert.rejects(database.lists.run(listProgram, {}), /is closed/);
  });
});
