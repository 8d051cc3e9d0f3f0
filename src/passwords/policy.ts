// The rule for passwords: long enough, not too easy to guess, not about the user himself. No rules of character kinds, no expiry (rule 32).
// Called by whoever sets a password, before hashing it, and by the page that shows the rule. Pure.
// Does not know hashes, earlier passwords, nor whether the caller may set one.
import { type FieldFault, Refusal } from '#errors.ts';
import { firstForbidden } from '#names/code-points.ts';
import { lengthOf, nameKeyOf } from '#names/name.ts';
import { type Sentence, say } from '#sentences/sentence.ts';
import { commonWords } from './common-passwords.ts';
import { preparePassword } from './prepare.ts';
import { type Strength, strength } from './strength.ts';

export type PasswordLengths = { readonly lengthMin: number; readonly lengthMax: number };
/** Whose password it is to be; what is '' or absent is not looked for. */
export type PasswordOwner = { readonly userName: string; readonly mail?: string; readonly shownName?: string };

/** Shorter than this, a name stands in too many innocent words (ann in planning). It still makes guessing cheaper: see `strength`. */
const partMin = 4;

/** Throws `password.rejected`, each part that failed said by itself. Hash the very same text: preparing it (RFC 8265 §4.2) is done here and there alike. */
export function checkPassword(password: string, { lengthMin, lengthMax, ...owner }: PasswordOwner & PasswordLengths): void {
  const prepared = preparePassword(password);
  const says = [...faultsOfLength(prepared, { lengthMin, lengthMax }), ...faultsOfCharacters(prepared), ...faultsOfOwner(prepared, owner)];
  // Only what could pass otherwise is estimated: the length bounds the work, and "too easy" adds nothing to "too short".
  if (says.length === 0 && strengthOf(prepared, owner).score === 0) says.push(say('password.easy'));
  if (says.length > 0) throw rejected(says);
}

function rejected(says: readonly Sentence[]): Refusal {
  return new Refusal(
    'password.rejected',
    { says },
    says.map((one): FieldFault => ({ field: 'password', says: one })),
  );
}

function faultsOfLength(prepared: string, { lengthMin, lengthMax }: PasswordLengths): readonly Sentence[] {
  const length = lengthOf(prepared);
  if (length < lengthMin) return [say('password.too-short', { length, min: lengthMin })];
  return length > lengthMax ? [say('password.too-long', { length, max: lengthMax })] : [];
}

/** FreeformClass of RFC 8264. The character itself is not repeated: it is part of a secret. */
const faultsOfCharacters = (prepared: string): readonly Sentence[] => (firstForbidden(prepared, 'freeform') === null ? [] : [say('password.odd-character')]);

function faultsOfOwner(prepared: string, { userName, mail = '', shownName = '' }: PasswordOwner): readonly Sentence[] {
  const folded = folding(prepared);
  const within = (part: string) => lengthOf(part) >= partMin && folded.includes(part);
  return [
    ...(within(folding(userName)) ? [say('password.holds-user-name')] : []),
    ...(within(folding(localPart(mail))) ? [say('password.holds-mail')] : []),
    ...(within(folding(shownName)) ? [say('password.holds-shown-name')] : []),
  ];
}

/** Names are found in any case, and whatever stands between their parts. */
const folding = (text: string): string => nameKeyOf(text).replace(/[\s._-]/gu, '');
const localPart = (mail: string): string => mail.split('@')[0] ?? '';

/** How hard to guess, 0–4, also by what everybody knows of its owner. Score 0 is refused. */
export function strengthOf(password: string, owner: PasswordOwner): Strength {
  const about = [owner.userName, localPart(owner.mail ?? ''), ...(owner.mail ?? '').split(/[@.]/), owner.shownName ?? ''].flatMap((text) =>
    text.split(/[\s._@-]+/u),
  );
  return strength(preparePassword(password), { words: commonWords(), about: about.map(nameKeyOf) });
}

/** The rule in force, to be shown before typing. */
export const passwordRule = ({ lengthMin, lengthMax }: PasswordLengths): readonly Sentence[] => [
  say('password.rule-length', { min: lengthMin, max: lengthMax }),
  say('password.rule-guessing'),
  say('password.rule-owner'),
];
