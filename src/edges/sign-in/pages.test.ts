import assert from 'node:assert/strict';
import { after, it } from 'node:test';
import type { FastifyInstance } from 'fastify';
import { generateSync } from 'otplib';
import { openWeb } from '#edges/web.ts';
import { userActions } from '#users/actions.ts';
import { addUser, updateUser } from '#users/contract.ts';
import { deleteUser, disableUser, lockUser } from '#users/state-contract.ts';
import type { World } from '#world.ts';
import { onBothDatabases } from '../../../test/databases.ts';
import { FormBrowser, tokenIn } from '../../../test/form-browser.ts';
import { adminPassword, openTestWorld } from '../../../test/world.ts';
import { signInPages } from './pages.ts';

const actionOf = (operation: unknown) => {
  const found = userActions.find((action) => action.operation === operation);
  assert.ok(found);
  return found;
};

onBothDatabases('the sign-in pages', (open) => {
  const doors: FastifyInstance[] = [];
  after(async () => {
    for (const web of doors) await web.close();
  });
  const begin = async () => {
    const tested = await openTestWorld(open);
    const web = async (world: World) => {
      const server = await openWeb(world, null);
      await server.register(signInPages(world));
      doors.push(server);
      return server;
    };
    const server = await web(tested.world);
    return { ...tested, web, server, browser: () => new FormBrowser(server) };
  };
  const signIn = (browser: FormBrowser, userName: string, password: string, to = '') => browser.fill('/sign-in', { userName, password, to });

  it('let the administrator in with a new session each time, to where he wanted', async () => {
    const { browser } = await begin();
    const one = browser();
    const answer = await signIn(one, 'admin', adminPassword, '/carbon/users?x=1');
    assert.equal(answer.statusCode, 303);
    assert.equal(answer.headers.location, '/carbon/users?x=1');
    const cookie = answer.cookies.find(({ name }) => name === '__Host-reeve');
    assert.deepEqual([cookie?.secure, cookie?.httpOnly, cookie?.sameSite, cookie?.path], [true, true, 'Lax', '/']);
    const other = browser();
    await signIn(other, 'PRIMARY/Admin', adminPassword);
    assert.notEqual(other.cookies.get('__Host-reeve'), one.cookies.get('__Host-reeve'));
    assert.match((await one.get('/account')).body, /All Permissions/);
  });

  it('say the same to an unknown user and a wrong password, and keep nothing that was typed', async () => {
    const { browser, world } = await begin();
    const wrong = await signIn(browser(), 'admin', 'not the password');
    const unknown = await signIn(browser(), 'nobody-secret-typed', 'not the password');
    const plain = (body: string) => body.replace(/value="[^"]*"/g, '');
    assert.equal(wrong.statusCode, 401);
    assert.equal(plain(wrong.body), plain(unknown.body));
    const events = await world.db.read.selectFrom('events').selectAll().execute();
    assert.ok(!JSON.stringify(events).includes('nobody-secret-typed'));
    assert.deepEqual(
      events.map(({ outcome }) => outcome),
      ['failed', 'failed'],
    );
  });

  it('take what no database keeps for nothing that was typed', async () => {
    const { browser } = await begin();
    for (const odd of ['ad\u0000min', '\u0000', 'admin\ud800']) assert.equal((await signIn(browser(), odd, adminPassword)).statusCode, 401);
    assert.equal((await signIn(browser(), 'admin', `${adminPassword}\u0000`)).statusCode, 401);
  });

  it('do one check of the same work for every try, known or not', async () => {
    const { browser, world } = await begin();
    const counted: string[] = [];
    const { verify, pretend } = world.hashing;
    Object.assign(world.hashing, {
      verify: (hash: string, password: string) => {
        counted.push('verify');
        return verify(hash, password);
      },
      pretend: (password: string) => {
        counted.push('pretend');
        return pretend(password);
      },
    });
    await signIn(browser(), 'admin', 'wrong wrong wrong');
    await signIn(browser(), 'nobody', 'wrong wrong wrong');
    await signIn(browser(), 'NOWHERE/admin', 'wrong wrong wrong');
    assert.deepEqual(counted, ['verify', 'pretend', 'pretend']);
  });

  it('let nobody in who is not active, by no way in, and tell his state only after a right password', async () => {
    const { browser, world, admin, clock, server } = await begin();
    const password = 'umbrella Fjord 7 mosaic';
    const states: readonly (readonly [string, (id: string) => Promise<unknown>])[] = [
      ['locked', (id) => actionOf(lockUser).run(world, admin, { id })],
      ['disabled', (id) => actionOf(disableUser).run(world, admin, { id })],
      ['deleted', (id) => actionOf(deleteUser).run(world, admin, { id })],
      ['ended', (id) => actionOf(updateUser).run(world, admin, { id, endsAt: clock.now() + 60_000 })],
      ['not yet', (id) => actionOf(updateUser).run(world, admin, { id, startsAt: clock.now() + 86_400_000 })],
    ];
    for (const [state, put] of states) {
      const userName = `u-${state.replace(' ', '')}`;
      const added = (await actionOf(addUser).run(world, admin, { userName, password, mustChangePassword: false })) as { id: string };
      const before = browser();
      assert.equal((await signIn(before, userName, password)).statusCode, 303, state);
      const made = await before.fill('/account', { name: 'mine', days: '3', permissions: '' }, '/account/tokens');
      const token = /rvt_[0-9a-f-]{36}\.[\w-]{43}/.exec(made.body)?.[0] ?? '';
      assert.ok(await world.bearers.find(token, clock.now()), state);
      await put(added.id);
      if (state === 'ended') clock.turn(120_000);
      await world.changes.poll();
      assert.equal((await before.get('/account')).headers.location, '/sign-in?to=/account', `${state}: session`);
      assert.equal(await world.bearers.find(token, clock.now()), null, `${state}: token`);
      const right = await signIn(browser(), userName, password);
      assert.ok(right.statusCode === 403 || right.statusCode === 401, `${state}: form`);
      const wrong = await signIn(new FormBrowser(server), userName, 'wrong wrong wrong');
      assert.match(wrong.body, /User name or password is not right/, state);
    }
  });

  it('make somebody choose his own password before anything else, in that browser, once', async () => {
    const { browser, world, admin } = await begin();
    const given = 'given Lantern 44 river';
    const own = 'my own Walnut 81 comet';
    await actionOf(addUser).run(world, admin, { userName: 'newcomer', password: given, mustChangePassword: true });
    const one = browser();
    const first = await signIn(one, 'newcomer', given, '/carbon/users?x=1');
    assert.equal(first.headers.location, '/sign-in/password');
    assert.equal(one.cookies.get('__Host-reeve'), undefined);
    assert.equal((await one.get('/account')).headers.location, '/sign-in?to=/account');
    const stranger = browser();
    assert.equal((await stranger.get('/sign-in/password')).statusCode, 401);
    assert.equal((await stranger.fill('/sign-in', { password: own, repeat: own }, '/sign-in/password')).statusCode, 401);
    assert.match((await one.fill('/sign-in/password', { password: given, repeat: given })).body, /you were given/);
    assert.match((await one.fill('/sign-in/password', { password: own, repeat: `${own}x` })).body, /differ/);
    const replay = one.cookies.get('__Host-reeve-flow') ?? '';
    // What was said at the beginning stands: a later form says neither who he is nor where he goes (CVE-2026-7571).
    const done = await one.fill('/sign-in/password', { password: own, repeat: own, to: '/admin', userName: 'admin', step: 'done', factor: 'totp' });
    assert.deepEqual([done.statusCode, done.headers.location], [303, '/carbon/users?x=1']);
    assert.match((await one.get('/account')).body, /PRIMARY\/newcomer/);
    assert.ok(one.cookies.get('__Host-reeve'));
    const again = browser();
    again.cookies.set('__Host-reeve-flow', replay);
    assert.equal((await again.get('/sign-in/password')).statusCode, 401);
    assert.equal((await signIn(browser(), 'newcomer', given)).statusCode, 401);
  });

  it('refuse forms of other sites, without a token, or with another browser’s', async () => {
    const { browser } = await begin();
    const one = browser();
    const csrf = tokenIn(await one.get('/sign-in'));
    const fields = { csrf, userName: 'admin', password: adminPassword };
    for (const headers of [
      { origin: 'https://evil.test' },
      { origin: 'null' },
      { origin: 'https://reeve.test', 'sec-fetch-site': 'cross-site' },
      { origin: 'https://reeve.test.evil.test' },
    ])
      assert.equal((await one.post('/sign-in', fields, headers)).statusCode, 403, JSON.stringify(headers));
    assert.equal((await one.post('/sign-in', { ...fields, csrf: '' })).statusCode, 403);
    const other = browser();
    await other.get('/sign-in');
    assert.equal((await other.post('/sign-in', fields)).statusCode, 403);
    assert.equal((await one.post('/sign-in', fields, { origin: 'null', 'sec-fetch-site': 'same-origin' })).statusCode, 303);
  });

  it('refuse malformed cookies everywhere', async () => {
    const { browser } = await begin();
    for (const value of [
      'x',
      'rvs_',
      '%00',
      `rvs_${'0'.repeat(80)}`,
      `rvt_00000000-0000-7000-8000-000000000000.${'A'.repeat(43)}`,
      '"',
      'rvs_a.b',
      'é'.repeat(20),
      'a'.repeat(4_000),
    ]) {
      const one = browser();
      one.cookies.set('__Host-reeve', encodeURIComponent(value));
      assert.equal((await one.get('/account')).headers.location, '/sign-in?to=/account', value);
      one.cookies.set('__Host-reeve-flow', encodeURIComponent(value));
      assert.equal((await one.get('/sign-in/password')).statusCode, 401, value);
    }
  });

  it('change the password only with the current one, end the other sessions, and rotate this one', async () => {
    const { browser, world } = await begin();
    const [one, other] = [browser(), browser()];
    await signIn(one, 'admin', adminPassword);
    await signIn(other, 'admin', adminPassword);
    const was = one.cookies.get('__Host-reeve') ?? '';
    const own = 'a Brand new 77 teapot';
    const wrong = await one.fill('/account', { current: 'nope nope nope', password: own, repeat: own }, '/account/password');
    assert.match(wrong.body, /current password is not right/);
    const done = await one.fill('/account', { current: adminPassword, password: own, repeat: own }, '/account/password');
    assert.match(done.body, /Your password is changed. 1 other session has ended/);
    assert.notEqual(one.cookies.get('__Host-reeve'), was);
    assert.equal(await world.bearers.find(was, world.now()), null);
    assert.equal((await other.get('/account')).headers.location, '/sign-in?to=/account');
    assert.equal((await one.get('/account')).statusCode, 200);
    const images = await world.db.read.selectFrom('journal_images').select(['before', 'after']).execute();
    assert.ok(!JSON.stringify(images).includes('argon2') && !JSON.stringify(images).includes(own));
  });

  it('ask somebody for his second factor where he makes a token without having shown it, and take it there', async () => {
    const { browser, world } = await begin();
    const one = browser();
    await signIn(one, 'admin', adminPassword);
    const csrf = tokenIn(await one.get('/account'));
    const begun = await one.post('/account/factors/app', { csrf, name: 'phone', current: adminPassword });
    const secret = (/<code class="secret">([^<]+)</.exec(begun.body)?.[1] ?? '').replaceAll(' ', '');
    const factor = /name="factor" value="([^"]+)"/.exec(begun.body)?.[1] ?? '';
    const confirmed = await one.post('/account/factors/confirm', { csrf, factor, code: generateSync({ secret }) });
    const [code = ''] = [...confirmed.body.matchAll(/<li><code>([^<]+)</g)].map(([, shown = '']) => shown);
    // As in a session of before he had one.
    await world.db.write((tx) => tx.updateTable('sessions').set({ factor: '' }).execute());
    const asked = await one.post('/account/tokens', { csrf, name: 'mine', days: '5' });
    assert.equal(asked.statusCode, 403);
    assert.match(asked.body, /action="\/account\/proof\/code"/);
    const wrong = await one.post('/account/proof/code', { csrf, code: '000000', 'kept-name': 'mine' });
    assert.match(wrong.body, /name="kept-name" value="mine"/);
    const shown = await one.post('/account/proof/code', { csrf, code, 'kept-name': 'mine', 'kept-days': '5' });
    assert.match(shown.body, /name="name"[^>]*value="mine"/);
    assert.match(shown.body, /name="days"[^>]*value="5"/);
    assert.match((await one.post('/account/tokens', { csrf, name: 'mine', days: '5' })).body, /class="secret">rvt_/);
  });

  it('sign out on this node at once and on another within a second', async () => {
    const { browser, another, clock } = await begin();
    const second = await another();
    const one = browser();
    await signIn(one, 'admin', adminPassword);
    const text = one.cookies.get('__Host-reeve') ?? '';
    assert.ok(await second.bearers.find(text, clock.now()));
    await one.fill('/account', {}, '/sign-out');
    assert.equal(one.cookies.get('__Host-reeve'), undefined);
    clock.turn(1_000);
    assert.equal(await second.bearers.find(text, clock.now()), null);
  });

  it('slow a guesser down in words, and let the owner in from his own browser', async () => {
    const { browser } = await begin();
    const owner = browser();
    await signIn(owner, 'admin', adminPassword);
    owner.cookies.delete('__Host-reeve');
    const attacker = browser();
    let last = await signIn(attacker, 'admin', 'guess 0 guess 0');
    // On a slow machine a short wait may be over before the next guess; the waits grow, the guesses do not.
    for (let at = 1; at < 12 || (at < 60 && last.statusCode !== 429); at++) last = await signIn(attacker, 'ADMIN', `guess ${at} guess`);
    assert.equal(last.statusCode, 429);
    assert.match(last.body, /Try again in/);
    assert.ok(Number(last.headers['retry-after']) > 0);
    assert.equal((await signIn(owner, 'admin', adminPassword)).statusCode, 303);
  });
});
