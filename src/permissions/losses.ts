// What rights users lose by a change, added up: by role, and by permission that nothing else gives them. "37 people lose VPN, 2 of them administrators."
// Called by the rehearsals of bulk/ and groups/, which say for each user what he holds before and what of it goes. Pure.
import type { Loss } from './contract.ts';
import type { Held } from './decide.ts';
import { displayPath, effectsOf, type Model } from './model.ts';

/** Losses told, the widest first. */
const lossesMax = 100;

/** What one user holds in force before a change, and what of it he loses. */
export type Change = { readonly held: readonly Held[]; readonly lost: readonly Held[] };
type Seen = Pick<Loss, 'what' | 'id' | 'name'>;

export class Losses {
  readonly #model: Model;
  readonly #found = new Map<string, Seen & { users: number; administrators: number }>();
  readonly #known = new Map<string, readonly Seen[]>();
  readonly #administrative = new Map<number, boolean>();
  administrators = 0;
  losing = 0;

  constructor(model: Model) {
    this.#model = model;
  }

  /** `stopped` = nothing of what he keeps is of use to him. Gives whether he loses anything. */
  add({ held, lost }: Change, stopped = false): boolean {
    const isAdministrator = held.some(({ role }) => this.#isAdministrative(role.no));
    if (isAdministrator) this.administrators += 1;
    if (lost.length === 0) return false;
    const kept = stopped ? [] : held.filter((one) => !lost.includes(one));
    const seen = this.#seen(lost, kept);
    if (seen.length === 0) return false;
    this.losing += 1;
    for (const one of seen) this.#count(one, isAdministrator);
    return true;
  }

  /** Those who hold the same lose the same: members of a group are many, and mostly alike. */
  #seen(lost: readonly Held[], kept: readonly Held[]): readonly Seen[] {
    const key = `${keyOf(lost)} ${keyOf(kept)}`;
    const known = this.#known.get(key) ?? [
      ...rolesLost(lost, kept).map((role): Seen => ({ what: 'role', id: role.id, name: role.name })),
      ...nodesLost(this.#model, lost, kept).map((node): Seen => ({ what: 'permission', id: node.path, name: displayPath(this.#model, node.path) })),
    ];
    this.#known.set(key, known);
    return known;
  }

  #isAdministrative(roleNo: number): boolean {
    const known = this.#administrative.get(roleNo);
    if (known !== undefined) return known;
    const role = this.#model.roles.get(roleNo);
    const effects = role && effectsOf(this.#model, role);
    const found = this.#model.nodes.some((node) => node.administrative && effects?.[node.index] === 1);
    this.#administrative.set(roleNo, found);
    return found;
  }

  #count(what: Seen, isAdministrator: boolean) {
    const known = this.#found.get(`${what.what} ${what.id}`) ?? { ...what, users: 0, administrators: 0 };
    known.users += 1;
    if (isAdministrator) known.administrators += 1;
    this.#found.set(`${what.what} ${what.id}`, known);
  }

  get losses(): Loss[] {
    return [...this.#found.values()].sort((one, other) => other.users - one.users || (one.name < other.name ? -1 : 1)).slice(0, lossesMax);
  }
}

const scopeKey = ({ grant }: Held) => JSON.stringify(grant?.scope ?? null);
const keyOf = (all: readonly Held[]) => [...new Set(all.map((one) => `${one.role.no}${scopeKey(one)}`))].sort().join();

/** What a kept role counts for: it is held everywhere, or in a scope that is lost. */
function standingOf(lost: readonly Held[], kept: readonly Held[]): readonly Held[] {
  const scopes = new Set(lost.map(scopeKey));
  return kept.filter((one) => !one.grant?.scope || scopes.has(scopeKey(one)));
}

/** A role that is held another way as well is not lost. */
function rolesLost(lost: readonly Held[], kept: readonly Held[]) {
  const standing = new Set(standingOf(lost, kept).map(({ role }) => role));
  return [...new Set(lost.map(({ role }) => role))].filter((role) => !standing.has(role));
}

/** The uppermost nodes that the lost roles open and the kept ones do not. */
function nodesLost(model: Model, lost: readonly Held[], kept: readonly Held[]) {
  const opens = (all: readonly Held[], index: number) => all.some(({ role }) => effectsOf(model, role)[index] === 1);
  const standing = standingOf(lost, kept);
  const isLost = model.nodes.map((node) => opens(lost, node.index) && !opens(standing, node.index));
  return model.nodes.filter((node) => isLost[node.index] && !(node.parent >= 0 && isLost[node.parent]));
}
