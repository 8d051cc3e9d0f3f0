import assert from 'node:assert/strict';
import { it } from 'node:test';
import { sql } from 'kysely';
import { openPostgres } from '#db/postgres.ts';
import type { Tx } from '#db/tables.ts';
import { onBothDatabases } from './databases.ts';

onBothDatabases('A test database', (open, kind) => {
  it('is of the kind it says, migrated, and knows no users', async () => {
    const { database } = await open();
    const { users } = await database.read
      .selectFrom('users')
      .select((select) => select.fn.countAll<number>().as('users'))
      .executeTakeFirstOrThrow();
    assert.deepEqual({ kind: database.kind, users: Number(users) }, { kind, users: 0 });
  });

  it('is another one at each call', async () => {
    const [one, two] = [await open(), await open()];
    await one.database.write((tx) => tx.insertInto('meta').values({ key: 'test', value: 'one' }).execute());
    const found = await two.database.read.selectFrom('meta').selectAll().where('key', '=', 'test').execute();
    assert.deepEqual(found, []);
  });

  if (kind === 'sqlite') return;

  it('stops a statement that runs away, but none of those that fill, restore or migrate a large database', async () => {
    const { url } = await open();
    for (const [unhurried, limit] of [
      [false, '30s'],
      [true, '0'],
    ] as const) {
      const database = openPostgres(url, { connectionsMax: 1, unhurried });
      const { rows } = await sql<{ limit: string }>`select current_setting('statement_timeout') as limit`.execute(database.read as unknown as Tx);
      await database.close();
      assert.equal(rows[0]?.limit, limit);
    }
  });
});
