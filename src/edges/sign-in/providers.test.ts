// Signing in by a real identity provider, through the pages: who comes in, who becomes a user, and who does not.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Action } from '#action.ts';
import type { AnyOperation } from '#contract.ts';
import { insertLinked, providerByKey } from '#providers/queries.ts';
import { requestActions } from '#requests/actions.ts';
import { approveRequest, listRequests } from '#requests/contract.ts';
import { changeRolesOfUser } from '#users/change-roles-of-user.ts';
import { lockUser } from '#users/lock-user.ts';
import { resetPassword } from '#users/reset-password.ts';
import { rolesOfUser } from '#users/roles-of-user.ts';
import { onBothDatabases } from '../../../test/databases.ts';
import { FormBrowser, tokenIn } from '../../../test/form-browser.ts';
import { type GoingThere, openGoingThere } from '../../../test/going-there.ts';
import { goodPassword } from '../../../test/people.ts';

onBothDatabases('Signing in by an identity provider', (open) => {
  let going: GoingThere;
  before(async () => {
    going = await openGoingThere(open);
  });
  after(() => going?.stop());
  const signIn: GoingThere['signIn'] = (...given) => going.signIn(...given);
  /** Found by the operation itself. */
  const named = <Op extends AnyOperation>(operation: Op) => (requestActions.find((one) => one.operation === operation) ?? assert.fail()) as Action<Op>;
  const userNamed = (name: string) => going.test.world.db.read.selectFrom('users').selectAll().where('user_name', '=', name).executeTakeFirst();

  it('stands on the sign-in page', async () => {
    await going.test.world.changes.poll();
    assert.match((await new FormBrowser(going.server).get('/sign-in')).body, /Sign in with Company/);
  });
  it('lets nobody in who is nobody here, and says what to do', async () => {
    going.there.person('nora', { preferred_username: 'nora', email: 'nora@example.org', email_verified: true });
    const { answer } = await signIn('nora');
    assert.equal(answer.statusCode, 403);
    assert.match(answer.body, /belongs to nobody here.*sign in to it first/s);
    assert.equal(await userNamed('nora'), undefined);
  });
  it('makes a user of him, with what is mapped, if it is set so', async () => {
    const role = await going.people.role('comes from the company', '/permission/admin/configure/login');
    await going.set({
      addsUsers: true,
      attributes: [
        { claim: 'given_name', field: 'givenName' },
        { claim: 'family_name', field: 'familyName' },
      ],
      roles: [{ claim: 'roles', value: 'staff', role }],
    });
    going.there.person('olga', {
      preferred_username: 'olga',
      given_name: 'Olga',
      family_name: 'Berg',
      email: 'olga@example.org',
      email_verified: true,
      roles: ['staff', 'other'],
    });
    const { browser, answer } = await signIn('olga');
    assert.equal(answer.statusCode, 303, answer.body);
    assert.equal(answer.headers.location, '/carbon');
    assert.match((await browser.get('/account')).body, /<h1>Olga Berg<\/h1>/);
    const made = (await userNamed('olga')) ?? assert.fail();
    assert.deepEqual([made.given_name, made.mail, made.pending], ['Olga', 'olga@example.org', '']);
    // The second time he is the same one.
    assert.equal((await signIn('olga')).answer.statusCode, 303);
    assert.equal(await userNamed('olga2'), undefined);
  });
  describe('its roles follow what it says at each sign-in:', () => {
    let role: string;
    let led: string;
    let id: string;
    const says = (...roles: string[]) => going.there.person('vera', { preferred_username: 'vera', roles });
    /** By name, with who gave it. */
    const held = async () => {
      const { items } = await going.people.run(rolesOfUser, going.test.admin, { id });
      return items.map((one) => `${one.role.name} by ${one.givenBy.startsWith('host:provider:') ? 'provider' : 'somebody'}`).sort();
    };
    const comes = async (...roles: string[]) => {
      says(...roles);
      assert.equal((await signIn('vera')).answer.statusCode, 303);
      return held();
    };
    before(async () => {
      role = await going.people.role('follows', '/permission/admin/configure/login');
      led = await going.people.role('leads');
      await going.set({
        addsUsers: true,
        roles: [
          { claim: 'roles', value: 'staff', role },
          { claim: 'roles', value: 'lead', role: led },
        ],
      });
      says('staff');
      assert.equal((await signIn('vera')).answer.statusCode, 303);
      ({ id } = (await userNamed('vera')) ?? assert.fail());
    });
    it('given and taken, and journaled', async () => {
      assert.deepEqual(await held(), ['follows by provider']);
      assert.deepEqual(await comes('staff', 'lead'), ['follows by provider', 'leads by provider']);
      assert.deepEqual(await comes('lead'), ['leads by provider']);
      assert.deepEqual(await comes(), []);
      const entries = await going.test.world.db.read
        .selectFrom('journal')
        .select(['operation', 'actor_kind', 'actor_id'])
        .orderBy('number', 'desc')
        .limit(2)
        .execute();
      assert.deepEqual(
        entries.map(({ operation, actor_kind, actor_id }) => `${operation} ${actor_kind} ${actor_id}`),
        Array.from({ length: 2 }, () => 'providers.follow-roles provider provider:company'),
      );
    });
    it('once for each that changes, and not at every sign-in', async () => {
      await comes('staff');
      const count = async () => (await going.test.world.db.read.selectFrom('journal').select('number').execute()).length;
      const before = await count();
      await comes('staff');
      assert.equal(await count(), before);
    });
    it('never those that somebody else has given, or gives himself now', async () => {
      await going.people.run(changeRolesOfUser, going.test.admin, { id, give: [{ role: led }] });
      assert.deepEqual(await comes('staff', 'lead'), ['follows by provider', 'leads by somebody']);
      await going.people.run(changeRolesOfUser, going.test.admin, { id, give: [{ role }] });
      assert.deepEqual(await comes(), ['follows by somebody', 'leads by somebody']);
      await going.people.run(changeRolesOfUser, going.test.admin, { id, take: [role, led] });
    });
    it('also of whoever was here before and has linked his account', async () => {
      const { id: own } = await going.people.person('walter');
      const { no: provider_no, issuer } = (await providerByKey(going.test.world.db.read, 'company')) ?? assert.fail();
      const { no: user_no } = (await userNamed('walter')) ?? assert.fail();
      const row = { id: going.test.world.newId(), user_no, provider_no, issuer, subject: 'walter', label: '', made_user: 0, linked_at: 0, last_used_at: 0 };
      await going.test.world.db.write((tx) => insertLinked(tx, row));
      going.there.person('walter', { roles: ['lead'] });
      await signIn('walter');
      assert.equal((await going.people.run(rolesOfUser, going.test.admin, { id: own })).items.length, 1);
    });
    it('and when its mapping is taken away, at the next sign-in', async () => {
      assert.deepEqual(await comes('staff'), ['follows by provider']);
      await going.set({ roles: [] });
      assert.deepEqual(await held(), ['follows by provider']);
      assert.deepEqual(await comes('staff'), []);
    });
    /** Whoever administers until some day is not the last who does. */
    const ends = (until_at: number) =>
      going.test.world.db.write((tx) => tx.updateTable('role_users').set({ until_at }).where('user_no', '=', going.test.admin.no).execute());
    it('but takes no right of the last administrator, who comes in all the same', async () => {
      const admin = going.test.world.authorizer.model.roleById;
      const whole = [...admin.values()].find(({ builtIn }) => builtIn === 'admin')?.id ?? assert.fail();
      await going.set({ roles: [{ claim: 'roles', value: 'all', role: whole }] });
      await going.people.run(resetPassword, going.test.admin, { id, password: goodPassword, mustChange: false });
      assert.deepEqual(await comes('all'), ['admin by provider']);
      await ends(going.test.clock.now() + 86_400_000);
      assert.deepEqual(await comes(), ['admin by provider']);
      await ends(0);
      assert.deepEqual(await comes(), []);
      await going.set({ roles: [] });
    });
  });
  it('tells whoever is locked so, and only after that proof', async () => {
    const { id } = (await userNamed('olga')) ?? assert.fail();
    await going.people.run(lockUser, going.test.admin, { id });
    const { answer } = await signIn('olga');
    assert.match(answer.body, /locked/);
    assert.notEqual(answer.statusCode, 303);
  });
  it('takes nobody for somebody else by his name or his address', async () => {
    await going.people.person('paula', { mail: 'paula@example.org' });
    going.there.person('p1', { preferred_username: 'paula', email: 'someone@example.org', email_verified: true });
    const { browser } = await signIn('p1');
    assert.match((await browser.get('/account')).body, /PRIMARY\/paula2</);
    going.there.person('p2', { preferred_username: 'paula', email: 'Paula@Example.org', email_verified: true });
    const { answer } = await signIn('p2');
    assert.equal(answer.statusCode, 403);
    assert.match(answer.body, /belongs to nobody here/);
  });
  it('calls nobody by what would pass for an address or another’s name, however it is written', async () => {
    for (const [at, name] of ['victim\uFF20example.net', 'p\u0430ula'].entries()) {
      going.there.person(`odd${at}`, { preferred_username: name });
      const { answer } = await signIn(`odd${at}`);
      assert.equal(answer.statusCode, 303, answer.body);
    }
    const names = (await going.test.world.db.read.selectFrom('users').select('user_name').execute()).map(({ user_name }) => user_name);
    assert.deepEqual(
      names.filter((name) => /@|[^ -~]/.test(name)),
      [],
    );
    assert.ok(names.includes('victim') && names.includes('company'), names.join());
  });
  it('takes no address that was not proved', async () => {
    going.there.person('quentin', { preferred_username: 'quentin', email: 'paula@example.org', email_verified: false });
    assert.equal((await signIn('quentin')).answer.statusCode, 303);
    assert.equal((await userNamed('quentin'))?.mail, '');
  });
  it('lets him wait who is to be approved', async () => {
    await going.set({ needsApproval: true });
    going.there.person('rosa', { preferred_username: 'rosa' });
    const { answer } = await signIn('rosa');
    assert.match(answer.body, /approval/);
    const { id, pending } = (await userNamed('rosa')) ?? assert.fail();
    assert.equal(pending, 'approval');
    const { items } = await going.people.run(named(listRequests), going.test.admin, { state: 'open' });
    const asking = items.filter(({ asker }) => asker.id === id);
    assert.deepEqual(
      asking.map(({ words }) => words),
      ['Company: rosa'],
    );
    await going.people.run(named(approveRequest), going.test.admin, { id: asking[0]?.id ?? '' });
    const { answer: letIn, browser } = await signIn('rosa');
    assert.equal(letIn.statusCode, 303);
    const account = await browser.get('/account');
    assert.doesNotMatch(account.body, /id="deletion-current"/, 'she has no password to show');
    const form = { csrf: tokenIn(account), provider: 'company' };
    await going.comeBack(browser, await going.follow(await browser.post('/account/proof/provider', form), 'rosa'));
    const asked = await browser.post('/account/deletion', form);
    assert.match(asked.body, /Your request is on its way/, 'she has signed in anew a moment ago');
    await going.set({ needsApproval: false });
  });
  it('makes users only of those with an address in the domains that are named', async () => {
    await going.set({ mailDomains: ['example.com'] });
    going.there.person('sven', { preferred_username: 'sven', email: 'sven@example.org', email_verified: true });
    assert.equal((await signIn('sven')).answer.statusCode, 403);
    going.there.person('tara', { preferred_username: 'tara', email: 'tara@Example.COM', email_verified: true });
    assert.equal((await signIn('tara')).answer.statusCode, 303);
    await going.set({ mailDomains: [] });
  });
  it('says so to whoever went back there', async () => {
    const { answer } = await signIn('');
    assert.match(answer.body, /Nobody signed in at Company/);
  });
  it('takes an answer once, and in the browser that began it', async () => {
    const browser = new FormBrowser(going.server);
    const back = await going.follow(await going.press(browser), 'tara');
    const other = new FormBrowser(going.server);
    await other.get('/sign-in');
    assert.equal((await going.comeBack(other, back)).statusCode, 403);
    assert.equal((await going.comeBack(browser, back)).statusCode, 303);
    assert.equal((await going.comeBack(browser, back)).statusCode, 403);
  });
  it('takes a form that the provider’s own page sends, which brings no cookie, once it comes from the browser itself', async () => {
    const browser = new FormBrowser(going.server);
    const { searchParams, pathname } = new URL(await going.follow(await going.press(browser), 'tara'));
    const form = { ...Object.fromEntries(searchParams), user: '{"name":"x"}', to: '//evil.example' };
    const sent = await new FormBrowser(going.server).post(pathname, form, { origin: 'https://appleid.apple.com' });
    assert.equal(sent.statusCode, 303);
    const again = new URL(String(sent.headers.location), 'https://reeve.test');
    assert.deepEqual([again.pathname, [...again.searchParams.keys()].sort()], ['/sign-in/from/company', ['code', 'iss', 'state']]);
    assert.equal((await going.comeBack(browser, again.href)).statusCode, 303);
    assert.equal((await new FormBrowser(going.server).post(pathname, { code: 'c' }, { origin: 'https://evil.example' })).statusCode, 403);
  });
  it('takes along the sessions that were begun by it where it is switched off, and brings none back', async () => {
    const [{ browser: tara }, own] = [await signIn('tara'), new FormBrowser(going.server)];
    await going.people.person('uwe');
    await own.fill('/sign-in', { userName: 'uwe', password: goodPassword });
    assert.ok((await going.shown()).sessions > 0);
    assert.equal((await tara.get('/account')).statusCode, 200);
    await going.set({ enabled: false });
    assert.equal((await tara.get('/account')).statusCode, 302);
    assert.equal((await own.get('/account')).statusCode, 200, 'whoever came by his password stays');
    await going.set({ enabled: true });
    assert.equal((await tara.get('/account')).statusCode, 302);
    assert.equal((await going.shown()).sessions, 0);
  });
  it('ends at once where it is switched off, also for whoever is on the way', async () => {
    const browser = new FormBrowser(going.server);
    const back = await going.follow(await going.press(browser), 'tara');
    await going.set({ enabled: false });
    const answer = await going.comeBack(browser, back);
    assert.equal(answer.statusCode, 403);
    assert.match(answer.body, /not offered here any more/);
    assert.doesNotMatch((await new FormBrowser(going.server).get('/sign-in')).body, /Sign in with Company/);
    await going.set({ enabled: true });
  });
});
