// A scope while it is being made: conditions that may still be empty, and what becomes of them. Pure, so that it can be tested without a browser.
import type { Scope } from '#permissions/contract.ts';

export type Named = { readonly id: string; readonly name: string };
export type ConditionKind = 'store' | 'groups' | 'roles' | 'kind' | 'attribute';

/** One line of the form. `chosen` holds stores (one), groups or roles; `name` and `value` an attribute; `value` alone a kind of user. */
export type Condition = {
  readonly key: string;
  readonly kind: ConditionKind;
  readonly chosen: readonly Named[];
  readonly name: string;
  readonly value: string;
};

/** `null` = everybody and everything. */
export type ScopeDraft = null | { readonly join: 'all' | 'any'; readonly conditions: readonly Condition[] };

export const blankCondition = (key: string, kind: ConditionKind = 'groups'): Condition => ({ key, kind, chosen: [], name: '', value: '' });

function leafOf({ kind, chosen, name, value }: Condition): Scope | null {
  const ids = chosen.map((each) => each.id);
  const [first] = ids;
  if (kind === 'kind') return value ? { attribute: 'kind', equals: value } : null;
  if (kind === 'attribute') return name.trim() && value.trim() ? { attribute: name.trim(), equals: value.trim() } : null;
  if (first === undefined) return null;
  if (kind === 'store') return { store: first };
  return kind === 'groups' ? { groups: ids } : { roles: ids };
}

/** Every line says something. */
export const scopeReady = (draft: ScopeDraft): boolean => draft === null || draft.conditions.every((each) => leafOf(each) !== null);

/** The scope as the contract wants it; lines that say nothing yet are left out. */
export function scopeOf(draft: ScopeDraft): Scope | null {
  const leaves = (draft?.conditions ?? []).map(leafOf).filter((leaf) => leaf !== null);
  const [first, ...more] = leaves;
  if (!draft || !first) return null;
  if (more.length === 0) return first;
  return draft.join === 'all' ? { all: leaves } : { any: leaves };
}
