// Roles: named sets of entries in the permission tree, given to users and groups. This file has the rules that need nothing but the role.
// Called by the actions of this room and of groups/. Users and set-up come in through giveRoles.
// Does not know who may do any of this, nor the database.
import type { Scope } from '#permissions/contract.ts';
import { effectsOf, type Model, type Node, type Role } from '#permissions/model.ts';
import type { Entry } from './contract.ts';

/** Node index → allow or deny. At the same node deny wins (rule 12). */
export type Entries = ReadonlyMap<number, boolean>;

/**
 * The fewest entries that say the same: one that repeats what the nearest entry above it says is dropped. A deny with no entry above stays, though
 * nothing is denied by it yet: whoever wrote it meant it for what is allowed later.
 */
export function minimal(model: Model, entries: Entries): Entries {
  const kept = new Map<number, boolean>();
  for (const node of model.nodes) {
    const said = entries.get(node.index);
    if (said !== undefined && said !== nearestAbove(model, entries, node)) kept.set(node.index, said);
  }
  return kept;
}

function nearestAbove({ nodes }: Model, entries: Entries, node: Node): boolean | undefined {
  for (let above = nodes[node.parent]; above; above = nodes[above.parent]) {
    const said = entries.get(above.index);
    if (said !== undefined) return said;
  }
  return undefined;
}

/** The model as it will be with this role in it. */
export function withRole(model: Model, role: Role): Model {
  const effects = new Map(model.effects);
  effects.delete(role.no);
  return {
    ...model,
    roles: new Map(model.roles).set(role.no, role),
    roleById: new Map(model.roleById).set(role.id, role),
    everyone: role.builtIn === 'everyone' ? role : model.everyone,
    effects,
  };
}

/** In the contract's shape, in the order of the tree. */
export const entriesShown = ({ nodes }: Model, entries: Entries): Entry[] =>
  nodes.flatMap((node) => {
    const allow = entries.get(node.index);
    return allow === undefined ? [] : [{ permission: node.path, effect: allow ? ('allow' as const) : ('deny' as const) }];
  });

export const isAdministrative = (model: Model, role: Role): boolean => {
  const effects = effectsOf(model, role);
  return model.nodes.some((node) => node.administrative && effects[node.index] === 1);
};

/** One text for scopes that say the same in another order, so that giving twice can be told from giving differently. '' = everything. */
export const scopeText = (scope: Scope | null): string => (scope === null ? '' : JSON.stringify(ordered(scope)));

/** Scopes are written by us alone, through the contract's schema. */
export const scopeOf = (text: string): Scope | null => (text === '' ? null : (JSON.parse(text) as Scope));

function ordered(scope: Scope): Scope {
  if ('all' in scope) return { all: once(scope.all) };
  if ('any' in scope) return { any: once(scope.any) };
  if ('roles' in scope) return { roles: [...new Set(scope.roles)].sort() };
  if ('groups' in scope) return { groups: [...new Set(scope.groups)].sort() };
  return 'store' in scope ? { store: scope.store } : { attribute: scope.attribute, equals: scope.equals };
}

const once = (parts: readonly Scope[]): Scope[] => {
  const byText = new Map(parts.map((part) => [scopeText(part), ordered(part)]));
  return [...byText].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, part]) => part);
};
