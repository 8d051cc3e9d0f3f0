// The inverse of an entry as things stand, for who asks: what he may not see or do any more is none.
// Called by undo-entry.ts, undo-there.ts and undo-job.ts. Does not know how any operation is taken back: table.ts does.
import type { Action, Along } from '#action.ts';
import { type Actor, actorId } from '#actor.ts';
import { admitActor, findTarget, freshSource } from '#admission.ts';
import { Refusal } from '#errors.ts';
import { undoneByOf } from '#journal/links.ts';
import { reaches } from '#permissions/scope.ts';
import { type Sentence, say } from '#sentences/sentence.ts';
import { cannot, type Entry, type Inverse, type Standing } from './inverse.ts';
import { findEntry, imagesOfEntry, nameOfActor } from './queries.ts';
import { inverses, unknownSays, withoutInverse } from './table.ts';

export type Undoing = {
  readonly actions: readonly Action[];
  readonly actor: Actor;
  /** Whether he may read everybody's entries; else only his own are there for him. */
  readonly readsAll: boolean;
  readonly jobNo?: number;
  /** It is taken back at the end. */
  readonly rehearsing?: boolean;
  /** In the same transaction, at its end: what it throws undoes all. */
  readonly inside?: Along['inside'] | undefined;
  /** What it comes to, before `inside`. */
  readonly told?: (done: Undone) => void;
};
export type Undone = { readonly numbers: readonly number[]; readonly changes: readonly Sentence[]; readonly conflicts: readonly Sentence[] };

/** What would take the entry back now. Throws what speaks against it. */
export async function inverseOf(standing: Standing, number: number, undoing: Pick<Undoing, 'actor' | 'readsAll' | 'actions'>): Promise<Inverse> {
  const { actor, readsAll } = undoing;
  const found = await findEntry(standing.db, number);
  const isOwn = found?.actor_kind === actor.kind && found.actor_id === actorId(actor);
  if (!found || !(readsAll || isOwn)) throw new Refusal('entry.missing');
  const undone = await undoneByOf(standing.db, number);
  if (undone) throw new Refusal('undo.done', { who: await nameOfActor(standing.db, undone), number: undone.number });
  const inverting = inverses[found.operation];
  if (!inverting) return cannot(withoutInverse[found.operation] ?? unknownSays);
  const entry = { number, operation: found.operation, images: await imagesIn(standing, number) };
  if (!readsAll) await refuseFormer(standing, entry, undoing);
  const inverse = await inverting(standing, entry);
  if (inverse.steps.length === 0) throw new Refusal('undo.conflict', { says: inverse.conflicts.length > 0 ? inverse.conflicts : say('undo.nothing-left') });
  return inverse;
}

/** Who may not do it any more is told nothing of how things are now, though the entry is his own. */
async function refuseFormer({ db, model, now }: Standing, { operation, images }: Entry, { actor, actions }: Pick<Undoing, 'actor' | 'actions'>) {
  const wanted = actions.find((one) => one.operation.name === operation)?.operation;
  if (!wanted) return;
  const source = freshSource(db, model, now);
  const { reach } = await admitActor(source, actor, wanted);
  for (const { kind, id } of reach === null ? [] : images) {
    const target = kind === 'role' ? 'role' : model.groupById.has(id) ? 'group' : 'user';
    const found = await findTarget(source, target, id);
    if (found && !reaches(reach, found.on)) throw new Refusal(`${target}.missing`);
  }
}

async function imagesIn({ db }: Standing, number: number): Promise<Entry['images']> {
  const rows = await imagesOfEntry(db, number);
  if (rows.some((row) => row.erased_at > 0)) cannot(say('undo.erased'));
  const read = (text: string): unknown => (text === '' ? null : JSON.parse(text));
  return rows.map((row) => ({ kind: row.kind, id: row.object_id, name: row.name, before: read(row.before), after: read(row.after) }));
}
