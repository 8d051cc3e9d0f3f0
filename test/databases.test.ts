import assert from 'node:assert/strict';
import { it } from 'node:test';
import { sql } from 'kysely';
import { openPostgres } from '#db/postgres.ts';
import type { Tx } from '#db/tables.ts';
import { onBothDatabases } from './databases.ts';

type Index = { readonly name: string; readonly made: string };

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

  it('has no index twice under two names', async () => {
    const { database } = await open();
    const catalogue = {
      sqlite: sql<Index>`select name, sql as made from sqlite_master where type = 'index' and sql is not null`,
      postgres: sql<Index>`select indexname as name, indexdef as made from pg_indexes where schemaname = 'public'`,
    };
    const { rows } = await catalogue[kind].execute(database.read as unknown as Tx);
    const alike = Map.groupBy(rows, ({ name, made }) => made.replace(name, ''));
    assert.ok(rows.length > 20);
    assert.deepEqual(
      [...alike.values()].filter((same) => same.length > 1).map((same) => same.map(({ name }) => name)),
      [],
    );
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
