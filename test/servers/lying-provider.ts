// An identity provider that lies as it is told: its document, its tokens and its answers are whatever a test says, over real TLS on loopback.
// Called by tests of signing in by a provider. It asks nobody for anything: a test brings the browser back itself.
import { createHmac, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import { makeAuthority } from './authority.ts';
import { freePort } from './free-port.ts';

type Said = Readonly<Record<string, unknown>>;
export type Lies = {
  readonly document?: Said;
  /** Laid over a right ID token; undefined takes a claim away. */
  readonly claims?: Said;
  readonly header?: Said;
  readonly signedBy?: 'nobody' | 'another' | 'the secret' | 'the public key';
  /** In the place of the whole answer. */
  readonly token?: Said;
  readonly who?: Said;
  readonly whoStatus?: number;
  /** The token's address answers with a way to elsewhere. */
  readonly redirects?: string;
  readonly keysBytes?: number;
};
export type LyingProvider = {
  readonly issuer: string;
  readonly authority: string;
  readonly clientSecret: string;
  /** What it says from now on; `nonce` = what the browser was sent there with. */
  lie(lies: Lies, nonce?: string): void;
  /** Every address it was asked at since it was last told to lie. */
  asked(): readonly string[];
  stop(): Promise<void>;
};

const encoded = (part: unknown): string => Buffer.from(JSON.stringify(part)).toString('base64url');

export async function startLyingProvider(): Promise<LyingProvider> {
  const [authority, port] = [await makeAuthority(), await freePort()];
  const issuer = `https://localhost:${port}`;
  const clientSecret = 'a secret that is long enough for a mac';
  const [own, another] = [generateKeyPairSync('ec', { namedCurve: 'P-256' }), generateKeyPairSync('ec', { namedCurve: 'P-256' })];
  let [lies, nonce]: [Lies, string] = [{}, ''];
  let asked: string[] = [];

  const signature = (text: string): string => {
    const { signedBy } = lies;
    if (signedBy === 'nobody') return '';
    const shared = signedBy === 'the secret' ? clientSecret : signedBy === 'the public key' ? own.publicKey.export({ type: 'spki', format: 'pem' }) : null;
    if (shared !== null) return createHmac('sha256', shared).update(text).digest('base64url');
    const key: KeyObject = signedBy === 'another' ? another.privateKey : own.privateKey;
    return sign('sha256', Buffer.from(text), { key, dsaEncoding: 'ieee-p1363' }).toString('base64url');
  };
  const idToken = (): string => {
    const now = Math.floor(Date.now() / 1_000);
    const header = { alg: 'ES256', kid: 'one', typ: 'JWT', ...lies.header };
    const text = `${encoded(header)}.${encoded({ iss: issuer, aud: 'reeve', sub: 'somebody', iat: now, exp: now + 60, nonce, ...lies.claims })}`;
    return `${text}.${signature(text)}`;
  };
  const document = (): Said => ({
    issuer,
    authorization_endpoint: `${issuer}/authorize`,
    token_endpoint: `${issuer}/token`,
    jwks_uri: `${issuer}/keys`,
    userinfo_endpoint: `${issuer}/who`,
    response_types_supported: ['code'],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: ['ES256'],
    ...lies.document,
  });
  const answers: Readonly<Record<string, () => unknown>> = {
    '/.well-known/openid-configuration': document,
    '/keys': () => ({ keys: [{ ...own.publicKey.export({ format: 'jwk' }), kid: 'one', use: 'sig', alg: 'ES256' }], filling: 'x'.repeat(lies.keysBytes ?? 0) }),
    '/token': () => lies.token ?? { access_token: 'a', token_type: 'Bearer', expires_in: 60, id_token: idToken() },
    '/who': () => ({ sub: 'somebody', email: 'somebody@example.org', email_verified: true, preferred_username: 'somebody', ...lies.who }),
  };
  const send = (response: ServerResponse, path: string) => {
    if (path === '/token' && lies.redirects) return response.writeHead(307, { location: lies.redirects }).end();
    const answer = answers[path];
    const status = path === '/who' ? (lies.whoStatus ?? 200) : answer ? 200 : 404;
    return response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(answer?.() ?? {}));
  };
  const server = createServer(await authority.issue(['localhost']), (request, response) => {
    const { pathname } = new URL(request.url ?? '', issuer);
    asked.push(pathname);
    request.resume().once('end', () => send(response, pathname));
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', () => resolve()));
  return {
    issuer,
    authority: authority.cert,
    clientSecret,
    lie(told, expected = '') {
      [lies, nonce, asked] = [told, expected, []];
    },
    asked: () => asked,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
