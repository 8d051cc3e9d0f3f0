// Text that comes from a store, as Reeve takes it: UTF-8, NFC, trimmed, without control characters, and bounded.
// Called by the drivers, for all kinds of stores alike. Pure. What cannot be taken is said in words that an administrator can act on.
import { isUtf8 } from 'node:buffer';
import { type Said, type Sentence, say } from '#sentences/sentence.ts';
import { limits } from './driver.ts';

export type Taken = { readonly text: string } | { readonly says: Sentence };

/** One value, at most `lengthMax` letters long. `of` names it in what is said. */
export function takeText(value: Buffer | string, of: Said, lengthMax: number = limits.valueLengthMax): Taken {
  const decoded = typeof value === 'string' ? value : decode(value, lengthMax);
  if (decoded === null) return { says: say('value.no-utf8', { of }) };
  const text = decoded.normalize('NFC').trim();
  if (text.length > lengthMax) return { says: say('value.longer', { of, max: lengthMax }) };
  if (!text.isWellFormed()) return { says: say('value.half', { of }) };
  if (/\p{Cc}/u.test(text)) return { says: say('value.control', { of }) };
  return { text };
}

/** Bytes that can be no text of that length are not decoded at all: a letter takes at most three of them (in UTF-16, four make two). */
function decode(bytes: Buffer, lengthMax: number): string | null {
  if (bytes.length > lengthMax * 4) return 'x'.repeat(lengthMax + 1);
  return isUtf8(bytes) ? bytes.toString('utf8') : null;
}
