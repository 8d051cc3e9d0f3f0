// How much work a hash out of a foreign database may ask for. Above what careful systems use today, below what would let one hostile row eat the machine.
// Called by the formats beside it. Each bound has a name; beyond it a hash is unreadable, and nobody signs in with it.
import { UnreadableHash } from './format.ts';

export const bounds = {
  hashLettersMax: 1_024,
  passwordBytesMax: 1_024,
  /** A digest cut shorter than this is no proof. */
  digestBytesMin: 8,
  digestBytesMax: 512,
  /** 2^16 rounds: about three seconds. */
  bcryptCostMax: 16,
  argon2KibMax: 256 * 1024,
  argon2PassesMax: 64,
  argon2LanesMax: 64,
  /** Memory times passes: 2 GiB moved. */
  argon2WorkKibMax: 2 * 1024 * 1024,
  scryptBytesMax: 256 * 1024 * 1024,
  /** N × r × p; the strongest usual settings are 2^20. */
  scryptWorkMax: 2 ** 22,
  /** Iterations times blocks of output. */
  pbkdf2RoundsMax: 10_000_000,
  shaCryptRoundsMax: 1_000_000,
  phpassRoundsMax: 2 ** 20,
} as const;

/** The number itself, if it lies within. `what` begins the sentence: `Its cost`. */
export function within(value: number, what: string, { min = 1, max }: { readonly min?: number; readonly max: number }): number {
  if (Number.isInteger(value) && value >= min && value <= max) return value;
  throw new UnreadableHash(`${what} is ${value}; Reeve takes ${min} to ${max}.`);
}

export function digestWithin(digest: Buffer): Buffer {
  within(digest.length, 'The length of its digest in bytes', { min: bounds.digestBytesMin, max: bounds.digestBytesMax });
  return digest;
}
