// Ends everything a user is signed in with, and says how much that was (rule 36's receipt).
// Called inside a change by whoever locks, disables, deletes or resets a user, and by his own change of password.
// Does not raise the epoch: that stands in the user's row, with the reason for it.
import type { Tx } from '#db/tables.ts';
import { epochOf, rebindSession, takeAll } from './queries.ts';

export type Ended = { readonly sessions: number; readonly tokens: number };

export const endAll = (tx: Tx, { userNo, now }: { readonly userNo: number; readonly now: number }): Promise<Ended> => takeAll(tx, { userNo, now });

/** All but one session, which goes on under the user's epoch of this moment. */
export async function endOthers(tx: Tx, { userNo, session, now }: { readonly userNo: number; readonly session: string; readonly now: number }): Promise<Ended> {
  const ended = await takeAll(tx, { userNo, except: session, now });
  if (session !== '') await rebindSession(tx, { id: session, epoch: await epochOf(tx, userNo) });
  return ended;
}
