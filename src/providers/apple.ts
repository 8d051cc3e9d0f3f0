// Apple's client secret: a JWT that says who we are, signed with the key that Apple gave for it, good for minutes (RFC 7515, RFC 7519; ES256).
// Called by client.ts. Pure.
import { createPrivateKey, sign } from 'node:crypto';
import type { Connection } from '#identity-provider.ts';

const goodSeconds = 300;
const audience = 'https://appleid.apple.com';

const encoded = (part: object): string => Buffer.from(JSON.stringify(part)).toString('base64url');

export function signedSecret({ clientId, teamId, keyId, secret }: Pick<Connection, 'clientId' | 'teamId' | 'keyId' | 'secret'>, now: number): string {
  const issuedAt = Math.floor(now / 1_000);
  const said = { iss: teamId, iat: issuedAt, exp: issuedAt + goodSeconds, aud: audience, sub: clientId };
  const text = `${encoded({ alg: 'ES256', kid: keyId, typ: 'JWT' })}.${encoded(said)}`;
  const signature = sign('sha256', Buffer.from(text), { key: createPrivateKey(secret), dsaEncoding: 'ieee-p1363' });
  return `${text}.${signature.toString('base64url')}`;
}
