// Who may act on whom, and who may give what (rules 15–16): nobody touches, or hands out, administrative permissions that he does not hold himself.
// Called by action.ts for the target of an operation, and by giveRoles and editRole for what is given. Pure.

import type { Scope } from './contract.ts';
import { counts, type Held } from './decide.ts';
import { effectsOf, type Model, type Node } from './model.ts';
import { covers, includes, type On, type Reach } from './scope.ts';

/** What an actor brings: the roles he holds now, or everything (the host). */
export type Powers = { readonly held: readonly Held[]; readonly now: number; readonly narrowed: readonly string[] | null } | 'everything';

/** Whether a token's narrowing leaves this node in. */
export const coveredBy = (narrowed: readonly string[] | null, path: string): boolean =>
  narrowed === null || narrowed.some((top) => path === top || path.startsWith(`${top}/`));

/** Whether what ends then (0 = never) lasts as long as the other. */
export const endsNoSooner = (mine: number, until: number): boolean => mine === 0 || (until !== 0 && mine >= until);

/** Whether the actor holds the node until `until` (absent = now is enough), wherever `scope` reaches, and on `on` where it is given. */
function holds(
  model: Model,
  powers: Powers,
  node: Node,
  { scope, on, until }: { readonly scope?: Scope | null; readonly on?: On; readonly until?: number },
): boolean {
  if (powers === 'everything') return true;
  if (!coveredBy(powers.narrowed, node.path)) return false;
  return powers.held.some(({ role, grant }) => {
    if (!counts(grant, powers.now) || effectsOf(model, role)[node.index] !== 1) return false;
    if (until !== undefined && !endsNoSooner(grant?.until ?? 0, until)) return false;
    const mine = grant?.scope ?? null;
    return (scope === undefined || includes(mine, scope)) && (on === undefined || mine === null || covers(mine, on));
  });
}

/** Where the actor holds a node now: null = everywhere, [] = nowhere. */
export function reachOfPowers(model: Model, powers: Powers, path: string): Reach {
  if (powers === 'everything') return null;
  const node = model.byPath.get(path);
  if (!node || !coveredBy(powers.narrowed, path)) return [];
  const scopes = powers.held
    .filter(({ role, grant }) => counts(grant, powers.now) && effectsOf(model, role)[node.index] === 1)
    .map(({ grant }) => grant?.scope ?? null);
  return scopes.includes(null) ? null : scopes.filter((scope) => scope !== null);
}

/** Administrative nodes that any of these roles allows. A later child has its parent's byte, so comparing all nodes is comparing prefixes. */
function administrativeNodes(model: Model, held: readonly Held[]): readonly Node[] {
  const effects = [...new Set(held.map(({ role }) => effectsOf(model, role)))];
  return model.nodes.filter((node) => node.administrative && effects.some((bytes) => bytes[node.index] === 1));
}

const notEnded = (held: readonly Held[], now: number): readonly Held[] => held.filter(({ grant }) => !grant || grant.until === 0 || now < grant.until);

/** Whether whoever holds these has any administrative permission, now or later. */
export const administers = (model: Model, held: readonly Held[], now: number): boolean => administrativeNodes(model, notEnded(held, now)).length > 0;

/** The first administrative node the target holds – ever, not only now – and the actor does not hold over him; null = he may act. */
export function holdsMore(model: Model, powers: Powers, target: { readonly held: readonly Held[]; readonly on: On }): Node | null {
  if (powers === 'everything') return null;
  return administrativeNodes(model, notEnded(target.held, powers.now)).find((node) => !holds(model, powers, node, { on: target.on })) ?? null;
}

/** The first node of these that the actor may not give with this scope (null = everywhere) until then (0 = for good; absent = not asked) to this receiver; null = he may. */
export function mayNotGive(
  model: Model,
  powers: Powers,
  { nodes, ...asked }: { readonly nodes: readonly Node[]; readonly scope: Scope | null; readonly on?: On; readonly until?: number },
): Node | null {
  return nodes.find((node) => node.administrative && !holds(model, powers, node, asked)) ?? null;
}

/** Roles that allow an administrative node which the actor does not hold now and everywhere, each with the first of them. */
export function rolesBeyond(model: Model, powers: Powers): ReadonlyMap<number, Node> {
  const beyond = new Map<number, Node>();
  for (const roleNo of model.roles.keys()) {
    const more = mayNotGive(model, powers, { nodes: nodesGiven(model, roleNo), scope: null });
    if (more) beyond.set(roleNo, more);
  }
  return beyond;
}

/** The first administrative node that somebody holds, now or later, and the actor does not hold now as widely; null = the actor may see all that he sees. */
export function seesMore(model: Model, powers: Powers, held: readonly Held[]): Node | null {
  if (powers === 'everything') return null;
  for (const { role, grant } of held) {
    if (!grant || (grant.until !== 0 && grant.until <= powers.now)) continue;
    const more = mayNotGive(model, powers, { nodes: nodesGiven(model, role.no), scope: grant.scope });
    if (more) return more;
  }
  return null;
}

/** Every node a role allows: what giving it gives. */
export function nodesGiven(model: Model, roleNo: number): readonly Node[] {
  const role = model.roles.get(roleNo);
  if (!role) return [];
  const effects = effectsOf(model, role);
  return model.nodes.filter((node) => effects[node.index] === 1);
}
