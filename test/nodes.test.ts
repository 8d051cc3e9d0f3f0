// Two nodes over one database, each with its own connections and memory: what one changes, the other knows within a second; and together they keep the rules (rules 18, 21, 36).
import assert from 'node:assert/strict';
import { it, type TestContext } from 'node:test';
import { actions } from '#actions.ts';
import type { UserActor } from '#actor.ts';
import type { AnyOperation } from '#contract.ts';
import { openDatabase } from '#db/open.ts';
import { Refusal } from '#errors.ts';
import { addGroup, changeMembers, changeRolesOfGroup } from '#groups/contract.ts';
import { verify } from '#journal/verify.ts';
import { openWorld } from '#open-world.ts';
import { addRole, updateRole } from '#roles/contract.ts';
import { addUser, changeRolesOfUser } from '#users/contract.ts';
import { lockUser } from '#users/state-contract.ts';
import type { World } from '#world.ts';
import { sessionOf } from './api.ts';
import { onBothDatabases, type TestDatabase } from './databases.ts';
import { openTestWorld } from './world.ts';

const run = async (world: World, actor: UserActor, operation: AnyOperation, input: Readonly<Record<string, unknown>>) => {
  const found = actions.find((one) => one.operation === operation);
  assert.ok(found);
  return (await found.run(world, actor, input)) as { readonly id: string };
};

onBothDatabases('two nodes', (open) => {
  async function twoNodes(t: TestContext) {
    let place: TestDatabase | undefined;
    const test = await openTestWorld(async (stage) => {
      place = await open(stage);
      return place;
    });
    assert.ok(place);
    const database = await openDatabase({ url: place.url, dataFolder: place.dataFolder, readers: 1 });
    const other = await openWorld({ config: test.world.config, database, log: test.world.log });
    other.changes.start();
    t.after(async () => {
      other.changes.stop();
      await database.close();
    });
    const person = async (userName: string) =>
      (await run(test.world, test.admin, addUser, { userName, password: 'orchid-Tramway 48 fjord', mustChangePassword: false })).id;
    // It asks by itself four times a second (changes/feed.test.ts): known by the next time is known well within a second (rule 36).
    const heard = async (says: string, isSo: () => Promise<boolean>) => {
      await other.changes.poll();
      assert.ok(await isSo(), says);
    };
    return { ...test, other, person, heard };
  }

  it('a role given, edited and taken counts on the other as soon as it asks', async (t) => {
    const { world, other, admin, person, heard } = await twoNodes(t);
    const ann = await person('ann');
    const may = async () => (await other.authorizer.may(ann, '/permission/admin/manage/api/create', other.now())).allowed;
    assert.equal(await may(), false);
    const role = await run(world, admin, addRole, { name: 'makers', entries: [{ permission: '/permission/admin/manage/api', effect: 'allow' }] });
    await run(world, admin, changeRolesOfUser, { id: ann, give: [{ role: role.id }] });
    await heard('given', may);
    await run(world, admin, updateRole, { id: role.id, entries: [] });
    await heard('edited', async () => !(await may()));
    await run(world, admin, updateRole, { id: role.id, entries: [{ permission: '/permission/admin', effect: 'allow' }] });
    await heard('edited again', may);
    await run(world, admin, changeRolesOfUser, { id: ann, take: [role.id] });
    await heard('taken', async () => !(await may()));
  });

  it('a role that comes through a group counts on the other as soon as it asks', async (t) => {
    const { world, other, admin, person, heard } = await twoNodes(t);
    const ann = await person('ann');
    const may = async () => (await other.authorizer.may(ann, '/permission/admin/manage/api/create', other.now())).allowed;
    assert.equal(await may(), false);
    const role = await run(world, admin, addRole, { name: 'makers', entries: [{ permission: '/permission/admin/manage/api', effect: 'allow' }] });
    const group = await run(world, admin, addGroup, { name: 'shop' });
    await run(world, admin, changeMembers, { id: group.id, add: [ann] });
    await run(world, admin, changeRolesOfGroup, { id: group.id, give: [{ role: role.id }] });
    await heard('joined', may);
    await run(world, admin, changeMembers, { id: group.id, remove: [ann] });
    await heard('left', async () => !(await may()));
  });

  it('a session of somebody who is locked ends on the other as soon as it asks', async (t) => {
    const { world, other, admin, person, actorOf, heard } = await twoNodes(t);
    const ann = await person('ann');
    const { cookie } = await sessionOf(world, await actorOf(ann));
    assert.equal((await other.bearers.find(cookie, other.now()))?.userId, ann);
    await run(world, admin, lockUser, { id: ann });
    assert.equal(await world.bearers.find(cookie, world.now()), null, 'at once where it was done');
    await heard('locked', async () => (await other.bearers.find(cookie, other.now())) === null);
  });

  it('two administrators who take the role from each other at once, on two nodes, leave one', async (t) => {
    const { world, other, admin, person, actorOf } = await twoNodes(t);
    const { id: adminRole } = await world.db.read.selectFrom('roles').select('id').where('built_in', '=', 'admin').executeTakeFirstOrThrow();
    for (let round = 1; round <= 5; round++) {
      const second = await actorOf(await person(`second${round}`));
      await run(world, admin, changeRolesOfUser, { id: second.id, give: [{ role: adminRole }] });
      await other.changes.poll();
      const tries = await Promise.allSettled([
        run(world, admin, changeRolesOfUser, { id: second.id, take: [adminRole] }),
        run(other, second, changeRolesOfUser, { id: admin.id, take: [adminRole] }),
      ]);
      assert.equal(tries.filter(({ status }) => status === 'fulfilled').length, 1);
      const refused = tries.find((one) => one.status === 'rejected')?.reason;
      assert.ok(
        refused instanceof Refusal && ['admin.last', 'permission.denied', 'target.holds-more', 'role.may-not-give'].includes(refused.code),
        String(refused),
      );
      const left = await world.db.read
        .selectFrom('role_users')
        .innerJoin('roles', 'roles.no', 'role_users.role_no')
        .select('user_no')
        .where('built_in', '=', 'admin')
        .execute();
      assert.equal(left.length, 1);
      if (left[0]?.user_no === second.no) {
        await other.changes.poll();
        await run(other, second, changeRolesOfUser, { id: admin.id, give: [{ role: adminRole }] });
        await world.changes.poll();
        await run(world, admin, changeRolesOfUser, { id: second.id, take: [adminRole] });
      }
      await world.changes.poll();
    }
  });

  it('both write one chain, gapless, whoever comes first', async (t) => {
    const { world, other, admin } = await twoNodes(t);
    const before = (await verify(world.db.read)).entries;
    const adding = (on: World, name: string) => run(on, admin, addGroup, { name });
    await Promise.all(Array.from({ length: 40 }, (_, index) => adding(index % 2 === 0 ? world : other, `group ${index}`)));
    const { entries, sound, faults } = await verify(other.db.read);
    assert.deepEqual([entries, sound, faults], [before + 40, true, []]);
  });

  it('the same name given on both at once is given once', async (t) => {
    const { world, other, admin } = await twoNodes(t);
    const adding = (on: World) => run(on, admin, addUser, { userName: 'Zoé', password: 'orchid-Tramway 48 fjord' });
    const tries = await Promise.allSettled([adding(world), adding(other), adding(world), adding(other)]);
    assert.equal(tries.filter(({ status }) => status === 'fulfilled').length, 1);
    for (const one of tries) if (one.status === 'rejected') assert.equal(one.reason.code, 'user.name-taken');
  });

  it('a change is known on the other without anybody asking it to ask', async (t) => {
    const { world, other, admin } = await twoNodes(t);
    const told = new Promise<void>((resolve) => other.changes.listen(({ model }) => (model ? resolve() : undefined)));
    await run(world, admin, addRole, { name: 'makers' });
    await told;
  });

  it('a node that has not heard from the database for too long gives no answers', async (t) => {
    const { world, admin, clock } = await twoNodes(t);
    clock.turn((world.config.staleSecondsMax + 2) * 1_000);
    await assert.rejects(
      run(world, admin, addGroup, { name: 'late' }),
      (fault: unknown) => fault instanceof Refusal && fault.code === 'node.stale' && fault.kind === 'unavailable',
    );
    await world.changes.poll();
    await run(world, admin, addGroup, { name: 'late' });
  });
});
