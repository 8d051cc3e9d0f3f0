import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { OutputOf } from '#contract.ts';
import { Refusal } from '#errors.ts';
import { onBothDatabases } from '../../test/databases.ts';
import { allow, begin, refusedAs } from '../../test/giving.ts';
import { addRole } from './add-role.ts';
import { changeMembersOfRole } from './change-members-of-role.ts';
import { deleteRole } from './delete-role.ts';
import { listRoles } from './list-roles.ts';
import { membersOfRole } from './members-of-role.ts';
import { rolesHeldBy } from './roles-held.ts';
import { showRole } from './show-role.ts';
import { updateRole } from './update-role.ts';

const identity = '/permission/admin/manage/identity';
const roleManagement = `${identity}/rolemgt`;

onBothDatabases('Roles', (open) => {
  it('a new role is there whole: name, fewest entries, and users who hold it at once', async () => {
    const { as, admin, person, may } = await begin(open);
    const anna = await person('anna');
    const made = await as(admin)(addRole, {
      name: '  Night   shift ',
      description: 'Looks after users at night.',
      entries: allow(identity, `${identity}/usermgt`, `${identity}/usermgt/view`),
      users: [anna.id],
    });
    assert.deepEqual(
      { ...made, id: '', createdAt: 0, changedAt: 0 },
      {
        id: '',
        version: 1,
        name: 'Night shift',
        description: 'Looks after users at night.',
        builtIn: '',
        administrative: true,
        requestable: false,
        users: 1,
        groups: 0,
        createdAt: 0,
        changedAt: 0,
        entries: allow(identity),
      },
    );
    assert.equal(await may(anna, `${identity}/usermgt/view`), true);
    assert.deepEqual(await as(admin)(showRole, { id: made.id }), made);
  });

  it('the deepest entry wins, and a deny beats an allow at the same place', async () => {
    const { as, admin, person, may } = await begin(open);
    const anna = await person('anna');
    const entries = [
      ...allow(identity, `${identity}/usermgt/view`),
      { permission: `${identity}/usermgt`, effect: 'deny' },
      { permission: `${identity}/passwords`, effect: 'deny' },
      ...allow(`${identity}/passwords`),
    ];
    await as(admin)(addRole, { name: 'odd', entries, users: [anna.id] });
    const answers = await Promise.all([identity, `${identity}/usermgt`, `${identity}/usermgt/view`, `${identity}/passwords`].map((path) => may(anna, path)));
    assert.deepEqual(answers, [true, false, true, false]);
  });

  it('names are taken whatever their case, and an unknown permission is named with its field', async () => {
    const { as, admin } = await begin(open);
    await assert.rejects(as(admin)(addRole, { name: 'Creator' }), refusedAs('role.name-taken'));
    await assert.rejects(as(admin)(addRole, { name: 'a/b' }), refusedAs('role.name-invalid'));
    await assert.rejects(
      as(admin)(addRole, { name: 'x', entries: allow('/permission/admin', '/permission/none') }),
      (thrown) => refusedAs('permission.missing')(thrown) && thrown instanceof Refusal && thrown.fields[0]?.field === 'entries.1.permission',
    );
    assert.deepEqual((await as(admin)(listRoles, { search: 'x' })).items, []);
  });

  it('admin cannot be changed, everyone not renamed, deleted or given; everyone’s permissions can be set', async () => {
    const { as, admin, roleId, person, may } = await begin(open);
    const [adminRole, everyone, anna] = [await roleId('admin'), await roleId('everyone'), await person('anna')];
    await assert.rejects(as(admin)(updateRole, { id: adminRole, description: 'mine' }), refusedAs('role.built-in'));
    await assert.rejects(as(admin)(updateRole, { id: adminRole, entries: [] }), refusedAs('role.built-in'));
    await assert.rejects(as(admin)(deleteRole, { id: adminRole }), refusedAs('role.built-in'));
    await assert.rejects(as(admin)(updateRole, { id: everyone, name: 'all' }), refusedAs('role.built-in'));
    await assert.rejects(as(admin)(deleteRole, { id: everyone }), refusedAs('role.built-in'));
    await assert.rejects(as(admin)(changeMembersOfRole, { id: everyone, add: [anna.id] }), refusedAs('role.built-in'));
    await as(admin)(updateRole, { id: everyone, entries: allow('/permission/applications') });
    assert.equal(await may(anna, '/permission/applications'), true);
  });

  it('an old version is refused, a new one counts up, and no change is none', async () => {
    const { as, admin, roleId } = await begin(open);
    const id = await roleId('creator');
    const renamed = await as(admin)(updateRole, { id, version: 1, name: 'Maker' });
    assert.deepEqual([renamed.version, renamed.name], [2, 'Maker']);
    await assert.rejects(as(admin)(updateRole, { id, version: 1, name: 'Other' }), refusedAs('version.stale'));
    assert.equal((await as(admin)(updateRole, { id, version: 2, name: 'Maker' })).version, 2);
  });

  it('a list goes on from its cursor in order of name, and finds parts of names as they stand', async () => {
    const { as, admin } = await begin(open);
    for (const name of ['zeta', 'Alpha', 'per_cent', 'per%cent', 'percent']) await as(admin)(addRole, { name });
    const names: string[] = [];
    let cursor: string | undefined;
    do {
      const page: OutputOf<typeof listRoles.operation> = await as(admin)(listRoles, { limit: 3, ...(cursor ? { cursor } : {}) });
      names.push(...page.items.map((role) => role.name));
      cursor = page.next;
    } while (cursor);
    assert.deepEqual(names, ['admin', 'Alpha', 'creator', 'everyone', 'per%cent', 'per_cent', 'percent', 'publisher', 'subscriber', 'zeta']);
    assert.deepEqual(
      (await as(admin)(listRoles, { search: 'R_C' })).items.map((role) => role.name),
      ['per_cent'],
    );
    await assert.rejects(as(admin)(listRoles, { cursor: 'nonsense' }), refusedAs('cursor.invalid'));
  });

  it('giving again with the same scope replaces the dates, another scope is another giving, and taking takes all', async () => {
    const { as, admin, roleId, person, world } = await begin(open);
    const [anna, id] = [await person('anna'), await roleId('creator')];
    const store = { store: (await world.db.read.selectFrom('stores').select('id').executeTakeFirstOrThrow()).id };
    const day = 86_400_000;
    await as(admin)(changeMembersOfRole, { id, add: [anna.id], until: world.now() + day });
    await as(admin)(changeMembersOfRole, { id, add: [anna.id], until: world.now() + 2 * day });
    await as(admin)(changeMembersOfRole, { id, add: [anna.id], scope: store });
    const held = await rolesHeldBy(world.db.read, world.authorizer.model, anna.no, world.now());
    assert.deepEqual(
      held.map(({ role, through, scope, inForce, givenBy }) => [role.name, through, scope, inForce, givenBy]),
      [
        ['creator', [], null, true, admin.id],
        ['creator', [], store, true, admin.id],
      ],
    );
    assert.equal((await as(admin)(membersOfRole, { id })).items.length, 2);
    const left = await as(admin)(changeMembersOfRole, { id, remove: [anna.id] });
    assert.equal(left.users, 0);
    await assert.rejects(as(admin)(changeMembersOfRole, { id, add: [anna.id], from: 20, until: 10 }), refusedAs('dates.reversed'));
    await assert.rejects(as(admin)(changeMembersOfRole, { id, add: [anna.id], scope: { groups: [world.newId()] } }), refusedAs('scope.invalid'));
  });

  it('each giving is journaled under the receiver, before and after', async () => {
    const { as, admin, roleId, person, world } = await begin(open);
    const [anna, id] = [await person('anna'), await roleId('creator')];
    await as(admin)(changeMembersOfRole, { id, add: [anna.id] });
    const image = await world.db.read.selectFrom('journal_images').selectAll().where('object_id', '=', anna.id).executeTakeFirstOrThrow();
    assert.deepEqual(
      [image.kind, image.name, image.before, JSON.parse(image.after)],
      ['membership', 'PRIMARY/anna · creator', '', { role: { id, name: 'creator' }, from: 0, until: 0, scope: null }],
    );
  });

  it('members are paged, each once, however few a page has', async () => {
    const { as, admin, roleId, person } = await begin(open);
    const id = await roleId('creator');
    const people = [await person('anna'), await person('bert'), await person('cleo')];
    await as(admin)(changeMembersOfRole, { id, add: people.map((one) => one.id) });
    const names: string[] = [];
    let cursor: string | undefined;
    do {
      const page: OutputOf<typeof membersOfRole.operation> = await as(admin)(membersOfRole, { id, limit: 1, ...(cursor ? { cursor } : {}) });
      names.push(...page.items.map((one) => one.name));
      cursor = page.next;
    } while (cursor);
    assert.deepEqual(names, ['PRIMARY/anna', 'PRIMARY/bert', 'PRIMARY/cleo']);
  });

  it('a deleted role is lost by all at once, and one of the same name inherits nothing', async () => {
    const { as, admin, person, may } = await begin(open);
    const anna = await person('anna', '/permission/admin/monitor');
    const { items } = await as(admin)(listRoles, { search: 'of anna' });
    assert.equal(await may(anna, '/permission/admin/monitor'), true);
    await as(admin)(deleteRole, { id: items[0]?.id });
    assert.equal(await may(anna, '/permission/admin/monitor'), false);
    await as(admin)(addRole, { name: 'of anna', entries: allow('/permission/admin/monitor') });
    assert.equal(await may(anna, '/permission/admin/monitor'), false);
  });
});

onBothDatabases('Giving roles', (open) => {
  it('nobody gives, edits in, or makes a role of administrative permissions he does not hold', async () => {
    const { as, admin, roleId, person } = await begin(open);
    const [helper, anna] = [await person('helper', roleManagement), await person('anna')];
    await assert.rejects(as(helper)(changeMembersOfRole, { id: await roleId('admin'), add: [anna.id] }), refusedAs('role.may-not-give'));
    await assert.rejects(as(helper)(addRole, { name: 'mine', entries: allow('/permission') }), refusedAs('role.may-not-give'));
    const { id } = await as(helper)(addRole, { name: 'mine', entries: allow(`${roleManagement}/view`, '/permission/applications'), users: [anna.id] });
    await assert.rejects(as(helper)(updateRole, { id, entries: allow('/permission/admin/monitor') }), refusedAs('role.may-not-give'));
    assert.equal((await as(admin)(showRole, { id })).version, 1);
  });

  it('holding all children is not holding the parent', async () => {
    const { as, person } = await begin(open);
    const helper = await person('helper', ...['create', 'view', 'update', 'delete'].map((verb) => `${roleManagement}/${verb}`));
    await assert.rejects(as(helper)(addRole, { name: 'whole', entries: allow(roleManagement) }), refusedAs('role.may-not-give'));
    await as(helper)(addRole, { name: 'part', entries: allow(`${roleManagement}/view`) });
  });

  it('removing a deny is giving', async () => {
    const { as, admin, person } = await begin(open);
    const helper = await person('helper', roleManagement);
    const entries = [...allow(identity), { permission: `${identity}/usermgt`, effect: 'deny' }];
    const { id } = await as(admin)(addRole, { name: 'nearly', entries });
    await assert.rejects(as(helper)(updateRole, { id, entries: allow(identity) }), refusedAs('role.may-not-give'));
  });

  it('a role that holds more is not closed, renamed, deleted or taken by somebody who holds less', async () => {
    const { as, admin, roleId, person } = await begin(open);
    const [helper, boss] = [await person('helper', roleManagement), await person('boss', '/permission/admin/monitor')];
    const [id, adminRole] = [await roleId('of boss'), await roleId('admin')];
    await assert.rejects(as(helper)(updateRole, { id, entries: [] }), refusedAs('target.holds-more'));
    await assert.rejects(as(helper)(updateRole, { id, name: 'of nobody' }), refusedAs('target.holds-more'));
    await assert.rejects(as(helper)(deleteRole, { id }), refusedAs('target.holds-more'));
    await assert.rejects(as(helper)(changeMembersOfRole, { id, remove: [boss.id] }), refusedAs('target.holds-more'));
    await assert.rejects(as(helper)(changeMembersOfRole, { id: adminRole, remove: [admin.id] }), refusedAs('target.holds-more'));
  });

  it('nobody gives himself anything, neither a role nor an entry of a role he holds', async () => {
    const { as, admin, roleId, person } = await begin(open);
    const helper = await person('helper', roleManagement);
    const own = await roleId('of helper');
    await assert.rejects(as(helper)(changeMembersOfRole, { id: own, add: [helper.id] }), refusedAs('self.refused'));
    await assert.rejects(as(admin)(changeMembersOfRole, { id: await roleId('creator'), add: [admin.id] }), refusedAs('self.refused'));
    await assert.rejects(as(helper)(updateRole, { id: own, entries: allow(roleManagement, '/permission/applications') }), refusedAs('self.refused'));
    await assert.rejects(as(helper)(updateRole, { id: await roleId('everyone'), entries: allow('/permission/applications') }), refusedAs('self.refused'));
    await as(helper)(changeMembersOfRole, { id: own, remove: [helper.id] });
    await assert.rejects(as(helper)(showRole, { id: own }), refusedAs('permission.denied'));
  });

  it('what is held within a scope is given within it, to whom it covers, and not beyond', async () => {
    const { as, admin, roleId, person, world } = await begin(open);
    const [helper, anna, bert] = [await person('helper'), await person('anna'), await person('bert')];
    const creator = await roleId('creator');
    const keeper = await as(admin)(addRole, { name: 'keeper', entries: allow(roleManagement) });
    await as(admin)(changeMembersOfRole, { id: creator, add: [anna.id] });
    await as(admin)(changeMembersOfRole, { id: keeper.id, add: [helper.id], scope: { roles: [creator, keeper.id] } });
    await assert.rejects(as(helper)(showRole, { id: await roleId('publisher') }), refusedAs('role.missing'));
    assert.deepEqual(
      (await as(helper)(listRoles, {})).items.map((role) => role.name),
      ['creator', 'keeper'],
    );
    await assert.rejects(as(helper)(changeMembersOfRole, { id: creator, add: [bert.id] }), refusedAs('user.missing'));
    await assert.rejects(as(helper)(changeMembersOfRole, { id: keeper.id, add: [anna.id] }), refusedAs('role.may-not-give'));
    await as(helper)(changeMembersOfRole, { id: keeper.id, add: [anna.id], scope: { roles: [creator] } });
    await assert.rejects(as(helper)(addRole, { name: 'new' }), refusedAs('scope.too-wide'));
    assert.equal((await rolesHeldBy(world.db.read, world.authorizer.model, bert.no, world.now())).length, 0);
  });

  it('nobody pulls people into his own reach', async () => {
    const { as, admin, roleId, person } = await begin(open);
    const [helper, anna] = [await person('helper', roleManagement), await person('anna')];
    const marked = await as(admin)(addRole, { name: 'marked' });
    const resetter = await as(admin)(addRole, { name: 'resetter', entries: allow(`${identity}/passwords`) });
    await as(admin)(changeMembersOfRole, { id: resetter.id, add: [helper.id], scope: { roles: [marked.id] } });
    await assert.rejects(as(helper)(changeMembersOfRole, { id: marked.id, add: [anna.id] }), refusedAs('scope.too-wide'));
    await as(helper)(addRole, { name: 'harmless', users: [anna.id] });
    assert.equal((await as(admin)(showRole, { id: await roleId('marked') })).users, 0);
  });

  it('a narrowed token gives no more than it was given', async () => {
    const { as, admin, actorOf, roleId, person } = await begin(open);
    const anna = await person('anna');
    const token = await actorOf(admin.id, [roleManagement]);
    await assert.rejects(as(token)(changeMembersOfRole, { id: await roleId('creator'), add: [anna.id] }), refusedAs('role.may-not-give'));
  });

  it('one user may be given 500 roles and no more', async () => {
    const { as, admin, roleId, person, world } = await begin(open);
    const [anna, id] = [await person('anna'), await roleId('creator')];
    const { no } = await world.db.read.selectFrom('roles').select('no').where('name', '=', 'publisher').executeTakeFirstOrThrow();
    await world.db.write(async (tx) => {
      for (let scope = 0; scope < 500; scope += 1)
        await tx
          .insertInto('role_users')
          .values({ role_no: no, user_no: anna.no, from_at: 0, until_at: 1, scope: `${scope}`, given_by: '', given_at: 0 })
          .execute();
    });
    await assert.rejects(as(admin)(changeMembersOfRole, { id, add: [anna.id] }), refusedAs('limit.reached'));
  });
});

onBothDatabases('The last administrator', (open) => {
  it('cannot be left without his role, by himself or with an end', async () => {
    const { as, admin, roleId } = await begin(open);
    const id = await roleId('admin');
    await assert.rejects(as(admin)(changeMembersOfRole, { id, remove: [admin.id] }), refusedAs('admin.last'));
    await assert.rejects(
      as({ kind: 'host', name: 'root', door: 'cli' })(changeMembersOfRole, { id, add: [admin.id], until: Date.now() + 1_000 }),
      refusedAs('admin.last'),
    );
  });

  it('of two who put each other out at once, exactly one is refused', async () => {
    const { as, admin, roleId, person } = await begin(open);
    const id = await roleId('admin');
    for (let round = 0; round < 5; round += 1) {
      const other = await person(`other${round}`);
      await as(admin)(changeMembersOfRole, { id, add: [other.id] });
      // Each takes his own, so that neither is stopped by having lost the right a moment before.
      const outcomes = await Promise.allSettled([
        as(admin)(changeMembersOfRole, { id, remove: [admin.id] }),
        as(other)(changeMembersOfRole, { id, remove: [other.id] }),
      ]);
      const refused = outcomes.filter((outcome) => outcome.status === 'rejected');
      assert.equal(refused.length, 1);
      assert.ok(refusedAs('admin.last')(refused[0]?.reason));
      const host = as({ kind: 'host', name: 'root', door: 'cli' });
      await host(changeMembersOfRole, { id, add: [admin.id] });
      await host(changeMembersOfRole, { id, remove: [other.id] });
    }
  });
});
