// PBKDF2 (RFC 8018) as passlib, OpenLDAP, 389 Directory Server, Atlassian, Django and Werkzeug write it, and as a bare digest whose row says nothing more.
import { pbkdf2 as pbkdf2Callback, randomBytes } from 'node:crypto';
import { promisify } from 'node:util';
import { bounds, digestWithin, within } from './bounds.ts';
import { type Check, fromBase64, fromHex, type ReadFormat, same, UnreadableHash } from './format.ts';

const pbkdf2 = promisify(pbkdf2Callback);
const blockBytes = { sha1: 20, sha224: 28, sha256: 32, sha384: 48, sha512: 64 } as const;
export type Prf = keyof typeof blockBytes;
export type Pbkdf2 = { readonly prf: Prf; readonly iterations: number; readonly salt: Buffer; readonly digest: Buffer };

/** What Reeve makes (OWASP, 2023), in passlib's form. */
const made = { prf: 'sha256', iterations: 600_000, saltBytes: 16, digestBytes: 32 } as const;

export function checkPbkdf2({ prf, iterations, salt, digest }: Pbkdf2): Check {
  digestWithin(digest);
  within(iterations * Math.ceil(digest.length / blockBytes[prf]), 'Its number of rounds', { max: bounds.pbkdf2RoundsMax });
  return async (password) => same(await pbkdf2(password, salt, iterations, digest.length, prf), digest);
}

/** `$pbkdf2-sha256$29000$salt$digest`, `{PBKDF2-SHA256}29000$salt$digest`; without a name of a hash it is SHA-1. PHC writes `i=29000`, and may add `,l=32`. */
const passlib = /^(?:\$pbkdf2(?:-(sha\d+))?\$|\{PBKDF2(?:-(SHA\d+))?\})(?:i=)?(\d{1,10})(?:,l=\d+)?\$([^$]*)\$([^$]+)$/i;
/** `pbkdf2_sha256$iterations$salt$digest`: the salt is its letters. */
const django = /^pbkdf2_(sha1|sha256|sha512)\$(\d{1,10})\$([^$]+)\$([^$]+)$/;
/** `pbkdf2:sha256:iterations$salt$digest`: letters, and hexadecimal. */
const werkzeug = /^pbkdf2:(sha1|sha224|sha256|sha384|sha512):(\d{1,10})\$([^$]+)\$([0-9a-f]+)$/;
/** 389 Directory Server: iterations in 4 bytes, 64 of salt, 256 of digest. */
const directory = /^\{PBKDF2_SHA256\}(.+)$/i;
/** Atlassian: 10,000 rounds, 16 bytes of salt, 32 of digest. */
const atlassian = /^\{PKCS5S2\}(.+)$/i;

export const readPbkdf2: ReadFormat = (text) => {
  if (!/^(?:\$pbkdf2|\{PBKDF2|\{PKCS5S2|pbkdf2[_:])/i.test(text)) return null;
  const read = readText(text) ?? readBytes(text);
  if (!read) throw new UnreadableHash('It begins like PBKDF2 and is not written as any PBKDF2 that Reeve knows.');
  return checkPbkdf2(read);
};

function readText(text: string): Pbkdf2 | null {
  const phc = passlib.exec(text);
  if (phc) return parts(phc[1] ?? phc[2] ?? 'sha1', phc[3], fromBase64(phc[4] ?? ''), fromBase64(phc[5] ?? ''));
  const asDjango = django.exec(text);
  if (asDjango) return parts(asDjango[1] ?? '', asDjango[2], Buffer.from(asDjango[3] ?? ''), fromBase64(asDjango[4] ?? ''));
  const asWerkzeug = werkzeug.exec(text);
  return asWerkzeug && parts(asWerkzeug[1] ?? '', asWerkzeug[2], Buffer.from(asWerkzeug[3] ?? ''), fromHex(asWerkzeug[4] ?? ''));
}

function readBytes(text: string): Pbkdf2 | null {
  const bytes = fromBase64((directory.exec(text) ?? atlassian.exec(text))?.[1] ?? '');
  if (directory.test(text) && bytes.length > 68)
    return { prf: 'sha256', iterations: bytes.readUInt32BE(0), salt: bytes.subarray(4, 68), digest: bytes.subarray(68) };
  if (atlassian.test(text) && bytes.length === 48) return { prf: 'sha1', iterations: 10_000, salt: bytes.subarray(0, 16), digest: bytes.subarray(16) };
  return null;
}

function parts(name: string, iterations: string | undefined, salt: Buffer, digest: Buffer): Pbkdf2 {
  const prf = (Object.keys(blockBytes) as Prf[]).find((known) => known === name.toLowerCase());
  if (!prf) throw new UnreadableHash('It is a PBKDF2 over a digest that Reeve does not know.');
  return { prf, iterations: Number(iterations), salt, digest };
}

const unpadded = (bytes: Buffer): string => bytes.toString('base64').replace(/=+$/, '').replaceAll('+', '.');

/** The bare digest, for stores that keep the salt in a column and the rest in nobody's. */
export const pbkdf2Digest = (
  password: string | Buffer,
  how: { readonly prf: Prf; readonly iterations: number; readonly salt: Buffer; readonly bytes: number },
) => pbkdf2(password, how.salt, how.iterations, how.bytes, how.prf);

export async function makePbkdf2(password: string): Promise<string> {
  const salt = randomBytes(made.saltBytes);
  const digest = await pbkdf2Digest(password, { ...made, salt, bytes: made.digestBytes });
  return `$pbkdf2-${made.prf}$${made.iterations}$${unpadded(salt)}$${unpadded(digest)}`;
}

/** As Django 5 makes it. */
export async function makeDjango(password: string): Promise<string> {
  const salt = randomBytes(made.saltBytes).toString('base64url');
  const digest = await pbkdf2Digest(password, { ...made, salt: Buffer.from(salt), bytes: made.digestBytes });
  return `pbkdf2_${made.prf}$${made.iterations}$${salt}$${digest.toString('base64')}`;
}
