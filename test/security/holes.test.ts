// Ways in that were found by attacking, each held shut on both databases.
import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { actions } from '#actions.ts';
import type { Actor, UserActor } from '#actor.ts';
import { attemptUser } from '#authentication/attempts.ts';
import { changeMyPassword, liftThrottle, listThrottled } from '#authentication/contract.ts';
import { noteEvent } from '#authentication/events.ts';
import { signInProved } from '#authentication/flow.ts';
import type { AnyOperation, InputOf, OutputOf } from '#contract.ts';
import { type Code, Refusal } from '#errors.ts';
import { addGroup, changeMembers, changeNesting, changeRolesOfGroup } from '#groups/contract.ts';
import { change } from '#journal/change.ts';
import { listEvents, verifyJournal } from '#journal/contract.ts';
import { who } from '#permissions/contract.ts';
import { addRole, changeMembersOfRole, updateRole } from '#roles/contract.ts';
import { addMyToken, endMySession, endMyToken } from '#sessions/contract.ts';
import { addUser, changeRolesOfUser, resetPassword, showUser, updateUser } from '#users/contract.ts';
import { deleteUser, restoreUser } from '#users/state-contract.ts';
import { onBothDatabases } from '../databases.ts';
import { openTestWorld, type TestWorld } from '../world.ts';

const password = 'orchid-Tramway 48 fjord';
const day = 86_400_000;
const whole = [{ permission: '/permission', effect: 'allow' as const }];
const refusedAs = (code: Code) => (thrown: unknown) => thrown instanceof Refusal && thrown.code === code;

onBothDatabases('what was found by attacking', (open) => {
  let test: TestWorld;
  const as = async <Op extends AnyOperation>(actor: Actor, operation: Op, input: InputOf<Op>): Promise<OutputOf<Op>> => {
    const found = actions.find((one) => one.operation === operation);
    assert.ok(found);
    return (await found.run(test.world, actor, input)) as OutputOf<Op>;
  };
  const person = async (userName: string): Promise<UserActor> =>
    test.actorOf((await as(test.admin, addUser, { userName, password, mustChangePassword: false })).id);
  before(async () => {
    test = await openTestWorld(open);
  });

  describe('numbers and signs that a database refuses', () => {
    it('sign-ins and failures are listed, the failures alone if asked for', async () => {
      await test.world.db.write(async (tx) => {
        for (const outcome of ['signed-in', 'failed', 'throttled', 'refused', 'signed-out'])
          await tx.insertInto('events').values({ at: 1, outcome, user_no: 0, network: '', door: 'sign-in', count: 1 }).execute();
      });
      const outcomes = async (failures: boolean) => (await as(test.admin, listEvents, { failures })).items.map(({ outcome }) => outcome);
      assert.deepEqual(await outcomes(false), ['signed-out', 'refused', 'throttled', 'failed', 'signed-in']);
      assert.deepEqual(await outcomes(true), ['refused', 'throttled', 'failed']);
    });
    it('a cursor beyond every row is none', async () => {
      await assert.rejects(as(test.admin, who, { permission: '/permission', cursor: '9007199254740991' }), refusedAs('cursor.invalid'));
    });
    it('NUL is refused by the name of its field, wherever it stands', async () => {
      await assert.rejects(as(test.admin, showUser, { id: 'a\u0000b' }), (thrown) => thrown instanceof Refusal && thrown.fields[0]?.field === 'id');
      await assert.rejects(as(test.admin, addUser, { userName: 'nul', attributes: { shoe: ['\u0000'] } }), refusedAs('input.invalid'));
    });
  });

  describe('a token', () => {
    it('that has ended by now makes none, so that it cannot outlive itself', async () => {
      const gone: UserActor = { ...test.admin, via: 'token', viaId: test.world.newId() };
      await assert.rejects(as(gone, addMyToken, { name: 'child' }), refusedAs('auth.required'));
    });
    it('that is narrowed ends nothing but itself', async () => {
      const { token } = await as(test.admin, addMyToken, { name: 'narrow', permissions: ['/permission/applications'] });
      const { token: other } = await as(test.admin, addMyToken, { name: 'other' });
      const narrow: UserActor = { ...test.admin, via: 'token', viaId: token.id, narrowed: token.permissions };
      await assert.rejects(as(narrow, endMyToken, { token: other.id }), refusedAs('token.narrowed'));
      await assert.rejects(as(narrow, endMySession, { session: test.world.newId() }), refusedAs('token.narrowed'));
      await as(narrow, endMyToken, { token: token.id });
    });
  });

  it('a password set by an administrator ends also a session that is just being made anew', async () => {
    const ann = await person('ann-race');
    await as(ann, changeMyPassword, { current: password, password: 'heron-Bicycle 73 quartz' });
    const changed = await test.actorOf(ann.id);
    await as(test.admin, resetPassword, { id: ann.id });
    await assert.rejects(
      signInProved(test.world, { userNo: ann.no, epoch: changed.epoch }, { network: '192.0.2.0/24', agent: 'test' }),
      refusedAs('auth.required'),
    );
  });

  it('nobody lifts what guesses at a more powerful user have slowed', async () => {
    const helper = await person('helper-lift');
    const update = '/permission/admin/manage/identity/usermgt/update';
    await as(test.admin, addRole, { name: 'lifters', entries: [{ permission: update, effect: 'allow' }], users: [helper.id] });
    const { world } = test;
    const key = { user: attemptUser(world.salt, 'PRIMARY', 'admin'), network: '203.0.113.0/24', known: false, userId: test.admin.id };
    for (let tries = 0; tries < 30; tries += 1) world.throttle.failed(key, world.now());
    const slowed = (await as(helper, listThrottled, {})).items.filter(({ userId }) => userId === test.admin.id);
    assert.ok(slowed.length > 0);
    for (const one of slowed) await assert.rejects(as(helper, liftThrottle, { key: one.key }), refusedAs('target.holds-more'));
    assert.ok(world.throttle.waitSeconds(key, world.now()) > 0);
  });

  it('lifting is journaled, for a user and for a network', async () => {
    const { world } = test;
    const ann = await person('ann-lifted');
    const key = { user: attemptUser(world.salt, 'PRIMARY', 'ann-lifted'), network: '203.0.114.0/24', known: false, userId: ann.id };
    for (let tries = 0; tries < 200; tries += 1) world.throttle.failed(key, world.now());
    const slowed = (await as(test.admin, listThrottled, {})).items.filter(
      (one) => (one.userId === ann.id && one.key.startsWith('user:')) || one.key === `network:${key.network}`,
    );
    assert.ok(slowed.some(({ userId }) => userId === '') && slowed.some(({ userId }) => userId === ann.id));
    for (const one of slowed) {
      await as(test.admin, liftThrottle, { key: one.key });
      const { number, operation } = await world.db.read
        .selectFrom('journal')
        .select(['number', 'operation'])
        .orderBy('number', 'desc')
        .limit(1)
        .executeTakeFirstOrThrow();
      const images = await world.db.read.selectFrom('journal_images').select(['object_id', 'name']).where('number', '=', number).execute();
      assert.deepEqual([operation, images.map((image) => ({ ...image }))], ['throttles.lift', [{ object_id: one.userId || one.key, name: one.says }]]);
    }
  });

  it('a flood of failures fills no table, whoever it is about', async () => {
    const { world } = test;
    const rows = async (userNo: number) =>
      (await world.db.read.selectFrom('events').select(['count', 'network']).where('user_no', '=', userNo).execute()).filter(
        ({ network }) => !network.startsWith('192'),
      );
    const ann = await person('ann-flooded');
    for (const userNo of [0, ann.no]) {
      const before = (await rows(userNo)).length;
      const at = world.now();
      for (let nth = 0; nth < 150; nth += 1)
        await noteEvent(world, { at, outcome: 'failed', userNo, network: `2001:db8:0:${nth.toString(16)}00::/56`, door: 'sign-in' });
      assert.ok((await rows(userNo)).length - before <= 101, `${(await rows(userNo)).length} rows`);
    }
    assert.equal(
      (await rows(ann.no)).reduce((sum, { count }) => sum + count, 0),
      150,
    );
  });

  it('walking the journal leaves room for everybody else', async () => {
    const { world } = test;
    const header = { actorKind: 'host', actorId: 'host:test', right: 'host', door: 'cli', operation: 'test', reason: '' };
    const note = (nth: number) =>
      change(world.db, world.now(), header, async ({ record }) => record({ kind: 'test', id: String(nth), name: '', before: null, after: { nth } }));
    await Promise.all(Array.from({ length: 450 }, (_, nth) => note(nth)));
    let [turns, asking] = [0, true];
    const turn = () => {
      turns += 1;
      if (asking) setImmediate(turn);
    };
    setImmediate(turn);
    await as(test.admin, verifyJournal, {});
    asking = false;
    assert.ok(turns >= 2, `${turns} turns`);
  });

  it('who may do something to somebody outside the scope is not told', async () => {
    const [helper, inside, outside] = [await person('helper-who'), await person('inside-who'), await person('outside-who')];
    await as(test.admin, updateUser, { id: inside.id, country: 'DE' });
    const { id: role } = await as(test.admin, addRole, {
      name: 'listers',
      entries: [{ permission: '/permission/admin/manage/identity/usermgt', effect: 'allow' }],
    });
    await as(test.admin, changeRolesOfUser, { id: helper.id, give: [{ role, scope: { attribute: 'country', equals: 'DE' } }] });
    const asked = { permission: '/permission/admin/manage/identity/usermgt/update' };
    await as(helper, who, { ...asked, on: inside.id });
    await assert.rejects(as(helper, who, { ...asked, on: outside.id }), refusedAs('user.missing'));
  });

  describe('rights that end', () => {
    let timed: UserActor;
    let role: string;
    const end = Date.now() + day;
    before(async () => {
      timed = await person('timed');
      role = (await as(test.admin, addRole, { name: 'all-for-a-day', entries: whole })).id;
      await as(test.admin, changeRolesOfUser, { id: timed.id, give: [{ role, until: end }] });
    });
    it('are given for no longer than one holds them oneself', async () => {
      const [friend, other] = [await person('friend'), await person('other-friend')];
      await assert.rejects(as(timed, changeRolesOfUser, { id: friend.id, give: [{ role }] }), refusedAs('role.may-not-give'));
      await assert.rejects(as(timed, changeRolesOfUser, { id: friend.id, give: [{ role, until: end + 1 }] }), refusedAs('role.may-not-give'));
      await assert.rejects(as(timed, changeMembersOfRole, { id: role, add: [friend.id] }), refusedAs('role.may-not-give'));
      await as(timed, changeRolesOfUser, { id: other.id, give: [{ role, until: end }] });
    });
    it('are not made lasting by adding a user who has them', async () => {
      await assert.rejects(as(timed, addUser, { userName: 'puppet', password, roles: [{ role }] }), refusedAs('role.may-not-give'));
    });
    it('are not made lasting by opening a role that somebody holds', async () => {
      const puppet = await person('puppet-two');
      const { id } = await as(timed, addRole, { name: 'harmless', users: [puppet.id] });
      await assert.rejects(as(timed, updateRole, { id, entries: whole }), refusedAs('role.may-not-give'));
    });
    it('are not made lasting through a group, nor by nesting', async () => {
      const puppet = await person('puppet-three');
      const [outer, inner] = [await as(test.admin, addGroup, { name: 'powerful' }), await as(test.admin, addGroup, { name: 'crowd' })];
      await as(test.admin, changeRolesOfGroup, { id: outer.id, give: [{ role }] });
      await assert.rejects(as(timed, changeRolesOfGroup, { id: inner.id, give: [{ role }] }), refusedAs('role.may-not-give'));
      await assert.rejects(as(timed, changeMembers, { id: outer.id, add: [puppet.id] }), refusedAs('role.may-not-give'));
      await assert.rejects(as(timed, changeNesting, { id: outer.id, add: [inner.id] }), refusedAs('role.may-not-give'));
    });
    it('may still be taken, and a user brought back leaves what they do not cover', async () => {
      const holder = await person('holder');
      await as(test.admin, changeRolesOfUser, { id: holder.id, give: [{ role }] });
      await as(test.admin, deleteUser, { id: holder.id });
      const { left } = await as(timed, restoreUser, { id: holder.id });
      assert.deepEqual(left, ['role all-for-a-day']);
      await as(test.admin, changeRolesOfUser, { id: holder.id, give: [{ role }] });
      const { items } = await as(timed, changeRolesOfUser, { id: holder.id, take: [role] });
      assert.deepEqual(items, []);
    });
  });
});
