// Whose sessions or tokens an operation speaks of: the one who asks, or the user it names.
// Called by the actions of this room. Judges nothing: action.ts has admitted the actor and the target.
import type { Call } from '#action.ts';
import { Refusal } from '#errors.ts';
import { readUser } from './queries.ts';

/** The host has no sessions of its own. */
export function userOf({ subject }: Call): { readonly no: number; readonly id: string; readonly kind: string } {
  if (!subject) throw new Refusal('auth.required');
  return subject;
}

export async function noOf({ world }: Call, id: string): Promise<number> {
  return (await userRow(world.db.read, id)).no;
}

export async function userRow(db: Parameters<typeof readUser>[0], id: string) {
  const row = await readUser(db, id);
  if (!row) throw new Refusal('user.missing');
  return row;
}

/** A narrowed token was made for less than ending what its user is signed in with elsewhere; itself it may end. */
export function refuseNarrowed({ actor }: Call, id: string): void {
  if (actor.kind === 'user' && actor.narrowed !== null && actor.viaId !== id) throw new Refusal('token.narrowed', { permission: '/permission' });
}
