// What a list of users can be in the order of.
// Imported by the browser; imports nothing of the house but #contract.ts. Knows no rule.
import { type Static, Type } from 'typebox';
import { oneOf } from '#contract.ts';

/** What a list can be in the order of: what is each user's own … */
export const ownSorts = ['userName', 'shownName', 'mail', 'createdAt', 'changedAt', 'lastSignInAt', 'endsAt'] as const;
/** … or what many share; those who share it stand under it by user name. Attributes, too, as `attribute.<name>`. */
export const sharedSorts = ['state', 'kind', 'domain', 'country', 'organisation', 'stateReason', 'lockedUntil'] as const;
export const sorts = [...ownSorts, ...sharedSorts] as const;
export const Sort = Type.Union([oneOf(sorts), Type.Unsafe<`attribute.${string}`>({ type: 'string', pattern: '^attribute\\.[a-z][A-Za-z0-9]{0,63}$' })], {
  description: '`attribute.<name>` = in the order of an attribute that lists show',
});
export type Sort = Static<typeof Sort>;
