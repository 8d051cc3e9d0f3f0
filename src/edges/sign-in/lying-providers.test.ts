// Identity providers that lie, and browsers that bring what is not theirs: nobody comes in, nobody is made, and nobody is linked.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { FastifyInstance } from 'fastify';
import { sessionCookie } from '#authentication/actor-from-request.ts';
import { openWeb } from '#edges/web.ts';
import { addProvider } from '#providers/add-provider.ts';
import { onBothDatabases } from '../../../test/databases.ts';
import { FormBrowser, tokenIn } from '../../../test/form-browser.ts';
import { leadsTo } from '../../../test/going-there.ts';
import { signInThere } from '../../../test/other-side.ts';
import { type People, peopleOf } from '../../../test/people.ts';
import { type Lies, type LyingProvider, startLyingProvider } from '../../../test/servers/lying-provider.ts';
import { type OpenIdServer, startOpenId } from '../../../test/servers/open-id.ts';
import { openTestWorld, type TestWorld } from '../../../test/world.ts';
import { signInPages } from './pages.ts';

const hourAgo = Math.floor(Date.now() / 1_000) - 3_600;

/** What is told of whoever comes back, each by itself wrong. */
const lies: Readonly<Record<string, Lies>> = {
  'an ID token of another issuer': { claims: { iss: 'https://accounts.google.com' } },
  'an ID token for somebody else': { claims: { aud: 'another client' } },
  'an ID token for several, given to another': { claims: { aud: ['reeve', 'another client'], azp: 'another client' } },
  'an ID token of another sign-in': { claims: { nonce: 'another nonce' } },
  'an ID token of no sign-in': { claims: { nonce: undefined } },
  'an ID token that has ended': { claims: { iat: hourAgo, exp: hourAgo + 60 } },
  'an ID token without an end': { claims: { exp: undefined } },
  'an ID token of nobody': { claims: { sub: undefined } },
  'an ID token of an empty subject': { claims: { sub: '' } },
  'an ID token of a subject that no database keeps': { claims: { sub: 'x\u0000' }, who: { sub: 'x\u0000' } },
  'an ID token that nobody signed': { header: { alg: 'none' }, signedBy: 'nobody' },
  'an ID token without its signature': { signedBy: 'nobody' },
  'an ID token that another key signed': { signedBy: 'another' },
  'an ID token of a key that it does not have': { header: { kid: 'two' }, signedBy: 'another' },
  'an ID token signed with the secret': { header: { alg: 'HS256' }, signedBy: 'the secret' },
  'an ID token signed with the public key as a secret': { header: { alg: 'HS256' }, signedBy: 'the public key' },
  'no ID token': { token: { access_token: 'a', token_type: 'Bearer' } },
  'an error in the place of a token': { token: { error: 'invalid_grant' } },
  'somebody else, asked who it is': { who: { sub: 'the administrator' } },
  'nobody, asked who it is': { who: { sub: undefined } },
  'nothing, asked who it is': { whoStatus: 500 },
  'a way to elsewhere': { redirects: 'https://localhost:1/token' },
};

onBothDatabases('A provider that lies', (open) => {
  let test: TestWorld;
  let people: People;
  let liar: LyingProvider;
  let honest: OpenIdServer;
  let server: FastifyInstance;
  before(async () => {
    [liar, honest] = await Promise.all([startLyingProvider(), startOpenId(['https://reeve.test/sign-in/from/honest'])]);
    test = await openTestWorld(open, {
      config: { baseUrl: 'https://reeve.test', egressNetworks: ['127.0.0.0/8', '::1'], anyoneRequestsPerMinuteMax: 100_000 },
    });
    people = peopleOf(test);
    server = await openWeb(test.world, null);
    await server.register(signInPages(test.world));
    await add('liar', liar.issuer, { secret: liar.clientSecret, authorities: liar.authority });
    await add('honest', honest.issuer, { secret: honest.clientSecret, authorities: honest.authority });
    honest.person('eve', { preferred_username: 'eve' });
    honest.person('vic', { preferred_username: 'vic' });
  });
  after(async () => {
    await server?.close();
    await Promise.all([liar?.stop(), honest?.stop()]);
  });

  const add = (key: string, issuer: string, how: { readonly secret: string; readonly authorities: string; readonly scopes?: string }) =>
    people.run(addProvider, test.admin, { key, preset: 'oidc', name: key, issuer, clientId: 'reeve', enabled: true, addsUsers: true, ...how });
  const press = async (browser: FormBrowser, key: string) => {
    await test.world.changes.poll();
    return browser.post('/sign-in/with', { csrf: tokenIn(await browser.get('/sign-in')), key, to: '' });
  };
  /** Where the button leads. */
  const goThere = async (browser: FormBrowser, key: string) => {
    const page = await press(browser, key);
    return new URL((/content="0;url=([^"]+)"/.exec(page.body)?.[1] ?? assert.fail(page.body)).replaceAll('&#38;', '&'));
  };
  const back = (key: string, said: Readonly<Record<string, string>> | readonly (readonly [string, string])[]) =>
    `/sign-in/from/${key}?${new URLSearchParams(said as Record<string, string>)}`;
  const counts = async () => {
    const { read } = test.world.db;
    const [users, sessions, accounts] = await Promise.all([
      read.selectFrom('users').select('no').execute(),
      read.selectFrom('sessions').select('id').execute(),
      read.selectFrom('linked_accounts').select('no').execute(),
    ]);
    return [users.length, sessions.length, accounts.length];
  };
  /** Nobody came in by this. */
  const nobody = async (browser: FormBrowser, at: string, says = /./) => {
    const before = await counts();
    const answer = await browser.get(at);
    assert.ok(answer.statusCode >= 400 && answer.statusCode < 600 && answer.statusCode !== 500, `${answer.statusCode} ${answer.body}`);
    assert.match(answer.body, says);
    assert.equal(browser.cookies.get(sessionCookie), undefined);
    assert.deepEqual(await counts(), before);
  };

  describe('lets nobody in by', () => {
    for (const [what, lie] of Object.entries(lies))
      it(what, async () => {
        const browser = new FormBrowser(server);
        const there = await goThere(browser, 'liar');
        liar.lie(lie, there.searchParams.get('nonce') ?? '');
        await nobody(browser, back('liar', { code: 'c', state: there.searchParams.get('state') ?? '' }), /did not work/);
      });
  });

  it('lets somebody in when it does not lie', async () => {
    const browser = new FormBrowser(server);
    const there = await goThere(browser, 'liar');
    liar.lie({}, there.searchParams.get('nonce') ?? '');
    assert.equal((await browser.get(back('liar', { code: 'c', state: there.searchParams.get('state') ?? '' }))).statusCode, 303);
  });

  it('asks for PKCE, a state and a nonce, and never for more than a code', async () => {
    const { searchParams } = await goThere(new FormBrowser(server), 'liar');
    assert.equal(searchParams.get('response_type'), 'code');
    assert.equal(searchParams.get('code_challenge_method'), 'S256');
    assert.match(searchParams.get('code_challenge') ?? '', /^[\w-]{43}$/);
    assert.match(searchParams.get('nonce') ?? '', /^[\w-]{43}$/);
    assert.equal(searchParams.get('redirect_uri'), 'https://reeve.test/sign-in/from/liar');
  });

  describe('proves nothing again by', () => {
    const now = () => Math.floor(Date.now() / 1_000);
    const silences: Readonly<Record<string, readonly [() => Lies, RegExp]>> = {
      'a word that says nothing of when he was asked': [() => ({}), /does not say when/],
      'one that says so beside what is signed': [() => ({ who: { auth_time: now() } }), /does not say when/],
      'a time that is none': [() => ({ claims: { auth_time: String(now()) } }), /did not work/],
      'a time before he went there': [() => ({ claims: { auth_time: now() - 60 } }), /without asking again/],
      'somebody else': [() => ({ claims: { sub: 'another', auth_time: now() }, who: { sub: 'another' } }), /another account/],
    };
    let browser: FormBrowser;
    before(async () => {
      browser = new FormBrowser(server);
      const there = await goThere(browser, 'liar');
      liar.lie({}, there.searchParams.get('nonce') ?? '');
      await browser.get(back('liar', { code: 'c', state: there.searchParams.get('state') ?? '' }));
    });
    const proved = async (lie: Lies) => {
      const page = await browser.post('/account/proof/provider', { csrf: tokenIn(await browser.get('/account')), provider: 'liar' });
      const there = new URL(leadsTo(page)).searchParams;
      liar.lie(lie, there.get('nonce') ?? '');
      const answer = await browser.get(back('liar', { code: 'c', state: there.get('state') ?? '' }));
      return { there, answer, held: await test.world.db.read.selectFrom('sessions').select('id').where('proved_at', '>', 0).execute() };
    };
    for (const [what, [lie, says]] of Object.entries(silences))
      it(what, async () => {
        const { answer, held } = await proved(lie());
        assert.match(answer.body, says);
        assert.deepEqual(held, []);
      });
    it('nothing of that, when it was asked and says so', async () => {
      const { there, answer, held } = await proved({ claims: { auth_time: now() - 20 } });
      assert.deepEqual([there.get('max_age'), there.get('prompt')], ['0', 'login']);
      assert.match(answer.body, /Thank you/);
      assert.equal(held.length, 1);
    });
  });

  describe('a browser brings', () => {
    const begun = async () => {
      const browser = new FormBrowser(server);
      const there = await goThere(browser, 'liar');
      liar.lie({}, there.searchParams.get('nonce') ?? '');
      return { browser, state: there.searchParams.get('state') ?? '' };
    };
    /** The provider is not even asked. */
    const unasked = async (browser: FormBrowser, at: string) => {
      await nobody(browser, at);
      assert.deepEqual(liar.asked(), []);
    };
    it('no state', async () => unasked((await begun()).browser, back('liar', { code: 'c' })));
    it('a state of its own', async () => unasked((await begun()).browser, back('liar', { code: 'c', state: 's.AAAA' })));
    it('a state that was touched', async () => {
      const { browser, state } = await begun();
      await unasked(browser, back('liar', { code: 'c', state: `${state.slice(0, -2)}${state.endsWith('AA') ? 'BB' : 'AA'}` }));
    });
    it('the state of a sign-in for something else', async () => {
      const { browser, state } = await begun();
      for (const letter of ['l', 't', 'x']) await unasked(browser, back('liar', { code: 'c', state: `${letter}${state.slice(1)}` }));
    });
    it('what another browser was sent with: whoever wants to sign him in as somebody else (login CSRF)', async () => {
      const { state } = await begun();
      const victim = new FormBrowser(server);
      await victim.get('/sign-in');
      await unasked(victim, back('liar', { code: 'c', state }));
      await unasked(new FormBrowser(server), back('liar', { code: 'c', state }));
    });
    it('to one provider what another sent (mix-up, RFC 9700 §4.4)', async () => {
      const { browser, state } = await begun();
      await unasked(browser, back('honest', { code: 'c', state }));
    });
    it('the answer of another issuer (RFC 9207)', async () => {
      const { browser, state } = await begun();
      await nobody(browser, back('liar', { code: 'c', state, iss: honest.issuer }), /did not work/);
      assert.doesNotMatch(liar.asked().join(), /token/);
    });
    it('a code or a state twice', async () => {
      const { browser, state } = await begun();
      await nobody(
        browser,
        back('liar', [
          ['code', 'c'],
          ['code', 'd'],
          ['state', state],
        ]),
      );
      const again = await begun();
      await nobody(
        again.browser,
        back('liar', [
          ['code', 'c'],
          ['state', again.state],
          ['state', 'x'],
        ]),
      );
      assert.doesNotMatch(liar.asked().join(), /token/);
    });
    it('no code', async () => {
      const { browser, state } = await begun();
      await nobody(browser, back('liar', { state }));
    });
    it('an answer that comes too late', async () => {
      const { browser, state } = await begun();
      test.clock.turn(15 * 60_000);
      await test.world.changes.poll();
      await unasked(browser, back('liar', { code: 'c', state }));
    });
    it('a code of somebody else (PKCE, RFC 7636)', async () => {
      const [attacker, victim] = [new FormBrowser(server), new FormBrowser(server)];
      const stolen = new URL(await signInThere((await goThere(victim, 'honest')).href, { authority: honest.authority, name: 'vic' }));
      const own = new URL(await signInThere((await goThere(attacker, 'honest')).href, { authority: honest.authority, name: 'eve' }));
      const said = { code: stolen.searchParams.get('code') ?? '', state: own.searchParams.get('state') ?? '', iss: honest.issuer };
      await nobody(attacker, back('honest', said), /did not work/);
    });
    it('an error that the provider did not mean for people', async () => {
      const { browser, state } = await begun();
      const says = '<script>alert(1)</script>';
      const answer = await browser.get(back('liar', { error: 'server_error', error_description: says, state }));
      assert.ok(!answer.body.includes('<script>alert'));
      assert.match(answer.body, /did not work/);
    });
    it('somewhere else to go afterwards', async () => {
      const browser = new FormBrowser(server);
      await test.world.changes.poll();
      const page = await browser.post('/sign-in/with', { csrf: tokenIn(await browser.get('/sign-in')), key: 'liar', to: '//evil.example/' });
      const there = new URL((/content="0;url=([^"]+)"/.exec(page.body)?.[1] ?? '').replaceAll('&#38;', '&'));
      liar.lie({ claims: { sub: 'somebody' } }, there.searchParams.get('nonce') ?? '');
      const { headers } = await browser.get(back('liar', { code: 'c', state: there.searchParams.get('state') ?? '' }));
      assert.equal(headers.location, '/account');
    });
  });

  describe('a document that lies', () => {
    let nth = 0;
    /** What was discovered of the one before is kept for some minutes: one that asks for something else is discovered by itself. */
    const fresh = async () => {
      nth += 1;
      await add(`document${nth}`, liar.issuer, { secret: liar.clientSecret, authorities: liar.authority, scopes: `openid document${nth}` });
    };
    const documents: Readonly<Record<string, NonNullable<Lies['document']>>> = {
      'of another issuer': { issuer: 'https://accounts.google.com' },
      'that sends people over plain HTTP': { authorization_endpoint: 'http://localhost/authorize' },
      'of no address': { authorization_endpoint: undefined },
    };
    for (const [what, document] of Object.entries(documents))
      it(`${what} leads nowhere`, async () => {
        liar.lie({ document });
        await fresh();
        const page = await press(new FormBrowser(server), `document${nth}`);
        assert.doesNotMatch(page.body, /http-equiv="refresh"/);
        assert.match(page.body, /did not work/);
      });
    const inside: Readonly<Record<string, Lies>> = {
      'its keys where clouds keep their credentials': { document: { jwks_uri: 'https://169.254.169.254/latest/meta-data' } },
      'its tokens in a private network': { document: { token_endpoint: 'https://10.0.0.1/token' } },
      'its tokens over plain HTTP': { document: { token_endpoint: 'http://localhost:1/token' } },
      'who it is at a file': { document: { userinfo_endpoint: 'file:///etc/passwd' } },
      'more keys than anybody reads': { keysBytes: 2_000_000 },
    };
    for (const [what, lie] of Object.entries(inside))
      it(`that has ${what} lets nobody in`, async () => {
        liar.lie(lie);
        await fresh();
        const browser = new FormBrowser(server);
        const there = await goThere(browser, `document${nth}`);
        liar.lie(lie, there.searchParams.get('nonce') ?? '');
        await nobody(browser, back(`document${nth}`, { code: 'c', state: there.searchParams.get('state') ?? '' }), /did not work/);
      });
    it('without an authority that is trusted is not even read', async () => {
      await add('distrusted', liar.issuer, { secret: liar.clientSecret, authorities: honest.authority });
      liar.lie({});
      assert.match((await press(new FormBrowser(server), 'distrusted')).body, /did not work/);
      assert.deepEqual(liar.asked(), []);
    });
  });
});
