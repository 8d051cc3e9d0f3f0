// Somebody who is signed in proves once more that it is he, before what he comes in by is changed: with his password, and, where he has a second factor, with one
// shown in this session. Whoever has no password (he comes by an identity provider) has proved himself in another way a moment ago (prove-there.ts). A stolen session changes none of it.
// Called by my-factors.ts, my-accounts.ts, delete-my-account.ts and by whatever changes a password or a mail address of one's own.
import type { Call } from '#action.ts';
import type { UserActor } from '#actor.ts';
import { Refusal } from '#errors.ts';
import { provedAt } from '#proof/queries.ts';
import { factorOfSession } from './flow-queries.ts';
import { proveCurrent } from './prove-current.ts';
import type { CredentialRow } from './queries.ts';
import { mine, sessionOf } from './whose-session.ts';

/** So long a proof counts like a password that is typed once more. */
const freshMinutes = 10;
const minuteMilliseconds = 60_000;

/** Who may change what is asked of him, or what he comes in by. */
export async function provedAnew(call: Call, current: string): Promise<{ readonly user: CredentialRow; readonly actor: UserActor }> {
  const actor = sessionOf(call);
  const user = await mine(call, actor);
  await refuseUnproved(call, actor, user);
  return { user: await provedByOwn(call, user, { actor, current }), actor };
}

type Proving = { readonly actor: UserActor; readonly current: string };

/** By his password; whoever has none, by having proved himself a moment ago. */
export async function provedByOwn(call: Call, user: CredentialRow, { actor, current }: Proving): Promise<CredentialRow> {
  const { world, now } = call;
  const { network, door, via, viaId } = actor;
  if (!isWithoutPassword(user)) return proveCurrent(world, user, { current, network, door, known: via === 'session' });
  const at = via === 'session' ? await provedAt(world.db.read, viaId) : 0;
  await refuseUnproved(call, actor, user);
  if (!(now < at + freshMinutes * minuteMilliseconds)) throw new Refusal('account.sign-in-anew', { minutes: freshMinutes });
  return user;
}

/** His store may have one that we never see. */
export const isWithoutPassword = ({ store_kind, password_hash }: Pick<CredentialRow, 'store_kind' | 'password_hash'>): boolean =>
  store_kind === 'primary' && (password_hash ?? '') === '';

export async function refuseUnproved({ world }: Call, { viaId }: UserActor, { has_factor }: CredentialRow): Promise<void> {
  if (has_factor === 1 && (await factorOfSession(world.db.read, viaId)) === '') throw new Refusal('factor.prove-first');
}
