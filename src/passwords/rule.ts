// Which rule holds for whose password: of everybody's, his store's and his roles', the strictest of each part.
// Called by whoever sets or shows a password. Judges no password: policy.ts does.
import { counts, heldBy } from '#permissions/decide.ts';
import type { World } from '#world.ts';
import { type PasswordRule, type PasswordRules, passwordLengthMax, passwordRules } from './rule-contract.ts';

export type Rule = PasswordRule & { readonly lengthMax: number };
/** '' = unknown: of somebody who is not made yet, the roles. */
export type Whose = { readonly store: string; readonly user?: string };

export const ruleForEverybody = ({ settings, config }: Pick<World, 'settings' | 'config'>): Rule =>
  ruleOf(config.passwordLengthMin, [settings.of(passwordRules).everybody]);

export async function ruleFor(world: World, { store, user }: Whose): Promise<Rule> {
  const { everybody, stores, roles } = world.settings.of(passwordRules);
  const held = roles.length > 0 && user !== undefined ? await rolesOf(world, user) : new Set<string>();
  const applying = [everybody, ...stores.filter((one) => one.store === store), ...roles.filter(({ role }) => held.has(role))];
  return ruleOf(world.config.passwordLengthMin, applying);
}

async function rolesOf(world: World, user: string): Promise<ReadonlySet<string>> {
  const subject = await world.authorizer.subject(user);
  const now = world.now();
  const held = subject ? heldBy(world.authorizer.model, subject).filter(({ grant }) => counts(grant, now)) : [];
  return new Set(held.map(({ role }) => role.id));
}

const ruleOf = (lengthMin: number, rules: readonly PasswordRule[]): Rule => {
  const { lengthMin: longest, ...strict } = rules.reduce(strictest);
  return { ...strict, lengthMin: Math.max(lengthMin, longest), lengthMax: passwordLengthMax };
};

/** Of each part. An age that never ends is the mildest there is. */
export function strictest(one: PasswordRule, other: PasswordRule): PasswordRule {
  const ages = [one.ageDaysMax, other.ageDaysMax].filter((days) => days > 0);
  return {
    lengthMin: Math.max(one.lengthMin, other.lengthMin),
    kindsMin: Math.max(one.kindsMin, other.kindsMin),
    strengthMin: Math.max(one.strengthMin, other.strengthMin),
    bannedWords: [...new Set([...one.bannedWords, ...other.bannedWords])],
    historyLength: Math.max(one.historyLength, other.historyLength),
    ageHoursMin: Math.max(one.ageHoursMin, other.ageHoursMin),
    ageDaysMax: ages.length > 0 ? Math.min(...ages) : 0,
  };
}

const dayMilliseconds = 86_400_000;

/** When a password that was set then must be changed; 0 = never. */
export const endOfPassword = ({ ageDaysMax }: Pick<Rule, 'ageDaysMax'>, changedAt: number): number =>
  ageDaysMax === 0 ? 0 : changedAt + ageDaysMax * dayMilliseconds;

type Age = Pick<Rule, 'ageDaysMax'>;

/** Nobody is warned in the first half of an age. */
const warnedMilliseconds = ({ ageDaysMax }: Age, { warnDays }: Pick<PasswordRules, 'warnDays'>): number =>
  Math.min(warnDays, Math.floor(ageDaysMax / 2)) * dayMilliseconds;

/** The end that its owner is to be warned of now; 0 = none. */
export function endToWarnOf(
  { settings }: Pick<World, 'settings'>,
  rule: Age,
  { changedAt, now }: { readonly changedAt: number; readonly now: number },
): number {
  const end = endOfPassword(rule, changedAt);
  return end > now && now >= end - warnedMilliseconds(rule, settings.of(passwordRules)) ? end : 0;
}

/** When those passwords were set that end soon by one of the rules: later than `after`, and not later than `until`. */
export function endingSpans(rules: PasswordRules, now: number): readonly { readonly after: number; readonly until: number }[] {
  const ages = new Set([rules.everybody, ...rules.stores, ...rules.roles].map(({ ageDaysMax }) => ageDaysMax));
  return [...ages].flatMap((ageDaysMax) => {
    const after = now - ageDaysMax * dayMilliseconds;
    const until = after + warnedMilliseconds({ ageDaysMax }, rules);
    return until > after ? [{ after, until }] : [];
  });
}
