// The gate: whether a user may act now, told from the facts of his row, the epoch and the time. The only code that says so.
// Asked by authentication/ on entry, by action.ts for the actor, by permissions/ for the subject of a decision. Edges never call it.
// Pure. Does not know where the facts are stored, what a user may do, nor how failed tries are slowed (that is no state).

import { Refusal } from '#errors.ts';
import { type Said, say } from '#sentences/sentence.ts';
import type { State } from '#users/contract.ts';

/** Columns of a user's row that bear on his state. Moments are milliseconds, 0 = never. */
export type Facts = {
  readonly disabledAt: number;
  readonly lockedAt: number;
  /** When a lock ends by itself; 0 = when somebody unlocks. */
  readonly lockedUntil: number;
  /** '' or what is still awaited: approval, mail, password. */
  readonly pending: string;
  readonly startsAt: number;
  readonly endsAt: number;
  readonly deletedAt: number;
  /** What the user's own store says of him: '', 'disabled', 'locked' or 'ended'. Anything else counts as disabled. */
  readonly storeSays?: string;
  readonly revocationEpoch: number;
  /** An administrator's note. For those who may see the user; no refusal carries it. */
  readonly stateReason: string;
};

/** Deleted > disabled > ended > locked > pending > active (rule 6). Not started yet counts as pending. */
export function stateOf(facts: Facts, now: number): State {
  if (facts.deletedAt !== 0) return 'deleted';
  const stored = facts.storeSays ?? '';
  if (facts.disabledAt !== 0 || !(stored === '' || stored === 'locked' || stored === 'ended')) return 'disabled';
  if (hasEnded(facts, now) || stored === 'ended') return 'ended';
  if (isLocked(facts, now) || stored === 'locked') return 'locked';
  if (facts.pending !== '' || !hasStarted(facts, now)) return 'pending';
  return 'active';
}

/** True = active at any moment: nothing in these facts waits for a date. Lets whoever keeps facts ask the gate once for all later moments. */
export const alwaysActive = (facts: Facts): boolean =>
  facts.startsAt === 0 && facts.endsAt === 0 && facts.lockedAt === 0 && facts.lockedUntil === 0 && stateOf(facts, 0) === 'active';

/**
 * Null = he may act. A handle of another epoch proves nothing any more, so its bearer is told nothing but to sign in.
 * `epoch` is the one written in the session or token; leave it out where none exists yet (a first factor, the subject of a decision).
 */
export function gate(facts: Facts, at: { readonly epoch?: number; readonly now: number }): Refusal | null {
  if (at.epoch !== undefined && at.epoch !== facts.revocationEpoch) return new Refusal('auth.required');
  switch (stateOf(facts, at.now)) {
    case 'active':
      return null;
    case 'deleted':
      return new Refusal('user.deleted');
    case 'disabled':
      return new Refusal('user.disabled');
    case 'ended':
      return new Refusal('user.ended');
    case 'locked':
      return new Refusal('user.locked', { until: untilOf(facts, at.now) });
    case 'pending':
      return facts.pending === ''
        ? new Refusal('user.not-yet')
        : new Refusal('user.pending', { pending: isAwaited(facts.pending) ? say(`pending.${facts.pending}`) : facts.pending });
  }
}

// The comparisons are turned so that a fact that is no number (a broken row) refuses instead of letting in: CVE-2024-47070 was an error that counted as "go on".
const hasEnded = (facts: Facts, now: number) => facts.endsAt !== 0 && !(facts.endsAt > now);
const isAwaited = (pending: string): pending is 'approval' | 'mail' | 'password' => ['approval', 'mail', 'password'].includes(pending);
const hasStarted = (facts: Facts, now: number) => facts.startsAt === 0 || facts.startsAt <= now;
const isLocked = (facts: Facts, now: number) => facts.lockedAt !== 0 && !(facts.lockedUntil !== 0 && facts.lockedUntil <= now);

function untilOf(facts: Facts, now: number): Said {
  const ends = isLocked(facts, now) && facts.storeSays !== 'locked' && facts.lockedUntil > 0;
  return ends ? say('until.moment', { moment: `${new Date(facts.lockedUntil).toISOString().slice(0, 16).replace('T', ' ')} UTC` }) : '';
}
