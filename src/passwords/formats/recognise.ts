// Which format a hash says itself to be of. Hashes that say so can stand in one column side by side, as they do wherever an application has changed its mind;
// what says nothing (a bare digest) contains neither `$` nor `{`, so that nothing can be taken for something else.
import { readArgon2 } from './argon2.ts';
import { readBcrypt } from './bcrypt.ts';
import { readScheme } from './digest.ts';
import { readDjango } from './django.ts';
import { type Check, type ReadFormat, type Tools, UnreadableHash } from './format.ts';
import { readMd5Crypt } from './md5-crypt.ts';
import { readPbkdf2 } from './pbkdf2.ts';
import { readPhpass } from './phpass.ts';
import { readScrypt } from './scrypt.ts';
import { readShaCrypt } from './sha-crypt.ts';

const formats: readonly ReadFormat[] = [readBcrypt, readArgon2, readScrypt, readPbkdf2, readShaCrypt, readMd5Crypt, readPhpass, readScheme, readDjango];

/** Names that stand around a hash which says the rest itself: directories, Dovecot, Spring Security. */
const wrapper = /^\{(?:CRYPT|BCRYPT|BLF-CRYPT|MD5-CRYPT|SHA256-CRYPT|SHA512-CRYPT|ARGON2(?:ID?)?|SCRYPT)\}/i;

/** Null = it says nothing of itself. */
export function recognise(text: string, tools: Tools): Check | null {
  const bare = text.replace(wrapper, '');
  for (const read of formats) {
    const check = read(bare, tools);
    if (check) return check;
  }
  if (/^[${]/.test(bare)) throw new UnreadableHash('It is of a format that Reeve does not know.');
  if (bare !== text)
    throw new UnreadableHash('It is crypt(3) over DES, which looks at eight letters only: Reeve does not take it. The user needs a new password.');
  return null;
}
