// Whoever came only because his entry seemed to be somebody new: a run that is stopped by the brake has added the new entries before, and a small store's run takes
// the old ones away. He makes room for whom he really is, if he has nothing of his own yet. Called by match.ts and link.ts. Pure.
import type { Linked } from './queries.ts';

const dayMilliseconds = 86_400_000;

/** `since` = when the store was last read to its end. Somebody who vanished long ago and has his mark by chance is not meant. */
export function cameFor({ created_at }: Pick<Linked, 'created_at'>, { gone_at }: Pick<Linked, 'gone_at'>, since: number): boolean {
  return gone_at === 0 ? created_at > since : Math.abs(created_at - gone_at) <= dayMilliseconds;
}
