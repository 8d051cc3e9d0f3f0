// Whose browser it is that asks, with what he signs in with. Called by what one does to one's own factors and proofs. Judges nothing but that.
import type { Call } from '#action.ts';
import type { UserActor } from '#actor.ts';
import { Refusal } from '#errors.ts';
import type { Where } from './prove-factor.ts';
import { type CredentialRow, readCredential } from './queries.ts';

/** Only in a browser's session: tokens are for programs, and have no second factor. */
export function sessionOf({ actor }: Call): UserActor {
  if (actor.kind !== 'user' || actor.via !== 'session') throw new Refusal('factor.session-needed');
  return actor;
}

export const whereOf = ({ network, door }: UserActor): Where => ({ network, door, known: true });

export async function mine({ world }: Call, actor: UserActor): Promise<CredentialRow> {
  const user = await readCredential(world.db.read, actor.no);
  if (!user) throw new Refusal('auth.required');
  return user;
}
