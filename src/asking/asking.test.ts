import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { Actor } from '#actor.ts';
import { addGroup } from '#groups/add-group.ts';
import { changeMembers } from '#groups/change-members.ts';
import { changeNesting } from '#groups/change-nesting.ts';
import { changeRolesOfGroup } from '#groups/change-roles-of-group.ts';
import { operations } from '#operations.ts';
import { changeRolesOfUser } from '#users/change-roles-of-user.ts';
import { lockUser } from '#users/lock-user.ts';
import { onBothDatabases } from '../../test/databases.ts';
import { host, peopleOf, refused } from '../../test/people.ts';
import { openTestWorld } from '../../test/world.ts';
import { may, why } from './may.ts';
import { holds, treeAction } from './tree.ts';
import { who } from './who.ts';

const publish = '/permission/admin/manage/api/publish';
const asking = '/permission/admin/manage/identity/decisions';
const listing = '/permission/admin/manage/identity/usermgt/list';

/** What comes of it: an answer, or the code of the refusal. */
const outcome = (ask: () => Promise<unknown>): Promise<unknown> => ask().catch((refusal: { readonly code?: unknown }) => refusal.code ?? refusal);

onBothDatabases('questions', (open) => {
  const begin = async () => {
    const test = await openTestWorld(open);
    return { ...test, ...peopleOf(test) };
  };

  it('may and why answer about oneself with the whole way: role, groups, giver, end and node', async () => {
    const { run, person, role, admin, clock } = await begin();
    const ann = await person('ann');
    assert.deepEqual(await run(may, ann, { permission: publish }), { allowed: false, reason: 'publisher would give it, and he does not hold that role.' });
    const [inner, outer] = [await run(addGroup, admin, { name: 'shop' }), await run(addGroup, admin, { name: 'company' })];
    await run(changeNesting, admin, { id: outer.id, add: [inner.id] });
    await run(changeMembers, admin, { id: inner.id, add: [ann.id] });
    const until = clock.now() + 60_000;
    const id = await role('makers', '/permission/admin/manage/api');
    await run(changeRolesOfGroup, admin, { id: outer.id, give: [{ role: id, until }] });
    assert.deepEqual(await run(may, ann, { permission: publish }), { allowed: true });
    const { paths } = await run(why, ann, { permission: publish });
    const [path] = paths;
    assert.deepEqual(
      [path?.role.name, path?.through.map(({ name }) => name), path?.givenBy, path?.until, path?.node, path?.inherited],
      ['makers', ['shop', 'company'], admin.id, until, '/permission/admin/manage/api', true],
    );
    clock.turn(61_000);
    assert.match((await run(may, ann, { permission: publish })).reason ?? '', /He held makers until/);
  });

  it('a locked user may nothing, and the reason says so', async () => {
    const { run, helper, admin } = await begin();
    const ann = await helper('ann', [publish]);
    assert.equal((await run(may, admin, { user: ann.id, permission: publish })).allowed, true);
    await run(lockUser, admin, { id: ann.id });
    const answer = await run(may, admin, { user: 'PRIMARY/Ann', permission: publish });
    assert.deepEqual([answer.allowed, /locked/.test(answer.reason ?? '')], [false, true]);
    assert.equal((await run(why, admin, { user: ann.id, permission: publish })).missing[0]?.code, 'user.locked');
  });

  it('others are asked about only with Decisions, within its scope, and absent people look like those outside it', async () => {
    const { run, person, helper } = await begin();
    const [ann, bo] = [await person('ann', { country: 'DE' }), await person('bob', { country: 'FR' })];
    await refused('permission.denied', run(may, ann, { user: bo.id, permission: publish }));
    await refused('permission.denied', run(may, ann, { user: 'nobody-there', permission: publish }));
    const clerk = await helper('clerk', [asking], { attribute: 'country', equals: 'DE' });
    assert.equal((await run(may, clerk, { user: 'ann', permission: publish })).allowed, false);
    const [outside, absent] = [
      await refused('user.missing', run(may, clerk, { user: bo.id, permission: publish })),
      await refused('user.missing', run(may, clerk, { user: 'nobody-there', permission: publish })),
    ];
    assert.deepEqual(outside.fields, absent.fields);
  });

  it('what is answered at once is what is answered in the end, and whoever must be looked up is left to that', async () => {
    const { world, run, person, helper, admin, actorOf } = await begin();
    const [ann, bo] = [await person('ann', { country: 'DE' }), await helper('bob', [publish])];
    const clerk = await helper('clerk', [asking], { attribute: 'country', equals: 'DE' });
    const narrowed = await actorOf(admin.id, [publish]);
    const gone = await person('gone');
    await run(lockUser, admin, { id: gone.id });
    const stranger = { kind: 'stranger', door: 'api', network: '192.0.2.0/24' } as const;
    const askers: readonly Actor[] = [admin, ann, bo, clerk, narrowed, gone, { ...bo, epoch: 7 }, stranger, host];
    const users = [undefined, ann.id, bo.id, gone.id, 'bob', 'PRIMARY/Bob', world.newId(), 'nobody-there', ''];
    const questions = [publish, listing, '/permission/none', 'no path'].flatMap((permission) =>
      users.flatMap((user) => [undefined, ann.id].map((on) => ({ permission, ...(user === undefined ? {} : { user }), ...(on ? { on } : {}) }))),
    );
    let told = 0;
    for (const asker of askers)
      for (const question of questions) {
        const inTheEnd = await outcome(() => may.run(world, asker, question));
        const atOnce = await outcome(async () => may.atOnce?.(world, asker, question));
        if (atOnce === undefined) continue;
        told += 1;
        assert.deepEqual(atOnce, inTheEnd, JSON.stringify({ asker, question }));
      }
    assert.ok(told > askers.length, String(told));
    for (const user of [undefined, ann.id, gone.id]) assert.ok(may.atOnce?.(world, admin, { permission: publish, ...(user ? { user } : {}) }), user);
    for (const more of [{ user: 'bob' }, { on: ann.id }, { user: world.newId() }])
      assert.equal(may.atOnce?.(world, admin, { permission: publish, ...more }), undefined);
    assert.equal(may.atOnce?.(world, clerk, { permission: publish, user: ann.id }), undefined);
  });

  it('a right within a scope counts on whom it covers, and nowhere when nobody is named', async () => {
    const { run, person, helper, admin } = await begin();
    const [ann, bo] = [await person('ann', { country: 'DE' }), await person('bob', { country: 'FR' })];
    const clerk = await helper('clerk', [listing], { attribute: 'country', equals: 'de' });
    const allowed = async (on?: string) => (await run(may, admin, { user: clerk.id, permission: listing, ...(on ? { on } : {}) })).allowed;
    assert.deepEqual([await allowed(ann.id), await allowed(bo.id), await allowed()], [true, false, false]);
    assert.deepEqual(
      (await run(why, admin, { user: clerk.id, permission: listing })).missing.map(({ code }) => code),
      ['scope.target'],
    );
    assert.deepEqual(
      (await run(why, admin, { user: clerk.id, permission: listing, on: bo.id })).missing.map(({ code }) => code),
      ['scope.outside'],
    );
  });

  it('who pages through everybody who may, and nobody else', async () => {
    const { run, helper, person, admin } = await begin();
    const expected = [];
    for (let index = 0; index < 7; index++) expected.push((await helper(`maker${index}`, [publish])).id);
    await person('other');
    const found: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await run(who, admin, { permission: publish, limit: 3, ...(cursor ? { cursor } : {}) });
      found.push(...page.items.map(({ id }) => id));
      assert.ok(page.items.every(({ why: way }) => way.role.name !== ''));
      cursor = page.next;
    } while (cursor);
    assert.deepEqual(new Set(found), new Set([admin.id, ...expected]));
    assert.equal(found.length, expected.length + 1);
    await refused('cursor.invalid', run(who, admin, { permission: publish, cursor: 'x' }));
    await refused('permission.missing', run(who, admin, { permission: '/permission/none' }));
  });

  it('who shows a scoped asker only those in his scope', async () => {
    const { run, helper, person, role, admin } = await begin();
    const [ann, bo] = [await person('ann', { country: 'DE' }), await person('bob', { country: 'FR' })];
    const makers = await role('makers', publish);
    for (const { id } of [ann, bo]) await run(changeRolesOfUser, admin, { id, give: [{ role: makers }] });
    const clerk = await helper('clerk', [listing], { attribute: 'country', equals: 'DE' });
    assert.deepEqual(
      (await run(who, clerk, { permission: publish })).items.map(({ userName }) => userName),
      ['ann'],
    );
  });

  it('the tree says what each node opens, with the display paths of the page', async () => {
    const { run, admin } = await begin();
    const { items } = await run(
      treeAction(() => operations),
      admin,
      {},
    );
    const byId = new Map(items.map((node) => [node.id, node]));
    const display = (path: string) => {
      const names: string[] = [];
      for (let node = items.find((one) => one.path === path); node; node = node.parent ? byId.get(node.parent) : undefined) names.unshift(node.displayName);
      return names.join(' › ');
    };
    assert.equal(display('/permission/admin/configure/login'), 'All Permissions › Admin Permissions › Configure › Login');
    assert.equal(display('/permission/admin/manage/apim_admin'), 'All Permissions › Admin Permissions › Manage › API-M Admin');
    assert.equal(display(publish), 'All Permissions › Admin Permissions › Manage › API › Publish');
    assert.ok(items.find(({ path }) => path === listing)?.opens.includes('users.list'));
    for (const { name, needs } of operations)
      if (needs.startsWith('/permission'))
        assert.ok(
          items.some(({ path }) => path === needs),
          `${name} needs ${needs}, which is not in the tree`,
        );
  });

  it('holds lists every node of a user, whole or in part, everywhere or within a scope', async () => {
    const { run, helper, admin } = await begin();
    const ann = await helper('ann', ['/permission/admin/manage/api']);
    const { items } = await run(holds, admin, { id: ann.id });
    assert.deepEqual(
      items.map(({ path, whole, scoped }) => [path.split('/').at(-1), whole, scoped]),
      [
        ['api', true, false],
        ['create', true, false],
        ['publish', true, false],
        ['subscribe', true, false],
      ],
    );
  });
});
