// What applications ask for and wear, over the wire: the doors of the consoles, the API behind them, the pages between, and where a tile leads.
import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, beforeEach, it } from 'node:test';
import type { FastifyInstance } from 'fastify';
import { generateSync } from 'otplib';
import type { Action } from '#action.ts';
import { actions } from '#actions.ts';
import { addApplication, deleteApplication, dressApplication, editApplication, requireForApplication } from '#applications/contract.ts';
import { addLogo } from '#applications/look-contract.ts';
import type { AnyOperation, InputOf, OutputOf } from '#contract.ts';
import { apiRoutes } from '#edges/api/routes.ts';
import { consoles } from '#edges/consoles.ts';
import { identifyAt } from '#edges/identify.ts';
import { openWeb } from '#edges/web.ts';
import type { Requirement } from '#proof/requirement-contract.ts';
import { addUser } from '#users/add-user.ts';
import { changeRolesOfUser } from '#users/change-roles-of-user.ts';
import { newAuthenticator } from '../../../test/authenticator.ts';
import { onBothDatabases } from '../../../test/databases.ts';
import { FormBrowser, tokenIn } from '../../../test/form-browser.ts';
import { goodPassword, host, type People, peopleOf, refused } from '../../../test/people.ts';
import { openTestWorld, type TestWorld } from '../../../test/world.ts';
import { sendMissing, signInPages } from './pages.ts';

const halfMinute = 30_000;
const everything = '/permission';

onBothDatabases('What an application asks for', (open) => {
  let test: TestWorld;
  let people: People;
  let server: FastifyInstance;
  let admins: string;
  let folder = '';
  before(async () => {
    test = await openTestWorld(open, { config: { anyoneRequestsPerMinuteMax: 100_000 } });
    people = peopleOf(test);
    admins = await people.role('runs it all', everything);
    folder = await mkdtemp(join(tmpdir(), 'reeve-applications-'));
    for (const app of ['console', 'dashboard']) {
      await mkdir(join(folder, app));
      await writeFile(join(folder, app, 'index.html'), `<html lang="en">${app}`);
    }
    const { world } = test;
    server = await openWeb(world, null);
    await server.register(apiRoutes(world, { actions, identify: identifyAt(world, 'api'), observe: () => {} }), { prefix: '/api' });
    await server.register(signInPages(world));
    await server.register(consoles(world, { folder, identify: identifyAt(world, 'account'), sendMissing: (missing) => sendMissing(world, missing) }));
    await server.ready();
  });
  after(async () => {
    await server?.close();
    if (folder !== '') await rm(folder, { recursive: true, force: true });
  });

  /** Nothing is heard while the clock is turned: the node asks anew. */
  const turn = async (milliseconds: number) => {
    test.clock.turn(milliseconds);
    await test.world.changes.poll();
  };
  const did = async <Op extends AnyOperation>(operation: Op, input: InputOf<Op>): Promise<OutputOf<Op>> => {
    const found = actions.find((one) => one.operation === operation) ?? assert.fail(operation.name);
    return people.run(found as Action<Op>, host, input);
  };
  const asks = async (builtIn: 'console' | 'dashboard', requirement: Partial<Requirement>) => {
    await did(requireForApplication, { id: test.world.applications.door(builtIn).id, factor: 'none', minutes: 0, ...requirement });
  };
  beforeEach(async () => {
    await asks('console', {});
    await asks('dashboard', {});
  });
  /** Added on the host, of whom nothing is asked. */
  const person = (userName: string) => did(addUser.operation, { userName, password: goodPassword, mustChangePassword: false });
  const administrator = async (name: string): Promise<string> => {
    const { id } = await person(name);
    await did(changeRolesOfUser.operation, { id, give: [{ role: admins, scope: null }] });
    await test.world.changes.poll();
    return id;
  };
  const enter = async (browser: FormBrowser, userName: string, to = '') =>
    (await browser.fill('/sign-in', { userName, password: goodPassword, to })).headers.location;
  const signedIn = async (name: string) => {
    const browser = new FormBrowser(server);
    await enter(browser, name, '/account');
    return browser;
  };
  const codeOf = (secret: string) => generateSync({ secret, epoch: Math.floor(test.clock.now() / 1000) });
  /** Through the page of the flow; gives the app's secret. */
  const addApp = async (browser: FormBrowser): Promise<string> => {
    await browser.fill('/sign-in/add-factor', {}, '/sign-in/add-factor/app');
    const page = await browser.get('/sign-in/add-factor');
    const secret = (/<code class="secret">([A-Z2-7 ]+)</.exec(page.body)?.[1] ?? '').replaceAll(' ', '');
    const kept = await browser.post('/sign-in/add-factor/confirm', { csrf: tokenIn(page), code: codeOf(secret) });
    assert.match(kept.body, /href="\/carbon"/);
    await turn(halfMinute);
    return secret;
  };
  const api = async (browser: FormBrowser, method: 'GET' | 'POST', path: string, body?: unknown) => {
    const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const headers = { host: 'reeve.test', origin: 'https://reeve.test', cookie };
    if (method === 'GET') return server.inject({ method, url: `/api${path}`, headers });
    const { csrf } = (await server.inject({ method: 'GET', url: '/api/me', headers })).json<{ csrf: string }>();
    return server.inject({
      method,
      url: `/api${path}`,
      headers: { ...headers, 'x-reeve-csrf': csrf, 'content-type': 'application/json' },
      payload: JSON.stringify(body),
    });
  };
  const answers = async (browser: FormBrowser, path: string) => (await browser.get(path)).statusCode;

  it('is asked at its door, at the API behind it, and nowhere else', async () => {
    await administrator('anne');
    const browser = await signedIn('anne');
    assert.deepEqual([await answers(browser, '/carbon'), (await api(browser, 'GET', '/roles')).statusCode], [200, 200]);
    await asks('console', { factor: 'any' });
    for (const path of ['/carbon', '/carbon/users?x=1', '/admin']) {
      const { statusCode, headers } = await browser.get(path);
      assert.deepEqual([statusCode, headers.location], [302, `/sign-in?to=${encodeURIComponent(path)}`]);
    }
    const refusal = await api(browser, 'GET', '/roles');
    assert.deepEqual([refusal.statusCode, refusal.json<{ code: string }>().code], [403, 'application.factor-needed']);
    assert.equal((await api(browser, 'POST', '/roles', { name: 'x' })).json<{ code: string }>().code, 'application.factor-needed');
    assert.deepEqual([await answers(browser, '/account'), (await api(browser, 'GET', '/me')).statusCode], [200, 200]);
  });
  it('is asked of plans and jobs, too: they go on by themselves, and tell passwords', async () => {
    await administrator('joan');
    const { id } = await person('joined');
    const browser = await signedIn('joan');
    const planned = await api(browser, 'POST', '/users/rehearse', { select: { ids: [id] }, act: { do: 'lock' } });
    const plan = planned.json<{ id: string }>().id;
    assert.equal(planned.statusCode, 200, planned.body);
    await asks('console', { factor: 'any' });
    for (const path of [`/plans/${plan}/carry-out`, `/jobs/${plan}/passwords`, `/jobs/${plan}/undo`])
      assert.equal((await api(browser, 'POST', path, {})).json<{ code: string }>().code, 'application.factor-needed', path);
    for (const path of [`/plans/${plan}/rows`, `/jobs/${plan}/results.csv`, '/jobs'])
      assert.equal((await api(browser, 'GET', path)).json<{ code: string }>().code, 'application.factor-needed', path);
    await asks('console', {});
    assert.equal((await api(browser, 'POST', `/plans/${plan}/carry-out`, {})).statusCode, 200);
  });
  it('makes no token that administers, in a session that could not', async () => {
    await administrator('tom');
    const browser = await signedIn('tom');
    await asks('console', { factor: 'any' });
    for (const body of [{ name: 'all' }, { name: 'some', permissions: ['/permission/admin/manage/identity/usermgt'] }])
      assert.equal((await api(browser, 'POST', '/me/tokens', body)).json<{ code: string }>().code, 'application.factor-needed');
    await person('nobody');
    assert.equal((await api(await signedIn('nobody'), 'POST', '/me/tokens', { name: 'mine' })).statusCode, 200);
  });
  it('is added on the way by whoever lacks it, with his password and not with an open session alone', async () => {
    await administrator('ben');
    const browser = await signedIn('ben');
    await asks('console', { factor: 'any' });
    const page = await browser.get('/sign-in?to=%2Fcarbon');
    assert.match(page.body, /Management Console asks for a second factor, and you have none yet/);
    assert.match(page.body, /name="password"/);
    for (const way of ['password', 'code']) {
      const tried = await browser.fill('/account', { to: '/carbon', current: goodPassword, code: '000000' }, `/sign-in/again/${way}`);
      assert.ok(tried.statusCode === 303 || tried.statusCode >= 400, `${tried.statusCode}`);
      assert.equal(await answers(browser, '/carbon'), 302);
    }
    assert.equal(await enter(browser, 'ben', '/carbon'), '/sign-in/add-factor');
    await addApp(browser);
    assert.deepEqual([await answers(browser, '/carbon'), (await api(browser, 'GET', '/roles')).statusCode], [200, 200]);
  });
  it('is asked by whoever signs in without saying where to, if that is where he goes', async () => {
    await administrator('cid');
    await person('dora');
    await asks('console', { factor: 'any' });
    assert.equal(await enter(new FormBrowser(server), 'cid'), '/sign-in/add-factor');
    assert.equal(await enter(new FormBrowser(server), 'cid', '/account'), '/account');
    assert.equal(await enter(new FormBrowser(server), 'dora'), '/account');
  });
  it('is shown in the session that is there, and takes him on', async () => {
    await administrator('eve');
    const first = new FormBrowser(server);
    await asks('console', { factor: 'any' });
    await enter(first, 'eve', '/carbon');
    const secret = await addApp(first);
    await asks('console', { minutes: 10, factor: 'any' });
    await turn(11 * 60_000);
    assert.equal((await api(first, 'GET', '/roles')).json<{ code: string }>().code, 'proof.needed');
    const { location = '' } = (await first.get('/carbon/roles')).headers;
    const page = await first.get(String(location));
    assert.match(page.body, /Management Console asks once more who you are/);
    assert.doesNotMatch(page.body, /name="current"/);
    const to = '/carbon/roles';
    assert.equal((await first.post('/sign-in/again/code', { csrf: tokenIn(page), to, code: '000000' })).statusCode, 400);
    // Where a form says to go is a path of ours, or nothing.
    const shown = await first.post('/sign-in/again/code', { csrf: tokenIn(page), to: 'https://evil.example/', code: codeOf(secret) });
    assert.deepEqual([shown.statusCode, shown.headers.location], [303, '/carbon']);
    assert.deepEqual([await answers(first, to), (await api(first, 'GET', '/roles')).statusCode], [200, 200]);
  });
  it('may be a password once more, where a factor is not asked for', async () => {
    await administrator('fay');
    const browser = await signedIn('fay');
    await asks('console', { minutes: 5 });
    await turn(6 * 60_000);
    const page = await browser.get('/sign-in?to=%2Fcarbon');
    const wrong = await browser.post('/sign-in/again/password', { csrf: tokenIn(page), to: '/carbon', current: 'not his' });
    assert.equal(wrong.statusCode, 400);
    const right = await browser.post('/sign-in/again/password', { csrf: tokenIn(page), to: '/carbon', current: goodPassword });
    assert.deepEqual([right.statusCode, right.headers.location, await answers(browser, '/carbon')], [303, '/carbon', 200]);
  });
  it('is never less at the dashboard than at the console', async () => {
    await administrator('gus');
    const browser = await signedIn('gus');
    await asks('dashboard', { factor: 'any' });
    assert.deepEqual([await answers(browser, '/carbon'), await answers(browser, '/admin')], [200, 302]);
    await asks('console', { factor: 'any' });
    assert.equal(await answers(browser, '/admin'), 302);
  });
  it('is a passkey and nothing else, where it says so; an app is shown before one is added', async () => {
    const id = await administrator('hal');
    const key = newAuthenticator(id);
    await asks('console', { factor: 'any' });
    const browser = new FormBrowser(server);
    await enter(browser, 'hal', '/carbon');
    const secret = await addApp(browser);
    await asks('console', { factor: 'passkey' });
    assert.equal(await answers(browser, '/carbon'), 302);
    assert.match((await browser.get('/sign-in?to=/carbon')).body, /asks for a passkey, and you have none yet/);
    assert.equal(await enter(browser, 'hal', '/carbon'), '/sign-in/factor');
    const shown = await browser.fill('/sign-in/factor', { code: codeOf(secret) });
    assert.equal(shown.headers.location, '/sign-in/add-factor');
    const adding = await browser.get('/sign-in/add-factor');
    assert.doesNotMatch(adding.body, /add-factor\/app/);
    assert.equal((await browser.post('/sign-in/add-factor/app', { csrf: tokenIn(adding) })).statusCode, 403);
    const offer = offerIn(adding.body);
    const added = await browser.post('/sign-in/add-factor/passkey', { csrf: tokenIn(adding), ceremony: offer.ceremony, response: key.make(offer.options) });
    assert.deepEqual([added.statusCode, added.headers.location, await answers(browser, '/carbon')], [303, '/carbon', 200]);
    // From now on no code will do.
    await turn(halfMinute);
    const another = new FormBrowser(server);
    assert.equal(await enter(another, 'hal', '/carbon'), '/sign-in/factor');
    const asked = await another.get('/sign-in/factor');
    assert.doesNotMatch(asked.body, /name="code"/);
    assert.equal((await another.post('/sign-in/factor', { csrf: tokenIn(asked), code: codeOf(secret) })).statusCode, 403);
    const { options, ceremony } = offerIn(asked.body);
    const entered = await another.post('/sign-in/factor/passkey', { csrf: tokenIn(asked), ceremony, response: key.show(options, { counter: 2 }) });
    assert.equal(entered.headers.location, '/carbon');
    assert.equal(await answers(another, '/carbon'), 200);
  });
  const offerIn = (body: string): { readonly options: Readonly<Record<string, unknown>>; readonly ceremony: string } => ({
    options: JSON.parse((/data-options="([^"]+)"/.exec(body)?.[1] ?? '').replace(/&#(\d+);/g, (_, code) => String.fromCharCode(Number(code)))),
    ceremony: /name="ceremony" value="([^"]+)"/.exec(body)?.[1] ?? '',
  });
  it('is asked of others by nobody who lacks it himself, and never at one’s own page', async () => {
    const requiring = actions.find((one) => one.operation === requireForApplication) as Action<typeof requireForApplication>;
    const { id } = test.world.applications.door('console');
    for (const factor of ['any', 'passkey'] as const) await refused('application.lacking-yourself', people.run(requiring, test.admin, { id, factor }));
    await people.run(requiring, test.admin, { id, minutes: 60 });
    await refused('application.account-open', people.run(requiring, host, { id: test.world.applications.door('account').id, factor: 'any' }));
  });

  it('is asked before a tile leads away, and only where an administrator has said', async () => {
    await person('ida');
    const { id } = await did(addApplication, { name: 'Wiki', homeUrl: 'https://wiki.example.org/start', description: 'Pages <b>' });
    const browser = await signedIn('ida');
    const tiles = (await browser.get('/account')).body;
    assert.match(tiles, new RegExp(`href="/account/open/${id}"`));
    assert.ok(!tiles.includes('<b>'));
    const led = await browser.get(`/account/open/${id}?to=https://evil.example`);
    assert.match(led.body, /content="0;url=https:\/\/wiki\.example\.org\/start"/);
    assert.ok(!led.body.includes('evil.example'));
    await did(requireForApplication, { id, factor: 'any' });
    const { statusCode, headers } = await browser.get(`/account/open/${id}`);
    assert.deepEqual([statusCode, headers.location], [302, `/sign-in?to=${encodeURIComponent(`/account/open/${id}`)}`]);
    assert.match((await browser.get(String(headers.location))).body, /Wiki asks for a second factor/);
    await did(editApplication, { id, enabled: false });
    assert.equal(await answers(browser, `/account/open/${id}`), 404);
    assert.doesNotMatch((await browser.get('/account')).body, /account\/open/);
    await did(deleteApplication, { id });
    for (const unknown of [id, test.world.applications.door('console').id, 'x']) assert.equal(await answers(browser, `/account/open/${unknown}`), 404);
  });

  it('dresses every page on the way there, and a forged cookie dresses it in nothing that is not there', async () => {
    const { id, name } = await did(addApplication, { name: 'Shop', homeUrl: 'https://shop.example.org' });
    const svg = '<svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0h8v8z"/></svg>';
    const { logo } = await did(addLogo, { content: Buffer.from(svg).toString('base64') });
    await did(dressApplication, { id, accent: '#aa0033', logo, terms: 'https://shop.example.org/terms' });
    const browser = new FormBrowser(server);
    const to = `/account/open/${id}`;
    const wears = async (path: string) => {
      const { body, headers } = await browser.get(path);
      assert.match(String(headers['content-security-policy']), /style-src 'self'; script-src 'self'/);
      return body.includes(`· ${name}</title>`) && body.includes(`src="/sign-in/logo/${logo}"`)
        ? (/\/sign-in\/look\/[\w-]+\/\w+\.css/.exec(body)?.[0] ?? '')
        : '';
    };
    assert.equal(await wears('/sign-in'), '');
    const sheet = await wears(`/sign-in?to=${encodeURIComponent(to)}`);
    assert.equal(await wears('/recover'), sheet);
    const css = await server.inject(sheet);
    assert.deepEqual([css.statusCode, css.headers['cache-control']], [200, 'public, max-age=31536000, immutable']);
    assert.match(css.body, /^:root\{--canvas:[^<>{}]+--accent:light-dark\(#aa0033,#[0-9a-f]{6}\)[^<>{}]+\}$/);
    const picture = await server.inject(`/sign-in/logo/${logo}`);
    assert.deepEqual([picture.headers['content-type'], picture.headers['x-content-type-options']], ['image/svg+xml', 'nosniff']);
    assert.match(String(picture.headers['content-security-policy']), /^default-src 'none'; .*sandbox$/);
    for (const gone of ['/sign-in/logo/x', '/sign-in/look/all/x.css', `/sign-in/look/${id}/${'0'.repeat(24)}.css`, sheet.replace(id, 'all')])
      assert.equal((await server.inject(gone)).statusCode, 404);
    browser.cookies.set('__Host-reeve-for', '"><script>');
    assert.equal(await wears('/recover'), '');
    browser.cookies.set('__Host-reeve-for', id);
    assert.equal(await wears('/recover'), sheet);
    await did(editApplication, { id, enabled: false });
    assert.equal(await wears('/recover'), '');
  });
});
