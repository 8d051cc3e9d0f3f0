// A scope in plain words. Pure; who knows the names of stores, groups and roles hands them in.
import type { Scope } from '#permissions/contract.ts';
import { show as say } from '../strings/show.ts';

export type ScopePart = 'store' | 'role' | 'group';
/** The name of a store, role or group, or nothing while it is not known or may not be seen. */
export type NameOf = (part: ScopePart, id: string) => string | undefined;

const nobodyKnown: NameOf = () => undefined;

export function scopeSays(scope: Scope | null, nameOf: NameOf = nobodyKnown): string {
  if (scope === null) return say.scope.all;
  if ('store' in scope) return say.scope.store(nameOf('store', scope.store));
  if ('attribute' in scope) return attributeSays(scope.attribute, scope.equals);
  if ('roles' in scope) return say.scope.roles(namesOf('role', scope.roles, nameOf), scope.roles.length);
  if ('groups' in scope) return say.scope.groups(namesOf('group', scope.groups, nameOf), scope.groups.length);
  const isAll = 'all' in scope;
  const parts = isAll ? scope.all : scope.any;
  return parts.map((part) => inner(part, parts.length > 1, nameOf)).join(isAll ? say.scope.and : say.scope.or);
}

/** A joined part inside a joined whole needs its brackets. */
function inner(part: Scope, isJoined: boolean, nameOf: NameOf): string {
  const said = scopeSays(part, nameOf);
  const several = ('all' in part && part.all.length > 1) || ('any' in part && part.any.length > 1);
  return isJoined && several ? `(${said})` : said;
}

const attributeSays = (name: string, value: string) =>
  name === 'kind' ? say.scope.kind(say.kinds[value] ?? value) : say.scope.attribute(say.scope.names[name] ?? name, value);

/** Names only if all are known: half a list would say too little. */
function namesOf(part: ScopePart, ids: readonly string[], nameOf: NameOf): readonly string[] {
  const names = ids.map((id) => nameOf(part, id)).filter((name) => name !== undefined);
  return names.length === ids.length ? names : [];
}

/** Every store, role and group that a scope names. */
export function scopeIds(scope: Scope | null): Readonly<Record<ScopePart, readonly string[]>> {
  const found: Record<ScopePart, string[]> = { store: [], role: [], group: [] };
  const walk = (part: Scope) => {
    if ('all' in part) part.all.forEach(walk);
    else if ('any' in part) part.any.forEach(walk);
    else if ('store' in part) found.store.push(part.store);
    else if ('roles' in part) found.role.push(...part.roles);
    else if ('groups' in part) found.group.push(...part.groups);
  };
  if (scope) walk(scope);
  return found;
}
