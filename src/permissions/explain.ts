// Why? Where a permission comes from, or the nearest things that are missing. Pure; told from the same model and roles as the decision itself.
// Called by asking/. Held against the decision by a property: there is a path exactly when the answer is "allowed".
import type { Refusal } from '#errors.ts';
import { say } from '#sentences/sentence.ts';
import type { Why } from './contract.ts';
import { counts, type Held, heldBy, type InForce, type Subject, stopped } from './decide.ts';
import { displayPath, effectsOf, type Lacking, type Model, type Node, nodeIn, type Role } from './model.ts';
import { covers, type On } from './scope.ts';

/** Roles named that would give what is missing; more would not help. */
const suggestionsMax = 5;

export type Explanation = { readonly allowed: boolean; readonly paths: readonly Why[]; readonly missing: readonly Lacking[] };
export type Question = { readonly subject: Subject; readonly node: Node; readonly now: number; readonly on?: On };

export function explain(model: Model, asked: Question): Explanation {
  const node = nodeIn(model, asked.node);
  if (!node) return { allowed: false, paths: [], missing: [unheld(asked.node.path, asked.node)] };
  const question = { ...asked, node };
  const { subject, now, on } = question;
  const held = heldBy(model, subject);
  const useful = held.filter((one) => counts(one.grant, now) && allowsNode(model, one.role, node) && reachesTarget(one, on));
  const paths = useful.map((one) => pathOf(model, one, node));
  const shut = stopped(subject, now);
  if (shut) return { allowed: false, paths: [], missing: [stateMissing(shut)] };
  if (paths.length > 0) return { allowed: true, paths, missing: [] };
  return { allowed: false, paths: [], missing: missingOf(model, question, held) };
}

/** The nearest thing that is missing, for somebody who may act and yet may not do this. What `explain` tells first, without looking for paths. */
export function nearestMissing(model: Model, asked: Question, { plain }: InForce): Lacking | undefined {
  const node = nodeIn(model, asked.node);
  return node && (plain ? suggested(model, node) : missingOf(model, { ...asked, node }, heldBy(model, asked.subject)))[0];
}

const allowsNode = (model: Model, role: Role, node: Node) => effectsOf(model, role)[node.index] === 1;
const reachesTarget = ({ grant }: Held, on: On | undefined) => !grant?.scope || (on !== undefined && covers(grant.scope, on));
const stateMissing = ({ code, sentence }: Refusal): Lacking => ({ code, says: sentence });

/** The deepest entry at or above the node: the one that decides for this role. */
function deciding(model: Model, role: Role, node: Node): { readonly node: Node; readonly allow: boolean } | null {
  for (let at: Node | undefined = node; at; at = model.nodes[at.parent]) {
    const allow = role.entries.get(at.index);
    if (allow !== undefined) return { node: at, allow };
  }
  return null;
}

function pathOf(model: Model, { role, grant, through }: Held, node: Node): Why {
  const entry = deciding(model, role, node)?.node ?? node;
  const groups = through.map((no) => model.groups.get(no)).filter((group) => group !== undefined);
  return {
    role: { id: role.id, name: role.name },
    through: groups.map(({ id, name }) => ({ id, name })),
    givenBy: grant?.givenBy ?? '',
    givenAt: grant?.givenAt ?? 0,
    from: grant?.from ?? 0,
    until: grant?.until ?? 0,
    scope: grant?.scope ?? null,
    node: entry.path,
    inherited: entry.index !== node.index,
  };
}

/** Nearest first: what he holds that almost suffices, then roles that would. */
function missingOf(model: Model, question: Question, held: readonly Held[]): readonly Lacking[] {
  const almost = held.map((one) => almostOf(model, question, one)).filter((one) => one !== null);
  return almost.length > 0 ? almost : suggested(model, question.node);
}

function almostOf(model: Model, { node, now, on }: Question, one: Held): Lacking | null {
  const { role, grant } = one;
  if (!allowsNode(model, role, node)) return deniedOf(model, role, node);
  const named = { role: { id: role.id, name: role.name } };
  if (grant && now < grant.from)
    return { code: 'role.not-yet', says: say('missing.not-yet', { role: role.name, moment: day(grant.from) }), ...named, at: grant.from };
  if (grant && grant.until !== 0 && grant.until <= now)
    return { code: 'role.ended', says: say('missing.ended', { role: role.name, moment: day(grant.until) }), ...named, at: grant.until };
  if (!reachesTarget(one, on))
    return on
      ? { code: 'scope.outside', says: say('missing.outside', { role: role.name }), ...named }
      : { code: 'scope.target', says: say('missing.target', { role: role.name }), ...named };
  return null;
}

function deniedOf(model: Model, role: Role, node: Node): Lacking | null {
  const entry = deciding(model, role, node);
  if (entry?.allow !== false) return null;
  return {
    code: 'role.denied',
    says: say('missing.denied', { role: role.name, permission: displayPath(model, entry.node.path) }),
    role: { id: role.id, name: role.name },
    node: entry.node.path,
  };
}

/** The same for all who hold nothing of the sort: kept as long as the model. */
function suggested(model: Model, node: Node): readonly Lacking[] {
  const known = model.suggested.get(node.index);
  if (known) return known;
  const made = suggestions(model, node);
  model.suggested.set(node.index, made);
  return made;
}

const unheld = (permission: string, { path }: Node): Lacking => ({ code: 'role.none', says: say('missing.unheld', { permission }), node: path });

function suggestions(model: Model, node: Node): readonly Lacking[] {
  const giving = rolesGiving(model, node);
  if (giving.length === 0) return [unheld(displayPath(model, node.path), node)];
  return giving.map((role) => ({
    code: 'role.none',
    says: say('missing.not-held', { role: role.name }),
    role: { id: role.id, name: role.name },
    node: node.path,
  }));
}

function rolesGiving(model: Model, node: Node): readonly Role[] {
  const giving: Role[] = [];
  for (const role of model.roles.values()) {
    if (role.builtIn !== 'admin' && allowsNode(model, role, node)) giving.push(role);
    if (giving.length === suggestionsMax) break;
  }
  return giving;
}

const day = (at: number) => new Date(at).toISOString().slice(0, 16).replace('T', ' ');
