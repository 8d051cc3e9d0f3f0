import assert from 'node:assert/strict';
import { it } from 'node:test';
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
});
