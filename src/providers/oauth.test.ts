// Providers that know OAuth 2.0 alone: what Reeve asks them, and whom it takes somebody for. In their place stands a server that answers to their names.
import assert from 'node:assert/strict';
import { createServer } from 'node:https';
import { connect } from 'node:net';
import { after, before, describe, it } from 'node:test';
import type { Egress } from '#egress/egress.ts';
import { type Connection, type IdentityProviders, ProviderFault } from '#identity-provider.ts';
import { makeAuthority } from '../../test/servers/authority.ts';
import { provedMail } from './claims.ts';
import { openProviders } from './client.ts';

type Asked = { readonly host: string; readonly path: string; readonly authorization: string; readonly body: URLSearchParams };
type Answers = Readonly<Record<string, unknown>>;

describe('A provider that knows OAuth 2.0 alone', () => {
  let providers: IdentityProviders;
  let authorities: string;
  let answers: Answers = {};
  let asked: Asked[] = [];
  let stop = async () => {};
  before(async () => {
    const authority = await makeAuthority();
    authorities = authority.cert;
    const names = ['github.com', 'api.github.com', 'www.linkedin.com', 'api.linkedin.com', 'graph.facebook.com'];
    const server = createServer(await authority.issue(names), (request, response) => {
      let body = '';
      request.on('data', (piece) => {
        body += String(piece);
      });
      request.on('end', () => {
        const { host = '', authorization = '' } = request.headers;
        asked.push({ host, path: request.url ?? '', authorization, body: new URLSearchParams(body) });
        const answer = answers[`${host}${request.url}`];
        response.writeHead(answer === undefined ? 404 : 200, { 'content-type': 'application/json' }).end(JSON.stringify(answer ?? {}));
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
    const address = server.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    // The internet, as far as this test goes.
    const egress: Egress = {
      resolve: async () => '127.0.0.1',
      connect: () =>
        new Promise((resolve, reject) => {
          const socket = connect({ host: '127.0.0.1', port }, () => resolve(socket)).once('error', reject);
        }),
    };
    providers = openProviders({ egress, now: Date.now });
    stop = () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
  });
  after(() => stop());

  const connectionOf = (preset: Connection['preset'], scopes: string): Connection => ({
    preset,
    issuer: '',
    clientId: 'reeve',
    scopes,
    authorities,
    teamId: '',
    keyId: '',
    secret: 's',
  });
  const trip = { state: 'x', seed: 'y' };
  const arrive = (preset: Connection['preset'], told: Answers) => {
    [answers, asked] = [told, []];
    return providers.arrive(connectionOf(preset, 'user'), { ...trip, at: new URL(`https://reeve.test/sign-in/from/${preset}?code=c&state=x`) });
  };
  const token = { access_token: 'a', token_type: 'bearer' };

  it('is asked with PKCE, and tells who it is by a number that is never another’s', async () => {
    const place = new URL(await providers.begin(connectionOf('github', 'read:user'), { ...trip, redirectUri: 'https://reeve.test/sign-in/from/github' }));
    assert.equal(`${place.origin}${place.pathname}`, 'https://github.com/login/oauth/authorize');
    assert.equal(place.searchParams.get('code_challenge_method'), 'S256');
    assert.equal(place.searchParams.get('nonce'), null);
    const arrived = await arrive('github', {
      'github.com/login/oauth/access_token': token,
      'api.github.com/user': { id: 583231, login: 'octocat', email: 'shown@example.org' },
      'api.github.com/user/emails': [
        { email: 'other@example.org', primary: false, verified: true },
        { email: 'octocat@example.org', primary: true, verified: true },
      ],
    });
    assert.deepEqual([arrived.issuer, arrived.subject], ['https://github.com', '583231']);
    // Not the one he shows, which he may have typed.
    assert.equal(provedMail(arrived.claims, { preset: 'github', trustsMail: false }), 'octocat@example.org');
    assert.ok(asked[0]?.body.get('code_verifier'));
    assert.equal(asked[0]?.body.get('client_secret'), 's');
    assert.equal(asked[1]?.authorization, 'Bearer a');
  });
  it('proves no address that is not verified', async () => {
    const told = { 'github.com/login/oauth/access_token': token, 'api.github.com/user': { id: 1, email: 'a@example.org', email_verified: true } };
    for (const mails of [[{ email: 'a@example.org', primary: true, verified: false }], [], {}, null]) {
      const { claims } = await arrive('github', { ...told, 'api.github.com/user/emails': mails ?? 'nothing' });
      assert.equal(provedMail(claims, { preset: 'github', trustsMail: false }), '', JSON.stringify(mails));
    }
  });
  it('lets nobody in who is nobody there', async () => {
    const told = { 'github.com/login/oauth/access_token': token, 'api.github.com/user/emails': [] };
    for (const who of [{}, { id: null }, { id: '' }, { id: 1.5 }, { id: true }, { id: { x: 1 } }, [], 'x', { login: 'octocat' }])
      await assert.rejects(arrive('github', { ...told, 'api.github.com/user': who }), ProviderFault, JSON.stringify(who));
    await assert.rejects(arrive('github', told), ProviderFault);
    await assert.rejects(arrive('github', { 'github.com/login/oauth/access_token': { error: 'bad_verification_code' } }), /bad_verification_code|access_token/);
  });
  it('is asked without PKCE where it does not know it', async () => {
    const arrived = await arrive('linkedin', {
      'www.linkedin.com/oauth/v2/accessToken': token,
      'api.linkedin.com/v2/userinfo': { sub: 'li1', email: 'a@example.org', email_verified: true },
    });
    assert.deepEqual([arrived.issuer, arrived.subject], ['https://www.linkedin.com/oauth', 'li1']);
    assert.equal(asked[0]?.body.get('code_verifier'), null);
  });
  it('is Facebook, whose addresses prove nothing', async () => {
    const arrived = await arrive('facebook', {
      'graph.facebook.com/oauth/access_token': token,
      'graph.facebook.com/me?fields=id,name,first_name,last_name,email': { id: '77', email: 'a@example.org', email_verified: true },
    });
    assert.equal(arrived.subject, '77');
    assert.equal(provedMail(arrived.claims, { preset: 'facebook', trustsMail: false }), '');
  });
});
