// bcrypt: $2a$, $2b$ and $2y$, which are one algorithm since the mistakes of 2011 and 2014 were mended; and what is wrapped around it so that long passwords count whole:
// Django's bcrypt_sha256 and WordPress 6.8's $wp.
// $2x$ (hashes made with the mistake of 2011) is not taken.

import { createHash, createHmac } from 'node:crypto';
import { hash, verify } from '@node-rs/bcrypt';
import { say } from '#sentences/sentence.ts';
import { bounds, within } from './bounds.ts';
import { type Check, type ReadFormat, UnfitPassword, UnreadableHash } from './format.ts';

const written = /^\$2[aby]\$(\d\d)\$[./A-Za-z0-9]{53}$/;
/** What Reeve makes: OWASP asks for 10 or more. */
const costMade = 12;
/** bcrypt does not look at more (beside the closing NUL). */
const passwordBytesMax = 72;

export const readBcrypt: ReadFormat = (text) => {
  if (text.startsWith('$wp$2')) return wrapped(text.slice('$wp'.length), forWordPress);
  return text.startsWith('$2') ? checkBcrypt(text) : null;
};

export const readBcryptSha256 = (text: string): Check => wrapped(text, (password) => Buffer.from(createHash('sha256').update(password).digest('hex')));

function checkBcrypt(text: string): Check {
  const [, cost] = written.exec(text) ?? [];
  if (!cost) throw new UnreadableHash('It begins like bcrypt and is not written as bcrypt is.');
  within(Number(cost), 'Its cost', { min: 4, max: bounds.bcryptCostMax });
  return (password) => verify(password, text);
}

const wrapped = (text: string, wrap: (password: Buffer) => Buffer): Check => {
  const check = checkBcrypt(text);
  return (password) => check(wrap(password));
};

/** wp_hash_password() trims, as PHP's trim() does. */
const forWordPress = (password: Buffer): Buffer => {
  const trimmed = password.toString('latin1').replace(/^[ \t\n\r\0\v]+|[ \t\n\r\0\v]+$/g, '');
  return Buffer.from(createHmac('sha384', 'wp-sha384').update(Buffer.from(trimmed, 'latin1')).digest('base64'));
};

/** `like`: another hash of that store, whose letter is kept: not everybody who reads one of them reads the others. */
export async function makeBcrypt(password: string, like: string): Promise<string> {
  if (Buffer.byteLength(password) > passwordBytesMax) throw new UnfitPassword(say('password.bcrypt', { max: passwordBytesMax }));
  const version = (['2a', '2b', '2y'] as const).find((known) => like.startsWith(`$${known}$`)) ?? '2b';
  return (await hash(password, costMade)).replace(/^\$2[aby]\$/, () => `$${version}$`);
}
