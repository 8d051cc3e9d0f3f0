// The bidi rule of RFC 5893 §2, which RFC 8265 asks of names that hold right-to-left letters: such a name reads the same wherever it is printed.
// Called by names/name.ts. Pure. Does not know which code points are allowed at all: it is given names of IdentifierClass.

type Class = 'L' | 'R' | 'AN' | 'EN' | 'NSM' | 'other';

// JavaScript has no Bidi_Class. Blocks by the defaults of DerivedBidiClass.txt; R and AL need not be told apart, as the rule never does.
const rightToLeft = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefe\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;
const arabicNumber = /[\u0660-\u0669\u066b\u066c\u{10d30}-\u{10d39}\u{10e60}-\u{10e7e}]/u;
const europeanNumber = /[0-9\u06f0-\u06f9]/u;
// Separators, terminators and other neutrals of ASCII; all other neutrals are outside of IdentifierClass or letters, which count as L (stricter).
const neutral = /[!-/:-@[-`{-~]/u;

function classOf(char: string): Class {
  if (/\p{Mn}/u.test(char)) return 'NSM';
  if (arabicNumber.test(char)) return 'AN';
  if (europeanNumber.test(char)) return 'EN';
  if (rightToLeft.test(char)) return 'R';
  return neutral.test(char) ? 'other' : 'L';
}

/** True for names without right-to-left letters, and for those that keep all six conditions. */
export function keepsBidiRule(name: string): boolean {
  const classes = [...name].map(classOf);
  if (!classes.some((one) => one === 'R' || one === 'AN')) return true;
  const last = classes.findLast((one) => one !== 'NSM');
  const startsRight = classes[0] === 'R';
  const endsWell = last === 'R' || last === 'EN' || last === 'AN';
  const mixesNumbers = classes.includes('EN') && classes.includes('AN');
  // Conditions 1 and 5: a name with right-to-left letters may not begin left-to-right; 2: nor hold any left-to-right letter.
  return startsRight && !classes.includes('L') && endsWell && !mixesNumbers;
}
