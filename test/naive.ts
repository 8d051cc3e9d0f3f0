// The naive evaluator: the rules of docs/tour.md on decisions, written as slowly and plainly as possible, from rows instead of indexes.
// The fast path is held against it, for ever (OpenFGA and SpiceDB gave wrong answers from what they had cached or compiled).
import type { Scope } from '#permissions/contract.ts';

/** A small world in plain rows. Paths are texts; nothing is numbered, sorted or remembered. */
export type Plain = {
  readonly nodes: readonly string[];
  readonly entries: readonly { readonly role: string; readonly path: string; readonly allow: boolean }[];
  readonly nested: readonly { readonly child: string; readonly parent: string }[];
  readonly members: readonly { readonly user: string; readonly group: string }[];
  readonly given: readonly { readonly role: string; readonly to: string; readonly from: number; readonly until: number; readonly scope: Scope | null }[];
  readonly everyone: string;
  readonly users: readonly {
    readonly id: string;
    readonly store: string;
    readonly country: string;
    readonly disabledAt: number;
    readonly lockedAt: number;
    readonly lockedUntil: number;
    readonly startsAt: number;
    readonly endsAt: number;
    readonly deletedAt: number;
    readonly pending: string;
  }[];
};

export function mayNaively(world: Plain, user: string, path: string, { now, on }: { readonly now: number; readonly on?: string }): boolean {
  const row = world.users.find((one) => one.id === user);
  if (!row || !world.nodes.includes(path)) return false;
  if (row.deletedAt > 0 || row.disabledAt > 0 || row.pending !== '') return false;
  if (row.endsAt > 0 && row.endsAt <= now) return false;
  if (row.startsAt > now) return false;
  if (row.lockedAt > 0 && (row.lockedUntil === 0 || row.lockedUntil > now)) return false;
  if (roleAllows(world, world.everyone, path)) return true;
  return givenTo(world, user, now).some(
    ({ role, scope }) => roleAllows(world, role, path) && (scope === null || (on !== undefined && inScope(world, scope, on, now))),
  );
}

/** Walk from the root to the node; the last word on the way counts; deny beats allow on one node. */
function roleAllows({ entries }: Plain, role: string, path: string): boolean {
  let allowed = false;
  const parts = path.split('/').slice(1);
  for (let depth = 1; depth <= parts.length; depth++) {
    const here = `/${parts.slice(0, depth).join('/')}`;
    const said = entries.filter((entry) => entry.role === role && entry.path === here);
    if (said.some((entry) => entry.allow)) allowed = true;
    if (said.some((entry) => !entry.allow)) allowed = false;
  }
  return allowed;
}

function givenTo(world: Plain, user: string, now: number) {
  const receivers = [user, ...groupsOf(world, user)];
  return world.given.filter((one) => receivers.includes(one.to) && one.from <= now && (one.until === 0 || now < one.until));
}

function groupsOf({ members, nested }: Plain, user: string): readonly string[] {
  let found = members.filter((one) => one.user === user).map((one) => one.group);
  for (;;) {
    const more = nested.filter((edge) => found.includes(edge.child) && !found.includes(edge.parent)).map((edge) => edge.parent);
    if (more.length === 0) return found;
    found = [...new Set([...found, ...more])];
  }
}

function inScope(world: Plain, scope: Scope, on: string, now: number): boolean {
  if ('all' in scope) return scope.all.every((part) => inScope(world, part, on, now));
  if ('any' in scope) return scope.any.some((part) => inScope(world, part, on, now));
  const user = world.users.find((one) => one.id === on);
  if ('store' in scope) return user?.store === scope.store;
  if ('attribute' in scope) return user !== undefined && scope.attribute === 'country' && user.country.toLowerCase() === scope.equals.toLowerCase();
  if ('roles' in scope)
    return user ? [world.everyone, ...givenTo(world, on, now).map((one) => one.role)].some((role) => scope.roles.includes(role)) : scope.roles.includes(on);
  return user ? groupsOf(world, on).some((group) => scope.groups.includes(group)) : scope.groups.includes(on);
}
