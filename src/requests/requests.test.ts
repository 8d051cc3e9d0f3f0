// Requests: asking, the queue within a scope, deciding under one's own rights, and what becomes of them when somebody is deleted.
import assert from 'node:assert/strict';
import { before, beforeEach, describe, it } from 'node:test';
import { actions } from '#actions.ts';
import type { UserActor } from '#actor.ts';
import { updateRole } from '#roles/update-role.ts';
import { undoEntry } from '#undo/undo-entry.ts';
import { changeRolesOfUser } from '#users/change-roles-of-user.ts';
import { deleteUser } from '#users/delete-user.ts';
import { purgeUser } from '#users/purge-user.ts';
import { resetPassword } from '#users/reset-password.ts';
import { restoreUser } from '#users/restore-user.ts';
import { rolesOfUser } from '#users/roles-of-user.ts';
import { showUser } from '#users/show-user.ts';
import { onBothDatabases } from '../../test/databases.ts';
import { identity, type People, peopleOf, refused } from '../../test/people.ts';
import { openTestWorld, type TestWorld } from '../../test/world.ts';
import { ask, askForAccount } from './ask.ts';
import { approveRequest, refuseRequest } from './decide.ts';
import { countRequests, listRequests } from './list-requests.ts';
import { askForRole, myRequests, withdrawRequest } from './my-requests.ts';

onBothDatabases('Requests', (open) => {
  let test: TestWorld;
  let people: People;
  let role: string;
  let names = 0;
  const nameOf = () => `asker${++names}`;
  before(async () => {
    test = await openTestWorld(open);
    people = peopleOf(test);
  });
  beforeEach(async () => {
    role = await people.role(`reads ${nameOf()}`);
    await people.run(updateRole, test.admin, { id: role, requestable: true });
  });

  const openOnes = async (actor: UserActor = test.admin) => (await people.run(listRequests, actor, {})).items;
  const rolesOf = async (id: string) => (await people.run(rolesOfUser, test.admin, { id })).items.map((held) => ({ id: held.role.id, until: held.until }));
  const waiting = async (): Promise<UserActor> => {
    const user = await people.person(nameOf());
    await test.world.db.write(async (tx) => {
      await tx.updateTable('users').set({ pending: 'approval' }).where('no', '=', user.no).execute();
      const id = test.world.newId();
      await askForAccount({ tx, now: test.clock.now(), record: () => {} }, { id, asker: { no: user.no, id: user.id, name: 'PRIMARY/x' }, words: 'let me in' });
    });
    return user;
  };
  const requestOf = async (user: UserActor) => (await openOnes()).find(({ asker }) => asker.id === user.id) ?? assert.fail('no open request');
  const asking = async (user: UserActor, more: { until?: number; reason?: string } = {}) => people.run(askForRole, user, { role, ...more });

  describe('for a role', () => {
    it('are approved with the end that was asked for, told, and taken back by undo', async () => {
      const user = await people.person(nameOf(), { mail: `${nameOf()}@example.com` });
      const until = test.clock.now() + 86_400_000;
      const { id } = await asking(user, { until, reason: 'for the <b>audit</b>' });
      const [mine] = (await people.run(myRequests, user, {})).items;
      assert.deepEqual([mine?.state, mine?.words], ['open', 'for the <b>audit</b>']);
      const decided = await people.run(approveRequest, test.admin, { id, reason: 'as agreed' });
      assert.deepEqual([decided.state, decided.decidedBy, decided.says, decided.givenUntil], ['approved', 'admin', 'as agreed', until]);
      assert.deepEqual(await rolesOf(user.id), [{ id: role, until }]);
      const [told] = (await people.run(myRequests, user, {})).items;
      assert.deepEqual([told?.state, told?.says], ['approved', 'as agreed']);
      const { number } = await test.world.db.read
        .selectFrom('journal')
        .select('number')
        .where('operation', '=', 'requests.approve')
        .orderBy('number', 'desc')
        .executeTakeFirstOrThrow();
      await undoEntry(test.world, number, { actions, actor: test.admin, readsAll: true });
      assert.deepEqual(await rolesOf(user.id), []);
    });
    it('are approved with another end that the decider chooses, and with none that has passed', async () => {
      const user = await people.person(nameOf());
      const until = test.clock.now() + 86_400_000;
      const { id } = await asking(user);
      await refused('request.past', people.run(approveRequest, test.admin, { id, until: 1_000 }));
      await people.run(approveRequest, test.admin, { id, until });
      assert.deepEqual(await rolesOf(user.id), [{ id: role, until }]);
    });
    it('give nothing when they are refused', async () => {
      const user = await people.person(nameOf());
      const { id } = await asking(user);
      await people.run(refuseRequest, test.admin, { id, reason: 'not you' });
      assert.deepEqual(await rolesOf(user.id), []);
      assert.equal((await people.run(myRequests, user, {})).items[0]?.state, 'refused');
    });
    it('are decided once', async () => {
      const { id } = await asking(await people.person(nameOf()));
      const both = await Promise.allSettled([people.run(approveRequest, test.admin, { id }), people.run(refuseRequest, test.admin, { id })]);
      assert.deepEqual(both.map(({ status }) => status).sort(), ['fulfilled', 'rejected']);
      await refused('request.decided', people.run(approveRequest, test.admin, { id }));
    });
    it('are open once for each user and role, and may be asked again after withdrawing', async () => {
      const user = await people.person(nameOf());
      const { id } = await asking(user);
      await refused('request.waits', asking(user));
      await people.run(withdrawRequest, user, { request: id });
      await refused('request.decided', people.run(withdrawRequest, user, { request: id }));
      await refused('request.decided', people.run(approveRequest, test.admin, { id }));
      await asking(user);
    });
    it('are limited within a day', async () => {
      const user = await people.person(nameOf());
      for (let time = 0; time < 40; time++) await people.run(withdrawRequest, user, { request: (await asking(user)).id });
      await refused('request.too-often', asking(user));
      test.clock.turn(86_400_001);
      await asking(user);
    });
    it('are about roles that may be asked for, and no others', async () => {
      const user = await people.person(nameOf());
      const hidden = await people.role(`hidden ${nameOf()}`);
      await refused('role.missing', people.run(askForRole, user, { role: hidden }));
      assert.ok(!(await people.run(myRequests, user, {})).roles.some(({ id }) => id === hidden));
      assert.ok((await people.run(myRequests, user, {})).roles.some(({ id }) => id === role));
    });
    it('are not about roles he holds for good', async () => {
      const user = await people.person(nameOf());
      await people.run(changeRolesOfUser, test.admin, { id: user.id, give: [{ role, scope: null }] });
      await refused('request.held', asking(user));
    });
    it('are never about administrative permissions, also where a role has come to hold some', async () => {
      const allow = [{ permission: `${identity}/usermgt/view`, effect: 'allow' as const }];
      const strong = await people.role(`strong ${nameOf()}`, `${identity}/usermgt/view`);
      await refused('role.not-requestable', people.run(updateRole, test.admin, { id: strong, requestable: true }));
      const user = await people.person(nameOf());
      const edited = await people.run(updateRole, test.admin, { id: role, entries: allow });
      assert.equal(edited.requestable, false);
      await refused('role.missing', asking(user));
      const asked = test.world.newId();
      const { no } = await test.world.db.read.selectFrom('roles').select('no').where('id', '=', role).executeTakeFirstOrThrow();
      const row = { id: asked, kind: 'role', asker: { ...user, name: 'PRIMARY/x' }, role: { no, name: 'before' }, words: '' } as const;
      await test.world.db.write((tx) => ask({ tx, now: test.clock.now(), record: () => {} }, row));
      await refused('role.not-requestable', people.run(approveRequest, test.admin, { id: asked }));
      const shown = (await openOnes()).find(({ id }) => id === asked);
      assert.deepEqual([shown?.mayApprove, shown?.mayRefuse], [false, true]);
      await people.run(refuseRequest, test.admin, { id: asked });
      const back = await people.run(updateRole, test.admin, { id: role, entries: [] });
      assert.equal(back.requestable, false, 'nobody has said so anew');
    });
    it('belong to whoever asked: nobody else withdraws them', async () => {
      const { id } = await asking(await people.person(nameOf()));
      const other = await people.person(nameOf());
      await refused('request.missing', people.run(withdrawRequest, other, { request: id }));
    });
    it('are nothing for a token that was narrowed', async () => {
      const user = await people.person(nameOf());
      const narrowed = await test.actorOf(user.id, [identity]);
      await refused('token.narrowed', people.run(askForRole, narrowed, { role }));
      await refused('token.narrowed', people.run(myRequests, narrowed, {}));
    });
  });

  describe('are decided under one’s own rights', () => {
    const seeing = `${identity}/usermgt/view`;
    it('by nobody who only sees users; he is told why', async () => {
      const user = await people.person(nameOf());
      const { id } = await asking(user);
      const helper = await people.helper(nameOf(), [seeing]);
      await refused('permission.denied', people.run(approveRequest, helper, { id }));
      await refused('permission.denied', people.run(refuseRequest, helper, { id }));
      const shown = (await openOnes(helper)).find((one) => one.id === id);
      assert.deepEqual([shown?.mayApprove, shown?.mayRefuse], [false, false]);
      assert.match(shown?.because ?? '', /Update/);
    });
    it('by nobody for himself', async () => {
      const helper = await people.helper(nameOf(), [seeing, `${identity}/usermgt/update`]);
      const { id } = await asking(helper);
      await refused('self.refused', people.run(approveRequest, helper, { id }));
      await refused('self.refused', people.run(refuseRequest, helper, { id }));
    });
    it('within a scope: those outside are not there, neither in the list nor by their id, nor counted', async () => {
      const [inside, outside] = [await people.person(nameOf(), { country: 'FR' }), await people.person(nameOf(), { country: 'DE' })];
      const [here, there] = [await asking(inside), await asking(outside)];
      const scope = { attribute: 'country', equals: 'FR' } as const;
      const helper = await people.helper(nameOf(), [seeing, `${identity}/usermgt/update`], scope);
      assert.deepEqual(
        (await openOnes(helper)).map(({ id }) => id),
        [here.id],
      );
      assert.deepEqual(await people.run(countRequests, helper, {}), { open: 1, exact: true });
      await refused('request.missing', people.run(approveRequest, helper, { id: there.id }));
      await refused('request.missing', people.run(refuseRequest, helper, { id: there.id }));
      await people.run(approveRequest, helper, { id: here.id });
      assert.deepEqual(await rolesOf(inside.id), [{ id: role, until: 0 }]);
    });
    it('of accounts by whoever may add users, of deletions by whoever may delete', async () => {
      const adding = await people.helper(nameOf(), [seeing, `${identity}/usermgt/create`]);
      const deleting = await people.helper(nameOf(), [seeing, `${identity}/usermgt/delete`]);
      const user = await waiting();
      const { id } = await requestOf(user);
      await refused('permission.denied', people.run(approveRequest, deleting, { id }));
      await people.run(approveRequest, adding, { id });
      const deletion = test.world.newId();
      await test.world.db.write((tx) =>
        ask({ tx, now: test.clock.now(), record: () => {} }, { id: deletion, kind: 'deletion', asker: { ...user, name: 'PRIMARY/x' }, words: '' }),
      );
      await refused('permission.denied', people.run(approveRequest, adding, { id: deletion }));
      await people.run(approveRequest, deleting, { id: deletion });
      assert.equal((await people.run(showUser, test.admin, { id: user.id })).state, 'deleted');
    });
    it('of a deletion by nobody who holds less than the one who asks', async () => {
      const strong = await people.helper(nameOf(), [`${identity}/rolemgt/view`]);
      const deleting = await people.helper(nameOf(), [seeing, `${identity}/usermgt/delete`]);
      const id = test.world.newId();
      await test.world.db.write((tx) =>
        ask({ tx, now: test.clock.now(), record: () => {} }, { id, kind: 'deletion', asker: { ...strong, name: 'PRIMARY/x' }, words: '' }),
      );
      await refused('target.holds-more', people.run(approveRequest, deleting, { id }));
      await refused('target.holds-more', people.run(refuseRequest, deleting, { id }));
    });
  });

  describe('for an account', () => {
    it('let him in when they are approved', async () => {
      const user = await waiting();
      assert.equal((await people.run(showUser, test.admin, { id: user.id })).state, 'pending');
      await people.run(approveRequest, test.admin, { id: (await requestOf(user)).id });
      assert.equal((await people.run(showUser, test.admin, { id: user.id })).state, 'active');
    });
    it('keep him out until somebody approves: neither a password nor the recycle bin lets him in', async () => {
      const user = await waiting();
      const stateNow = async () => (await people.run(showUser, test.admin, { id: user.id })).state;
      await people.run(resetPassword, test.admin, { id: user.id });
      assert.equal(await stateNow(), 'pending');
      await people.run(deleteUser, test.admin, { id: user.id });
      await people.run(restoreUser, test.admin, { id: user.id });
      await people.run(resetPassword, test.admin, { id: user.id, password: 'another Kettle 73 birch', mustChange: false });
      assert.equal(await stateNow(), 'pending');
    });
    it('put him into the recycle bin when they are refused; brought back, he still waits and may be let in', async () => {
      const user = await waiting();
      const { id } = await requestOf(user);
      await people.run(refuseRequest, test.admin, { id });
      assert.equal((await people.run(showUser, test.admin, { id: user.id })).state, 'deleted');
      await refused('request.decided', people.run(approveRequest, test.admin, { id }));
      await people.run(restoreUser, test.admin, { id: user.id });
      assert.equal((await people.run(showUser, test.admin, { id: user.id })).state, 'pending');
      await people.run(approveRequest, test.admin, { id });
      assert.equal((await people.run(showUser, test.admin, { id: user.id })).state, 'active');
    });
  });

  describe('end with whoever asked (product-is#5573), and with what was asked for', () => {
    it('when he is deleted; they do not come back with him', async () => {
      const user = await people.person(nameOf());
      const { id } = await asking(user);
      await people.run(deleteUser, test.admin, { id: user.id });
      assert.ok(!(await openOnes()).some((one) => one.id === id));
      await people.run(restoreUser, test.admin, { id: user.id });
      await refused('request.decided', people.run(approveRequest, test.admin, { id }));
      assert.equal((await people.run(myRequests, await test.actorOf(user.id), {})).items[0]?.state, 'ended');
    });
    it('for ever when he is purged', async () => {
      const user = await people.person(nameOf());
      const { id } = await asking(user);
      await people.run(deleteUser, test.admin, { id: user.id });
      await people.run(purgeUser, test.admin, { id: user.id });
      await refused('request.missing', people.run(approveRequest, test.admin, { id }));
    });
    it('when the role is deleted', async () => {
      const user = await people.person(nameOf());
      const { id } = await asking(user);
      const remove = actions.find(({ operation }) => operation.name === 'roles.delete') ?? assert.fail();
      await remove.run(test.world, test.admin, { id: role });
      await refused('request.decided', people.run(approveRequest, test.admin, { id }));
    });
  });
});
