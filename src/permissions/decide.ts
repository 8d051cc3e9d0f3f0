// The decision: may this subject use this node, on this target, now? Pure, and fast: a loop over the roles in force and one byte each.
// Called by the authorizer. Knows no database. test/decide.naive.ts says the same things slowly; the two are held against each other.
import { type Facts, gate } from '#gate/gate.ts';
import type { Scope } from './contract.ts';
import { effectsOf, type Grant, type Model, type Node, nodeIn, type Role, upward } from './model.ts';
import { covers, type On, type Reach } from './scope.ts';

/** A user, as decisions see him. Loaded by one read, kept until a change names him. */
export type Subject = {
  readonly no: number;
  readonly id: string;
  readonly kind: string;
  readonly facts: Facts;
  readonly grants: readonly Grant[];
  /** Groups he is in directly. */
  readonly groups: readonly number[];
};

/** A role somebody holds, and how he comes to it. `through` runs from his own group to the one that has the role. */
export type Held = { readonly role: Role; readonly grant: Grant | null; readonly through: readonly number[] };

/**
 * The roles in force for one subject, until a date on one of them passes; null = none will. `plain`: none that he holds is out of its time, bound to a scope, or denies anything,
 * so whatever he lacks, he lacks for want of a role, as anybody would (explain.ts).
 */
export type InForce = {
  readonly model: Model;
  readonly until: number | null;
  readonly open: readonly Uint8Array[];
  readonly scoped: readonly Scoped[];
  readonly plain: boolean;
};
type Scoped = { readonly effects: Uint8Array; readonly scope: Scope };
/** One for all: those kept for many users are asked faster the smaller they are. */
const noneScoped: readonly Scoped[] = [];

/** All that a subject holds, has held or will hold: direct, through groups, and as one of everyone. Dates are not judged. */
export function heldBy(model: Model, subject: Pick<Subject, 'grants' | 'groups'>): readonly Held[] {
  const held: Held[] = [];
  const add = (grant: Grant, through: readonly number[]) => {
    const role = model.roles.get(grant.roleNo);
    if (role) held.push({ role, grant, through });
  };
  for (const grant of subject.grants) add(grant, []);
  const reached = new Map<number, readonly number[]>();
  for (const group of subject.groups) if (model.groups.has(group)) climb(model, group, reached);
  for (const [group, through] of reached) for (const grant of model.grantsOfGroup.get(group) ?? []) add(grant, through);
  if (model.everyone) held.push({ role: model.everyone, grant: null, through: [] });
  return held;
}

/** Notes for each group reached from `start` the shortest way to it. */
function climb(model: Model, start: number, reached: Map<number, readonly number[]>) {
  const ways: (readonly number[])[] = [[start]];
  for (const way of ways) {
    const last = way[way.length - 1];
    if (last === undefined || (reached.get(last)?.length ?? Number.POSITIVE_INFINITY) <= way.length) continue;
    reached.set(last, way);
    for (const parent of model.parentsOf.get(last) ?? []) ways.push([...way, parent]);
  }
}

export const counts = (grant: Grant | null, now: number): boolean => grant === null || (grant.from <= now && (grant.until === 0 || now < grant.until));

export function inForce(model: Model, subject: Subject, now: number): InForce {
  const open = new Set<Uint8Array>();
  const scoped: Scoped[] = [];
  let until: number | null = null;
  let plain = true;
  for (const { role, grant } of heldBy(model, subject)) {
    if (grant) until = nextDate(grant, now, until);
    plain &&= counts(grant, now) && !grant?.scope && !says(role, false);
    if (!counts(grant, now) || !says(role, true)) continue;
    const effects = effectsOf(model, role);
    if (grant?.scope) scoped.push({ effects, scope: grant.scope });
    else open.add(effects);
  }
  return { model, until, open: [...open], scoped: scoped.length === 0 ? noneScoped : scoped, plain };
}

/** Whether it allows (or denies) anything at all. */
function says({ entries }: Role, wanted: boolean): boolean {
  for (const allow of entries.values()) if (allow === wanted) return true;
  return false;
}

function nextDate({ from, until }: Grant, now: number, soonest: number | null): number | null {
  const next = now < from ? from : now < until ? until : null;
  return next === null || (soonest !== null && soonest < next) ? soonest : next;
}

/** Without a target only a right held everywhere counts: "on some" is not "may". A node of an older model is looked up in theirs; one that is gone is nobody's. */
export function allows(roles: InForce, asked: Node, on?: On): boolean {
  const node = nodeIn(roles.model, asked);
  if (!node) return false;
  if (isOpen(roles.open, node)) return true;
  if (on) for (const { effects, scope } of roles.scoped) if (effects[node.index] === 1 && covers(scope, on)) return true;
  return false;
}

/** Whether one of these roles, held everywhere, allows the node, which is of their model. */
export function isOpen(open: InForce['open'], { index }: Node): boolean {
  for (const effects of open) if (effects[index] === 1) return true;
  return false;
}

/** Where a node is held: null = everywhere, [] = nowhere. */
export function reachOf(roles: InForce, asked: Node): Reach {
  const node = nodeIn(roles.model, asked);
  if (!node) return [];
  if (isOpen(roles.open, node)) return null;
  return roles.scoped.filter(({ effects }) => effects[node.index] === 1).map(({ scope }) => scope);
}

/** The gate, for the subject of a decision. */
export const stopped = (subject: Subject, now: number) => gate(subject.facts, { now });

/** Ids of the roles and groups that scopes ask about, for a user as a target. */
export function membershipsOf(model: Model, subject: Pick<Subject, 'grants' | 'groups'>, now: number) {
  const roleIds = new Set(
    heldBy(model, subject)
      .filter(({ grant }) => counts(grant, now))
      .map(({ role }) => role.id),
  );
  const groupIds = new Set<string>();
  for (const group of subject.groups)
    for (const one of upward(model, group)) {
      const known = model.groups.get(one);
      if (known) groupIds.add(known.id);
    }
  return { roleIds, groupIds };
}
