// Text that comes from a store, as Reeve takes it: UTF-8, NFC, trimmed, without control characters, and bounded.
// Called by the drivers, for all kinds of stores alike. Pure. What cannot be taken is said in words that an administrator can act on.
import { isUtf8 } from 'node:buffer';
import { limits } from './driver.ts';

export type Taken = { readonly text: string } | { readonly says: string };

/** One value, at most `lengthMax` letters long. `of` names it in what is said. */
export function takeText(value: Buffer | string, of: string, lengthMax: number = limits.valueLengthMax): Taken {
  const decoded = typeof value === 'string' ? value : decode(value, lengthMax);
  if (decoded === null) return { says: `${of} is not UTF-8.` };
  const text = decoded.normalize('NFC').trim();
  if (text.length > lengthMax) return { says: `${of} is longer than ${lengthMax} letters.` };
  if (!text.isWellFormed()) return { says: `${of} holds half a letter (a lone surrogate).` };
  if (/\p{Cc}/u.test(text)) return { says: `${of} holds control characters.` };
  return { text };
}

/** Bytes that can be no text of that length are not decoded at all: a letter takes at most three of them (in UTF-16, four make two). */
function decode(bytes: Buffer, lengthMax: number): string | null {
  if (bytes.length > lengthMax * 4) return 'x'.repeat(lengthMax + 1);
  return isUtf8(bytes) ? bytes.toString('utf8') : null;
}
