// MD5-crypt: $1$ (FreeBSD, 1994) and $apr1$ (Apache's htpasswd). A thousand rounds of MD5: read, never made.
import { hash } from 'node:crypto';
import { encode64 } from './crypt64.ts';
import { type ReadFormat, sameText, UnreadableHash } from './format.ts';
import { byBits, interleaved } from './interleaved.ts';

const roundsFixed = 1_000;
const order = [12, 6, 0, 13, 7, 1, 14, 8, 2, 15, 9, 3, 5, 10, 4, 11];

export type Md5Crypt = { readonly magic: string; readonly salt: string };

export const readMd5Crypt: ReadFormat = (text, { rounds }) => {
  if (!/^\$(?:1|apr1)\$/.test(text)) return null;
  const [, magic = '', salt = '', digest] = /^(\$(?:1|apr1)\$)([^$:\n]{0,8})\$([./0-9A-Za-z]{22})$/.exec(text) ?? [];
  if (!digest) throw new UnreadableHash('It begins like MD5-crypt and is not written as MD5-crypt is.');
  return async (password) => sameText(await rounds.run({ format: 'md5-crypt', password, how: { magic, salt } }), digest);
};

const md5 = (...parts: readonly Uint8Array[]): Buffer => hash('md5', Buffer.concat(parts), 'buffer');

/** The digest as it stands behind the salt. Runs in the thread of rounds-worker.ts. */
export function md5Crypt(password: Buffer, { magic, salt: saltText }: Md5Crypt): string {
  const salt = Buffer.from(saltText);
  const inner = md5(password, salt, password);
  const letters = byBits(password.length, Buffer.from([0]), password.subarray(0, 1));
  const digest = md5(password, Buffer.from(magic), salt, Buffer.alloc(password.length, inner), ...letters);
  const last = interleaved('md5', { digest, password, salt }, roundsFixed);
  return encode64(Buffer.from(order.map((at) => last[at] ?? 0)));
}
