// Names that Reeve makes: of users (RFC 8265 §3.4 UsernameCasePreserved), groups and roles, with the key by which each is compared.
// Called by every room that makes or looks up a name. Pure: what is taken, and by whom, is for the rooms to ask.
// Does not know names that a foreign store made: those are kept as they are and compared by that store's own rule (rule 3).
import { type Code, Refusal } from '#errors.ts';
import { type Sentence, say } from '#sentences/sentence.ts';
import { keepsBidiRule } from './bidi.ts';
import { firstForbidden, mapWidth } from './code-points.ts';

export const userNameLengthMin = 3;
export const userNameLengthMax = 64;
export const titleLengthMax = 64;

/** `name` is shown, `key` is compared, sorted and unique. */
export type Prepared = { readonly name: string; readonly key: string };

/**
 * Any text as it would be compared with user names: width mapping, case mapping, NFC (RFC 8265 §3.3). Never throws, so that a name typed at
 * sign-in is canonical before anything counts or looks it up. Final sigma counts as sigma: lower-casing alone would tell ΟΔΟΣ from οδοσ.
 */
export const nameKeyOf = (text: string): string => mapWidth(text).normalize('NFC').toLowerCase().replaceAll('ς', 'σ').normalize('NFC');

/** The order is RFC 8264 §7: map, normalise, then judge. Throws `user.name-invalid` with a sentence that says what does not fit. */
export function prepareName(input: string): Prepared {
  const name = mapWidth(input).normalize('NFC');
  const says = faultOfUserName(name);
  if (says !== null) throw new Refusal('user.name-invalid', { says }, [{ field: 'userName' }]);
  return { name, key: nameKeyOf(name) };
}

function faultOfUserName(name: string): Sentence | null {
  const length = lengthOf(name);
  if (length < userNameLengthMin || length > userNameLengthMax) return say('name.length', { min: userNameLengthMin, max: userNameLengthMax, length });
  if (/\s/u.test(name)) return say('name.space');
  if (name.includes('/')) return say('name.slash');
  const odd = firstForbidden(name, 'identifier');
  if (odd !== null) return say('name.odd-character', { character: named(odd) });
  if (/^\p{M}/u.test(name)) return say('name.accent-first');
  return keepsBidiRule(name) ? null : say('name.both-ways');
}

/** Names of groups and roles: 1–64 characters of RFC 8264's FreeformClass, trimmed, blanks made one, no `/`. */
const prepareTitle = (code: Code, what: Sentence) => (input: string) => {
  const name = input
    .replace(/\p{Zs}+/gu, ' ')
    .normalize('NFC')
    .trim();
  const says = faultOfTitle(name, what);
  if (says !== null) throw new Refusal(code, { says }, [{ field: 'name' }]);
  return { name, key: nameKeyOf(name) };
};

function faultOfTitle(name: string, what: Sentence): Sentence | null {
  const length = lengthOf(name);
  if (length < 1) return say('title.empty', { what });
  if (length > titleLengthMax) return say('title.too-long', { what, max: titleLengthMax, length });
  if (name.includes('/')) return say('title.slash', { what });
  const odd = firstForbidden(name, 'freeform');
  return odd === null ? null : say('title.odd-character', { what, character: named(odd) });
}

export const prepareGroupName: (input: string) => Prepared = prepareTitle('group.name-invalid', say('of.group'));
export const prepareRoleName: (input: string) => Prepared = prepareTitle('role.name-invalid', say('of.role'));
export const prepareApplicationName: (input: string) => Prepared = prepareTitle('application.name-invalid', say('of.application'));

/** Characters as people count them for a limit: code points. */
export const lengthOf = (text: string): number => [...text].length;

/** A character in words that show it also where it cannot be seen. */
export function named(char: string): string {
  const point = `U+${(char.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
  return /[\p{L}\p{N}\p{S}\p{P}]/u.test(char) ? `"${char}" (${point})` : point;
}
