// The key by which shown names are sorted: as people read them, and alike on both databases, which compare code points (rule 34).
// Called by who writes users, by their search, and by the migration that brought it. Pure. Names are never compared by it: name.ts has the keys that tell them apart.

/** Between the two halves of a key: sorts before whatever a name can hold, and cannot be typed. */
export const halves = '\u001f';
/** Keys are in an index, and these letters may each take four bytes there. */
const lengthMax = 200;

/** Letters that Unicode takes apart in no way, as dictionaries place them (DIN 5007-1 and its like). */
const apart: Readonly<Record<string, string>> = { ß: 'ss', æ: 'ae', œ: 'oe', ø: 'o', đ: 'd', ð: 'd', ł: 'l', ħ: 'h', þ: 'th', ı: 'i', ŋ: 'n', ё: 'е' };
const marked = /([\p{Script=Latin}\p{Script=Greek}])[\u0300-\u036f]+/gu;

/** Without the marks of its letters. Other scripts than Latin and Greek tell letters apart by them, and keep them. */
export const unmarked = (key: string): string =>
  isPlain(key)
    ? key
    : key
        .replace(/[ßæœøđðłħþıŋё]/gu, (letter) => apart[letter] ?? letter)
        .normalize('NFD')
        .replace(marked, '$1')
        .normalize('NFC');

const isPlain = (key: string): boolean => /^[ -~]*$/.test(key);

/** From the key by which a name is compared: unmarked, then, where that is another, the key itself, so that Zoe comes before Zoë and both are found in it. */
export function sortKeyOf(nameKey: string): string {
  const plain = unmarked(nameKey);
  return plain === nameKey ? nameKey : `${[...plain].slice(0, lengthMax).join('')}${halves}${nameKey}`;
}
