// A node that has not heard from the database for a while knows nothing for certain: it lets nobody in and decides nothing (rule 36).
// Asked before anything else by actions, bearers and whoever takes a password. Knows no database: a question to one that hangs would not come back.
import { Refusal } from '#errors.ts';
import type { Feed } from './feed.ts';

/** Throws `node.stale`, which a client may try again. */
export function refuseWhenStale(changes: Pick<Feed, 'sinceConfirmed'>, { staleSecondsMax }: { readonly staleSecondsMax: number }, now?: number): void {
  const seconds = Math.floor(changes.sinceConfirmed(now) / 1000);
  if (seconds > staleSecondsMax) throw new Refusal('node.stale', { seconds });
}
