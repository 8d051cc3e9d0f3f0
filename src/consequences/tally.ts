// Adds up what a change would give to users and take from them. "37 people lose VPN, 2 of them administrators."
// Called by the rehearsals of this room, once for each user. Does not know where the users come from.
import { counts, heldBy, type Subject } from '#permissions/decide.ts';
import { effectsOf, type Model, type Node } from '#permissions/model.ts';
import type { Consequence, Consequences } from './contract.ts';
import { differenceOf } from './difference.ts';

/** Told, the most concerned first. */
const itemsMax = 100;

/** The model as it would be, and the user as he would be in it. */
export type Changed = { readonly model: Model; readonly subject: (subject: Subject) => Subject };

export class Tally {
  readonly #model: Model;
  readonly #changed: Changed;
  readonly #now: number;
  readonly #items = new Map<string, { -readonly [K in keyof Consequence]: Consequence[K] }>();
  #gaining = 0;
  #losing = 0;
  #looked = 0;

  constructor(model: Model, changed: Changed, now: number) {
    this.#model = model;
    this.#changed = changed;
    this.#now = now;
  }

  add(subject: Subject): void {
    this.#looked += 1;
    const held = heldBy(this.#model, subject);
    const after = { model: this.#changed.model, held: heldBy(this.#changed.model, this.#changed.subject(subject)) };
    const { gained, lost } = differenceOf({ model: this.#model, held }, after, this.#now);
    if (gained.length > 0) this.#gaining += 1;
    if (lost.length > 0) this.#losing += 1;
    if (gained.length + lost.length === 0) return;
    const isAdministrator = held.some(
      ({ role, grant }) => counts(grant, this.#now) && grant !== null && isAdministrative(this.#model, effectsOf(this.#model, role)),
    );
    for (const node of gained) this.#count('gain', node, isAdministrator);
    for (const node of lost) this.#count('lose', node, isAdministrator);
  }

  #count(effect: Consequence['effect'], { path }: Node, isAdministrator: boolean) {
    const key = `${effect} ${path}`;
    const item = this.#items.get(key) ?? { effect, permission: path, users: 0, administrators: 0 };
    item.users += 1;
    if (isAdministrator) item.administrators += 1;
    this.#items.set(key, item);
  }

  told(complete: boolean): Consequences {
    const items = [...this.#items.values()].sort((one, other) => other.users - one.users || (one.permission < other.permission ? -1 : 1));
    return { gaining: this.#gaining, losing: this.#losing, items: items.slice(0, itemsMax), looked: this.#looked, complete };
  }
}

const isAdministrative = ({ nodes }: Model, effects: Uint8Array): boolean => nodes.some(({ administrative, index }) => administrative && effects[index] === 1);
