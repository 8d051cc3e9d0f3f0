import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';
import type { FastifyInstance } from 'fastify';
import { actions } from '#actions.ts';
import { identifyingOperations } from '#authentication/identifier-contract.ts';
import { openWeb } from '#edges/web.ts';
import { onBothDatabases } from '../../../test/databases.ts';
import { FormBrowser } from '../../../test/form-browser.ts';
import { adminPassword, openTestWorld, type TestWorld } from '../../../test/world.ts';
import { signInPages } from './pages.ts';

onBothDatabases('The sign-in page', (open) => {
  let test: TestWorld;
  let server: FastifyInstance;
  before(async () => {
    test = await openTestWorld(open);
    server = await openWeb(test.world, null);
    await server.register(signInPages(test.world));
  });
  after(() => server.close());
  const rule = async (set: { readonly nameFirst?: boolean; readonly rememberNames?: boolean }) => {
    await actions.find(({ operation }) => operation === identifyingOperations.change)?.run(test.world, test.admin, set);
  };
  const browser = () => new FormBrowser(server);
  const enter = (one: FormBrowser, password = adminPassword) => one.fill('/sign-in', { userName: 'admin', password });
  const plain = (body: string, name: string) => body.replace(/value="[^"]*"/g, '').replaceAll(new RegExp(`\\b${name}\\b`, 'g'), 'NAME');

  it('asks for the name first where the rule says so, and says the same of anybody’s', async () => {
    await rule({ nameFirst: true });
    const one = browser();
    const first = (await one.get('/sign-in')).body;
    assert.match(first, /name="userName"/);
    assert.doesNotMatch(first, /name="password"/);
    const known = await one.fill('/sign-in', { userName: 'admin' });
    const unknown = await browser().fill('/sign-in', { userName: 'no-one' });
    assert.equal(known.statusCode, 200);
    assert.equal(plain(known.body, 'admin'), plain(unknown.body, 'no-one'));
    assert.match(known.body, /name="password"/);
    assert.equal((await enter(one, 'wrong')).statusCode, 401);
    assert.match((await enter(browser(), 'wrong')).body, /name="userName" value="admin"[^>]*readonly/);
    assert.equal((await enter(one)).statusCode, 303);
    await rule({ nameFirst: false });
    assert.match((await browser().get('/sign-in')).body, /name="password"/);
    assert.equal((await browser().fill('/sign-in', { userName: 'admin' })).statusCode, 401);
  });

  it('offers whom this browser remembers, each to be forgotten, and believes nothing of it', async () => {
    const one = browser();
    assert.doesNotMatch((await one.get('/sign-in')).body, /Who is it/);
    await enter(one);
    await one.fill('/account', {}, '/sign-out');
    assert.match((await one.get('/sign-in?to=/carbon/roles')).body, /href="\/sign-in\?as=admin&amp;to=%2Fcarbon%2Froles">admin</);
    const chosen = (await one.get('/sign-in?as=admin')).body;
    assert.match(chosen, /name="userName" value="admin"/);
    assert.match(chosen, /name="password"[^>]*autofocus/);
    assert.doesNotMatch((await browser().get('/sign-in')).body, /Who is it/);
    const forgotten = await one.fill('/sign-in', { name: 'admin' }, '/sign-in/forget');
    assert.equal(forgotten.headers.location, '/sign-in?to=');
    assert.doesNotMatch((await one.get('/sign-in')).body, /Who is it/);
  });

  it('shows of what a browser claims to remember only what are names, and nothing as markup', async () => {
    const one = browser();
    const claim = (value: unknown) => one.cookies.set('__Host-reeve-names', Buffer.from(JSON.stringify(value)).toString('base64url'));
    claim(['<script>alert(1)</script>', 7, null, 'x'.repeat(400), 'a', 'b', 'c', 'd', 'e', 'f']);
    const { body } = await one.get('/sign-in');
    assert.doesNotMatch(body, /<script>alert|xxxx/);
    assert.equal([...body.matchAll(/\/sign-in\?as=/g)].length, 5);
    for (const broken of ['', 'nonsense', Buffer.from('{').toString('base64url')]) {
      one.cookies.set('__Host-reeve-names', broken);
      assert.equal((await one.get('/sign-in')).statusCode, 200);
    }
    assert.doesNotMatch((await one.get('/sign-in?as=%3Cscript%3Ealert')).body, /<script>alert/);
  });

  it('remembers nobody where the rule says so', async () => {
    await rule({ rememberNames: false });
    const one = browser();
    await enter(one);
    assert.equal(one.cookies.get('__Host-reeve-names'), undefined);
    await rule({ rememberNames: true });
  });

  it('says after a failure what may be the reason, the same to everybody, and what to tell an administrator', async () => {
    const known = (await enter(browser(), 'wrong')).body;
    const unknown = (await browser().fill('/sign-in', { userName: 'no-one', password: 'wrong' })).body;
    assert.match(known, /Why can’t I sign in\?/);
    assert.match(known, /from the network 127\.0\.0\.0\/24/);
    const timeless = (body: string, name: string) => plain(body, name).replace(/\d\d:\d\d/g, '');
    assert.equal(timeless(known, 'admin'), timeless(unknown, 'no-one'));
    assert.doesNotMatch((await browser().get('/sign-in')).body, /Why can’t/);
  });
});
