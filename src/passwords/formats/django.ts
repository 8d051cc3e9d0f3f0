// What Django's hashers write: `algorithm$...`. The strong ones are those of the other files under another name; the rest are salted digests of long ago.
import { readArgon2 } from './argon2.ts';
import { readBcrypt, readBcryptSha256 } from './bcrypt.ts';
import { checkDigest } from './digest.ts';
import { fromHex, type ReadFormat, UnreadableHash } from './format.ts';

export const readDjango: ReadFormat = (text, tools) => {
  const [, algorithm, rest = ''] = /^(argon2|bcrypt|bcrypt_sha256|sha1|md5)\$(.*)$/.exec(text) ?? [];
  if (algorithm === undefined) return null;
  if (algorithm === 'argon2') return readArgon2(`$${rest}`, tools) ?? broken();
  // Two dollars: the name's and the hash's own.
  if (algorithm === 'bcrypt') return readBcrypt(rest, tools) ?? broken();
  if (algorithm === 'bcrypt_sha256') return readBcryptSha256(rest);
  const [salt = '', digest = ''] = rest.split('$');
  return checkDigest(algorithm === 'md5' ? 'md5' : 'sha1', fromHex(digest), (password) => [Buffer.from(salt), password]);
};

const broken = () => {
  throw new UnreadableHash('It begins like one of Django’s and is not written as Django does.');
};
