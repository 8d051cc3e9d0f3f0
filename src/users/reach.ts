// Where an actor's reach ends for what he makes and changes: a new user lies inside it, and nobody moves a user by an attribute that his own rights test (rule 9).
// Called by the actions of this room inside a change. Knows no SQL.

import type { Doing } from '#action.ts';
import { Refusal } from '#errors.ts';
import { membershipsOf } from '#permissions/decide.ts';
import { displayPath, effectsOf } from '#permissions/model.ts';
import { loadSubject, loadTarget, userTarget } from '#permissions/queries.ts';
import { attributesTested, type On, reaches } from '#permissions/scope.ts';
import { say } from '#sentences/sentence.ts';

/** A user as scopes see him, read in this transaction. */
export async function onOf({ tx, model, now }: Doing, id: string): Promise<On> {
  const [subject, found] = [await loadSubject(tx, id), await loadTarget(tx, id)];
  if (!subject || !found) throw new Refusal('user.missing');
  return userTarget(id, found, membershipsOf(model, subject, now));
}

export function refuseOutside({ reach }: Pick<Doing, 'reach'>, on: On): void {
  if (!reaches(reach, on)) throw new Refusal('scope.too-wide');
}

/** For what takes another right than the operation itself: giving a role while adding takes what giving one later would. */
export function refuseWithout({ model, reachAt }: Pick<Doing, 'model' | 'reachAt'>, path: string, on: On): void {
  const reach = reachAt(path);
  if (reach !== null && reach.length === 0) throw new Refusal('permission.denied', { permission: displayPath(model, path), path });
  if (!reaches(reach, on)) throw new Refusal('scope.too-wide');
}

/** Attributes that any right of the actor's tests which he does not also hold everywhere: by changing them he would choose on whom he holds it. */
export function attributesBinding({ model, powers }: Pick<Doing, 'model' | 'powers'>): ReadonlySet<string> {
  if (powers === 'everything') return new Set();
  const { held, now } = powers;
  const open = held.filter(({ grant }) => !grant || (grant.scope === null && grant.from <= now && (grant.until === 0 || now < grant.until)));
  const isOpen = (index: number) => open.some(({ role }) => effectsOf(model, role)[index] === 1);
  const binding = held.flatMap(({ role, grant }) => {
    if (!grant?.scope || (grant.until !== 0 && grant.until <= now)) return [];
    const effects = effectsOf(model, role);
    return model.nodes.some((node) => effects[node.index] === 1 && !isOpen(node.index)) ? attributesTested(grant.scope) : [];
  });
  return new Set(binding);
}

export function refuseBinding(doing: Doing, changed: readonly string[]): void {
  const binding = attributesBinding(doing);
  const faults = changed.filter((name) => binding.has(name)).map((field) => ({ field, says: say('scope.own', { field }) }));
  if (faults.length > 0) throw new Refusal('scope.too-wide', {}, faults);
}
