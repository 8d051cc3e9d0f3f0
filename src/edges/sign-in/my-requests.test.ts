// One's own requests and the end of one's account, on the account's page.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { FastifyInstance } from 'fastify';
import { generateSync } from 'otplib';
import { actions } from '#actions.ts';
import { beginApp, confirmApp } from '#authentication/enrolment.ts';
import { readCredential } from '#authentication/queries.ts';
import { openWeb } from '#edges/web.ts';
import { approveRequest } from '#requests/decide.ts';
import { listRequests } from '#requests/list-requests.ts';
import { changeRequestRule } from '#requests/request-rule.ts';
import { updateRole } from '#roles/update-role.ts';
import { undoEntry } from '#undo/undo-entry.ts';
import { changeRolesOfUser } from '#users/change-roles-of-user.ts';
import { showUser } from '#users/show-user.ts';
import { onBothDatabases } from '../../../test/databases.ts';
import { FormBrowser, tokenIn } from '../../../test/form-browser.ts';
import { mailing } from '../../../test/mailing.ts';
import { newestMailTo, setUpOutbox } from '../../../test/outbox.ts';
import { goodPassword, type People, peopleOf } from '../../../test/people.ts';
import { adminPassword, openTestWorld, type TestWorld } from '../../../test/world.ts';
import { signInPages } from './pages.ts';

onBothDatabases('My requests', (database) => {
  let test: TestWorld;
  let people: People;
  let web: FastifyInstance;
  let names = 0;
  const nameOf = () => `mine${++names}`;
  before(async () => {
    test = await openTestWorld(database, mailing);
    people = peopleOf(test);
    await setUpOutbox(test);
    web = await openWeb(test.world, null);
    await web.register(signInPages(test.world));
  });
  after(() => web.close());

  const signedIn = async (userName: string, password = goodPassword) => {
    const browser = new FormBrowser(web);
    assert.equal((await browser.fill('/sign-in', { userName, password, to: '' })).statusCode, 303);
    return browser;
  };
  const send = async (browser: FormBrowser, path: string, fields: Record<string, string>) =>
    browser.post(path, { csrf: tokenIn(await browser.get('/account')), ...fields });
  const stateOf = async (userName: string) => (await people.run(showUser, test.admin, { id: `PRIMARY/${userName}` })).state;
  const openOf = async (userName: string) =>
    (await people.run(listRequests, test.admin, {})).items.find(({ asker }) => asker.name === userName) ?? assert.fail();
  const somebody = async () => {
    const userName = nameOf();
    const { id, no } = await people.person(userName, { mail: `${userName}@example.org`, language: 'de' });
    return { userName, id, no };
  };
  const askable = async (name: string) => {
    const role = await people.role(name);
    await people.run(updateRole, test.admin, { id: role, requestable: true });
    return role;
  };

  it('are asked for, seen, withdrawn and told, in his language', async () => {
    const role = await askable('Night <b>shift');
    const { userName } = await somebody();
    const browser = await signedIn(userName);
    assert.match((await browser.get('/account')).body, /Night &#60;b&#62;shift/);
    const asked = await send(browser, '/account/requests', { role, reason: 'I <i>work</i>\r\nat night', until: '2099-12-31' });
    assert.match(asked.body, /I &#60;i&#62;work&#60;\/i&#62; at night/);
    const { id, until } = await openOf(userName);
    assert.equal(until, Date.UTC(2100, 0, 1));
    assert.equal((await send(browser, '/account/requests', { role })).statusCode, 409, 'once');
    assert.match((await send(browser, '/account/requests/withdraw', { id })).body, /Your request is withdrawn/);
    assert.equal((await send(browser, '/account/requests/withdraw', { id })).statusCode, 409);
    await send(browser, '/account/requests', { role });
    await people.run(approveRequest, test.admin, { id: (await openOf(userName)).id, reason: 'gern' });
    assert.match((await browser.get('/account')).body, /approved<br><span class="dim small">gern/);
    const told = await newestMailTo(test.world, `${userName}@example.org`);
    assert.deepEqual([told?.kind, told?.language, told?.values.role, told?.values.ends], ['roleApproved', 'de', 'Night <b>shift', '–']);
  });
  it('for a role that may not be asked for is answered as if it were not there', async () => {
    const { userName } = await somebody();
    const browser = await signedIn(userName);
    const strong = await people.role(`strong ${nameOf()}`, '/permission');
    for (const role of [strong, '', 'x', test.world.newId()]) assert.ok([400, 404].includes((await send(browser, '/account/requests', { role })).statusCode));
  });

  describe('the end of an account', () => {
    const set = (deletion: 'off' | 'approval' | 'free') => people.run(changeRequestRule, test.admin, { deletion });

    it('is not offered where it is off', async () => {
      await set('off');
      const { userName } = await somebody();
      const browser = await signedIn(userName);
      assert.doesNotMatch((await browser.get('/account')).body, /account\/deletion/);
      assert.equal((await send(browser, '/account/deletion', { current: goodPassword })).statusCode, 409);
    });
    it('is at once, with the password shown again: everything has ended, and it lies in the recycle bin', async () => {
      await set('free');
      const { userName } = await somebody();
      const [browser, other] = [await signedIn(userName), await signedIn(userName)];
      assert.equal((await send(browser, '/account/deletion', { current: 'not his password' })).statusCode, 400);
      assert.equal((await send(browser, '/account/deletion', {})).statusCode, 400);
      assert.equal(await stateOf(userName), 'active');
      assert.match((await send(browser, '/account/deletion', { current: goodPassword })).body, /Your account is deleted/);
      assert.equal(await stateOf(userName), 'deleted');
      await test.world.changes.poll();
      assert.equal((await other.get('/account')).statusCode, 302);
      assert.equal((await new FormBrowser(web).fill('/sign-in', { userName, password: goodPassword, to: '' })).statusCode, 401);
      assert.equal((await newestMailTo(test.world, `${userName}@example.org`))?.kind, 'deletionApproved');
      const last = await test.world.db.read
        .selectFrom('journal')
        .select('number')
        .where('operation', '=', 'me.delete-account')
        .orderBy('number', 'desc')
        .executeTakeFirstOrThrow();
      await undoEntry(test.world, last.number, { actions, actor: test.admin, readsAll: true });
      assert.equal(await stateOf(userName), 'active', 'an administrator takes it back');
    });
    it('waits for approval where that is set, once, and can be withdrawn', async () => {
      await set('approval');
      const { userName } = await somebody();
      const browser = await signedIn(userName);
      assert.match((await send(browser, '/account/deletion', { current: goodPassword, reason: 'I leave' })).body, /Your request is on its way/);
      assert.equal((await send(browser, '/account/deletion', { current: goodPassword })).statusCode, 409);
      const request = await openOf(userName);
      assert.deepEqual([request.kind, request.words, await stateOf(userName)], ['deletion', 'I leave', 'active']);
      await send(browser, '/account/requests/withdraw', { id: request.id });
      await send(browser, '/account/deletion', { current: goodPassword });
      await people.run(approveRequest, test.admin, { id: (await openOf(userName)).id });
      assert.equal(await stateOf(userName), 'deleted');
      await test.world.changes.poll();
      assert.equal((await browser.get('/account')).statusCode, 302);
    });
    it('takes a second factor that was shown in this session', async () => {
      await set('free');
      const { userName, no } = await somebody();
      const browser = await signedIn(userName);
      const user = (await readCredential(test.world.db.read, no)) ?? assert.fail();
      const { id, secret } = await beginApp(test.world, user, { name: 'phone', begunIn: 'here' });
      const code = generateSync({ secret, epoch: Math.floor(test.clock.now() / 1000) });
      const changing = (body: Parameters<Parameters<typeof confirmApp>[3]>[0]) =>
        test.world.db.write((tx) => body({ tx, now: test.clock.now(), record: () => {} }));
      const where = { network: '192.0.2.0/24', door: 'account', known: true } as const;
      await confirmApp(test.world, user, { factor: id, code, ...where, begunIn: 'here' }, changing as Parameters<typeof confirmApp>[3]);
      const refusedFirst = await send(browser, '/account/deletion', { current: goodPassword });
      assert.equal(refusedFirst.statusCode, 403);
      assert.match(refusedFirst.body, /account\/proof\/code/);
      assert.equal(await stateOf(userName), 'active');
    });
    it('is not for the last administrator, neither at once nor with approval', async () => {
      const browser = await signedIn('admin', adminPassword);
      await set('free');
      assert.equal((await send(browser, '/account/deletion', { current: adminPassword })).statusCode, 409);
      await set('approval');
      await send(browser, '/account/deletion', { current: adminPassword });
      const second = await somebody();
      const all = await people.role(`all ${nameOf()}`, '/permission');
      await people.run(changeRolesOfUser, test.admin, { id: second.id, give: [{ role: all, until: test.clock.now() + 86_400_000, scope: null }] });
      const decider = await test.actorOf(second.id);
      await assert.rejects(people.run(approveRequest, decider, { id: (await openOf('admin')).id }), { code: 'admin.last' });
      assert.equal(await stateOf('admin'), 'active');
    });
  });
});
