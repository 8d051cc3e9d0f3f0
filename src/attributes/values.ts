// The one judgement of attributes' values: forms, API, imports and the command line all come here. A value in the form that is stored, or a sentence and the rule.
// Called by users/ when values are written and by defining/ when a changed definition is tried on the values there are. Pure. Does not know who has the same value.

import { firstForbidden } from '#names/code-points.ts';
import { lengthOf, named, nameKeyOf } from '#names/name.ts';
import { type Sentence, say } from '#sentences/sentence.ts';
import type { BrokenRule } from './contract.ts';
import type { Definition } from './definition.ts';
import { country, date, domainToAscii, language, link, mail, number, phone, timeZone, type Verdict, yesNo } from './formats.ts';
import { patternedLengthMax } from './pattern.ts';

export type Judged = { readonly value: string } | { readonly says: Sentence; readonly rule: BrokenRule };
type Judging = Pick<Definition, 'type' | 'choices' | 'patternSays' | 'unique' | 'fits' | 'builtIn'>;

/** Longer ones would be compared by their beginning only: see the index of values. */
export const uniqueLengthMax = 255;

const forms: Readonly<Record<Exclude<Definition['type'], 'choice'>, (text: string) => Verdict>> = {
  text: freely,
  number,
  yesNo,
  date,
  mail,
  phone,
  link,
  country,
  language,
  timeZone,
};

/** Joiners are part of writing in names of Persian, Malayalam and others. */
function freely(text: string): Verdict {
  const odd = firstForbidden(text.replace(/[\u200c\u200d]/gu, ''), 'freeform');
  return odd === null ? { value: text } : { says: say('value.unseen', { character: named(odd) }) };
}

/** One value that is not empty. */
export function judgeValue(definition: Judging, given: string): Judged {
  const text = given.normalize('NFC').trim();
  // A built-in field has been brought into its form by the rules that every user is held to.
  const formed = definition.builtIn ? { value: text } : definition.type === 'choice' ? chosen(definition.choices, text) : forms[definition.type](text);
  if ('says' in formed) return { says: formed.says, rule: definition.type === 'choice' ? 'choices' : 'type' };
  const { value } = formed;
  const length = lengthOf(value);
  if (definition.fits && length > patternedLengthMax) return { says: say('value.too-long', { max: patternedLengthMax }), rule: 'length' };
  if (definition.unique && length > uniqueLengthMax) return { says: say('value.unique-too-long', { max: uniqueLengthMax }), rule: 'length' };
  if (definition.fits && !definition.fits.matches(value))
    return { says: definition.patternSays === '' ? say('value.form') : say('as-is', { says: definition.patternSays }), rule: 'pattern' };
  return { value };
}

/** Written in any case; stored as the definition writes it. */
function chosen(choices: readonly string[], text: string): Verdict {
  const found = choices.find((choice) => nameKeyOf(choice) === nameKeyOf(text));
  return found === undefined ? { says: listed(choices) } : { value: found };
}

const choicesTold = 12;
const listed = (choices: readonly string[]): Sentence => {
  const told = choices.slice(0, choicesTold).join(', ');
  const more = choices.length - choicesTold;
  return more > 0 ? say('value.choices-and-more', { choices: told, more }) : say('value.choices', { choices: told });
};

/** By which two values are the same, for attributes that are unique. A mail's domain counts as the DNS sees it. */
export function uniqueKeyOf({ type }: Pick<Definition, 'type'>, value: string): string {
  const at = value.lastIndexOf('@');
  const plain = type === 'mail' && at > 0 ? `${value.slice(0, at)}@${domainToAscii(value.slice(at + 1)) ?? value.slice(at + 1)}` : value;
  return plain.normalize('NFKC').toLowerCase();
}
