// Proves a user by his password: throttled first, then the same work, time and words for all who fail; his state is told only after a right password (rules 29–30).
// Called by flow.ts for signing in and by actions.ts. Every door that takes a password comes through here.
// Does not know sessions or pages, nor what follows a proof.

import { setTimeout as pause } from 'node:timers/promises';
import type { Door } from '#actor.ts';
import { refuseWhenStale } from '#changes/stale.ts';
import { Refusal } from '#errors.ts';
import { type Facts, gate } from '#gate/gate.ts';
import { endOfPassword, ruleFor } from '#passwords/rule.ts';
import { type Sentence, say } from '#sentences/sentence.ts';
import { discover } from '#synchronise/discover.ts';
import type { AttemptKey, World } from '#world.ts';
import { attemptUser } from './attempts.ts';
import { noteEvent, type Outcome } from './events.ts';
import type { KnownBrowserRow } from './flow-queries.ts';
import { type Meant, whoIsMeant } from './identifiers.ts';
import { knownBrowserOf } from './known-browsers.ts';
import type { CredentialRow } from './queries.ts';
import { type Proof, provedByStore } from './store-password.ts';

/** Longer than any password may be (256 characters): what is typed beyond costs no more work. */
const typedMax = 1_024;
/** Failures end up to so much later than the floor, by chance. */
const jitterMilliseconds = 40;
const secondsPerMinute = 60;

export type Attempt = {
  readonly typedName: string;
  readonly password: string;
  readonly network: string;
  readonly browser?: string | undefined;
  readonly door: Door;
};
/** A user whose password was right, and who may act now; once he has chosen another, if `mustChoose`. */
export type Proved = {
  readonly user: CredentialRow /** What is known of his browser; null = nothing. */;
  readonly browser: KnownBrowserRow | null;
  readonly mustChoose: boolean;
};

export async function authenticate(world: World, attempt: Attempt): Promise<Proved> {
  refuseWhenStale(world.changes, world.config);
  const began = performance.now();
  const meant = await whoMeant(world, attempt);
  const browser = meant.user ? await knownBrowserOf(world, { browser: attempt.browser, userNo: meant.user.no }) : undefined;
  const key: AttemptKey = {
    user: attemptUser(world.salt, meant.domain, meant.name),
    network: attempt.network,
    known: browser !== undefined,
    ...(meant.user ? { userId: meant.user.id } : {}),
  };
  const { user, hasEnded } = await provePassword(world, { key, user: meant.user, attempt, began });
  const refusal = stateRefusal(user, world.now());
  if (refusal) {
    await note(world, { outcome: 'refused', user, attempt });
    throw refusal;
  }
  return {
    user,
    browser: browser ?? null,
    mustChoose: hasEnded || user.must_change === 1 || (user.temporary_until ?? 0) !== 0 || (await isTooOld(world, user)),
  };
}

/** By the rule that holds for him; what his own store keeps has an age there. */
async function isTooOld(world: World, user: CredentialRow): Promise<boolean> {
  if (user.store_kind !== 'primary' || user.credential_at === null || user.kind !== 'person') return false;
  const end = endOfPassword(await ruleFor(world, { store: user.store_id, user: user.id }), user.credential_at);
  return end !== 0 && end <= world.now();
}

/** Somebody unknown here may be known to a store that has grown since it was read; it is asked only as often as this network may try. */
async function whoMeant(world: World, { typedName, network }: Attempt): Promise<Meant> {
  const meant = await whoIsMeant(world, typedName);
  if (meant.user || !world.authorizer.model.discovers) return meant;
  const key = { user: attemptUser(world.salt, meant.domain, meant.name), network, known: false };
  if (world.throttle.peekSeconds(key, world.now()) > 0) return meant;
  const found = await discover(world, { domain: meant.said, name: meant.name });
  return found === null ? meant : whoIsMeant(world, typedName);
}

type Proving = { readonly key: AttemptKey; readonly user: CredentialRow | null; readonly attempt: Attempt; readonly began: number };

/** Throws unless the password is right. Also for the current password of somebody who is signed in: guesses there count like any other. */
export async function provePassword(
  world: World,
  { key, user, attempt, began }: Proving,
): Promise<{ readonly user: CredentialRow /** His store asks for another. */; readonly hasEnded: boolean }> {
  await refuseEarly(world, { key, user, attempt });
  const proof = await proofOf(world, user, attempt.password.slice(0, typedMax));
  if (proof instanceof Refusal && user) {
    world.throttle.succeeded(key);
    await note(world, { outcome: 'refused', user, attempt });
    throw proof;
  }
  if ((proof === 'right' || proof === 'ended') && user && user.deleted_at === 0) {
    world.throttle.succeeded(key);
    return { user, hasEnded: proof === 'ended' };
  }
  // A whole office that asks a store which is away has guessed nothing, and those of other stores among them are let in as ever.
  if (proof === 'unjudged') world.throttle.unjudged(key, world.now());
  else world.throttle.failed(key, world.now());
  await note(world, { outcome: 'failed', user, attempt });
  await untilFloor(world, began);
  // The same words for everybody, so that they tell nothing of who is asked for.
  throw new Refusal(world.stores.anyFailing() ? 'signin.unsure' : 'signin.refused');
}

/** A try too many is refused at once: nothing is held open, nothing is hashed. */
async function refuseEarly(world: World, { key, user, attempt }: Omit<Proving, 'began'>) {
  const seconds = world.throttle.waitSeconds(key, world.now());
  if (seconds === 0) return;
  await note(world, { outcome: 'throttled', user, attempt });
  throw new Refusal('signin.throttled', { wait: waitOf(seconds), seconds });
}

/** The same work for everybody: one hash, whoever is meant; users of other stores are judged there, within the same floor of time. */
async function proofOf(world: World, user: CredentialRow | null, password: string): Promise<Proof> {
  if (user && user.store_kind !== 'primary') return provedByStore(world, user, password);
  const right = await (user ? world.hashing.verify(user.password_hash ?? '', password) : world.hashing.pretend(password));
  return right ? 'right' : 'wrong';
}

export const factsOf = (user: CredentialRow): Facts => ({
  disabledAt: user.disabled_at,
  lockedAt: user.locked_at,
  lockedUntil: user.locked_until,
  pending: user.pending,
  startsAt: user.starts_at,
  endsAt: user.ends_at,
  deletedAt: user.deleted_at,
  revocationEpoch: user.revocation_epoch,
  stateReason: user.state_reason,
  storeSays: user.store_enabled === 1 ? '' : 'disabled',
});

/** Told after a right password only. */
function stateRefusal(user: CredentialRow, now: number): Refusal | null {
  const shut = gate(factsOf(user), { now });
  if (shut) return shut;
  const until = user.temporary_until ?? 0;
  return until !== 0 && !(now < until) ? new Refusal('password.temporary-ended') : null;
}

async function note(world: World, { outcome, user, attempt }: { readonly outcome: Outcome; readonly user: CredentialRow | null; readonly attempt: Attempt }) {
  await noteEvent(world, { at: world.now(), outcome, userNo: user?.no ?? 0, network: attempt.network, door: attempt.door });
}

/** Above the slowest check, so that the time of a failure tells nothing. */
export async function untilFloor({ config, random, stores }: World, began: number) {
  const floor = Math.max(config.failureMillisecondsMin, stores.slowestMilliseconds());
  if (floor === 0) return;
  const jitter = (random(1).readUInt8(0) / 255) * jitterMilliseconds;
  const left = floor + jitter - (performance.now() - began);
  if (left > 0) await pause(left);
}

export function waitOf(seconds: number): Sentence {
  if (seconds === 1) return say('wait.second');
  return seconds < 2 * secondsPerMinute ? say('wait.seconds', { seconds }) : say('wait.minutes', { minutes: Math.ceil(seconds / secondsPerMinute) });
}
