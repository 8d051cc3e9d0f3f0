// The rounds that MD5-crypt and SHA-crypt share: in each the digest before is digested again with the password and the salt, in an order that changes with the number of the round.
// Runs in the thread of rounds-worker.ts. Pure.
import { hash } from 'node:crypto';

type Parts = { readonly digest: Buffer; readonly password: Buffer; readonly salt: Buffer };

/** 2 × 3 × 7: after so many the order begins anew. */
const ordersMax = 42;

/** A digest as Latin-1 letters costs a third of one as a buffer, and is written into what the next round digests. */
export function interleaved(name: 'md5' | 'sha256' | 'sha512', parts: Parts, rounds: number): Buffer {
  const templates = Array.from({ length: Math.min(rounds, ordersMax) }, (_, round) => template(round, parts));
  let digest = parts.digest.toString('latin1');
  for (let round = 0; round < rounds; round++) {
    const { bytes, at } = templates[round % ordersMax] ?? template(round, parts);
    bytes.write(digest, at, 'latin1');
    digest = hash(name, bytes, 'binary');
  }
  return Buffer.from(digest, 'latin1');
}

/** What one round digests, and where in it the digest before belongs. */
function template(round: number, { digest, password, salt }: Parts): { readonly bytes: Buffer; readonly at: number } {
  const odd = round % 2 === 1;
  const head = [odd ? password : digest, ...(round % 3 === 0 ? [] : [salt]), ...(round % 7 === 0 ? [] : [password])];
  const bytes = Buffer.concat([...head, odd ? digest : password]);
  return { bytes, at: odd ? bytes.length - digest.length : 0 };
}

/** Bits of a length, the lowest first, each with its part: both formats count the password's length so. */
export const byBits = (length: number, one: Buffer, zero: Buffer): readonly Buffer[] =>
  length === 0 ? [] : [...length.toString(2)].reverse().map((bit) => (bit === '1' ? one : zero));
