// Scopes: on whom a right counts (rule 9). Pure: does a scope cover this target, and does one scope include another?
// Used by decide, contain, and by lists, which compile the same tree into SQL. Knows no database.
import type { Scope } from './contract.ts';

/** Where a right is held: null = everywhere; else on whatever any of the scopes covers. */
export type Reach = null | readonly Scope[];

/** Somebody or something a right would be used on, with what scopes ask about. */
export type On =
  | {
      readonly kind: 'user';
      readonly id: string;
      readonly storeId: string;
      /** Name → values, normalised by `scopeKey`. */
      readonly attributes: ReadonlyMap<string, readonly string[]>;
      readonly roleIds: ReadonlySet<string>;
      /** Direct and through nesting. */
      readonly groupIds: ReadonlySet<string>;
    }
  | { readonly kind: 'group'; readonly id: string; readonly storeId: string }
  | { readonly kind: 'role'; readonly id: string };

/** How values are compared: Unicode NFKC, lower case. */
export const scopeKey = (value: string): string => value.normalize('NFKC').toLowerCase();

export function covers(scope: Scope, on: On): boolean {
  if ('all' in scope) return scope.all.every((part) => covers(part, on));
  if ('any' in scope) return scope.any.some((part) => covers(part, on));
  if ('store' in scope) return on.kind !== 'role' && on.storeId === scope.store;
  if ('attribute' in scope) return on.kind === 'user' && (on.attributes.get(scope.attribute) ?? []).includes(scopeKey(scope.equals));
  if ('roles' in scope) return on.kind === 'role' ? scope.roles.includes(on.id) : on.kind === 'user' && scope.roles.some((role) => on.roleIds.has(role));
  return on.kind === 'group' ? scope.groups.includes(on.id) : on.kind === 'user' && scope.groups.some((group) => on.groupIds.has(group));
}

export const reaches = (reach: Reach, on: On): boolean => reach === null || reach.some((scope) => covers(scope, on));

/**
 * Whether `wide` certainly covers all that `narrow` covers, now and later. Decided on the trees alone, so it may say "no" to scopes that
 * happen to cover the same users today: that is the safe side.
 */
export function includes(wide: Scope | null, narrow: Scope | null): boolean {
  if (wide === null) return true;
  if (narrow === null) return false;
  if ('any' in narrow) return narrow.any.every((part) => includes(wide, part));
  if ('all' in wide) return wide.all.every((part) => includes(part, narrow));
  if ('any' in wide && wide.any.some((part) => includes(part, narrow))) return true;
  if ('all' in narrow) return narrow.all.some((part) => includes(wide, part));
  return leafIncludes(wide, narrow);
}

function leafIncludes(wide: Scope, narrow: Scope): boolean {
  if ('store' in wide) return 'store' in narrow && narrow.store === wide.store;
  if ('attribute' in wide) return 'attribute' in narrow && narrow.attribute === wide.attribute && scopeKey(narrow.equals) === scopeKey(wide.equals);
  if ('roles' in wide) return 'roles' in narrow && narrow.roles.every((role) => wide.roles.includes(role));
  if ('groups' in wide) return 'groups' in narrow && narrow.groups.every((group) => wide.groups.includes(group));
  return false;
}

/** The attributes a scope tests: whoever is bound by it may not change them (rule 9). */
export function attributesTested(scope: Scope): readonly string[] {
  if ('all' in scope) return scope.all.flatMap(attributesTested);
  if ('any' in scope) return scope.any.flatMap(attributesTested);
  return 'attribute' in scope ? [scope.attribute] : [];
}
