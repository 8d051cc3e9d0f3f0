// Every page and form of this edge, as the server itself lists them: a stranger, a foreign page and an empty form get nothing but a sentence. A new one is walked by itself.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { FastifyInstance } from 'fastify';
import { openWeb } from '#edges/web.ts';
import { onBothDatabases } from '../../../test/databases.ts';
import { FormBrowser, tokenIn } from '../../../test/form-browser.ts';
import { adminPassword, openTestWorld } from '../../../test/world.ts';
import { signInPages } from './pages.ts';

/** What a stranger may look at, and scripts and styles. */
const open = /^\/(?:sign-in(?:\/passkey)?|recover(?:\/sent)?|code|$)$|\.(?:css|js|svg)$/;
/** These end what the next ones are asked with, and take nothing from a form. */
const ending = new Set(['/sign-out', '/account/end-everything']);

onBothDatabases('Each page and form', (database) => {
  const routes: { readonly method: string; readonly url: string }[] = [];
  let server: FastifyInstance;
  before(async () => {
    const { world } = await openTestWorld(database);
    server = await openWeb({ ...world, config: { ...world.config, anyoneRequestsPerMinuteMax: 100_000 } }, null);
    server.addHook('onRoute', ({ method, url }) => {
      for (const one of [method].flat()) routes.push({ method: one, url: url.replace(/:\w+/g, 'x') });
    });
    await server.register(signInPages(world));
    await server.ready();
  });
  after(() => server.close());

  const forms = () => routes.filter(({ method }) => method === 'POST');
  const signedIn = async () => {
    const browser = new FormBrowser(server);
    assert.equal((await browser.fill('/sign-in', { userName: 'admin', password: adminPassword })).statusCode, 303);
    return browser;
  };
  const isSentence = (body: string) => /<(?:p|li)>[^<]{10,}/.test(body);

  it('there are some', () => assert.ok(forms().length >= 25, `${forms().length}`));

  describe('a stranger', () => {
    it('sees no page that is somebody’s', async () => {
      for (const { url } of routes.filter(({ method, url }) => method === 'GET' && !open.test(url))) {
        const { statusCode, headers, body } = await new FormBrowser(server).get(url);
        const isSentAway = statusCode === 302 && String(headers.location).startsWith('/sign-in');
        assert.ok(isSentAway || (statusCode >= 400 && statusCode < 500 && isSentence(body)), `${url}: ${statusCode} ${body.slice(0, 300)}`);
      }
    });
    it('sends no form, from wherever', async () => {
      for (const { url } of forms())
        for (const origin of ['https://reeve.test', 'https://evil.example', 'null']) {
          const { statusCode, body } = await new FormBrowser(server).post(url, {}, { origin });
          assert.ok([401, 403].includes(statusCode) && isSentence(body), `${url} from ${origin}: ${statusCode}`);
        }
    });
  });

  it('a foreign page sends no form of somebody who is signed in, nor does one without its token', async () => {
    const browser = await signedIn();
    const csrf = tokenIn(await browser.get('/account'));
    for (const { url } of forms()) {
      const foreign = await browser.post(url, { csrf }, { origin: 'https://evil.example' });
      assert.equal(foreign.statusCode, 403, `${url}: ${foreign.statusCode}`);
      const without = await browser.post(url, {});
      assert.equal(without.statusCode, 403, `${url} without its token: ${without.statusCode}`);
    }
    // And he is signed in as before.
    assert.equal((await browser.get('/account')).statusCode, 200);
  });

  it('an empty form, and one of odd values, is answered with a sentence', async () => {
    const browser = await signedIn();
    const csrf = tokenIn(await browser.get('/account'));
    const odd = ['', '\u0000', 'x'.repeat(20_000), '{"id":"x","response":{}}', '../../etc', '<b>'];
    const names = [
      'current',
      'password',
      'repeat',
      'code',
      'factor',
      'name',
      'ceremony',
      'response',
      'id',
      'link',
      'days',
      'permissions',
      'value-shownName',
      'typed',
    ];
    for (const { url } of forms().filter((one) => !ending.has(one.url) && /^\/(?:account|sign-in\/again)/.test(one.url)))
      for (const value of odd) {
        const answer = await browser.post(url, { csrf, ...Object.fromEntries(names.map((name) => [name, value])) });
        assert.ok(
          answer.statusCode < 500 && (answer.statusCode === 303 || isSentence(answer.body)),
          `${url} ${JSON.stringify(value.slice(0, 20))}: ${answer.statusCode}`,
        );
        assert.ok(!answer.body.includes('<b>'), url);
      }
  });
});
