// The rules for passwords, as administrators set them: for everybody, for the users of a store, for the holders of a role. Where several apply, of each part the
// strictest. Imported by the browser; imports contracts only. Knows no judgement.
import { type Static, Type } from 'typebox';
import { closed, Id, oneOf, text } from '#contract.ts';
import { section, sectionOperations } from '#settings/contract.ts';

export const passwordLengthMax = 256;

const parts = {
  lengthMin: Type.Integer({
    minimum: 0,
    maximum: 128,
    default: 0,
    description: 'characters; 0 = as password_length_min of reeve.toml, which is never undercut',
  }),
  kindsMin: Type.Integer({ minimum: 0, maximum: 4, default: 0, description: 'of small letters, capitals, digits and others' }),
  strengthMin: Type.Integer({ minimum: 1, maximum: 4, default: 1, description: 'how hard to guess: 1 weak, 2 fair, 3 good, 4 strong' }),
  bannedWords: Type.Array(text(64, { minLength: 3 }), {
    maxItems: 500,
    uniqueItems: true,
    default: [],
    description: 'no password holds one of these, in any case',
  }),
  historyLength: Type.Integer({ minimum: 0, maximum: 24, default: 0, description: 'the last so many may not be used again' }),
  ageHoursMin: Type.Integer({ minimum: 0, maximum: 720, default: 0, description: 'so long a password is kept before its owner may change it again' }),
  ageDaysMax: Type.Integer({ minimum: 0, maximum: 3650, default: 0, description: 'after so long another is asked for at the next sign-in; 0 = never' }),
};
export const PasswordRule = closed(parts);
export type PasswordRule = Static<typeof PasswordRule>;

const unchanged: PasswordRule = { lengthMin: 0, kindsMin: 0, strengthMin: 1, bannedWords: [], historyLength: 0, ageHoursMin: 0, ageDaysMax: 0 };

export const passwordRules = section('passwords', {
  everybody: Type.Object(PasswordRule.properties, { additionalProperties: false, default: unchanged }),
  stores: Type.Array(closed({ store: Id, ...parts }), { maxItems: 100, default: [], description: 'for the users of a store that Reeve may write' }),
  roles: Type.Array(closed({ role: Id, ...parts }), { maxItems: 100, default: [], description: 'for whoever holds a role' }),
  warnDays: Type.Integer({
    minimum: 0,
    maximum: 30,
    default: 0,
    description: 'so many days before an age ends, its owner is told when he signs in, but not in the first half of it; 0 = not',
  }),
  warnByMail: Type.Boolean({ default: false, description: 'then also by a mail, once' }),
});
export type PasswordRules = Static<(typeof passwordRules)['fields']>;
export const passwordRulesOperations = sectionOperations(passwordRules, {
  needs: '/permission/admin/configure/security/signin',
  show: 'The rules for passwords.',
  change: 'Set the rules for passwords. They hold from the next password on; an age also for those there are.',
  refusals: ['version.stale', 'role.missing', 'store.missing'],
});
export const passwordRuleOperations = [passwordRulesOperations.show, passwordRulesOperations.change] as const;

/** What a rule says of a password, line by line, while it is typed. */
export const Judgement = closed({
  lines: Type.Array(
    closed({
      says: Type.String({ description: 'the line of the rule' }),
      state: oneOf(['met', 'failed', 'open'], { description: 'open: not to be said yet, or not from the password alone' }),
      /** What fails of it, in sentences. */
      faults: Type.Array(Type.String()),
    }),
  ),
  strength: Type.Integer({ minimum: -1, maximum: 4, description: 'how hard to guess: 0 too easy … 4 strong; -1 = not estimated yet' }),
  strengthSays: Type.String(),
});
export type Judgement = Static<typeof Judgement>;
