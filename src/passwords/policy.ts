// What is judged of a password: long enough, not too easy to guess, not about the user himself, none of those that everybody tries; and what administrators add to
// that (rule.ts). By default no rules of character kinds and no expiry (rule 32).
// Called by whoever sets a password, before hashing it, and by the page that shows the rule. Pure.
// Does not know hashes, earlier passwords, nor whether the caller may set one.
import { type FieldFault, Refusal } from '#errors.ts';
import { firstForbidden } from '#names/code-points.ts';
import { lengthOf, nameKeyOf } from '#names/name.ts';
import { type Sentence, say } from '#sentences/sentence.ts';
import { commonWords } from './common-passwords.ts';
import { isLeaked } from './leaked.ts';
import { preparePassword } from './prepare.ts';
import type { Rule } from './rule.ts';
import { type Strength, strength } from './strength.ts';

export type Judged = Pick<Rule, 'lengthMin' | 'lengthMax' | 'kindsMin' | 'strengthMin' | 'bannedWords'>;
type Lengths = Pick<Rule, 'lengthMin' | 'lengthMax'>;
/** Whose password it is to be; what is '' or absent is not looked for. */
export type PasswordOwner = { readonly userName: string; readonly mail?: string; readonly shownName?: string };

/** Shorter than this, a name stands in too many innocent words (ann in planning). It still makes guessing cheaper: see `strength`. */
const partMin = 4;
/** Of a word that administrators ban, without what may stand between its letters. */
export const bannedMin = 3;

/** One line of the rule: how it is said before typing, and what a password fails of it. */
type Line = {
  readonly says: Sentence;
  readonly faults?: (judging: Judging) => readonly Sentence[];
  /** Only what could pass otherwise is estimated: the length bounds the work, and "too easy" adds nothing to "too short". */
  readonly guessed?: (judging: Judging, score: Strength['score']) => readonly Sentence[];
};
type Judging = { readonly prepared: string; readonly owner: PasswordOwner; readonly rule: Judged };

/** `open` = cannot be said yet, or not from the password alone. */
export type JudgedLine = { readonly says: Sentence; readonly state: 'met' | 'failed' | 'open'; readonly faults: readonly Sentence[] };
export type Judgement = { readonly lines: readonly JudgedLine[] /** Null = nothing was estimated. */; readonly score: Strength['score'] | null };

/** Throws `password.rejected`, each part that failed said by itself. Hash the very same text: preparing it (RFC 8265 §4.2) is done here and there alike. */
export function checkPassword(password: string, owner: PasswordOwner, rule: Judged): void {
  const says = judgePassword(password, owner, { ...rule, historyLength: 0, ageDaysMax: 0 }).lines.flatMap(({ faults }) => faults);
  if (says.length > 0) throw rejected(says);
}

/** The rule line by line, each with what this password fails of it. */
export function judgePassword(password: string, owner: PasswordOwner, rule: Shown): Judgement {
  const judging = { prepared: preparePassword(password), owner, rule };
  const seen = linesOf(rule).map((line) => ({ line, faults: line.faults?.(judging) }));
  const score = seen.some(({ faults = [] }) => faults.length > 0) ? null : strengthOf(judging.prepared, owner).score;
  const lines = seen.map(({ line, faults }) => judgedLine(line.says, faults ?? (score === null ? undefined : line.guessed?.(judging, score))));
  return { lines, score };
}

const judgedLine = (says: Sentence, faults: readonly Sentence[] | undefined): JudgedLine => ({
  says,
  state: faults === undefined ? 'open' : faults.length > 0 ? 'failed' : 'met',
  faults: faults ?? [],
});

const isEasy = (prepared: string, score: Strength['score']): boolean => score === 0 || isLeaked(prepared);

const faultsOfStrength = ({ prepared, rule: { strengthMin } }: Judging, score: Strength['score']): readonly Sentence[] =>
  isEasy(prepared, score) || score >= strengthMin
    ? []
    : [say('password.weak', { strength: say(strengthNames[score]), needed: say(strengthNames[asStrength(strengthMin)]) })];

export const strengthNames = { 0: 'strength.0', 1: 'strength.1', 2: 'strength.2', 3: 'strength.3', 4: 'strength.4' } as const;
const asStrength = (number: number) => (number >= 4 ? 4 : number === 3 ? 3 : number === 2 ? 2 : 1);

const kinds: readonly RegExp[] = [/\p{Ll}/u, /\p{Lu}/u, /\p{Nd}/u, /[^\p{Ll}\p{Lu}\p{Nd}]/u];
/** A letter without case (as in Chinese) is one of the others. */
const kindsIn = (prepared: string): number => kinds.filter((kind) => kind.test(prepared)).length;

function faultsOfKinds(prepared: string, { kindsMin }: Judged): readonly Sentence[] {
  const count = kindsIn(prepared);
  return count < kindsMin ? [say('password.kinds', { count, min: kindsMin })] : [];
}

/** The word is said: it is the administrator's, not the user's. */
function faultsOfWords(prepared: string, { bannedWords }: Judged): readonly Sentence[] {
  const folded = folding(prepared);
  const found = bannedWords.find((word) => canBeBanned(word) && folded.includes(folding(word)));
  return found === undefined ? [] : [say('password.banned', { word: found })];
}

/** What nothing is left of stands in every password, and would let nobody set one. */
export const canBeBanned = (word: string): boolean => lengthOf(folding(word)) >= bannedMin;

function rejected(says: readonly Sentence[]): Refusal {
  return new Refusal(
    'password.rejected',
    { says },
    says.map((one): FieldFault => ({ field: 'password', says: one })),
  );
}

function faultsOfLength(prepared: string, { lengthMin, lengthMax }: Lengths): readonly Sentence[] {
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

type Shown = Judged & Pick<Rule, 'historyLength' | 'ageDaysMax'>;

const linesOf = ({ lengthMin, lengthMax, kindsMin, strengthMin, bannedWords, historyLength, ageDaysMax }: Shown): readonly Line[] => [
  {
    says: say('password.rule-length', { min: lengthMin, max: lengthMax }),
    faults: ({ prepared, rule }) => [...faultsOfLength(prepared, rule), ...faultsOfCharacters(prepared)],
  },
  ...(kindsMin > 1 ? [{ says: say('password.rule-kinds', { min: kindsMin }), faults: ({ prepared, rule }: Judging) => faultsOfKinds(prepared, rule) }] : []),
  { says: say('password.rule-owner'), faults: ({ prepared, owner }) => faultsOfOwner(prepared, owner) },
  ...(bannedWords.length > 0 ? [{ says: say('password.rule-banned'), faults: ({ prepared, rule }: Judging) => faultsOfWords(prepared, rule) }] : []),
  { says: say('password.rule-guessing'), guessed: ({ prepared }, score) => (isEasy(prepared, score) ? [say('password.easy')] : []) },
  ...(strengthMin > 1 ? [{ says: say('password.rule-strength', { needed: say(strengthNames[asStrength(strengthMin)]) }), guessed: faultsOfStrength }] : []),
  ...(historyLength > 0 ? [{ says: say('password.rule-history', { count: historyLength }) }] : []),
  ...(ageDaysMax > 0 ? [{ says: say('password.rule-age', { days: ageDaysMax }) }] : []),
];

/** The rule in force, to be shown before typing: the first is about the length. */
export const passwordRule = (rule: Rule): readonly Sentence[] => linesOf(rule).map(({ says }) => says);
