// Admission: may this actor carry out this operation on this target? Asked twice by action.ts: early for a quick answer, and again inside change().
// Called by action.ts only. Reads through whatever it is given: memory and the read handle, or the rows of an open transaction.

import type { Actor, UserActor, Viewer } from '#actor.ts';
import { type AnyOperation, isForViewers, type Target } from '#contract.ts';
import type { Db, Tx } from '#db/tables.ts';
import { type Code, Refusal } from '#errors.ts';
import { gate } from '#gate/gate.ts';
import { coveredBy, holdsMore, type Powers, seesMore } from '#permissions/contain.ts';
import { type Held, heldBy, type InForce, inForce, membershipsOf, reachOf, type Subject } from '#permissions/decide.ts';
import { displayPath, type Model, upward } from '#permissions/model.ts';
import { idOfUser, loadSubject, loadTarget, storeOfGroup, userTarget } from '#permissions/queries.ts';
import { type On, type Reach, reaches } from '#permissions/scope.ts';
import { say } from '#sentences/sentence.ts';

/** Where admission reads. */
export type Source = {
  readonly db: Db | Tx;
  readonly model: Model;
  readonly now: number;
  subject(id: string): Promise<Subject | null>;
  inForce(subject: Subject): InForce;
};
/** What a node remembers: it also answers without waiting, as far as it knows. */
export type Remembered = Source & { subjectAtOnce(id: string): Subject | undefined };
/** All that judging needs, once it is known who asks. */
type Judging = Pick<Source, 'model' | 'now' | 'inForce'>;

/** What an admitted actor brings into the body. */
export type Admission = { readonly reach: Reach; readonly powers: Powers; readonly subject: Subject | null };

/** The rows of an open transaction: what is true now, not what this node remembers. */
export const freshSource = (db: Db | Tx, model: Model, now: number): Source => ({
  db,
  model,
  now,
  subject: (id) => loadSubject(db, id),
  inForce: (subject) => inForce(model, subject, now),
});

/** Whether this actor may ask for this operation at all, and where he holds the right. Before anything of the input is looked at. */
export async function admitActor(source: Source, actor: Actor, operation: AnyOperation): Promise<Admission> {
  const { needs } = operation;
  if (actor.kind === 'host') return { reach: null, powers: 'everything', subject: null };
  if (needs === 'anyone' && actor.kind === 'stranger') return { reach: [], powers: { held: [], now: source.now, narrowed: [] }, subject: null };
  if (actor.kind === 'stranger') throw new Refusal('auth.required');
  if (needs === 'host') throw new Refusal('host.only');
  const subject = admitted(source, actor, await source.subject(actor.id));
  if (actor.viewer) await admitViewer(source, actor.viewer, { operation, viewed: subject });
  return admitUser(source, actor, { operation, subject });
}

/** The same for a user who is remembered, without waiting; undefined = ask `admitActor`. */
export function admitAtOnce(source: Remembered, actor: Actor, operation: AnyOperation): Admission | undefined {
  if (actor.kind !== 'user' || actor.viewer || operation.needs === 'host') return undefined;
  const known = source.subjectAtOnce(actor.id);
  return known && admitUser(source, actor, { operation, subject: admitted(source, actor, known) });
}

type Admitting = { readonly operation: AnyOperation; readonly subject: Subject };

function admitUser(source: Judging, actor: UserActor, { operation: { needs }, subject }: Admitting): Admission {
  const powers = new PowersOfUser(source, actor, subject);
  if (needs === 'self' || needs === 'anyone') return { reach: null, powers, subject };
  return { reach: reachFor(source, actor, { subject, path: needs }), powers, subject };
}

/** What he holds is told only when something is given or acted on: most calls never ask. */
class PowersOfUser {
  readonly now: number;
  readonly narrowed: readonly string[] | null;
  readonly #model: Model;
  readonly #subject: Subject;
  #held: readonly Held[] | null = null;

  constructor({ model, now }: Judging, { narrowed }: Narrowed, subject: Subject) {
    this.now = now;
    this.narrowed = narrowed;
    this.#model = model;
    this.#subject = subject;
  }

  get held(): readonly Held[] {
    this.#held ??= heldBy(this.#model, this.#subject);
    return this.#held;
  }
}

/** The gate, for the actor, at each call. */
function admitted({ now }: Judging, actor: UserActor, subject: Subject | null): Subject {
  if (!subject) throw new Refusal('auth.required');
  const shut = gate(subject.facts, { epoch: actor.epoch, now });
  if (shut) throw actor.viewer ? new Refusal('viewing.ended') : shut;
  return subject;
}

type Viewed = { readonly operation: AnyOperation; readonly viewed: Subject };

/** Whoever views as another reads only, and only as long as he may act, holds the right on that user, and sees all that user sees anyway. */
async function admitViewer(source: Source, viewer: Viewer, { operation, viewed }: Viewed): Promise<void> {
  if (!isForViewers(operation)) throw new Refusal('viewing.read-only');
  const subject = await source.subject(viewer.id);
  if (!subject || gate(subject.facts, { epoch: viewer.epoch, now: source.now })) throw new Refusal('auth.required');
  const own = { narrowed: null };
  const reach = reachFor(source, own, { subject, path: viewer.needs });
  const found = await findTarget(source, 'user', viewed.id);
  const powers = new PowersOfUser(source, own, subject);
  if (!found || !reaches(reach, found.on) || seesMore(source.model, powers, found.held)) throw new Refusal('viewing.ended');
}

type Narrowed = Pick<UserActor, 'narrowed'>;

function reachFor(source: Judging, actor: Narrowed, { subject, path }: { readonly subject: Subject; readonly path: string }): Reach {
  const node = source.model.byPath.get(path);
  const reach = node ? reachOf(source.inForce(subject), node) : [];
  if (reach !== null && reach.length === 0) throw new Refusal('permission.denied', { permission: displayPath(source.model, path), path });
  if (!coveredBy(actor.narrowed, path)) throw new Refusal('token.narrowed', { permission: displayPath(source.model, path), path });
  return reach;
}

const missing: Readonly<Record<Target['kind'], Code>> = { user: 'user.missing', role: 'role.missing', group: 'group.missing' };

type Asked = { readonly actor: Actor; readonly operation: AnyOperation; readonly input: Readonly<Record<string, unknown>> };

/** Outside the scope is as if it were not there; acting on oneself, or on somebody who holds more, is refused in words (rules 15, 17). */
export async function admitTarget(source: Source, { reach, powers }: Admission, { actor, operation: { target }, input }: Asked): Promise<void> {
  if (!target) return;
  const said = String(input[target.field] ?? '');
  // A name is resolved here, before reach is asked, so that a name out of reach and one that is nobody's are the same.
  const id = target.kind === 'user' ? await idOfUser(source.db, said) : said;
  const found = await findTarget(source, target.kind, id);
  if (!found || !reaches(reach, found.on)) throw new Refusal(missing[target.kind]);
  if (!target.acts) return;
  if (actor.kind === 'user' && actor.id === id) throw new Refusal('self.refused');
  const more = holdsMore(source.model, powers, found);
  if (more) throw new Refusal('target.holds-more', { kind: say(`noun.${target.kind}`), permission: displayPath(source.model, more.path) });
}

type Found = { readonly on: On; readonly held: readonly Held[] };

export async function findTarget(source: Source, kind: Target['kind'], id: string): Promise<Found | null> {
  if (kind === 'user') return findUser(source, id);
  if (kind === 'group') return findGroup(source, id);
  const role = source.model.roleById.get(id);
  return role ? { on: { kind: 'role', id }, held: [{ role, grant: null, through: [] }] } : null;
}

async function findUser(source: Source, id: string): Promise<Found | null> {
  const subject = await source.subject(id);
  const found = subject && (await loadTarget(source.db, id));
  if (!subject || !found) return null;
  return {
    on: userTarget(id, found, membershipsOf(source.model, subject, source.now)),
    held: heldBy(source.model, subject).filter(({ grant }) => grant !== null),
  };
}

/** A group holds what it was given and what the groups around it were given. */
async function findGroup(source: Source, id: string): Promise<Found | null> {
  const group = source.model.groupById.get(id);
  if (!group) return null;
  const held = heldBy({ ...source.model, everyone: null }, { grants: [], groups: upward(source.model, group.no) });
  return { on: { kind: 'group', id, storeId: await storeOfGroup(source.db, group.no) }, held };
}
