import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { OutputOf } from '#contract.ts';
import { Refusal } from '#errors.ts';
import { addRole } from '#roles/add-role.ts';
import { changeMembersOfRole } from '#roles/change-members-of-role.ts';
import { rolesHeldBy } from '#roles/roles-held.ts';
import { onBothDatabases } from '../../test/databases.ts';
import { allow, begin, refusedAs } from '../../test/giving.ts';
import { addGroup } from './add-group.ts';
import { changeMembers } from './change-members.ts';
import { changeNesting } from './change-nesting.ts';
import { changeRolesOfGroup } from './change-roles-of-group.ts';
import { deleteGroup } from './delete-group.ts';
import { listGroups } from './list-groups.ts';
import { membersOfGroup } from './members-of-group.ts';
import { showGroup } from './show-group.ts';
import { updateGroup } from './update-group.ts';

const groupManagement = '/permission/admin/manage/identity/groupmgt';
const monitor = '/permission/admin/monitor';

onBothDatabases('Groups', (open) => {
  it('who is in a group holds what it and the groups around it were given, until he leaves', async () => {
    const { as, admin, person, group, may, world } = await begin(open);
    const [anna, staff, night] = [await person('anna'), await group('staff'), await group('night shift')];
    const watch = await as(admin)(addRole, { name: 'watch', entries: allow(monitor) });
    await as(admin)(changeRolesOfGroup, { id: staff, give: [{ role: watch.id }] });
    await as(admin)(changeNesting, { id: staff, add: [night] });
    await as(admin)(changeMembers, { id: night, add: [anna.id] });
    assert.equal(await may(anna, monitor), true);
    const [held] = await rolesHeldBy(world.db.read, world.authorizer.model, anna.no, world.now());
    assert.deepEqual([held?.role.name, held?.through.map(({ name }) => name)], ['watch', ['night shift', 'staff']]);
    const shown = await as(admin)(showGroup, { id: night });
    assert.deepEqual([shown.members, shown.parents, shown.children, shown.domain], [1, [{ id: staff, name: 'staff' }], [], 'PRIMARY']);
    await as(admin)(changeNesting, { id: staff, remove: [night] });
    assert.equal(await may(anna, monitor), false);
    await as(admin)(changeMembers, { id: staff, add: [anna.id] });
    assert.equal(await may(anna, monitor), true);
    await as(admin)(changeMembers, { id: staff, remove: [anna.id] });
    assert.equal(await may(anna, monitor), false);
  });

  it('names are taken whatever their case; renaming counts the version up and an old one is refused', async () => {
    const { as, admin, group } = await begin(open);
    const id = await group('Staff');
    await assert.rejects(as(admin)(addGroup, { name: 'staff' }), refusedAs('group.name-taken'));
    await assert.rejects(as(admin)(addGroup, { name: 'a/b' }), refusedAs('group.name-invalid'));
    assert.deepEqual([(await as(admin)(updateGroup, { id, version: 1, name: 'STAFF' })).name, (await as(admin)(showGroup, { id })).version], ['STAFF', 2]);
    await assert.rejects(as(admin)(updateGroup, { id, version: 1, name: 'Other' }), refusedAs('version.stale'));
  });

  it('nesting in a circle is refused with the way named, and so is the 21st level', async () => {
    const { as, admin, group } = await begin(open);
    const ids: string[] = [];
    for (let level = 1; level <= 21; level += 1) ids.push(await group(`level ${level}`));
    const nest = (parent: number, child: number) => as(admin)(changeNesting, { id: ids[parent], add: [ids[child]] });
    for (let level = 0; level < 19; level += 1) await nest(level, level + 1);
    await assert.rejects(nest(19, 20), refusedAs('group.too-deep'));
    await assert.rejects(nest(20, 0), refusedAs('group.too-deep'));
    await assert.rejects(nest(0, 0), refusedAs('group.cycle'));
    await assert.rejects(nest(2, 0), (thrown) => thrown instanceof Refusal && thrown.message.includes('level 1 › level 2 › level 3 › level 1'));
    await assert.rejects(
      as(admin)(changeNesting, { id: ids[20], add: [ids[19]], remove: [ids[18]] }).then(() => nest(19, 20)),
      refusedAs('group.cycle'),
    );
  });

  it('of two nestings at once that would close a circle, one is refused', async () => {
    const { as, admin, group } = await begin(open);
    const [one, two] = [await group('one'), await group('two')];
    const outcomes = await Promise.allSettled([as(admin)(changeNesting, { id: one, add: [two] }), as(admin)(changeNesting, { id: two, add: [one] })]);
    assert.deepEqual(outcomes.map((outcome) => outcome.status).sort(), ['fulfilled', 'rejected']);
  });

  it('lists of groups and members go on from their cursors', async () => {
    const { as, admin, person, group } = await begin(open);
    const ids = [await group('beta'), await group('Alpha'), await group('gamma')];
    const people = [await person('anna'), await person('bert'), await person('cleo')];
    await as(admin)(changeMembers, { id: ids[0], add: people.map(({ id }) => id) });
    const first = await as(admin)(listGroups, { limit: 2 });
    const second = await as(admin)(listGroups, { limit: 2, cursor: first.next });
    assert.deepEqual(
      [...first.items, ...second.items].map(({ name, members }) => [name, members]),
      [
        ['Alpha', 0],
        ['beta', 3],
        ['gamma', 0],
      ],
    );
    assert.equal(second.next, undefined);
    await assert.rejects(as(admin)(listGroups, { search: 'a', cursor: first.next }), refusedAs('cursor.invalid'));
    const page: OutputOf<typeof membersOfGroup.operation> = await as(admin)(membersOfGroup, { id: ids[0], limit: 2 });
    const rest = await as(admin)(membersOfGroup, { id: ids[0], limit: 2, cursor: page.next });
    assert.deepEqual(
      [...page.items, ...rest.items].map(({ userName, state }) => `${userName} ${state}`),
      ['anna active', 'bert active', 'cleo active'],
    );
  });

  it('a deleted group is lost by all in it, also through nesting, and each loss is journaled', async () => {
    const { as, admin, person, group, may, world } = await begin(open);
    const [anna, bert, staff, night] = [await person('anna'), await person('bert'), await group('staff'), await group('night')];
    const watch = await as(admin)(addRole, { name: 'watch', entries: allow(monitor) });
    await as(admin)(changeRolesOfGroup, { id: staff, give: [{ role: watch.id }] });
    await as(admin)(changeNesting, { id: staff, add: [night] });
    await as(admin)(changeMembers, { id: staff, add: [anna.id] });
    await as(admin)(changeMembers, { id: night, add: [bert.id] });
    assert.deepEqual([await may(anna, monitor), await may(bert, monitor)], [true, true]);
    await as(admin)(deleteGroup, { id: staff });
    assert.deepEqual([await may(anna, monitor), await may(bert, monitor)], [false, false]);
    const images = await world.db.read
      .selectFrom('journal_images')
      .select(['kind', 'name', 'after'])
      .orderBy('number', 'desc')
      .orderBy('position')
      .limit(2)
      .execute();
    assert.deepEqual(
      images.map((image) => ({ ...image })),
      [
        { kind: 'group', name: 'staff', after: '' },
        { kind: 'membership', name: 'PRIMARY/anna · staff', after: '' },
      ],
    );
    assert.notEqual(await group('staff'), staff);
    assert.equal(await may(anna, monitor), false);
  });
});

onBothDatabases('Giving through groups', (open) => {
  it('adding to a group is giving all that it holds, also from the groups around it', async () => {
    const { as, admin, person, group } = await begin(open);
    const [helper, anna, staff, night] = [await person('helper', groupManagement), await person('anna'), await group('staff'), await group('night')];
    const watch = await as(admin)(addRole, { name: 'watch', entries: allow(monitor) });
    await as(admin)(changeRolesOfGroup, { id: staff, give: [{ role: watch.id }] });
    await as(admin)(changeNesting, { id: staff, add: [night] });
    await assert.rejects(as(helper)(changeMembers, { id: night, add: [anna.id] }), refusedAs('role.may-not-give'));
    const other = await group('other');
    await as(helper)(changeMembers, { id: other, add: [anna.id] });
    await assert.rejects(as(helper)(changeNesting, { id: staff, add: [other] }), refusedAs('role.may-not-give'));
    await assert.rejects(as(helper)(changeRolesOfGroup, { id: other, give: [{ role: watch.id }] }), refusedAs('role.may-not-give'));
  });

  it('putting out, un-nesting, renaming and deleting are for those who hold what the group holds', async () => {
    const { as, admin, person, group } = await begin(open);
    const [helper, anna, staff, night] = [await person('helper', groupManagement), await person('anna'), await group('staff'), await group('night')];
    const watch = await as(admin)(addRole, { name: 'watch', entries: allow(monitor) });
    await as(admin)(changeRolesOfGroup, { id: staff, give: [{ role: watch.id }] });
    await as(admin)(changeNesting, { id: staff, add: [night] });
    await as(admin)(changeMembers, { id: staff, add: [anna.id] });
    await assert.rejects(as(helper)(changeMembers, { id: staff, remove: [anna.id] }), refusedAs('target.holds-more'));
    await assert.rejects(as(helper)(changeNesting, { id: staff, remove: [night] }), refusedAs('target.holds-more'));
    await assert.rejects(as(helper)(updateGroup, { id: night, name: 'day' }), refusedAs('target.holds-more'));
    await assert.rejects(as(helper)(deleteGroup, { id: night }), refusedAs('target.holds-more'));
    await assert.rejects(as(helper)(changeRolesOfGroup, { id: staff, take: [watch.id] }), refusedAs('target.holds-more'));
  });

  it('nobody puts himself into a group, nor gives his own group what he does not hold; leaving is free', async () => {
    const { as, admin, person, group } = await begin(open);
    const [helper, staff, around] = [await person('helper', groupManagement), await group('staff'), await group('around')];
    const harmless = await as(admin)(addRole, { name: 'harmless', entries: allow('/permission/applications') });
    await assert.rejects(as(helper)(changeMembers, { id: staff, add: [helper.id] }), refusedAs('self.refused'));
    await as(admin)(changeMembers, { id: staff, add: [helper.id] });
    await assert.rejects(as(helper)(changeRolesOfGroup, { id: staff, give: [{ role: harmless.id }] }), refusedAs('self.refused'));
    await as(admin)(changeRolesOfGroup, { id: around, give: [{ role: harmless.id }] });
    await assert.rejects(as(helper)(changeNesting, { id: around, add: [staff] }), refusedAs('self.refused'));
    await as(helper)(changeMembers, { id: staff, remove: [helper.id] });
    assert.equal((await as(admin)(showGroup, { id: staff })).members, 0);
  });

  it('an administrator who holds everything may give to a group he is in', async () => {
    const { as, admin, person, group } = await begin(open);
    const [other, staff] = [await person('other', '/permission'), await group('staff')];
    await as(other)(changeMembers, { id: staff, add: [admin.id] });
    const watch = await as(admin)(addRole, { name: 'watch', entries: allow(monitor) });
    assert.equal((await as(admin)(changeRolesOfGroup, { id: staff, give: [{ role: watch.id }] })).roles.length, 1);
  });

  it('outside the reach groups and members are as if they were not there', async () => {
    const { as, admin, person, group } = await begin(open);
    const [helper, anna, mine, other] = [await person('helper'), await person('anna'), await group('mine'), await group('other')];
    const keeper = await as(admin)(addRole, { name: 'keeper', entries: allow(groupManagement) });
    await as(admin)(changeMembersOfRole, { id: keeper.id, add: [helper.id], scope: { groups: [mine] } });
    await as(admin)(changeNesting, { id: other, add: [mine] });
    assert.deepEqual(
      (await as(helper)(listGroups, {})).items.map(({ name }) => name),
      ['mine'],
    );
    assert.deepEqual((await as(helper)(showGroup, { id: mine })).parents, []);
    await assert.rejects(as(helper)(showGroup, { id: other }), refusedAs('group.missing'));
    await assert.rejects(as(helper)(changeNesting, { id: mine, add: [other] }), refusedAs('group.missing'));
    await assert.rejects(as(helper)(changeMembers, { id: mine, add: [anna.id] }), refusedAs('user.missing'));
    await assert.rejects(as(helper)(addGroup, { name: 'new' }), refusedAs('scope.too-wide'));
  });

  it('a role held by the last administrator only through a group does not count', async () => {
    const { as, admin, person, group, roleId } = await begin(open);
    const [staff, adminRole, other] = [await group('staff'), await roleId('admin'), await person('other')];
    await as(admin)(changeRolesOfGroup, { id: staff, give: [{ role: adminRole }] });
    await as(admin)(changeMembers, { id: staff, add: [other.id] });
    await assert.rejects(as(other)(changeMembersOfRole, { id: adminRole, remove: [admin.id] }), refusedAs('admin.last'));
  });
});
