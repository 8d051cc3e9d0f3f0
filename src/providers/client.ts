// Fills the port of identity-provider.ts: the authorization code flow with PKCE, state and nonce, by the library, over the egress.
// Opened once, in open-world.ts. Keeps what was discovered for some minutes. Knows no user, and nothing of what becomes of whoever comes back.
import { hash } from 'node:crypto';
import type * as OpenId from 'openid-client';
import type { Egress } from '#egress/egress.ts';
import { fetchThrough, type Limits } from '#egress/fetch.ts';
import {
  type Arrived,
  type Claims,
  type Coming,
  type Connection,
  clockAllowanceSeconds,
  type Going,
  type IdentityProviders,
  ProviderFault,
} from '#identity-provider.ts';
import { signedSecret } from './apple.ts';
import { faultOf } from './fault.ts';
import { usableSubject, whoOf } from './oauth.ts';
import { presets } from './presets-contract.ts';

/** Of each question to a provider: somebody waits at the other end. */
const limits: Limits = { milliseconds: 10_000, bytesMax: 512 * 1024 };
const secondsPerQuestion = 10;
const keptMilliseconds = 10 * 60_000;
const keptMax = 100;

type Library = typeof OpenId;
type Opening = { readonly egress: Egress; now(): number };
type Opened = { readonly library: Library; readonly config: OpenId.Configuration };

export function openProviders({ egress, now }: Opening): IdentityProviders {
  const kept = new Map<string, { readonly opened: Promise<Opened>; readonly until: number }>();
  const openedFor = (connection: Connection): Promise<Opened> => {
    const key = hash('sha256', JSON.stringify(connection), 'base64url');
    const known = kept.get(key);
    if (known && now() < known.until) return known.opened;
    kept.delete(key);
    const oldest = kept.keys().next().value;
    if (kept.size >= keptMax && oldest !== undefined) kept.delete(oldest);
    const opened = open({ egress, now }, connection);
    kept.set(key, { opened, until: now() + keptMilliseconds });
    // What did not work is tried anew the next time.
    opened.catch(() => kept.delete(key));
    return opened;
  };
  return {
    begin: (connection, going) => inWords(async () => addressOf(await openedFor(connection), connection, going)),
    arrive: (connection, coming) => inWords(async () => arrivedAt(await openedFor(connection), connection, coming)),
  };
}

/** Whatever goes wrong with a provider is a fault of it, in words. */
async function inWords<T>(body: () => Promise<T>): Promise<T> {
  try {
    return await body();
  } catch (fault) {
    throw faultOf(fault);
  }
}

/** The library costs memory and time that nobody pays who has no provider. */
async function open({ egress, now }: Opening, connection: Connection): Promise<Opened> {
  const library = await import('openid-client');
  const { preset, authorities, clientId, issuer } = connection;
  const fetch = fetchThrough({ egress, authorities, limits });
  const { places } = presets[preset];
  const metadata = { [library.clockTolerance]: clockAllowanceSeconds };
  const proof = proofOf(library, connection, now);
  // What the library asks for is a URL and the few options that `fetchThrough` takes.
  const options = { [library.customFetch]: fetch as OpenId.CustomFetch, timeout: secondsPerQuestion };
  if (!places) {
    // The ID token's signature is verified although it came over TLS (OpenID Connect Core, §3.1.3.7, lets that be left out).
    const config = await library.discovery(new URL(issuer), clientId, metadata, proof, { ...options, execute: [library.enableNonRepudiationChecks] });
    return { library, config };
  }
  const server = { issuer: places.issuer, authorization_endpoint: places.authorize, token_endpoint: places.token };
  const config = new library.Configuration(server, clientId, metadata, proof);
  config[library.customFetch] = options[library.customFetch];
  config.timeout = secondsPerQuestion;
  return { library, config };
}

/** In the body where the provider says that it takes it there, else in the header, which is what not saying means (OpenID Connect Discovery, §3). */
function proofOf(library: Library, connection: Connection, now: () => number): OpenId.ClientAuth {
  const { preset, secret } = connection;
  if (secret === '') return library.None();
  const current = () => (presets[preset].signedSecret ? signedSecret(connection, now()) : secret);
  return (server, client, body, headers) => {
    const isPosted = presets[preset].kind === 'oauth' || (server.token_endpoint_auth_methods_supported ?? []).includes('client_secret_post');
    const proof = isPosted ? library.ClientSecretPost(current()) : library.ClientSecretBasic(current());
    return proof(server, client, body, headers);
  };
}

/** Both follow from the seed, which nobody sees but us. */
const nonceOf = (seed: string): string => hash('sha256', `nonce ${seed}`, 'base64url');
const verifierOf = (seed: string): string => hash('sha256', `verifier ${seed}`, 'base64url');

async function addressOf({ library, config }: Opened, { preset, scopes }: Connection, { state, seed, redirectUri, anew = false }: Going): Promise<string> {
  const { kind, formPost, noPkce, noLoginPrompt } = presets[preset];
  const asked = {
    redirect_uri: redirectUri,
    scope: scopes,
    state,
    ...(kind === 'open-id' ? { nonce: nonceOf(seed) } : {}),
    ...(noPkce ? {} : { code_challenge: await library.calculatePKCECodeChallenge(verifierOf(seed)), code_challenge_method: 'S256' }),
    // OpenID Connect Core, §3.1.2.1: whoever is asked by `max_age` must say when he was.
    ...(anew ? { max_age: '0', ...(noLoginPrompt ? {} : { prompt: 'login' }) } : {}),
    ...(formPost ? { response_mode: 'form_post' } : {}),
  };
  const address = library.buildAuthorizationUrl(config, asked);
  if (address.protocol !== 'https:') throw new ProviderFault(`People would be sent to ${address.origin}, which is not reached by HTTPS.`);
  return address.href;
}

async function arrivedAt(opened: Opened, connection: Connection, { at, state, seed }: Coming): Promise<Arrived> {
  const { library, config } = opened;
  const { kind, noPkce } = presets[connection.preset];
  const tokens = await library.authorizationCodeGrant(config, at, {
    expectedState: state,
    ...(noPkce ? {} : { pkceCodeVerifier: verifierOf(seed) }),
    ...(kind === 'open-id' ? { expectedNonce: nonceOf(seed), idTokenExpected: true } : {}),
  });
  if (kind === 'oauth') return whoOf(opened, connection.preset, tokens.access_token);
  const claims = tokens.claims();
  if (!claims) throw new ProviderFault('The provider sent no ID token.');
  const { issuer, userinfo_endpoint: place } = config.serverMetadata();
  // The library holds its subject against that of the ID token (OpenID Connect Core, §5.3.2).
  const more: Claims = place === undefined ? {} : await library.fetchUserInfo(config, tokens.access_token, claims.sub);
  return { issuer, subject: usableSubject(claims.sub), claims: { ...more, ...claims }, shownAt: (claims.auth_time ?? 0) * 1_000 };
}
