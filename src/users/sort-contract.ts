// What a list of users can be in the order of.
// Imported by the browser; imports nothing of the house but #contract.ts. Knows no rule.
import { type Static, Type } from 'typebox';
import { oneOf } from '#contract.ts';
import { sorts } from './words-contract.ts';

export const Sort = Type.Union([oneOf(sorts), Type.Unsafe<`attribute.${string}`>({ type: 'string', pattern: '^attribute\\.[a-z][A-Za-z0-9]{0,63}$' })], {
  description: '`attribute.<name>` = in the order of an attribute that lists show',
});
export type Sort = Static<typeof Sort>;
