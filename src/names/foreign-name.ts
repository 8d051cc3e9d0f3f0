// Names that somebody else's store gives to users and groups: kept as they are (rule 3), unless nobody could see what they are.
// Called by users/mapped.ts and synchronise/. Pure. Does not know which names are taken.
import { type Sentence, say } from '#sentences/sentence.ts';
import { named } from './name.ts';

export const foreignNameLengthMax = 255;

/** What cannot be seen, or turns the writing of what stands beside it around: two names with it look like one. */
const hidden = /[[\p{Default_Ignorable_Code_Point}\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}\p{Noncharacter_Code_Point}]--[\p{Join_Control}\p{Variation_Selector}]]/v;
/** Joiners and variants are written in scripts that join their letters, and in pictures made of pictures; elsewhere they are seen by nobody. */
const stray =
  /(?<![^\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{Script=Common}\p{Script=Inherited}]|\p{Extended_Pictographic}\p{Variation_Selector}?|\p{Emoji_Modifier})[\p{Join_Control}\p{Variation_Selector}]/v;

/** What is wrong with it, and what to do about it; null = it is taken. */
export function faultOfForeignName(name: string, whose: 'user' | 'group'): Sentence | null {
  const what = say(`foreign.name-of-${whose}`);
  if (name === '') return say('foreign.nameless', { what });
  if (name.length > foreignNameLengthMax) return say('foreign.too-long', { what, max: foreignNameLengthMax });
  const [odd] = hidden.exec(name) ?? stray.exec(name) ?? [];
  if (odd === undefined) return null;
  return say(/\p{Cc}/u.test(odd) ? 'foreign.control' : 'foreign.unseen', { what, character: named(odd) });
}
