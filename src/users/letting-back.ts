// Letting somebody act again, sooner or longer: for whoever administers that is like giving him his permissions anew, so it wants a fresh proof of the one who does it
// (step-up). Asked by alterUser for every change of a user's row, so no operation has to remember. Knows no operation.
import type { Doing } from '#action.ts';
import { findTarget, freshSource } from '#admission.ts';
import { administers } from '#permissions/contain.ts';
import type { UserColumns, UserRecord } from './queries.ts';

type Facts = Pick<UserRecord, 'deleted_at' | 'disabled_at' | 'store_disabled_at' | 'pending' | 'locked_at' | 'locked_until' | 'starts_at' | 'ends_at'>;

/** Whether he may act after this at a moment when he could not before. */
export function letsBack(before: Facts, set: UserColumns, now: number): boolean {
  const after = factsAfter(before, set);
  const isLifted = (['deleted_at', 'disabled_at', 'store_disabled_at'] as const).some((fact) => before[fact] > 0 && after[fact] === 0);
  const isApproved = before.pending !== '' && after.pending === '';
  return isLifted || isApproved || lockedUntil(after, now) < lockedUntil(before, now) || startsSooner(before, after, now) || endOf(after) > endOf(before);
}

const factsAfter = (before: Facts, set: UserColumns): Facts => ({
  deleted_at: set.deleted_at ?? before.deleted_at,
  disabled_at: set.disabled_at ?? before.disabled_at,
  store_disabled_at: set.store_disabled_at ?? before.store_disabled_at,
  pending: set.pending ?? before.pending,
  locked_at: set.locked_at ?? before.locked_at,
  locked_until: set.locked_until ?? before.locked_until,
  starts_at: set.starts_at ?? before.starts_at,
  ends_at: set.ends_at ?? before.ends_at,
});

const endOf = ({ ends_at }: Facts): number => ends_at || Number.POSITIVE_INFINITY;
const startsSooner = (before: Facts, after: Facts, now: number): boolean => now < before.starts_at && after.starts_at < before.starts_at;

function lockedUntil({ locked_at, locked_until }: Facts, now: number): number {
  if (locked_at === 0) return now;
  return locked_until === 0 ? Number.POSITIVE_INFINITY : Math.max(now, locked_until);
}

/** Throws `proof.needed`. What he held once and holds no more does not count; what he will hold does. */
export async function refuseUnprovedFor(doing: Doing, id: string): Promise<void> {
  const found = await findTarget(freshSource(doing.tx, doing.model, doing.now), 'user', id);
  if (found && administers(doing.model, found.held, doing.now)) await doing.proved();
}
