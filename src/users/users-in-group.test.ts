import assert from 'node:assert/strict';
import { it } from 'node:test';
import { addGroup } from '#groups/add-group.ts';
import { changeMembers } from '#groups/change-members.ts';
import { changeNesting } from '#groups/change-nesting.ts';
import { onBothDatabases } from '../../test/databases.ts';
import { identity, peopleOf } from '../../test/people.ts';
import { openTestWorld } from '../../test/world.ts';
import { rolesOfUser } from './roles-of-user.ts';
import { usersInGroup } from './users-in-group.ts';

onBothDatabases('Members of a group and of the groups inside it', (open) => {
  it('are told by name, each with the ways he is in it, and found by search', async () => {
    const test = await openTestWorld(open);
    const people = peopleOf(test);
    const group = async (name: string) => (await people.run(addGroup, test.admin, { name })).id;
    const [staff, night, deep] = [await group('staff'), await group('night'), await group('deep')];
    await people.run(changeNesting, test.admin, { id: staff, add: [night] });
    await people.run(changeNesting, test.admin, { id: night, add: [deep] });
    const [ann, bert, cleo] = [await people.person('ann'), await people.person('bert'), await people.person('cleo')];
    await people.person('outside');
    await people.run(changeMembers, test.admin, { id: staff, add: [ann.id, bert.id] });
    await people.run(changeMembers, test.admin, { id: deep, add: [bert.id, cleo.id] });
    const told = async (input: object, by = test.admin) =>
      (await people.run(usersInGroup, by, { id: staff, ...input })).items.map(
        ({ userName, direct, ways }) => `${userName} ${direct} ${ways.map((way) => way.map(({ name }) => name).join(' › ')).join(', ')}`,
      );
    assert.deepEqual(await told({}), ['ann true ', 'bert true deep › night', 'cleo false deep › night']);
    assert.deepEqual(await told({ search: 'cle' }), ['cleo false deep › night']);
    const groupsOf = async (id: string) =>
      (await people.run(rolesOfUser, test.admin, { id })).groups.map(({ name, through }) => [name, ...through.map((each) => each.name)].join(' < '));
    assert.deepEqual(await groupsOf(cleo.id), ['deep', 'night < deep', 'staff < deep < night']);
    assert.deepEqual(await groupsOf(bert.id), ['deep', 'staff', 'night < deep']);
    const helper = await people.helper('helper', [`${identity}/groupmgt`], { groups: [staff, deep] });
    assert.deepEqual(await told({}, helper), ['ann true ', 'bert true deep', 'cleo false deep']);
    const other = await people.helper('other.helper', [`${identity}/groupmgt`], { attribute: 'organisation', equals: 'Mill' });
    await assert.rejects(told({}, other), /no such group/);
  });
});
