// What a session still lacks for an application: the second factor that it asks for, or a proof that is young enough.
// Called by action.ts for whatever is administration, by the doors of the consoles, and by the flow. Does not know how it is shown.
import type { UserActor } from '#actor.ts';
import type { Database } from '#db/database.ts';
import { Refusal } from '#errors.ts';
import { shownIn } from './queries.ts';
import { type Requirement, requiredFactors } from './requirement-contract.ts';

const minuteMilliseconds = 60_000;

/** A factor that was not shown, or whatever was shown is too long ago. */
export type Lack = 'factor' | 'proof';
type Shown = { readonly factor: string; readonly provedAt: number };
type Judging = { readonly db: Pick<Database, 'read'>; now(): number };

function lackOf({ factor, minutes }: Requirement, shown: Shown, now: number): Lack | null {
  const isShown = factor === 'none' || (factor === 'any' && shown.factor !== '') || shown.factor === 'passkey';
  if (!isShown) return 'factor';
  return minutes === 0 || now < shown.provedAt + minutes * minuteMilliseconds ? null : 'proof';
}

/** Tokens were made in a session that lacked nothing; jobs were begun in one. What is remembered of a session may be a moment old. */
export async function lackOfSession(world: Judging, actor: UserActor, requirement: Requirement): Promise<Lack | null> {
  if (actor.via !== 'session' || actor.door === 'job') return null;
  const { factor = '', provedAt = 0 } = actor;
  const lack = lackOf(requirement, { factor, provedAt }, world.now());
  return lack && lackOf(requirement, await shownIn(world.db.read, actor.viaId), world.now());
}

/** Throws `application.factor-needed`, or `proof.needed` as a dangerous operation does. */
export async function refuseLacking(world: Judging, actor: UserActor, requirement: Requirement): Promise<void> {
  const lack = await lackOfSession(world, actor, requirement);
  if (lack === 'factor') throw new Refusal('application.factor-needed');
  if (lack === 'proof') throw new Refusal('proof.needed');
}

/** Of each part the stricter. */
export const strictest = (one: Requirement, other: Requirement): Requirement => ({
  factor: requiredFactors[Math.max(requiredFactors.indexOf(one.factor), requiredFactors.indexOf(other.factor))] ?? 'passkey',
  minutes: Math.min(one.minutes || other.minutes, other.minutes || one.minutes),
});
