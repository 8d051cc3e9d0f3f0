// Roles, groups and views in the order in which their names are read, page by page, also those of before that order was kept.
import assert from 'node:assert/strict';
import { before, it } from 'node:test';
import type { Action } from '#action.ts';
import { sortNamesAsRead } from '#db/migrations/0022-names-as-read.ts';
import { addGroup } from '#groups/add-group.ts';
import { listGroups } from '#groups/list-groups.ts';
import { updateGroup } from '#groups/update-group.ts';
import { addRole } from '#roles/add-role.ts';
import { listRoles } from '#roles/list-roles.ts';
import { updateRole } from '#roles/update-role.ts';
import { onBothDatabases } from '../../test/databases.ts';
import { openTestWorld, type TestWorld } from '../../test/world.ts';
import { addView } from './add-view.ts';
import { listViews } from './list-views.ts';
import { updateView } from './update-view.ts';

const asRead = ['Ähnlich', 'Anton', 'Österreich', 'Otto', 'Straße', 'Zebra', 'Zoe', 'Zoë', '李小龍'];
const view = { filter: {}, sort: 'userName', columns: ['userName'] };
type Named = { readonly id: string; readonly name: string };
type Page = { readonly items: readonly Named[]; readonly next?: string };

onBothDatabases('Names of roles, groups and views', (open) => {
  let test: TestWorld;
  const run = async <T>(action: Pick<Action, 'run'>, input: object): Promise<T> => {
    await test.world.changes.poll();
    // Each gives what its contract says; three of them give the same here.
    return (await action.run(test.world, test.admin, input)) as T;
  };
  const rooms = [
    { table: 'roles', list: listRoles, add: addRole, update: updateRole, more: {} },
    { table: 'groups', list: listGroups, add: addGroup, update: updateGroup, more: {} },
    { table: 'saved_views', list: listViews, add: addView, update: updateView, more: view },
  ] as const;
  before(async () => {
    test = await openTestWorld(open);
    for (const { add, more } of rooms) for (const name of asRead.toReversed()) await run(add, { name, ...more });
  });

  for (const { table, list, update } of rooms) {
    const listed = async (more: object = {}): Promise<readonly string[]> => {
      const names: string[] = [];
      for (let cursor: string | undefined; ; ) {
        const { items, next } = await run<Page>(list, { limit: 2, ...more, ...(cursor === undefined ? {} : { cursor }) });
        names.push(...items.map(({ name }) => name).filter((name) => asRead.includes(name)));
        if (next === undefined) return names;
        cursor = next;
      }
    };

    it(`${table}: are paged as they are read, and found with and without the marks of their letters`, async () => {
      assert.deepEqual(await listed(), asRead);
      for (const search of ['österr', 'Osterr', 'rreich']) assert.deepEqual(await listed({ search }), ['Österreich'], search);
    });

    it(`${table}: a new name finds its place`, async () => {
      const found = (await run<Page>(list, { search: 'Otto' })).items.find(({ name }) => name === 'Otto');
      await run(update, { id: found?.id, name: 'Öse' });
      const names = async () => (await run<Page>(list, { limit: 100 })).items.map(({ name }) => name);
      const now = await names();
      assert.deepEqual(now.slice(now.indexOf('Öse'), now.indexOf('Öse') + 2), ['Öse', 'Österreich']);
      await run(update, { id: found?.id, name: 'Otto' });
    });

    it(`${table}: those of before are put in order, a few at a time`, async () => {
      await test.world.db.write((tx) =>
        tx
          .updateTable(table)
          .set((row) => ({ sort_key: row.ref('name_key') }))
          .execute(),
      );
      assert.notDeepEqual(await listed(), asRead);
      await sortNamesAsRead(test.world.db, 2);
      assert.deepEqual(await listed(), asRead);
    });
  }
});
