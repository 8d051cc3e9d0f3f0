// The authorizer: the only code that answers "may he?". Keeps the model and recently asked subjects in memory; forgets what a change names.
// Asked by action.ts for our own operations and by every door that answers others. Does not know how anything is changed.
import type { Feed, News } from '#changes/feed.ts';
import type { Database } from '#db/database.ts';
import { Refusal } from '#errors.ts';
import { alwaysActive } from '#gate/gate.ts';
import { allows, type InForce, inForce, isOpen, membershipsOf, type Subject, stopped } from './decide.ts';
import type { Model } from './model.ts';
import { loadModel } from './model-queries.ts';
import { loadSubject, loadTarget, storeOfGroup, userTarget } from './queries.ts';
import type { On } from './scope.ts';

/** Subjects kept; the one longest unasked goes first. About 600 bytes each. */
const subjectsMax = 120_000;

/** An answer, and when it is "no", the refusal that says why. */
export type Answer = { readonly allowed: boolean; readonly refusal: Refusal | null };

export type Authorizer = {
  readonly model: Model;
  /** Null = there is no such user. */
  subject(id: string): Promise<Subject | null>;
  /** The same if he is known here; undefined = ask `subject`. */
  subjectAtOnce(id: string): Subject | undefined;
  /** Roles in force now for a subject; kept until a date passes. */
  inForce(subject: Subject, now: number): InForce;
  /** May this user do this, on this target? `on` = id of a user, role or group. */
  may(userId: string, path: string, now: number, on?: string): Promise<Answer>;
  /** The same without a target, at once, if the user is known here; undefined = ask `may`. The clock is looked at only where a date may matter: that takes as long as the rest. */
  mayAtOnce(userId: string, path: string, clock: () => number): boolean | undefined;
  /** A user, role or group as the target of a right; null = there is none. */
  target(id: string, now: number): Promise<On | null>;
  /** Drops all that is remembered of subjects. */
  forget(): void;
};

/** `always` = the gate lets him through at any moment, until a change names him. */
type Kept = { readonly subject: Subject; readonly always: boolean; inForce: InForce | null };

class Snapshot implements Authorizer {
  readonly #database: Database;
  readonly #kept = new Map<string, Kept>();
  #model: Model;
  /** Counts what was forgotten, so that a read which began before is not kept. */
  #generation = 0;

  constructor(database: Database, model: Model) {
    this.#database = database;
    this.#model = model;
  }

  get model() {
    return this.#model;
  }

  async heard({ objects, all, model }: News) {
    this.#generation += 1;
    if (all) this.#kept.clear();
    else for (const id of objects) this.#kept.delete(id);
    if (model) await this.#reload();
  }

  async #reload() {
    const before = this.#model.storesOff;
    this.#model = await loadModel(this.#database.read);
    // Whether his store is in use is one of a user's facts, and a store has too many users to name them.
    const after = this.#model.storesOff;
    if (before.size !== after.size || ![...before].every((no) => after.has(no))) this.#kept.clear();
  }

  forget() {
    this.#generation += 1;
    this.#kept.clear();
  }

  async subject(id: string): Promise<Subject | null> {
    return (await this.#find(id))?.subject ?? null;
  }

  subjectAtOnce(id: string): Subject | undefined {
    return this.#kept.get(id)?.subject;
  }

  async #find(id: string): Promise<Kept | null> {
    const known = this.#kept.get(id);
    if (known) return known;
    const generation = this.#generation;
    const subject = await loadSubject(this.#database.read, id);
    if (!subject) return null;
    const made: Kept = { subject, always: alwaysActive(subject.facts), inForce: null };
    if (generation === this.#generation) this.#keep(id, made);
    return made;
  }

  #keep(id: string, made: Kept) {
    if (this.#kept.size >= subjectsMax)
      for (const oldest of this.#kept.keys()) {
        this.#kept.delete(oldest);
        break;
      }
    this.#kept.set(id, made);
  }

  inForce(subject: Subject, now: number): InForce {
    const known = this.#kept.get(subject.id);
    return known?.subject === subject ? this.#current(known, now) : inForce(this.#model, subject, now);
  }

  #current(kept: Kept, now: number): InForce {
    const { inForce: known } = kept;
    if (known && known.model === this.#model && (known.until === null || now < known.until)) return known;
    kept.inForce = inForce(this.#model, kept.subject, now);
    return kept.inForce;
  }

  /** Kept, and no date on it will ever pass. */
  #lasting({ inForce: known }: Kept): InForce | null {
    return known && known.model === this.#model && known.until === null ? known : null;
  }

  mayAtOnce(userId: string, path: string, clock: () => number): boolean | undefined {
    const kept = this.#kept.get(userId);
    if (!kept) return undefined;
    const node = this.#model.byPath.get(path);
    return (
      node !== undefined && (kept.always || stopped(kept.subject, clock()) === null) && isOpen((this.#lasting(kept) ?? this.#current(kept, clock())).open, node)
    );
  }

  async may(userId: string, path: string, now: number, on?: string): Promise<Answer> {
    const kept = await this.#find(userId);
    if (!kept) return no(new Refusal('user.missing'));
    const shut = stopped(kept.subject, now);
    if (shut) return no(shut);
    const node = this.#model.byPath.get(path);
    if (!node) return no(new Refusal('permission.missing', { path }));
    const target = on === undefined ? undefined : await this.target(on, now);
    if (target === null) return no(new Refusal('user.missing'));
    const allowed = allows(this.#current(kept, now), node, target);
    return allowed ? { allowed, refusal: null } : no(new Refusal('permission.denied', { permission: path }));
  }

  async target(id: string, now: number): Promise<On | null> {
    const role = this.#model.roleById.get(id);
    if (role) return { kind: 'role', id };
    const group = this.#model.groupById.get(id);
    if (group) return { kind: 'group', id, storeId: await storeOfGroup(this.#database.read, group.no) };
    const kept = await this.#find(id);
    const found = kept && (await loadTarget(this.#database.read, id));
    return kept && found ? userTarget(id, found, membershipsOf(this.#model, kept.subject, now)) : null;
  }
}

const no = (refusal: Refusal): Answer => ({ allowed: false, refusal });

/** For the inside of a transaction, which has changed the model: asks what it is asked through, and hears of nothing. */
export const authorizerWithin = async (database: Database): Promise<Authorizer> => new Snapshot(database, await loadModel(database.read));

export async function openAuthorizer(database: Database, feed: Feed): Promise<Authorizer> {
  const snapshot = new Snapshot(database, await loadModel(database.read));
  feed.listen((news) => snapshot.heard(news));
  return snapshot;
}
