// What rights are lost by a change of many, added up: by role, and by permission that nothing else gives. "37 people lose VPN, 2 of them administrators."
// Called by rehearse.ts for everybody who would be changed. Pure.
import type { ActShown, Loss } from '#jobs/contract.ts';
import { counts, type Held, heldBy, type Subject } from '#permissions/decide.ts';
import { displayPath, effectsOf, type Model, type Role } from '#permissions/model.ts';

/** Losses told, the widest first. */
const lossesMax = 100;

export type Losing = { readonly model: Model; readonly now: number; readonly act: ActShown; readonly role: Role | null };

export class Losses {
  readonly #losing: Losing;
  readonly #found = new Map<string, { readonly what: Loss['what']; readonly id: string; readonly name: string; users: number; administrators: number }>();
  administrators = 0;
  losing = 0;

  constructor(losing: Losing) {
    this.#losing = losing;
  }

  /** `isActive`: only then does he lose anything by being stopped. */
  add(subject: Subject, isActive: boolean): void {
    const { model, now, act, role } = this.#losing;
    const held = heldBy(model, subject).filter(({ grant }) => counts(grant, now));
    const isAdministrator = held.some((one) => model.nodes.some((node) => node.administrative && effectsOf(model, one.role)[node.index] === 1));
    if (isAdministrator) this.administrators += 1;
    const lost = lostBy(act, held, { role, isActive });
    if (lost.length === 0) return;
    this.losing += 1;
    const kept = stops.includes(act.do) ? [] : held.filter((one) => !lost.includes(one));
    for (const one of new Set(lost.map((each) => each.role))) this.#count({ what: 'role', id: one.id, name: one.name }, isAdministrator);
    for (const node of nodesLost(model, lost, kept)) this.#count({ what: 'permission', id: node.path, name: displayPath(model, node.path) }, isAdministrator);
  }

  #count(what: Pick<Loss, 'what' | 'id' | 'name'>, isAdministrator: boolean) {
    const known = this.#found.get(`${what.what} ${what.id}`) ?? { ...what, users: 0, administrators: 0 };
    known.users += 1;
    if (isAdministrator) known.administrators += 1;
    this.#found.set(`${what.what} ${what.id}`, known);
  }

  get losses(): Loss[] {
    return [...this.#found.values()].sort((one, other) => other.users - one.users || (one.name < other.name ? -1 : 1)).slice(0, lossesMax);
  }
}

const stops: readonly ActShown['do'][] = ['lock', 'disable', 'delete'];

/** Who is stopped loses all that he was given; what everybody holds is not counted. */
function lostBy(
  { do: deed }: ActShown,
  held: readonly Held[],
  { role, isActive }: { readonly role: Role | null; readonly isActive: boolean },
): readonly Held[] {
  if (stops.includes(deed)) return isActive ? held.filter(({ grant }) => grant !== null) : [];
  return deed === 'take-role' ? held.filter((one) => one.role.no === role?.no && one.grant !== null && one.through.length === 0) : [];
}

/** The uppermost nodes that the lost roles open and the kept ones do not. A kept role counts where it is held everywhere, or in the same scope. */
function nodesLost(model: Model, lost: readonly Held[], kept: readonly Held[]) {
  const opens = (all: readonly Held[], index: number) => all.some(({ role }) => effectsOf(model, role)[index] === 1);
  const scopes = new Set(lost.map(({ grant }) => JSON.stringify(grant?.scope ?? null)));
  const standing = kept.filter(({ grant }) => !grant?.scope || scopes.has(JSON.stringify(grant.scope)));
  const isLost = model.nodes.map((node) => opens(lost, node.index) && !opens(standing, node.index));
  return model.nodes.filter((node) => isLost[node.index] && !(node.parent >= 0 && isLost[node.parent]));
}
