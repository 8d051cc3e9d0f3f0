// Which code points a name or a password may hold: IdentifierClass and FreeformClass of PRECIS (RFC 8264), from the Unicode tables of the runtime.
// Called by names/ and passwords/. Pure. Does not know users, lengths, or what else a rule forbids.

// §9.6 Exceptions, taken over from RFC 5892 §2.6.
const alwaysValid = new Set([0x00df, 0x03c2, 0x06fd, 0x06fe, 0x0f0b, 0x3007]);
const neverValid = new Set([0x0640, 0x07fa, 0x302e, 0x302f, 0x3031, 0x3032, 0x3033, 0x3034, 0x3035, 0x303b]);

export type Standing = 'valid' | 'freeform' | 'context' | 'disallowed';

/**
 * RFC 8264 §8, in its order. `valid` in both classes, `freeform` in FreeformClass only, `context` where its neighbours allow it (`contextAllows`).
 * Join controls (§9.8) are disallowed here, which is stricter than the RFC: they cannot be seen, so two names could look the same.
 */
export function standingOf(char: string): Standing {
  const point = char.codePointAt(0) ?? 0;
  if (alwaysValid.has(point)) return 'valid';
  if (neverValid.has(point)) return 'disallowed';
  if (isContextual(point)) return 'context';
  if (/[\p{Cn}\p{Cs}]/u.test(char)) return 'disallowed';
  if (point >= 0x21 && point <= 0x7e) return 'valid';
  if (isOldHangulJamo(point) || /[\p{Cc}\p{Join_Control}\p{Default_Ignorable_Code_Point}\p{Noncharacter_Code_Point}]/u.test(char)) return 'disallowed';
  if (char.normalize('NFKC') !== char) return 'freeform';
  if (/[\p{Ll}\p{Lu}\p{Lo}\p{Nd}\p{Lm}\p{Mn}\p{Mc}]/u.test(char)) return 'valid';
  return /[\p{Lt}\p{Nl}\p{No}\p{Me}\p{Zs}\p{S}\p{P}]/u.test(char) ? 'freeform' : 'disallowed';
}

/** §9.9: leading, vowel and trailing jamo, which have better-known composed forms. */
const isOldHangulJamo = (point: number): boolean =>
  (point >= 0x1100 && point <= 0x11ff) || (point >= 0xa960 && point <= 0xa97c) || (point >= 0xd7b0 && point <= 0xd7c6) || (point >= 0xd7cb && point <= 0xd7fb);

const isArabicDigit = (point: number): boolean => point >= 0x0660 && point <= 0x0669;
const isExtendedArabicDigit = (point: number): boolean => point >= 0x06f0 && point <= 0x06f9;
const isContextual = (point: number): boolean =>
  [0x00b7, 0x0375, 0x05f3, 0x05f4, 0x30fb].includes(point) || isArabicDigit(point) || isExtendedArabicDigit(point);

/** The rules of RFC 5892 appendix A.3–A.9 for the code points that are valid only beside certain others. */
export function contextAllows(chars: readonly string[], at: number): boolean {
  const point = chars[at]?.codePointAt(0) ?? 0;
  const before = chars[at - 1] ?? '';
  const after = chars[at + 1] ?? '';
  if (point === 0x00b7) return before === 'l' && after === 'l';
  if (point === 0x0375) return /\p{Script=Greek}/u.test(after);
  if (point === 0x05f3 || point === 0x05f4) return /\p{Script=Hebrew}/u.test(before);
  if (point === 0x30fb) return chars.some((char) => /[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}]/u.test(char));
  const other = isArabicDigit(point) ? isExtendedArabicDigit : isArabicDigit;
  return !chars.some((char) => other(char.codePointAt(0) ?? 0));
}

/** The first character of `text` that a class does not allow, or null. */
export function firstForbidden(text: string, allowed: 'identifier' | 'freeform'): string | null {
  const chars = [...text];
  const fits = (char: string, at: number) => {
    const standing = standingOf(char);
    return standing === 'valid' || (standing === 'freeform' && allowed === 'freeform') || (standing === 'context' && contextAllows(chars, at));
  };
  return chars.find((char, at) => !fits(char, at)) ?? null;
}

/** Wide and narrow forms become the usual ones (RFC 8264 §5.2.1): both lie in U+FF01–FFEF, and U+3000 is a wide space. */
export const mapWidth = (text: string): string => text.replace(/[\u3000\uff01-\uffef]/g, (char) => char.normalize('NFKC'));
