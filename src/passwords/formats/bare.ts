// Hashes that say nothing of themselves: a digest in one column, perhaps a salt in another, and the settings of the store for the rest.
// Among them WSO2's: SHA-256 or PBKDF2 in base64, and a salt that is used as the text it is written as, never as the bytes it stands for.
import { randomBytes } from 'node:crypto';
import type { PasswordFormat } from '#stores/settings-contract.ts';
import { checkDigest, type DigestName, digestOf } from './digest.ts';
import { type Check, fromBase64, fromHex, UnreadableHash } from './format.ts';
import { checkPbkdf2, pbkdf2Digest } from './pbkdf2.ts';

/** Text, or bytes where the column is one of bytes. */
type Bare = { readonly hash: string | Buffer; readonly salt: string | Buffer };

/** As WSO2 makes them: 16 bytes, 24 letters of base64. */
const saltBytesMade = 16;
const digests: Readonly<Partial<Record<PasswordFormat['format'], DigestName>>> = {
  'sha-1': 'sha1',
  'sha-256': 'sha256',
  'sha-512': 'sha512',
  md5: 'md5',
  django: 'md5',
};

export function bareCheck({ hash, salt }: Bare, format: PasswordFormat): Check {
  if (isPbkdf2(format)) {
    const digest = bytesOf(hash, format.format === 'wso2-pbkdf2' ? 'base64' : format.digest);
    return checkPbkdf2({ prf: format.hash, iterations: format.iterations, salt: saltOf(salt, format), digest: ofLength(digest, format.bits) });
  }
  const name = digests[format.format];
  if (!name) throw new UnreadableHash(`It is no ${format.format} hash.`);
  // Django's oldest: 32 letters of MD5, and nothing else.
  if (format.format === 'django') return checkDigest(name, bytesOf(hash, 'hex'), (password) => [password]);
  const place = format.salt === 'none' ? Buffer.alloc(0) : saltOf(salt, format);
  return checkDigest(name, bytesOf(hash, format.digest), (password) => salted(password, place, format));
}

const isPbkdf2 = ({ format }: PasswordFormat): boolean => format === 'wso2-pbkdf2' || format === 'pbkdf2';

const salted = (password: Buffer, salt: Buffer, { salt: place }: PasswordFormat): readonly Buffer[] =>
  place === 'before' ? [salt, password] : [password, salt];

const bytesOf = (value: string | Buffer, form: 'hex' | 'base64'): Buffer =>
  typeof value !== 'string' ? value : form === 'hex' ? fromHex(value) : fromBase64(value);

/** A row without the salt that its store says it has would be found by whoever has a table of digests: it is broken, not unsalted. */
function saltOf(value: string | Buffer, { format, saltForm }: PasswordFormat): Buffer {
  if (value.length === 0) throw new UnreadableHash('Its salt is missing.');
  if (typeof value !== 'string') return value;
  return saltForm === 'text' || format === 'wso2-pbkdf2' ? Buffer.from(value) : bytesOf(value, saltForm);
}

function ofLength(digest: Buffer, bits: number): Buffer {
  if (digest.length * 8 === bits) return digest;
  throw new UnreadableHash(`It has ${digest.length * 8} bits; the store’s settings say ${bits}.`);
}

/** As that store writes it, with a fresh salt where it has one. */
export async function makeBare(password: string, format: PasswordFormat): Promise<{ readonly hash: string; readonly salt: string }> {
  const isWso2 = format.format === 'wso2-pbkdf2';
  const salt = isWso2 || format.salt !== 'none' ? randomBytes(saltBytesMade).toString(!isWso2 && format.saltForm === 'hex' ? 'hex' : 'base64') : '';
  const bytes = salt === '' ? Buffer.alloc(0) : saltOf(salt, format);
  const digest = await digestOfBare(Buffer.from(password), bytes, format);
  return { hash: digest.toString(isWso2 ? 'base64' : format.digest), salt };
}

async function digestOfBare(password: Buffer, salt: Buffer, format: PasswordFormat): Promise<Buffer> {
  if (isPbkdf2(format)) return pbkdf2Digest(password, { prf: format.hash, iterations: format.iterations, salt, bytes: format.bits / 8 });
  return digestOf(digests[format.format] ?? 'sha256', salted(password, salt, format));
}
