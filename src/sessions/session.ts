// The text of sessions and API tokens: `rvs_` or `rvt_`, the id, a dot, the secret. Only a SHA-256 of the secret is ever stored (rule 26).
// Called by whoever starts a session, makes a token or checks one. Pure.
// Does not know where they are stored, when they end, nor whether their user may act: that is the gate's to say.
import { hash, timingSafeEqual } from 'node:crypto';

export type Bearer = 'session' | 'token';

/** The prefixes are fixed for ever: secret scanners know our tokens by them. */
const prefixes = { session: 'rvs_', token: 'rvt_' } as const satisfies Record<Bearer, string>;
const secretBytes = 32;

// A UUIDv7 in lower case, and 32 bytes in base64url. The last of 43 characters carries four bits only: other endings would be second spellings of the same secret.
const shape = /^(rvs_|rvt_)([0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12})\.([A-Za-z0-9_-]{42}[AEIMQUYcgkosw048])$/;
const lengthOfText = 4 + 36 + 1 + 43;

/** `text` is shown or set once and forgotten; `secretHash` is stored. */
export function newToken(bearer: Bearer, id: string, random: (bytes: number) => Buffer): { readonly text: string; readonly secretHash: string } {
  const secret = random(secretBytes).toString('base64url');
  return { text: `${prefixes[bearer]}${id}.${secret}`, secretHash: hashOf(secret) };
}

/** Null for anything but the one right spelling: no trimming, no decoding, no second chance. */
export function parseToken(text: string): { readonly bearer: Bearer; readonly id: string; readonly secret: string } | null {
  if (text.length !== lengthOfText) return null;
  const [, prefix, id, secret] = shape.exec(text) ?? [];
  if (id === undefined || secret === undefined) return null;
  return { bearer: prefix === prefixes.session ? 'session' : 'token', id, secret };
}

/** Where the id stands, in a text that may be anything. */
export const idIn = (text: string): string => text.slice(4, 40);

/** Compared in constant time. A stored hash that is none is matched by nothing. */
export function secretMatches(secret: string, secretHash: string): boolean {
  const stored = Buffer.from(secretHash, 'hex');
  const given = hash('sha256', secret, 'buffer');
  return stored.length === given.length && timingSafeEqual(stored, given);
}

/** In a time that tells nothing but the length. An empty one is like no other. */
export function sameSecret(known: string, given: string): boolean {
  if (known === '' || known.length !== given.length) return false;
  let differing = 0;
  for (let at = 0; at < known.length; at += 1) differing |= known.charCodeAt(at) ^ given.charCodeAt(at);
  return differing === 0;
}

const hashOf = (secret: string): string => hash('sha256', secret);
