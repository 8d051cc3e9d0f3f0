// An authenticator in software: makes and shows passkeys as a browser would send them (WebAuthn Level 3), without a browser.
// Called by tests. Its counter may be set back, as that of a copy is, and it may say that it has verified nobody.
import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';

type Options = Readonly<Record<string, unknown>>;
export type Showing = { readonly counter: number; readonly verified?: boolean; readonly origin?: string; readonly userId?: string };
export type Authenticator = {
  readonly credentialId: string;
  make(options: Options): string;
  show(options: Options, showing: Showing): string;
};

const [present, verified, attested] = [0x01, 0x04, 0x40];
const sha256 = (data: Buffer | string): Buffer => createHash('sha256').update(data).digest();
const base64url = (data: Buffer): string => data.toString('base64url');
const rpId = 'localhost';

/** CBOR (RFC 8949), as far as it is needed here: a head with a length of one or two bytes. */
const head = (major: number, length: number): Buffer =>
  length < 24 ? Buffer.from([major | length]) : length < 256 ? Buffer.from([major | 24, length]) : Buffer.from([major | 25, length >> 8, length & 255]);
const bytes = (data: Buffer): Buffer => Buffer.concat([head(0x40, data.length), data]);
const word = (text: string): Buffer => Buffer.concat([head(0x60, text.length), Buffer.from(text)]);

/** COSE_Key of ES256 (RFC 9053): kty 2, alg -7, crv 1, x, y. */
function coseOf(key: KeyObject): Buffer {
  const { x = '', y = '' } = key.export({ format: 'jwk' });
  const [left, right] = [Buffer.from(x, 'base64url'), Buffer.from(y, 'base64url')];
  return Buffer.concat([Buffer.from([0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21]), bytes(left), Buffer.from([0x22]), bytes(right)]);
}

export function newAuthenticator(userId: string): Authenticator {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const id = randomBytes(16);
  const dataOf = (flags: number, counter: number, more: readonly Buffer[] = []): Buffer => {
    const count = Buffer.alloc(4);
    count.writeUInt32BE(counter);
    return Buffer.concat([sha256(rpId), Buffer.from([flags]), count, ...more]);
  };
  const clientOf = (type: string, options: Options, origin: string): Buffer =>
    Buffer.from(JSON.stringify({ type, challenge: options.challenge, origin, crossOrigin: false }));
  const sent = (response: Readonly<Record<string, string>>) =>
    JSON.stringify({ id: base64url(id), rawId: base64url(id), type: 'public-key', clientExtensionResults: {}, response });
  return {
    credentialId: base64url(id),
    make(options) {
      const length = Buffer.from([0, id.length]);
      const data = dataOf(present | verified | attested, 0, [Buffer.alloc(16), length, id, coseOf(publicKey)]);
      const attestation = Buffer.concat([Buffer.from([0xa3]), word('fmt'), word('none'), word('attStmt'), Buffer.from([0xa0]), word('authData'), bytes(data)]);
      const client = clientOf('webauthn.create', options, 'https://localhost');
      return sent({ clientDataJSON: base64url(client), attestationObject: base64url(attestation) });
    },
    show(options, { counter, verified: isVerified = true, origin = 'https://localhost', userId: handle = userId }) {
      const data = dataOf(isVerified ? present | verified : present, counter);
      const client = clientOf('webauthn.get', options, origin);
      const signature = sign('sha256', Buffer.concat([data, sha256(client)]), privateKey);
      const response = { clientDataJSON: base64url(client), authenticatorData: base64url(data), signature: base64url(signature) };
      return sent({ ...response, userHandle: base64url(Buffer.from(handle)) });
    },
  };
}
