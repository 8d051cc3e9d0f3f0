// A user as one to whom something is given, read inside an open change. Called by the actions of roles/ and groups/; users/ has its own rows at hand.

import type { Doing } from '#action.ts';
import type { Db, Tx } from '#db/tables.ts';
import { Refusal } from '#errors.ts';
import { membershipsOf } from '#permissions/decide.ts';
import type { Model } from '#permissions/model.ts';
import { loadSubject, loadTarget, userTarget } from '#permissions/queries.ts';
import { type On, reaches } from '#permissions/scope.ts';
import type { Receiver } from './give-roles.ts';
import { userNamed } from './queries.ts';

/** Whoever is in the recycle bin, or outside the actor's reach, is as if he were not there. */
export async function userReceiver({ tx, model, now, reach }: Doing, id: string): Promise<Receiver> {
  const named = await userNamed(tx, id);
  const on = named && named.deletedAt === 0 ? await userOn(tx, { model, now, id }) : null;
  if (!named || !on || !reaches(reach, on)) throw new Refusal('user.missing', { id });
  return { kind: 'user', no: named.no, id, name: named.name, on };
}

/** A user as scopes see him; null = there is none. */
export async function userOn(source: Db | Tx, { model, now, id }: { readonly model: Model; readonly now: number; readonly id: string }): Promise<On | null> {
  const subject = await loadSubject(source, id);
  const found = subject && (await loadTarget(source, id));
  return subject && found ? userTarget(id, found, membershipsOf(model, subject, now)) : null;
}
