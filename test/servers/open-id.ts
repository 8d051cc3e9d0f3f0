// An identity provider of the tests' own: panva's oidc-provider, over real TLS on loopback, with people who sign in there by their name alone.
// Called by tests of signing in by a provider. Knows nothing of Reeve but the address that people are sent back to.
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import Provider, { type AccountClaims, type Adapter, type AdapterPayload } from 'oidc-provider';
import { makeAuthority } from './authority.ts';
import { freePort } from './free-port.ts';

export type Person = Readonly<Record<string, unknown>>;
export type OpenIdServer = {
  readonly issuer: string;
  /** PEM: whom a client must trust. */
  readonly authority: string;
  readonly clientId: 'reeve';
  readonly clientSecret: 'a secret of the tests';
  /** What it says of somebody; his name there is his subject. */
  person(name: string, claims: Person): void;
  stop(): Promise<void>;
};

const page = (body: string) => `<!doctype html><html lang="en"><title>The other side</title><body>${body}</body></html>`;

/** What it keeps, while the test runs. */
function keeping(): (model: string) => Adapter {
  const kept = new Map<string, AdapterPayload>();
  const find = (fits: (payload: AdapterPayload) => boolean) => [...kept.values()].find(fits);
  return (model) => {
    const keyOf = (id: string) => `${model} ${id}`;
    return {
      upsert: async (id, payload) => void kept.set(keyOf(id), payload),
      find: async (id) => kept.get(keyOf(id)),
      findByUid: async (uid) => find((payload) => payload.uid === uid && payload.kind === model),
      findByUserCode: async (code) => find(({ userCode }) => userCode === code),
      consume: async (id) => void Object.assign(kept.get(keyOf(id)) ?? {}, { consumed: Math.floor(Date.now() / 1_000) }),
      destroy: async (id) => void kept.delete(keyOf(id)),
      async revokeByGrantId(grantId) {
        for (const [key, payload] of kept) if (payload.grantId === grantId) kept.delete(key);
      },
    };
  };
}

/** `host` = 127.0.0.1 is another site than localhost to a browser, so that cookies are kept as between strangers. */
export async function startOpenId(redirectUris: readonly string[], host: 'localhost' | '127.0.0.1' = 'localhost'): Promise<OpenIdServer> {
  const [authority, port] = [await makeAuthority(), await freePort()];
  const issuer = `https://${host}:${port}`;
  const people = new Map<string, Person>();
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const provider = new Provider(issuer, {
    adapter: keeping(),
    clients: [
      {
        client_id: 'reeve',
        client_secret: 'a secret of the tests',
        redirect_uris: [...redirectUris],
        id_token_signed_response_alg: 'ES256',
        token_endpoint_auth_method: 'client_secret_basic',
      },
    ],
    jwks: { keys: [{ ...privateKey.export({ format: 'jwk' }), alg: 'ES256', use: 'sig', kid: 'one' }] },
    enabledJWA: { idTokenSigningAlgValues: ['ES256'] },
    cookies: { keys: [randomBytes(16).toString('hex')] },
    claims: { openid: ['sub'], profile: ['name', 'given_name', 'family_name', 'preferred_username', 'roles'], email: ['email', 'email_verified'] },
    features: { devInteractions: { enabled: false } },
    pkce: { required: () => true },
    interactions: { url: (_context, { uid }) => `/come-in/${uid}` },
    // Whoever has signed in there has agreed to it.
    loadExistingGrant: async ({ oidc }) => {
      const grant = new oidc.provider.Grant({ accountId: oidc.session?.accountId ?? '', clientId: oidc.client?.clientId ?? '' });
      grant.addOIDCScope('openid profile email');
      await grant.save();
      return grant;
    },
    findAccount: (_context, id) => {
      const claims = people.get(id);
      return claims && { accountId: id, claims: async (): Promise<AccountClaims> => ({ sub: id, ...claims }) };
    },
    ttl: { AccessToken: 60, AuthorizationCode: 60, IdToken: 60, Interaction: 600, Session: 600, Grant: 600 },
    renderError: (context, out) => {
      context.type = 'html';
      context.body = page(`<h1>${out.error}</h1><p>${out.error_description ?? ''}</p>`);
    },
  });
  const known = provider.callback();
  const server = createServer({ ...(await authority.issue([host])) }, (request, response) => {
    if (request.url?.startsWith('/come-in/')) void comeIn(provider, request, response);
    else void known(request, response);
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', () => resolve()));
  return {
    issuer,
    authority: authority.cert,
    clientId: 'reeve',
    clientSecret: 'a secret of the tests',
    person: (name, claims) => void people.set(name, claims),
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** A form that asks for a name, and takes anybody's word; or sends him back who does not want to. */
async function comeIn(provider: Provider, request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (request.method !== 'POST') {
    response.setHeader('content-type', 'text/html');
    response.end(
      page(
        '<form method="post"><label>Name <input name="login" autofocus></label><button>Come in</button><button name="no" value="yes">Go back</button></form>',
      ),
    );
    return;
  }
  let body = '';
  for await (const piece of request) body += String(piece);
  const form = new URLSearchParams(body);
  const result = form.get('no') === 'yes' ? { error: 'access_denied', error_description: 'He went back' } : { login: { accountId: form.get('login') ?? '' } };
  await provider.interactionFinished(request, response, result, { mergeWithLastSubmission: false });
}
