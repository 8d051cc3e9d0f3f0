// What every format of foreign password hashes is: a function that reads a hash and gives the check of a password, or null if the hash is none of its own.
// Called by the files beside it. A hash comes out of somebody else's database: its numbers are judged against bounds.ts before anything is computed.
import { timingSafeEqual } from 'node:crypto';
import { inEnglish, type Sentence } from '#sentences/sentence.ts';
import type { Hashing } from '#world.ts';
import type { Rounds } from './rounds.ts';

/** Whether these bytes are the password that the hash was made of. */
export type Check = (password: Buffer) => Promise<boolean>;

/** What checks may need beside node:crypto: the queue for Argon2, the thread for formats that are loops of digests. */
export type Tools = { readonly hashing: Pick<Hashing, 'verify'>; readonly rounds: Rounds };

/** Null = of another format. UnreadableHash = of this one, and broken or beyond its bounds. */
export type ReadFormat = (text: string, tools: Tools) => Check | null;

/** One sentence for the administrator, never with a part of the hash. */
export class UnreadableHash extends Error {
  override readonly name = 'UnreadableHash';
}

/** The password itself is none that this format can keep. */
export class UnfitPassword extends Error {
  override readonly name = 'UnfitPassword';
  readonly says: Sentence;
  constructor(says: Sentence) {
    super(inEnglish(says));
    this.says = says;
  }
}

/** In constant time for what can be secret; lengths are no secret. Nothing is equal to nothing at all. */
export const same = (one: Buffer, other: Buffer): boolean => one.length > 0 && one.length === other.length && timingSafeEqual(one, other);

export const sameText = (one: string, other: string): boolean => same(Buffer.from(one), Buffer.from(other));

/** Standard and URL alphabets, and the `.` that passlib writes for `+`; padded or not. */
export function fromBase64(text: string): Buffer {
  if (!/^[A-Za-z0-9+/._-]*={0,2}$/.test(text)) throw new UnreadableHash('A part of the hash should be base64 and is not.');
  return Buffer.from(text.replaceAll('.', '+'), 'base64');
}

export function fromHex(text: string): Buffer {
  if (!/^(?:[0-9a-f]{2})*$/i.test(text)) throw new UnreadableHash('A part of the hash should be hexadecimal and is not.');
  return Buffer.from(text, 'hex');
}
