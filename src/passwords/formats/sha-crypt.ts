// SHA-crypt (U. Drepper, 2007): $5$ over SHA-256, $6$ over SHA-512; what Linux wrote into /etc/shadow for fifteen years.
import { hash, randomBytes } from 'node:crypto';
import { bounds, within } from './bounds.ts';
import { encode64 } from './crypt64.ts';
import { type ReadFormat, sameText, UnreadableHash } from './format.ts';
import { byBits, interleaved } from './interleaved.ts';
import type { Rounds } from './rounds.ts';

const roundsUsual = 5_000;
const roundsMin = 1_000;
/** What Reeve makes: about as much work as its bcrypt. */
const roundsMade = 200_000;

type Sha = 'sha256' | 'sha512';
export type ShaCrypt = { readonly sha: Sha; readonly salt: string; readonly rounds: number };

const written = /^\$([56])\$(?:rounds=(\d{1,10})\$)?([^$:\n]{0,16})\$([./0-9A-Za-z]+)$/;

export const readShaCrypt: ReadFormat = (text, tools) => {
  if (!/^\$[56]\$/.test(text)) return null;
  const [, number, rounds, salt = '', digest = ''] = written.exec(text) ?? [];
  const sha = number === '5' ? 'sha256' : 'sha512';
  if (digest.length !== lettersOf[sha]) throw new UnreadableHash('It begins like SHA-crypt and is not written as SHA-crypt is.');
  const how: ShaCrypt = { sha, salt, rounds: within(Number(rounds ?? roundsUsual), 'Its number of rounds', { min: roundsMin, max: bounds.shaCryptRoundsMax }) };
  return async (password) => sameText(await tools.rounds.run({ format: 'sha-crypt', password, how }), digest);
};

export async function makeShaCrypt(password: string, rounds: Rounds): Promise<string> {
  const salt = encode64(randomBytes(12));
  const digest = await rounds.run({ format: 'sha-crypt', password: Buffer.from(password), how: { sha: 'sha512', salt, rounds: roundsMade } });
  return `$6$rounds=${roundsMade}$${salt}$${digest}`;
}

/** The digest as it stands behind the salt. Letters and steps are those of the specification. Runs in the thread of rounds-worker.ts. */
export function shaCrypt(password: Buffer, { sha, salt: saltText, rounds }: ShaCrypt): string {
  const digestOf = (...parts: readonly Uint8Array[]): Buffer => hash(sha, Buffer.concat(parts), 'buffer');
  const salt = Buffer.from(saltText);
  const b = digestOf(password, salt, password);
  const a = digestOf(password, salt, Buffer.alloc(password.length, b), ...byBits(password.length, b, password));
  const p = Buffer.alloc(password.length, digestOf(...Array<Buffer>(password.length).fill(password)));
  const s = Buffer.alloc(salt.length, digestOf(...Array<Buffer>(16 + (a[0] ?? 0)).fill(salt)));
  const c = interleaved(sha, { digest: a, password: p, salt: s }, rounds);
  return encode64(Buffer.from(orderOf[sha].map((at) => c[at] ?? 0)));
}

const lettersOf = { sha256: 43, sha512: 86 } as const;
// biome-ignore format: the tables of the specification, each group of three the other way round.
const orderOf: Readonly<Record<Sha, readonly number[]>> = {
  sha256: [
    20, 10, 0, 11, 1, 21, 2, 22, 12, 23, 13, 3, 14, 4, 24, 5, 25, 15, 26, 16, 6, 17, 7, 27, 8, 28, 18, 29, 19, 9, 30, 31,
  ],
  sha512: [
    42, 21, 0, 1, 43, 22, 23, 2, 44, 45, 24, 3, 4, 46, 25, 26, 5, 47, 48, 27, 6, 7, 49, 28, 29, 8, 50, 51, 30, 9, 10, 52, 31,
    32, 11, 53, 54, 33, 12, 13, 55, 34, 35, 14, 56, 57, 36, 15, 16, 58, 37, 38, 17, 59, 60, 39, 18, 19, 61, 40, 41, 20, 62, 63,
  ],
};
