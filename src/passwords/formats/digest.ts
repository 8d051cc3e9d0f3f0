// One digest over a password and perhaps a salt: {SSHA} and its sisters (RFC 2307, and what directories and mail servers added), Django's old ones, and what a column holds bare.
// Whoever steals a copy finds most passwords in hours. Reeve reads them, and writes them only where the store's other readers know nothing else.
import { createHash, randomBytes } from 'node:crypto';
import { type Check, fromBase64, fromHex, type ReadFormat, same, UnreadableHash } from './format.ts';

export type DigestName = 'md5' | 'sha1' | 'sha256' | 'sha384' | 'sha512';
const bytesOf: Readonly<Record<DigestName, number>> = { md5: 16, sha1: 20, sha256: 32, sha384: 48, sha512: 64 };
const saltBytesMade = 8;

export function digestOf(name: DigestName, parts: readonly Uint8Array[]): Buffer {
  const digest = createHash(name);
  for (const part of parts) digest.update(part);
  return digest.digest();
}

/** `salted` puts the salt where that store puts it. */
export function checkDigest(name: DigestName, digest: Buffer, salted: (password: Buffer) => readonly Uint8Array[]): Check {
  if (digest.length !== bytesOf[name]) throw new UnreadableHash(`It has ${digest.length} bytes; a digest of ${name} has ${bytesOf[name]}.`);
  return async (password) => same(digestOf(name, salted(password)), digest);
}

/** `{SSHA}`: the digest, then the salt, in one base64. `{SHA}`: no salt. Dovecot may say `.hex` or `.b64`, and without it takes either. */
const scheme = /^\{(S?)(MD5|SHA1?|SHA256|SHA384|SHA512)(?:\.(hex|b64))?\}(.+)$/i;

export const readScheme: ReadFormat = (text) => {
  const [, salted, name = '', form, value = ''] = scheme.exec(text) ?? [];
  if (salted === undefined) return null;
  const digestName = nameOf(name);
  const bytes = form?.toLowerCase() === 'hex' || (form === undefined && isHexOf(digestName, value)) ? fromHex(value) : fromBase64(value);
  const length = bytesOf[digestName];
  if (salted === '') return checkDigest(digestName, bytes, (password) => [password]);
  if (bytes.length === length) throw new UnreadableHash('It is said to be salted and has no salt.');
  return checkDigest(digestName, bytes.subarray(0, length), (password) => [password, bytes.subarray(length)]);
};

const nameOf = (name: string): DigestName => (/^SHA1?$/i.test(name) ? 'sha1' : (name.toLowerCase() as DigestName));
const isHexOf = (name: DigestName, value: string): boolean => value.length === bytesOf[name] * 2 && /^[0-9a-f]+$/i.test(value);

/** `like`: another hash of that store, whose scheme is kept; the strongest where there is none. */
export function makeScheme(password: string, like: string): string {
  const name = nameOf(/^\{S(SHA256|SHA512|SHA|MD5)\}/i.exec(like)?.[1] ?? 'SHA512');
  const salt = randomBytes(saltBytesMade);
  const bytes = Buffer.concat([digestOf(name, [Buffer.from(password), salt]), salt]);
  return `{S${name === 'sha1' ? 'SHA' : name.toUpperCase()}}${bytes.toString('base64')}`;
}
