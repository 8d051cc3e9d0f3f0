import assert from 'node:assert/strict';
import { before, it } from 'node:test';
import { addGroup } from '#groups/add-group.ts';
import { changeMembers } from '#groups/change-members.ts';
import { changeRolesOfGroup } from '#groups/change-roles-of-group.ts';
import { updateRole } from '#roles/update-role.ts';
import { changeRolesOfUser } from '#users/change-roles-of-user.ts';
import { deleteUser } from '#users/delete-user.ts';
import { onBothDatabases } from '../../test/databases.ts';
import { identity, type People, peopleOf, refused } from '../../test/people.ts';
import { openTestWorld, type TestWorld } from '../../test/world.ts';
import { rehearseRole } from './rehearse-role.ts';

const list = `${identity}/usermgt/list`;
const view = `${identity}/usermgt/view`;
const allow = (...paths: readonly string[]) => paths.map((permission) => ({ permission, effect: 'allow' as const }));

onBothDatabases('What another set of permissions would do', (open) => {
  let test: TestWorld;
  let people: People;
  before(async () => {
    test = await openTestWorld(open);
    people = peopleOf(test);
  });
  const rehearse = (id: string, entries: ReturnType<typeof allow>) => people.run(rehearseRole, test.admin, { id, entries });

  it('tells what opens and closes, and who really gains and loses, direct and through groups', async () => {
    const role = await people.role('lists', list, '/permission/applications');
    const other = await people.role('lists.too', list);
    const [direct, both, inside, gone] = await Promise.all(['direct', 'both', 'inside', 'gone'].map((name) => people.person(name)));
    assert.ok(direct && both && inside && gone);
    for (const { id } of [direct, both, gone]) await people.run(changeRolesOfUser, test.admin, { id, give: [{ role }] });
    await people.run(changeRolesOfUser, test.admin, { id: both.id, give: [{ role: other }] });
    const group = await people.run(addGroup, test.admin, { name: 'holders' });
    await people.run(changeMembers, test.admin, { id: group.id, add: [inside.id] });
    await people.run(changeRolesOfGroup, test.admin, { id: group.id, give: [{ role }] });
    await people.run(deleteUser, test.admin, { id: gone.id });
    const told = await rehearse(role, allow(view, '/permission/applications'));
    assert.deepEqual(told, {
      opens: [view],
      closes: [list],
      gaining: 3,
      losing: 2,
      looked: 3,
      complete: true,
      items: [
        { effect: 'gain', permission: view, users: 3, administrators: 3 },
        { effect: 'lose', permission: list, users: 2, administrators: 2 },
      ],
    });
    // It has changed nothing, and what it says comes true.
    assert.deepEqual(await rehearse(role, allow(list, '/permission/applications')), { ...told, opens: [], closes: [], gaining: 0, losing: 0, items: [] });
    const seen = async () => Promise.all([direct, both, inside].map(async ({ id }) => (await test.world.authorizer.may(id, list, test.clock.now())).allowed));
    assert.deepEqual(await seen(), [true, true, true]);
    await people.run(updateRole, test.admin, { id: role, entries: allow(view, '/permission/applications') });
    assert.deepEqual(await seen(), [false, true, false]);
  });

  it('takes what is held in a scope for less than what is held everywhere', async () => {
    const role = await people.role('scoped.lists', list);
    const wide = await people.role('wide.lists', list);
    const one = await people.person('in.a.scope');
    await people.run(changeRolesOfUser, test.admin, { id: one.id, give: [{ role: wide, scope: { attribute: 'country', equals: 'DE' } }, { role }] });
    const { losing } = await rehearse(role, []);
    assert.equal(losing, 1);
    await people.run(changeRolesOfUser, test.admin, { id: one.id, give: [{ role: wide }] });
    assert.equal((await rehearse(role, [])).losing, 0);
  });

  it('counts nobody whose giving has ended or not begun, and names an unknown permission', async () => {
    const role = await people.role('later.lists', list);
    const one = await people.person('not.yet');
    await people.run(changeRolesOfUser, test.admin, { id: one.id, give: [{ role, from: test.clock.now() + 60_000 }] });
    assert.deepEqual([(await rehearse(role, [])).losing, (await rehearse(role, [])).looked], [0, 1]);
    await refused('permission.missing', rehearse(role, allow('/permission/none')));
  });
});
