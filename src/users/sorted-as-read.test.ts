// The list in the order of shown names, as people read them, also for rows of before that order was kept.
import assert from 'node:assert/strict';
import { before, it } from 'node:test';
import { sortAsRead } from '#db/migrations/0017-sorted-as-read.ts';
import { nameKeyOf } from '#names/name.ts';
import { onBothDatabases } from '../../test/databases.ts';
import { peopleOf } from '../../test/people.ts';
import { openTestWorld, type TestWorld } from '../../test/world.ts';
import { addUser } from './add-user.ts';
import { listUsers } from './list-users.ts';

onBothDatabases('Shown names', (open) => {
  const asRead = ['admin', 'Ähnlich', 'Anton', 'Österreich', 'Otto', 'Straße', 'Zebra', 'Zoe', 'Zoë', '李小龍'];
  let test: TestWorld;
  before(async () => {
    test = await openTestWorld(open);
    const { run } = peopleOf(test);
    for (const [at, shownName] of asRead.slice(1).reverse().entries()) await run(addUser, test.admin, { userName: `user.${at}`, shownName });
  });
  const listed = async (more: Parameters<typeof listUsers.run>[2]) => {
    await test.world.changes.poll();
    const { items } = await listUsers.run(test.world, test.admin, more);
    return items.map(({ shownName, userName }) => shownName || userName);
  };
  const holds = async () => {
    assert.deepEqual(await listed({ sort: 'shownName' }), asRead);
    assert.deepEqual(await listed({ sort: 'shownName', search: 'ö' }), ['Österreich']);
    assert.deepEqual(await listed({ sort: 'shownName', search: 'o' }), ['Österreich', 'Otto']);
    for (const search of ['österr', 'Osterr', 'rreich']) assert.deepEqual(await listed({ sort: 'shownName', search }), ['Österreich'], search);
  };

  it('are listed as they are read, and found with and without the marks of their letters', holds);

  it('so are those of before, once they have been made anew, a few at a time', async () => {
    const { db } = test.world;
    await db.write(async (tx) => {
      for (const name of asRead.slice(1))
        await tx
          .updateTable('users')
          .set({ shown_key: nameKeyOf(name) })
          .where('shown_name', '=', name)
          .execute();
    });
    assert.deepEqual((await listed({ sort: 'shownName' })).slice(-3), ['Ähnlich', 'Österreich', '李小龍']);
    await sortAsRead(db, 2);
    await holds();
  });
});
