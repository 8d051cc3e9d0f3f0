// Proves a passkey: the answer to a challenge of ours, given once, by a credential of this user. One that counts backwards has a copy, and is suspended.
// Called by the flow's step, and by passkey-sign-in.ts for somebody who has proved nothing yet. Does not know what follows.
import { Refusal } from '#errors.ts';
import { type Bound, type Challenge, challengeOf } from '#factors/ceremony.ts';
import { credentialIdIn, type Shown, shownPasskey } from '#factors/passkeys.ts';
import { advanceFactor, type FactorRow, factorByCredential, spendChallenge, suspendFactor } from '#factors/queries.ts';
import type { World } from '#world.ts';
import { noteEvent } from './events.ts';
import { guarded, type Where, type Whose } from './prove-factor.ts';

export type ShownResponse = { readonly ceremony: string; readonly response: string };
export type Answered = { readonly row: FactorRow; readonly challenge: Challenge; readonly shown: Shown };

/** Throws unless it is his, and used now. */
export async function provePasskey(
  world: World,
  user: Whose,
  { ceremony, response, bound, ...where }: ShownResponse & Where & { readonly bound: Bound },
): Promise<void> {
  await guarded(world, user, where, async () => {
    const answered = await answerOf(world, { ceremony, response, bound });
    return answered?.row.user_no === user.no ? used(world, answered, where) : null;
  });
}

/** Null = no answer of a passkey that is known here. Nothing is written. */
export async function answerOf(world: World, { ceremony, response, bound }: ShownResponse & { readonly bound: Bound }): Promise<Answered | null> {
  const challenge = challengeOf(world, bound, ceremony);
  const row = await factorByCredential(world.db.read, credentialIdIn(response));
  if (!challenge || !row || row.confirmed_at === 0) return null;
  const shown = await shownPasskey(world, row, challenge.challenge, response);
  return shown && { row, challenge, shown };
}

/** Spends the challenge and moves the counter, or suspends a copy. Null = somebody was quicker with the same answer. */
export async function used(world: World, { row, challenge, shown }: Answered, { network, door }: Pick<Where, 'network' | 'door'>): Promise<true | null> {
  const now = world.now();
  if (shown.isCopy || row.suspended_at > 0) {
    await world.db.write((tx) => suspendFactor(tx, { no: row.no, now }));
    await noteEvent(world, { at: now, outcome: 'passkey-copied', userNo: row.user_no, network, door });
    throw new Refusal('passkey.copied');
  }
  const taken = await world.db.write(async (tx) => {
    if (!(await spendChallenge(tx, { hash: challenge.hash, endsAt: challenge.endsAt }))) return false;
    return advanceFactor(tx, { no: row.no, counter: shown.counter, now });
  });
  return taken ? true : null;
}
