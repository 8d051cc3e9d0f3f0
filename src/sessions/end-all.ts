// Ends everything a user is signed in with, and says how much that was (rule 36's receipt); what would let him in during an outage of his store goes with it.
// Called inside a change by whoever locks, disables, deletes or resets a user, and by his own change of password.
// Does not raise the epoch: that stands in the user's row, with the reason for it.
import type { Tx } from '#db/tables.ts';
import { rebindSession, rebindTokensOf, removeVerifier, takeAll, takeSession, takeSessionsOf } from './queries.ts';

export type Ended = { readonly sessions: number; readonly tokens: number };

export async function endAll(tx: Tx, { userNo, now }: { readonly userNo: number; readonly now: number }): Promise<Ended> {
  await removeVerifier(tx, userNo);
  return takeAll(tx, { userNo, now });
}

/** All sessions but one (''), which goes on, as API tokens do, under the user's next epoch: his own change of password. */
export async function endOthers(
  tx: Tx,
  { userNo, session, epoch, now }: { readonly userNo: number; readonly session: string; readonly epoch: number; readonly now: number },
): Promise<Ended> {
  await removeVerifier(tx, userNo);
  await rebindTokensOf(tx, { userNo, from: epoch, to: epoch + 1 });
  if (session !== '') await rebindSession(tx, { id: session, epoch: epoch + 1 });
  return { sessions: await takeSessionsOf(tx, { userNo, except: session, now }), tokens: 0 };
}

/** Sessions only: API tokens go on under the user's next epoch, which the caller writes. For a password that somebody else has set. */
export async function endSessions(tx: Tx, { userNo, epoch, now }: { readonly userNo: number; readonly epoch: number; readonly now: number }): Promise<Ended> {
  await removeVerifier(tx, userNo);
  await rebindTokensOf(tx, { userNo, from: epoch, to: epoch + 1 });
  return { sessions: await takeSessionsOf(tx, { userNo, now }), tokens: 0 };
}

/** One session, by its user; false = it was not there. */
export const endOne = async (tx: Tx, { id, userNo }: { readonly id: string; readonly userNo: number }): Promise<boolean> =>
  (await takeSession(tx, { id, userNo })) !== undefined;
