import assert from 'node:assert/strict';
import { before, beforeEach, it } from 'node:test';
import { actions } from '#actions.ts';
import type { UserActor } from '#actor.ts';
import { attemptUser } from '#authentication/attempts.ts';
import { newToken } from '#sessions/session.ts';
import { onBothDatabases } from '../../test/databases.ts';
import { goodPassword, host, identity, type People, peopleOf, refused } from '../../test/people.ts';
import { openTestWorld, type TestWorld } from '../../test/world.ts';
import { addUser } from './add-user.ts';
import { changeRolesOfUser } from './change-roles-of-user.ts';
import type { User } from './contract.ts';
import { deleteUser } from './delete-user.ts';
import { disableUser } from './disable-user.ts';
import { enableUser } from './enable-user.ts';
import { endSessions } from './end-sessions.ts';
import { listUsers } from './list-users.ts';
import { lockUser } from './lock-user.ts';
import { resetPassword } from './reset-password.ts';
import { rolesOfUser } from './roles-of-user.ts';
import { showUser } from './show-user.ts';
import { unlockUser } from './unlock-user.ts';

type Ending = typeof lockUser | typeof disableUser | typeof deleteUser | typeof endSessions;

onBothDatabases('States of users', (open) => {
  let test: TestWorld;
  let people: People;
  before(async () => {
    test = await openTestWorld(open);
    people = peopleOf(test);
  });
  beforeEach(() => test.world.changes.poll());
  /** Two sessions, of which one has ended, and a token. */
  const signIn = async ({ no, epoch }: UserActor) => {
    const { world } = test;
    const now = test.clock.now();
    const row = () => {
      const id = world.newId();
      return { id, user_no: no, secret_hash: newToken('session', id, world.random).secretHash, epoch };
    };
    await world.db.write(async (tx) => {
      for (const ends_at of [now - 1, now + 3_600_000])
        await tx
          .insertInto('sessions')
          .values({ ...row(), started_at: now, last_seen_at: now, ends_at, network: '', browser: '' })
          .execute();
      await tx
        .insertInto('tokens')
        .values({ ...row(), name: 'cron', permissions: '[]', created_at: now, created_by: '', ends_at: now + 3_600_000, last_used_at: 0 })
        .execute();
    });
  };
  const left = async ({ no }: UserActor) => {
    const { read } = test.world.db;
    const sessions = await read.selectFrom('sessions').select('epoch').where('user_no', '=', no).execute();
    const tokens = await read.selectFrom('tokens').select('epoch').where('user_no', '=', no).execute();
    return { sessions: sessions.length, tokens: tokens.map((token) => token.epoch) };
  };
  const lastImage = (id: string) =>
    test.world.db.read.selectFrom('journal_images').selectAll().where('object_id', '=', id).orderBy('number', 'desc').limit(1).executeTakeFirstOrThrow();
  const listed = async (userName: string) => (await people.run(listUsers, test.admin, { search: userName })).items[0];

  const ending: readonly [string, Ending, User['state']][] = [
    ['locking', lockUser, 'locked'],
    ['disabling', disableUser, 'disabled'],
    ['deleting', deleteUser, 'deleted'],
    ['ending sessions', endSessions, 'active'],
  ];
  for (const [what, action, state] of ending) {
    it(`${what} ends every session and token at once, with a receipt`, async () => {
      const actor = await people.person(`${action.operation.name}.one`);
      await signIn(actor);
      const receipt = await action.run(test.world, test.admin, { id: actor.id, reason: 'left the keys in the door' });
      assert.equal(receipt.user.state, state);
      assert.deepEqual(receipt.ended, { sessions: 1, tokens: 1 });
      assert.deepEqual(await left(actor), { sessions: 0, tokens: [] });
      assert.equal((await test.actorOf(actor.id)).epoch, actor.epoch + 1);
      const image = await lastImage(actor.id);
      assert.deepEqual(JSON.parse(image.after), receipt.user);
      assert.equal(JSON.parse(image.before).version, receipt.user.version - 1);
      const second = await test.another();
      await refused('auth.required', showUser.run(second, actor, { id: actor.id }));
      await refused('auth.required', showUser.run(test.world, actor, { id: actor.id }));
    });

    it(`${what} is not done to oneself, to an administrator by a helper, nor outside the scope`, async () => {
      const name = action.operation.name;
      const helper = await people.helper(`${name}.helper`, [`${identity}/usermgt`], { attribute: 'organisation', equals: 'Mill' });
      const [mine, other] = [await people.person(`${name}.mine`, { organisation: 'Mill' }), await people.person(`${name}.other`)];
      const whole = await people.helper(`${name}.whole`, [`${identity}/usermgt`]);
      await refused('self.refused', action.run(test.world, whole, { id: whole.id }));
      await refused('target.holds-more', action.run(test.world, whole, { id: test.admin.id }));
      const [outside, unknown] = [
        await refused('user.missing', action.run(test.world, helper, { id: other.id })),
        await refused('user.missing', action.run(test.world, helper, { id: test.world.newId() })),
      ];
      assert.deepEqual([outside.message, outside.facts, outside.fields], [unknown.message, unknown.facts, unknown.fields]);
      await refused('version.stale', action.run(test.world, helper, { id: mine.id, version: 9 }));
      assert.equal((await action.run(test.world, helper, { id: mine.id, version: 1 })).user.state, state);
    });
  }

  for (const [what, action] of ending.slice(0, 3)) {
    it(`${what} is refused for the last administrator, also by the host`, async () => {
      await refused('admin.last', action.run(test.world, host, { id: test.admin.id }));
      assert.equal((await people.run(showUser, test.admin, { id: test.admin.id })).state, 'active');
    });
  }

  it('a lock ends by itself, and a list says the same state as a single user', async () => {
    const { id } = await people.person('locked.awhile');
    await refused('input.invalid', people.run(lockUser, test.admin, { id, until: test.clock.now() - 1 }));
    const { user } = await people.run(lockUser, test.admin, { id, until: test.clock.now() + 2_000, reason: 'lunch' });
    assert.deepEqual([user.state, user.stateReason], ['locked', 'lunch']);
    const row = await listed('locked.awhile');
    assert.deepEqual([row?.state, row?.stateReason, row?.lockedUntil], ['locked', 'lunch', user.lockedUntil]);
    test.clock.turn(3_000);
    assert.equal((await people.run(showUser, test.admin, { id })).state, 'active');
    assert.equal((await listed('locked.awhile'))?.state, 'active');
  });

  it('asking whether a lock can be taken back lifts nothing; taking it back does', async () => {
    const { id } = await people.person('slowed.too');
    const { world } = test;
    const key = { user: attemptUser(world.salt, 'PRIMARY', 'slowed.too'), network: '198.51.100.0/24', known: false, userId: id };
    for (let tries = 0; tries < 30; tries += 1) if (world.throttle.waitSeconds(key, world.now()) === 0) world.throttle.failed(key, world.now());
    await people.run(lockUser, test.admin, { id });
    const { number } = await world.db.read.selectFrom('journal').select('number').orderBy('number', 'desc').executeTakeFirstOrThrow();
    const ask = (name: string) => (actions.find(({ operation }) => operation.name === name) ?? assert.fail(name)).run(world, test.admin, { number });
    assert.equal(((await ask('journal.undoable')) as { can: boolean }).can, true);
    assert.ok(world.throttle.peekSeconds(key, world.now()) > 0);
    await ask('journal.undo');
    assert.equal(world.throttle.peekSeconds(key, world.now()), 0);
  });
  it('unlocking lifts what failures have slowed, also when nothing was locked', async () => {
    const { id } = await people.person('slowed');
    const { world } = test;
    const key = { user: attemptUser(world.salt, 'PRIMARY', 'slowed'), network: '198.51.100.0/24', known: false, userId: id };
    for (let tries = 0; tries < 30; tries += 1) if (world.throttle.waitSeconds(key, world.now()) === 0) world.throttle.failed(key, world.now());
    assert.ok(world.throttle.waitSeconds(key, world.now()) > 0);
    const { version } = (await people.run(unlockUser, test.admin, { id })).user;
    assert.equal(world.throttle.waitSeconds(key, world.now()), 0);
    assert.equal(version, 1);
    const entry = await world.db.read.selectFrom('journal').select(['operation', 'number']).orderBy('number', 'desc').limit(1).executeTakeFirstOrThrow();
    const images = await world.db.read.selectFrom('journal_images').select(['object_id', 'after']).where('number', '=', entry.number).execute();
    assert.deepEqual([entry.operation, images.map((image) => [image.object_id, image.after])], ['users.unlock', [[id, '{"slowed":null}']]]);
    await people.run(lockUser, test.admin, { id, reason: 'r' });
    assert.deepEqual(((user) => [user.state, user.stateReason, user.lockedUntil])((await people.run(unlockUser, test.admin, { id })).user), ['active', '', 0]);
  });

  it('disabling outlives a lock, and enabling leaves the lock', async () => {
    const { id } = await people.person('both');
    await people.run(lockUser, test.admin, { id });
    assert.equal((await people.run(disableUser, test.admin, { id })).user.state, 'disabled');
    assert.equal((await people.run(disableUser, test.admin, { id })).user.version, 3);
    assert.equal((await people.run(enableUser, test.admin, { id })).user.state, 'locked');
    assert.equal((await people.run(enableUser, test.admin, { id })).user.version, 4);
  });

  it('a reset password is temporary, ends sessions, keeps tokens, and tells nobody but the caller', async () => {
    const actor = await people.person('forgetful');
    await signIn(actor);
    const made = await people.run(resetPassword, test.admin, { id: actor.id });
    assert.deepEqual(made.ended, { sessions: 1, tokens: 0 });
    assert.deepEqual(await left(actor), { sessions: 0, tokens: [1] });
    assert.ok(made.endsAt > test.clock.now() + 86_000_000);
    const image = await lastImage(actor.id);
    assert.equal(JSON.parse(image.after).mustChangePassword, true);
    assert.equal(`${image.before}${image.after}`.includes(made.temporaryPassword ?? '?'), false);
    const typed = await people.run(resetPassword, test.admin, { id: actor.id, password: goodPassword, mustChange: false });
    assert.deepEqual(typed, { endsAt: 0, ended: { sessions: 0, tokens: 0 } });
    await refused('password.rejected', people.run(resetPassword, test.admin, { id: actor.id, password: 'forgetful one two' }));
  });

  it('a reset gives the first password to whoever has none', async () => {
    const { id } = await people.run(addUser, test.admin, { userName: 'waiting' });
    await people.run(resetPassword, test.admin, { id });
    assert.equal((await people.run(showUser, test.admin, { id })).state, 'active');
  });

  it('passwords are reset by those who may, of those they may act on; never the last administrator’s to one that ends', async () => {
    const helper = await people.helper('passwords.helper', [`${identity}/passwords`], { attribute: 'organisation', equals: 'Mill' });
    const whole = await people.helper('passwords.whole', [`${identity}/passwords`]);
    const other = await people.person('not.of.the.mill');
    await refused('user.missing', people.run(resetPassword, helper, { id: other.id }));
    await refused('target.holds-more', people.run(resetPassword, whole, { id: test.admin.id }));
    await refused('self.refused', people.run(resetPassword, whole, { id: whole.id }));
    await refused('permission.denied', people.run(resetPassword, other, { id: whole.id }));
    await refused('admin.last', people.run(resetPassword, host, { id: test.admin.id }));
  });

  it('roles are given and taken in one change, within what the giver holds', async () => {
    const helper = await people.helper('roles.helper', [`${identity}/usermgt`]);
    const actor = await people.person('receiver');
    const [one, other] = [await people.role('one', '/permission/applications'), await people.role('other', `${identity}/rolemgt`)];
    await people.run(changeRolesOfUser, helper, { id: actor.id, give: [{ role: one }] });
    await refused('role.may-not-give', people.run(changeRolesOfUser, helper, { id: actor.id, give: [{ role: other }], take: [one] }));
    assert.deepEqual(
      (await people.run(rolesOfUser, helper, { id: actor.id })).items.map((held) => held.role.name),
      ['one'],
    );
    const { items } = await people.run(changeRolesOfUser, test.admin, { id: actor.id, give: [{ role: other }], take: [one] });
    assert.deepEqual(
      items.map((held) => [held.role.name, held.givenBy]),
      [['other', test.admin.id]],
    );
    await refused('target.holds-more', people.run(changeRolesOfUser, helper, { id: actor.id, take: [other] }));
    await refused('self.refused', people.run(changeRolesOfUser, helper, { id: helper.id, give: [{ role: one }] }));
    const admin = [...test.world.authorizer.model.roles.values()].find((role) => role.builtIn === 'admin')?.id ?? '';
    await refused('admin.last', people.run(changeRolesOfUser, host, { id: test.admin.id, take: [admin] }));
  });
});
