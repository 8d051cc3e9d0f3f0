// A user's values as a form made from the definitions holds them: one text for each, several values on a line each. Pure.
// The fields are named as refusals name them: `mail`, `attributes.badge`.
import { type Attribute, isTitledAsShipped } from '#attributes/contract.ts';
import { attributes as say } from '../strings/attributes.ts';
import type { Faults } from './fields.ts';

export type Values = Readonly<Record<string, string>>;
type Described = Readonly<Record<string, unknown>> & { readonly attributes: Readonly<Record<string, string | readonly string[]>> };

export const fieldOf = ({ builtIn, name }: Attribute): string => (builtIn ? name : `attributes.${name}`);
export const titleOf = ({ builtIn, displayName, name }: Attribute): string =>
  (builtIn && isTitledAsShipped({ name, title: displayName }) && say.shipped[name]) || displayName || name;
export const isAskedOf = ({ kinds }: Attribute, kind: string): boolean => kinds.length === 0 || kinds.some((each) => each === kind);

const textOf = (value: unknown): string => (Array.isArray(value) ? value.join('\n') : typeof value === 'string' ? value : '');
const ownOf = (user: Described, name: string) => (Object.hasOwn(user.attributes, name) ? user.attributes[name] : '');

export const valuesOf = (attributes: readonly Attribute[], user: Described): Values =>
  Object.fromEntries(attributes.map((each) => [fieldOf(each), textOf(each.builtIn ? user[each.name] : ownOf(user, each.name))]));

const sent = ({ valuesMax }: Attribute, text: string): string | string[] =>
  valuesMax === 1 ? text : text.split('\n').flatMap((line) => (line.trim() === '' ? [] : [line.trim()]));

/** As the operations take it: only what differs, since what is absent stays. */
export function givenBy(attributes: readonly Attribute[], from: Values, to: Values) {
  const changed = attributes.filter((each) => (from[fieldOf(each)] ?? '') !== (to[fieldOf(each)] ?? ''));
  const pairs = (builtIn: boolean) =>
    changed.filter((each) => each.builtIn === builtIn).map((each) => [each.name, sent(each, to[fieldOf(each)] ?? '')] as const);
  const free = pairs(false);
  // Built-in fields have one value each.
  const own = Object.fromEntries(pairs(true)) as Record<string, string>;
  return { ...own, ...(free.length > 0 ? { attributes: Object.fromEntries(free) } : {}) };
}

/** What is asked for and missing; the rest the server judges, by the definition itself. */
export function missingOf(attributes: readonly Attribute[], kind: string, values: Values): Faults {
  const missing = attributes.filter((each) => each.required && isAskedOf(each, kind) && (values[fieldOf(each)] ?? '').trim() === '');
  return Object.fromEntries(missing.map((each) => [fieldOf(each), say.needed]));
}
