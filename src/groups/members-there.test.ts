import assert from 'node:assert/strict';
import { before, beforeEach, it } from 'node:test';
import type { Actor } from '#actor.ts';
import { addRole } from '#roles/add-role.ts';
import { onBothDatabases } from '../../test/databases.ts';
import { addressOf } from '../../test/directory.ts';
import { ForeignStores } from '../../test/foreign-stores.ts';
import { identity, refused } from '../../test/people.ts';
import { addGroup } from './add-group.ts';
import { changeMembers } from './change-members.ts';
import { changeNesting } from './change-nesting.ts';
import { changeRolesOfGroup } from './change-roles-of-group.ts';
import { deleteGroup } from './delete-group.ts';
import { updateGroup } from './update-group.ts';

const leaseMilliseconds = 120_000;

onBothDatabases('Groups of stores that others own', (open) => {
  let stores: ForeignStores;
  let admin: Actor;
  const run: ForeignStores['people']['run'] = (action, actor, input) => stores.people.run(action, actor, input);
  before(async () => {
    stores = await ForeignStores.open(open);
    admin = stores.test.admin;
  });
  beforeEach(() => stores.test.world.changes.poll());
  const groupIn = async (domain: string, name: string) =>
    stores.test.world.db.read
      .selectFrom('groups')
      .innerJoin('stores', 'stores.no', 'store_no')
      .selectAll('groups')
      .where('domain', '=', domain)
      .where('name', '=', name)
      .executeTakeFirstOrThrow();
  const members = async (groupNo: number) =>
    (
      await stores.test.world.db.read
        .selectFrom('group_members')
        .innerJoin('users', 'users.no', 'user_no')
        .select('user_name')
        .where('group_no', '=', groupNo)
        .orderBy('user_name')
        .execute()
    ).map(({ user_name }) => user_name);

  it('get and lose members there first, then here', async () => {
    const { directory, domain, store } = await stores.added((one) => {
      for (const name of ['ann', 'bob', 'cyd']) one.add(name);
      one.group('crew', addressOf('ann'));
    });
    const crew = await groupIn(domain, 'crew');
    const [ann, bob, cyd] = [await stores.idOf(domain, 'ann'), await stores.idOf(domain, 'bob'), await stores.idOf(domain, 'cyd')];
    const whole = await run(changeMembers, admin, { id: crew.id, add: [bob, cyd], remove: [ann] });
    assert.equal(whole.members, 2);
    assert.deepEqual([...directory.groups.values()][0]?.members, [addressOf('bob'), addressOf('cyd')]);
    assert.deepEqual(await members(crew.no), ['bob', 'cyd']);
    const asked = directory.asked.length;
    await run(changeMembers, admin, { id: crew.id, add: [bob], remove: [ann] });
    assert.deepEqual(directory.asked.slice(asked), [], 'who is where he is to be is asked for no more');
    await stores.again(store);
    assert.deepEqual(await members(crew.no), ['bob', 'cyd']);
    assert.deepEqual(await stores.writesLeft(store), []);
  });

  it('keep what was done before the store refused', async () => {
    const { directory, domain, store } = await stores.added((one) => {
      for (const name of ['dee', 'eli', 'flo']) one.add(name);
      one.group('club');
    });
    const club = await groupIn(domain, 'club');
    const ids = await Promise.all(['dee', 'eli', 'flo'].map((name) => stores.idOf(domain, name)));
    directory.refusesMember = addressOf('eli');
    const fault = await refused('store.refused', run(changeMembers, admin, { id: club.id, add: ids }));
    assert.match(fault.message, /not eli/);
    assert.deepEqual(await members(club.no), ['dee']);
    assert.deepEqual([...directory.groups.values()][0]?.members, [addressOf('dee')]);
    assert.deepEqual(await stores.writesLeft(store), []);
    const outcomes = await Promise.all(ids.map(async (id) => (await stores.told(id)).at(-1)?.after.outcome));
    assert.deepEqual(outcomes, ['done', 'not eli', 'not asked']);
  });

  it('are read anew when the process dies between the store and the row', async () => {
    const { domain, store } = await stores.added((one) => {
      one.add('gil');
      one.group('late');
    });
    const late = await groupIn(domain, 'late');
    await assert.rejects(changeMembers.run(stores.dying(1), admin, { id: late.id, add: [await stores.idOf(domain, 'gil')] }), /process has died/);
    assert.deepEqual(await members(late.no), []);
    stores.test.clock.turn(leaseMilliseconds);
    await stores.settled();
    assert.deepEqual([await members(late.no), await stores.writesLeft(store)], [['gil'], []]);
  });

  it('are not written by whoever may not give what they hold', async () => {
    const { directory, domain, store } = await stores.added((one) => {
      one.add('hal');
      one.group('chiefs');
    });
    const chiefs = await groupIn(domain, 'chiefs');
    const { id: role } = await run(addRole, admin, { name: `chief of ${domain}`, entries: [{ permission: `${identity}/usermgt`, effect: 'allow' }] });
    await run(changeRolesOfGroup, admin, { id: chiefs.id, give: [{ role }] });
    const helper = await stores.people.helper(`groups.of.${domain.toLowerCase()}`, [`${identity}/groupmgt`]);
    const asked = directory.asked.length;
    await refused('role.may-not-give', run(changeMembers, helper, { id: chiefs.id, add: [await stores.idOf(domain, 'hal')] }));
    assert.deepEqual([directory.asked.slice(asked), await stores.writesLeft(store)], [[], []]);
  });

  it('take users of their own store alone, while those of PRIMARY take all', async () => {
    const { directory, domain } = await stores.added((one) => {
      one.add('ivy');
      one.group('ours');
    });
    const ours = await groupIn(domain, 'ours');
    const { id: primary } = await stores.people.person(`of.primary.for.${domain.toLowerCase()}`);
    const asked = directory.asked.length;
    const own = await run(addGroup, admin, { name: `takes all, ${domain}` });
    await refused('store.other', run(changeMembers, admin, { id: ours.id, add: [primary] }));
    assert.equal((await run(changeMembers, admin, { id: own.id, add: [primary, await stores.idOf(domain, 'ivy')] })).members, 2);
    await run(changeNesting, admin, { id: own.id, add: [ours.id] });
    assert.deepEqual(directory.asked.slice(asked), []);
  });

  it('have names, nesting and end there, until they are there no more', async () => {
    const { directory, domain, store } = await stores.added((one) => {
      one.group('first');
      one.group('second');
    });
    const [first, second] = [await groupIn(domain, 'first'), await groupIn(domain, 'second')];
    await refused('store.read-only', run(updateGroup, admin, { id: first.id, name: 'Renamed' }));
    await refused('store.read-only', run(changeNesting, admin, { id: first.id, add: [second.id] }));
    await refused('store.read-only', run(deleteGroup, admin, { id: first.id }));
    for (const [key, group] of directory.groups) if (group.name === 'first') directory.groups.delete(key);
    await stores.again(store);
    await run(deleteGroup, admin, { id: first.id });
    directory.group('first');
    await stores.again(store);
    assert.notEqual((await groupIn(domain, 'first')).id, first.id, 'a name inherits nothing');
  });

  it('of a store that is only read are changed there', async () => {
    const { domain } = await stores.added(
      (one) => {
        one.add('jan');
        one.group('readers');
      },
      { writable: false },
    );
    const readers = await groupIn(domain, 'readers');
    await refused('store.read-only', run(changeMembers, admin, { id: readers.id, add: [await stores.idOf(domain, 'jan')] }));
    assert.deepEqual(await members(readers.no), []);
  });
});
