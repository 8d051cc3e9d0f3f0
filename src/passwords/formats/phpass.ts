// phpass, the portable hashes of PHP: $P$ (WordPress before 6.8, Joomla, others), $H$ (phpBB), and Drupal's $S$ over SHA-512.
import { hash, randomBytes } from 'node:crypto';
import { bounds, within } from './bounds.ts';
import { encode64, value64 } from './crypt64.ts';
import { type ReadFormat, sameText, UnreadableHash } from './format.ts';
import type { Rounds } from './rounds.ts';

/** 2^13 rounds, as WordPress made them. */
const log2Made = 'B';

export type Phpass = { readonly digest: 'md5' | 'sha512'; readonly salt: string; readonly rounds: number };

export const readPhpass: ReadFormat = (text, tools) => {
  if (!/^\$[PHS]\$/.test(text)) return null;
  const [, kind, log2 = '', salt = '', letters] = /^\$([PHS])\$([./0-9A-Za-z])([./0-9A-Za-z]{8})([./0-9A-Za-z]+)$/.exec(text) ?? [];
  // Drupal cuts its 86 letters to 43.
  if (letters?.length !== (kind === 'S' ? 43 : 22)) throw new UnreadableHash('It begins like phpass and is not written as phpass is.');
  const rounds = within(2 ** value64(log2), 'Its number of rounds', { min: 2 ** 7, max: bounds.phpassRoundsMax });
  const how: Phpass = { digest: kind === 'S' ? 'sha512' : 'md5', salt, rounds };
  return async (password) => sameText((await tools.rounds.run({ format: 'phpass', password, how })).slice(0, letters.length), letters);
};

export async function makePhpass(password: string, rounds: Rounds): Promise<string> {
  const salt = encode64(randomBytes(6));
  const digest = await rounds.run({ format: 'phpass', password: Buffer.from(password), how: { digest: 'md5', salt, rounds: 2 ** value64(log2Made) } });
  return `$P$${log2Made}${salt}${digest}`;
}

/** Runs in the thread of rounds-worker.ts. */
export function phpass(password: Buffer, { digest: name, salt, rounds }: Phpass): string {
  const first = hash(name, Buffer.concat([Buffer.from(salt), password]), 'buffer');
  const bytes = Buffer.concat([first, password]);
  // As letters, which is quicker: interleaved.ts.
  let digest = first.toString('latin1');
  for (let round = 0; round < rounds; round++) {
    bytes.write(digest, 0, 'latin1');
    digest = hash(name, bytes, 'binary');
  }
  return encode64(Buffer.from(digest, 'latin1'));
}
