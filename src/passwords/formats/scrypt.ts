// scrypt (RFC 7914) as a PHC string, and as libxcrypt ($7$), Java's SCryptUtil ($s0$), Django and Werkzeug write it.
import { randomBytes, type ScryptOptions, scrypt as scryptCallback } from 'node:crypto';
import { promisify } from 'node:util';
import { bounds, digestWithin, within } from './bounds.ts';
import { decode64, value64 } from './crypt64.ts';
import { type Check, fromBase64, fromHex, type ReadFormat, same, UnreadableHash } from './format.ts';

const scrypt = promisify<Buffer, Buffer, number, ScryptOptions, Buffer>(scryptCallback);
type Scrypt = { readonly n: number; readonly r: number; readonly p: number; readonly salt: Buffer; readonly digest: Buffer };

/** What Reeve makes (OWASP, 2023). */
const made = { log2n: 17, r: 8, p: 1, saltBytes: 16, digestBytes: 32 } as const;

export const readScrypt: ReadFormat = (text) => {
  if (!/^(?:\$scrypt\$|\$s0\$|\$7\$|scrypt[$:])/.test(text)) return null;
  const read = [asPhc, asSCryptUtil, asCrypt, asDjango, asWerkzeug].reduce<Scrypt | null>((found, form) => found ?? form(text), null);
  if (!read) throw new UnreadableHash('It begins like scrypt and is not written as any scrypt that Reeve knows.');
  return checkScrypt(read);
};

function checkScrypt({ n, r, p, salt, digest }: Scrypt): Check {
  digestWithin(digest);
  // Each by itself first: the product of three numbers that are none is none either.
  for (const value of [n, r, p]) within(value, 'A parameter', { max: bounds.scryptWorkMax });
  within(128 * n * r, 'Its memory in bytes', { max: bounds.scryptBytesMax });
  within(n * r * p, 'Its work (N × r × p)', { max: bounds.scryptWorkMax });
  if (!Number.isInteger(Math.log2(n)) || n < 2) throw new UnreadableHash('Its N is no power of two.');
  // What the algorithm needs, and a little for the rest.
  const maxmem = 128 * n * r + 128 * r * p + 1024 * 1024;
  return async (password) => same(await scrypt(password, salt, digest.length, { N: n, r, p, maxmem }), digest);
}

function asPhc(text: string): Scrypt | null {
  const [, log2n, r, p, salt = '', digest = ''] = /^\$scrypt\$ln=(\d{1,2}),r=(\d{1,6}),p=(\d{1,6})\$([^$]*)\$([^$]+)$/.exec(text) ?? [];
  return log2n ? { n: 2 ** Number(log2n), r: Number(r), p: Number(p), salt: fromBase64(salt), digest: fromBase64(digest) } : null;
}

/** Its parameters are one hexadecimal number: log2 N, r and p, 16 and twice 8 bits. */
function asSCryptUtil(text: string): Scrypt | null {
  const [, parameters, salt = '', digest = ''] = /^\$s0\$([0-9a-f]{1,8})\$([^$]+)\$([^$]+)$/i.exec(text) ?? [];
  if (!parameters) return null;
  const number = Number.parseInt(parameters, 16);
  return { n: 2 ** (number >>> 16), r: (number >>> 8) & 0xff, p: number & 0xff, salt: fromBase64(salt), digest: fromBase64(digest) };
}

/** One letter of log2 N, five of r, five of p; the salt is its letters. */
function asCrypt(text: string): Scrypt | null {
  const [, log2n, r = '', p = '', salt = '', digest = ''] =
    /^\$7\$([./0-9A-Za-z])([./0-9A-Za-z]{5})([./0-9A-Za-z]{5})([^$]*)\$([./0-9A-Za-z]{43})$/.exec(text) ?? [];
  return log2n ? { n: 2 ** value64(log2n), r: value64(r), p: value64(p), salt: Buffer.from(salt), digest: decode64(digest) } : null;
}

function asDjango(text: string): Scrypt | null {
  const [, salt, n, r, p, digest = ''] = /^scrypt\$([^$]+)\$(\d{1,10})\$(\d{1,6})\$(\d{1,6})\$([^$]+)$/.exec(text) ?? [];
  return salt ? { n: Number(n), r: Number(r), p: Number(p), salt: Buffer.from(salt), digest: fromBase64(digest) } : null;
}

function asWerkzeug(text: string): Scrypt | null {
  const [, n, r, p, salt = '', digest = ''] = /^scrypt:(\d{1,10}):(\d{1,6}):(\d{1,6})\$([^$]+)\$([0-9a-f]+)$/.exec(text) ?? [];
  return n ? { n: Number(n), r: Number(r), p: Number(p), salt: Buffer.from(salt), digest: fromHex(digest) } : null;
}

export async function makeScrypt(password: string): Promise<string> {
  const salt = randomBytes(made.saltBytes);
  const digest = await scrypt(Buffer.from(password), salt, made.digestBytes, { N: 2 ** made.log2n, r: made.r, p: made.p, maxmem: bounds.scryptBytesMax });
  const text = (bytes: Buffer) => bytes.toString('base64').replace(/=+$/, '');
  return `$scrypt$ln=${made.log2n},r=${made.r},p=${made.p}$${text(salt)}$${text(digest)}`;
}
