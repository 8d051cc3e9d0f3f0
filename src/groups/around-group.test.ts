// What is seen around a group: its nesting both ways, the roles its members hold and what those open, and what taking something away would take away.
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { addRole } from '#roles/add-role.ts';
import { changeMembersOfRole } from '#roles/change-members-of-role.ts';
import { onBothDatabases } from '../../test/databases.ts';
import { allow, begin, refusedAs } from '../../test/giving.ts';
import { changeMembers } from './change-members.ts';
import { changeNesting } from './change-nesting.ts';
import { changeRolesOfGroup } from './change-roles-of-group.ts';
import { deleteGroup } from './delete-group.ts';
import { nestingOfGroup } from './nesting-of-group.ts';
import { rehearseGroup } from './rehearse-group.ts';
import { rolesOfGroup } from './roles-of-group.ts';

const applications = '/permission/applications';
const monitor = '/permission/admin/monitor';
const groupManagement = '/permission/admin/manage/identity/groupmgt';

onBothDatabases('What is around a group', (open) => {
  /** company ⊃ staff ⊃ night, and club ⊃ night; ann and bert in night, cleo in staff; staff holds VPN, company holds Watch. */
  const house = async () => {
    const test = await begin(open);
    const { as, admin, person, group } = test;
    const run = as(admin);
    const [company, staff, night, club] = [await group('company'), await group('staff'), await group('night'), await group('club')];
    const [ann, bert, cleo] = [await person('ann'), await person('bert'), await person('cleo')];
    const vpn = (await run(addRole, { name: 'VPN', entries: allow(applications) })).id;
    const watch = (await run(addRole, { name: 'Watch', entries: allow(monitor) })).id;
    await run(changeNesting, { id: company, add: [staff] });
    await run(changeNesting, { id: staff, add: [night] });
    await run(changeNesting, { id: club, add: [night] });
    await run(changeRolesOfGroup, { id: staff, give: [{ role: vpn }] });
    await run(changeRolesOfGroup, { id: company, give: [{ role: watch }] });
    await run(changeMembers, { id: night, add: [ann.id, bert.id] });
    await run(changeMembers, { id: staff, add: [cleo.id] });
    const tell = async (id: string, input: object, by = admin) => {
      const { losses, users, losing, administrators } = await as(by)(rehearseGroup, { id, ...input });
      return [
        users,
        losing,
        administrators,
        losses.map((loss) => `${loss.users} ${loss.what} ${loss.name.split(' › ').at(-1)} ${loss.administrators}`),
      ] as const;
    };
    return { ...test, run, company, staff, night, club, ann, bert, cleo, vpn, watch, tell };
  };

  it('the whole nesting is told, up and down, each group once and with what it holds', async () => {
    const { run, company, staff, night, club } = await house();
    const down = await run(nestingOfGroup, { id: company });
    assert.deepEqual([down.around, down.inside.next, down.inside.more], [{ next: [], more: 0, groups: [] }, [staff], 0]);
    assert.deepEqual(
      down.inside.groups.map(({ name, members, roles, next }) => [name, members, roles, next]),
      [
        ['staff', 1, 1, [night]],
        ['night', 2, 0, []],
      ],
    );
    const up = await run(nestingOfGroup, { id: night });
    assert.deepEqual([new Set(up.around.next), up.around.groups.map(({ name }) => name).sort()], [new Set([staff, club]), ['club', 'company', 'staff']]);
  });

  it('a helper sees of the nesting what his scope reaches, and no way through the rest', async () => {
    const { as, admin, person, run, company, staff, night } = await house();
    const helper = await person('helper');
    const keeper = await run(addRole, { name: 'keeper', entries: allow(groupManagement) });
    await as(admin)(changeMembersOfRole, { id: keeper.id, add: [helper.id], scope: { groups: [company, night] } });
    const seen = await as(helper)(nestingOfGroup, { id: company });
    assert.deepEqual(seen.inside, { next: [], more: 0, groups: [] });
    await assert.rejects(as(helper)(nestingOfGroup, { id: staff }), refusedAs('group.missing'));
    const { items } = await as(helper)(rolesOfGroup, { id: night });
    assert.deepEqual(items.map(({ role, inherited, through }) => [role.name, inherited, through.map(({ name }) => name)]).sort(), [
      ['VPN', true, []],
      ['Watch', true, ['company']],
    ]);
  });

  it('roles are told with the way to each, and what all of them open', async () => {
    const { run, staff, night, vpn } = await house();
    const { items, opens } = await run(rolesOfGroup, { id: staff });
    assert.deepEqual(
      items.map(({ role, inherited, through }) => [role.name, inherited, through.map(({ name }) => name)]),
      [
        ['VPN', false, []],
        ['Watch', true, ['company']],
      ],
    );
    assert.deepEqual(
      opens.filter(({ top }) => top).map(({ path, roles }) => [path, roles.map(({ name }) => name)]),
      [
        [monitor, ['Watch']],
        [applications, ['VPN']],
      ],
    );
    await run(changeRolesOfGroup, { id: night, give: [{ role: vpn, from: Date.now() + 86_400_000_000 }] });
    const below = await run(rolesOfGroup, { id: night });
    assert.deepEqual(below.items.map(({ role, inherited, inForce }) => `${role.name} ${inherited} ${inForce}`).sort(), [
      'VPN false false',
      'VPN true true',
      'Watch true true',
    ]);
  });

  it('a rehearsal says what would be lost by whom, and not what is held another way', async () => {
    const { run, tell, company, staff, night, ann, bert, cleo, vpn, watch } = await house();
    assert.deepEqual(await tell(night, { do: 'take-users', ids: [ann.id] }), [
      1,
      1,
      1,
      ['1 role VPN 1', '1 role Watch 1', '1 permission Monitor 1', '1 permission Applications 1'].sort(byLoss),
    ]);
    await run(changeMembers, { id: company, add: [bert.id] });
    const [users, losing, , losses] = await tell(staff, { do: 'take-groups', ids: [night] });
    assert.deepEqual([users, losing, losses.includes('2 role VPN 2'), losses.includes('1 role Watch 1')], [2, 2, true, true]);
    const taken = await tell(staff, { do: 'take-roles', ids: [vpn] });
    assert.deepEqual([taken[0], taken[3].sort()], [3, ['3 permission Applications 3', '3 role VPN 3']]);
    await run(changeMembersOfRole, { id: vpn, add: [cleo.id] });
    assert.deepEqual((await tell(staff, { do: 'take-roles', ids: [vpn] }))[3].sort(), ['2 permission Applications 2', '2 role VPN 2']);
    assert.deepEqual((await tell(night, { do: 'take-roles', ids: [watch] })).slice(0, 2), [2, 0]);
    assert.deepEqual((await tell(night, { do: 'take-users', ids: [cleo.id] })).slice(0, 2), [0, 0]);
  });

  it('what a rehearsal of deleting says is what then happens', async () => {
    const { run, tell, staff, ann, bert, cleo, may, world } = await house();
    const [, losing, , losses] = await tell(staff, { do: 'delete' });
    const before = await world.db.read.selectFrom('journal').select('number').orderBy('number', 'desc').limit(1).executeTakeFirstOrThrow();
    assert.deepEqual([losing, losses.includes('3 permission Applications 3')], [3, true]);
    await run(deleteGroup, { id: staff });
    const after = await world.db.read.selectFrom('journal').select('number').orderBy('number', 'desc').limit(1).executeTakeFirstOrThrow();
    assert.equal(after.number, before.number + 1);
    for (const one of [ann, bert, cleo]) assert.deepEqual([await may(one, applications), await may(one, monitor)], [false, false]);
  });

  it('a rehearsal of deleting is for those who may delete, and counts whom they may see', async () => {
    const { as, admin, person, run, staff, night, ann } = await house();
    const changer = await person('changer', `${groupManagement}/update`);
    await assert.rejects(as(changer)(rehearseGroup, { id: staff, do: 'delete' }), refusedAs('permission.denied'));
    const helper = await person('helper');
    const keeper = await run(addRole, { name: 'keeper', entries: allow(groupManagement) });
    await as(admin)(changeMembersOfRole, { id: keeper.id, add: [helper.id], scope: { groups: [night] } });
    const own = await as(helper)(rehearseGroup, { id: night, do: 'take-users', ids: [ann.id] });
    assert.deepEqual([own.users, own.scoped, own.complete], [1, true, true]);
    await assert.rejects(as(helper)(rehearseGroup, { id: staff, do: 'delete' }), refusedAs('group.missing'));
  });
});

/** As they are told: the widest first, then by name. */
const byLoss = (one: string, other: string) => (nameIn(one) < nameIn(other) ? -1 : 1);
const nameIn = (loss: string) => (loss.includes('permission') ? `All ${loss.includes('Monitor') ? 'Admin' : 'Applications'}` : (loss.split(' ')[2] ?? ''));
