// A user as one to whom something is given, read inside an open change. Called by the actions of roles/ and groups/; users/ has its own rows at hand.
import { Refusal } from '#errors.ts';
import type { Doing } from '#action.ts';
import { membershipsOf } from '#permissions/decide.ts';
import { loadSubject, loadTarget, userTarget } from '#permissions/queries.ts';
import { reaches } from '#permissions/scope.ts';
import type { Receiver } from './give-roles.ts';
import { userNamed } from './queries.ts';

/** Whoever is in the recycle bin, or outside the actor's reach, is as if he were not there. */
export async function userReceiver({ tx, model, now, reach }: Doing, id: string): Promise<Receiver> {
  const named = await userNamed(tx, id);
  const subject = named && named.deletedAt === 0 ? await loadSubject(tx, id) : null;
  const found = subject && (await loadTarget(tx, id));
  if (!named || !subject || !found) throw new Refusal('user.missing', { id });
  const on = userTarget(id, found, membershipsOf(model, subject, now));
  if (!reaches(reach, on)) throw new Refusal('user.missing', { id });
  return { kind: 'user', no: named.no, id, name: named.name, on };
}
