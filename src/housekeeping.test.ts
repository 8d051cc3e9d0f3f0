import assert from 'node:assert/strict';
import { it } from 'node:test';
import { addGroup } from '#groups/add-group.ts';
import { changeMembers } from '#groups/change-members.ts';
import { deleteGroup } from '#groups/delete-group.ts';
import { listGroups } from '#groups/list-groups.ts';
import { removeOldRequests } from '#requests/queries.ts';
import { addRole } from '#roles/add-role.ts';
import { atOnceMax, deleteRole } from '#roles/delete-role.ts';
import { listRoles } from '#roles/list-roles.ts';
import { removeSomeHolders } from '#roles/queries.ts';
import { listUsers } from '#users/list-users.ts';
import { rolesOfUser } from '#users/roles-of-user.ts';
import { onBothDatabases } from '../test/databases.ts';
import { addTestPerson, allow, begin, refusedAs } from '../test/giving.ts';
import { removeLeftLinks } from './housekeeping.ts';

const identity = '/permission/admin/manage/identity';
const crowdSize = atOnceMax + 1;

onBothDatabases('What many had is deleted at once, and its links little by little', (open) => {
  const crowded = async () => {
    const begun = await begin(open);
    const people: string[] = [];
    while (people.length < crowdSize) people.push((await addTestPerson(begun, `p${people.length}`)).id);
    const left = async (table: 'role_users' | 'group_members', users: readonly string[]) =>
      (
        await begun.world.db.read
          .selectFrom(table)
          .innerJoin('users', 'users.no', `${table}.user_no`)
          .select('users.id')
          .where('users.id', 'in', users)
          .execute()
      ).length;
    return { ...begun, people, left };
  };

  it('a role: nobody holds it, its name is free, and its givings go', async () => {
    const { as, admin, actorOf, may, world, people, left } = await crowded();
    const { id } = await as(admin)(addRole, { name: 'crowd', entries: allow(identity), users: people });
    const one = await actorOf(people[0] ?? '');
    assert.equal(await may(one, identity), true);
    await as(admin)(deleteRole, { id });
    assert.equal(await may(one, identity), false);
    assert.equal(await left('role_users', people), crowdSize, 'they are not removed in the change itself');
    assert.deepEqual((await as(admin)(rolesOfUser, { id: one.id })).items, []);
    assert.deepEqual((await as(admin)(listUsers, { role: id })).items, []);
    assert.deepEqual((await as(admin)(listRoles, { search: 'crowd' })).items, []);
    await assert.rejects(as(admin)(deleteRole, { id }), refusedAs('role.missing'));
    const again = await as(admin)(addRole, { name: 'crowd', entries: [] });
    await removeLeftLinks(world.db);
    assert.equal(await left('role_users', people), 0);
    assert.equal((await as(admin)(listUsers, { noRole: true, limit: 200 })).items.length, crowdSize);
    const rows = await world.db.read.selectFrom('roles').select('id').where('name', '=', 'crowd').execute();
    assert.deepEqual(
      rows.map((row) => row.id),
      [again.id],
    );
  });

  it('a group: nobody is in it, its name is free, and its memberships go', async () => {
    const { as, admin, world, people, left } = await crowded();
    const { id } = await as(admin)(addGroup, { name: 'crowd' });
    await as(admin)(changeMembers, { id, add: people });
    await as(admin)(deleteGroup, { id });
    assert.equal(await left('group_members', people), crowdSize);
    assert.deepEqual((await as(admin)(rolesOfUser, { id: people[0] })).groups, []);
    assert.deepEqual((await as(admin)(listUsers, { group: id })).items, []);
    await as(admin)(addGroup, { name: 'crowd' });
    await removeLeftLinks(world.db);
    assert.equal(await left('group_members', people), 0);
    assert.equal((await as(admin)(listGroups, { search: 'crowd' })).items.length, 1);
  });

  it('whoever stopped half-way goes on, and two at once do no harm', async () => {
    const { as, admin, world, people, left } = await crowded();
    const { id } = await as(admin)(addRole, { name: 'crowd', entries: [], users: people });
    await as(admin)(deleteRole, { id });
    assert.equal(await world.db.write((tx) => removeSomeHolders(tx, 10)), 10);
    await removeLeftLinks(world.db, AbortSignal.abort());
    assert.equal(await left('role_users', people), crowdSize - 10);
    await Promise.all([removeLeftLinks(world.db), removeLeftLinks(world.db)]);
    assert.equal(await left('role_users', people), 0);
  });

  it('requests that were decided before a moment go, so many at once; those that wait stay', async () => {
    const { world, people } = await crowded();
    const { no } = await world.db.read
      .selectFrom('users')
      .select('no')
      .where('id', '=', people[0] ?? '')
      .executeTakeFirstOrThrow();
    const row = { kind: 'role', user_no: no, about: '', words: '', until_at: 0, asked_at: 1, decided_by: '', says: '', given_until: 0 };
    const decided = [10, 20, 30, 0].map((decided_at, role_no) => ({
      ...row,
      id: world.newId(),
      role_no,
      decided_at,
      decision: decided_at > 0 ? 'refused' : '',
    }));
    await world.db.write((tx) => tx.insertInto('requests').values(decided).execute());
    const left = async () => (await world.db.read.selectFrom('requests').select('decided_at').orderBy('no').execute()).map(({ decided_at }) => decided_at);
    await world.db.write((tx) => removeOldRequests(tx, { before: 30, limit: 1 }));
    assert.equal((await left()).length, 3);
    await world.db.write((tx) => removeOldRequests(tx, { before: 30, limit: 10 }));
    assert.deepEqual(await left(), [30, 0]);
  });
});
