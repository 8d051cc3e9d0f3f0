// What giving means: whose reach it must lie in, what the giver must hold, and what nobody gives himself, be it round a corner (rules 9, 15–17).
// Called by giveRoles, editRole and by the groups, whose members hold what their groups are given. Pure.
// Does not know how anything is written.

import type { Doing } from '#action.ts';
import { Refusal } from '#errors.ts';
import { endsNoSooner, mayNotGive, nodesGiven, type Powers } from '#permissions/contain.ts';
import type { Scope } from '#permissions/contract.ts';
import { counts, type Held } from '#permissions/decide.ts';
import { displayPath, effectsOf, type Grant, type Model, type Node } from '#permissions/model.ts';
import { covers, type On, type Reach } from '#permissions/scope.ts';
import { say } from '#sentences/sentence.ts';

/** Whether a reach lets its holder give this role to this receiver: where a scope speaks of roles, only those. */
export const reachesGiving = (reach: Reach, on: On, roleId: string): boolean =>
  reach === null || reach.some((scope) => covers(scope, on) && (!speaksOf(scope, 'roles') || names(scope, new Set([roleId]))));

const leaves = (scope: Scope): readonly Scope[] => ('all' in scope ? scope.all.flatMap(leaves) : 'any' in scope ? scope.any.flatMap(leaves) : [scope]);
const speaksOf = (scope: Scope, what: 'roles' | 'groups') => leaves(scope).some((leaf) => what in leaf);
const idsIn = (leaf: Scope): readonly string[] => ('roles' in leaf ? leaf.roles : 'groups' in leaf ? leaf.groups : []);

/** Whether a scope names any of these roles or groups. */
const names = (scope: Scope, ids: ReadonlySet<string>) => leaves(scope).some((leaf) => idsIn(leaf).some((id) => ids.has(id)));

type Taken = { readonly roleNo: number; readonly scope: Scope | null; readonly on: On };
/** `until` 0 = for good: a right that ends is given until then at most, or it would outlive itself in other hands. */
type Given = Taken & { readonly until: number };

/** The first administrative node of a role that the actor may not give so; null = he may. */
export const notGivable = ({ model, powers }: Pick<Doing, 'model' | 'powers'>, { roleNo, ...given }: Given | Taken): Node | null =>
  mayNotGive(model, powers, { nodes: nodesGiven(model, roleNo), ...given });

/** Refuses to give what the actor does not hold himself, as widely and as long. */
export function checkGivable(doing: Pick<Doing, 'model' | 'powers'>, given: Given): void {
  const more = notGivable(doing, given);
  if (more) throw new Refusal('role.may-not-give', { permission: displayPath(doing.model, more.path), path: more.path });
}

/** The same when it is done: whoever hands out administrative permissions has lately shown who he is. */
export async function refuseGiving(doing: Doing, given: Given): Promise<void> {
  checkGivable(doing, given);
  if (nodesGiven(doing.model, given.roleNo).some(({ administrative }) => administrative)) await doing.proved();
}

/** Nobody takes away administrative permissions that he could not give. */
export function checkTakeable(doing: Pick<Doing, 'model' | 'powers'>, taken: Taken): void {
  const more = notGivable(doing, taken);
  if (more) throw new Refusal('target.holds-more', { kind: say(`noun.${taken.on.kind}`), permission: displayPath(doing.model, more.path), path: more.path });
}

export const hasEnded = (grant: Grant, now: number): boolean => grant.until !== 0 && grant.until <= now;

/** Whether the actor would gain by it: some node he does not hold already, everywhere and for as long. For what reaches him through his own groups and roles. */
export function gains(model: Model, powers: Powers, { nodes, until }: { readonly nodes: readonly Node[]; readonly until: number }): boolean {
  if (powers === 'everything') return false;
  const lasting = powers.held.filter(({ grant }) => grant === null || (grant.scope === null && counts(grant, powers.now) && endsNoSooner(grant.until, until)));
  return nodes.some((node) => !lasting.some(({ role }) => effectsOf(model, role)[node.index] === 1));
}

/** `sure`: `on` is known to the last, so what it gains is known too. Else it stands for all members of a group, and any mention counts. */
type Joining = { readonly on: On; readonly ids: ReadonlySet<string>; readonly sure: boolean };

/**
 * Whether by gaining these roles or groups the receiver would come into a scope of the actor's own rights: pulling people into one's reach is widening
 * one's own scope, which nobody does for himself.
 */
export function widensOwnReach(model: Model, powers: Powers, joining: Joining): boolean {
  if (powers === 'everything') return false;
  const { held, now } = powers;
  return held.some((mine) => {
    if (!mine.grant?.scope || hasEnded(mine.grant, now) || !comesInto(mine.grant.scope, joining)) return false;
    return model.nodes.some((node) => effectsOf(model, mine.role)[node.index] === 1 && !holdsOver(model, held, { node, on: joining.on, now }));
  });
}

function comesInto(scope: Scope, { on, ids, sure }: Joining): boolean {
  if (covers(scope, on) || !names(scope, ids)) return false;
  return !sure || on.kind !== 'user' || covers(scope, { ...on, roleIds: union(on.roleIds, ids), groupIds: union(on.groupIds, ids) });
}

const union = (one: ReadonlySet<string>, other: ReadonlySet<string>): ReadonlySet<string> => new Set([...one, ...other]);

const holdsOver = (model: Model, held: readonly Held[], { node, on, now }: { readonly node: Node; readonly on: On; readonly now: number }) =>
  held.some(({ role, grant }) => counts(grant, now) && effectsOf(model, role)[node.index] === 1 && (!grant?.scope || covers(grant.scope, on)));
