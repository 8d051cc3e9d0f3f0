// Failures, counted: how long to wait before the next try of a user, a network, or the one from the other (rules 29–30). Fills the port `Throttle` of world.ts.
// Called by every check of a secret: sign-in, change of password, second factors, tokens. Opened once, in main.ts.
// Memory only, bounded. Does not know passwords, states (being slowed is none) or names: a user is a salted digest, alike whether he exists or not.

import { hash } from 'node:crypto';
import { nameKeyOf } from '#names/name.ts';
import { type Sentence, say } from '#sentences/sentence.ts';
import type { AttemptKey, Throttle } from '#world.ts';
import { openBuckets } from './buckets.ts';

/** Failures before the first delay, and how many keys are remembered of each sort. */
export const attemptLimits = {
  /** One user from one network: somebody who has forgotten which password it was. */
  pair: { freeTries: 5, keysMax: 20_000 },
  /** One user from browsers that have signed him in before. Nobody else can use this budget up. */
  known: { freeTries: 10, keysMax: 20_000 },
  /** One user from everywhere: guessing spread over many networks. */
  user: { freeTries: 20, keysMax: 20_000 },
  /** One network, all users: an office behind one address fails often, and a list of names is tried from one place. */
  network: { freeTries: 100, keysMax: 20_000 },
} as const;

/** Asking for a link by mail: each one is a mail to somebody who may not have asked, so fewer are free. */
export const askingLimits: AttemptLimits = {
  pair: { freeTries: 3, keysMax: 20_000 },
  known: { freeTries: 5, keysMax: 20_000 },
  user: { freeTries: 10, keysMax: 20_000 },
  network: { freeTries: 30, keysMax: 20_000 },
};

export type AttemptLimits = { readonly [sort in keyof typeof attemptLimits]: { readonly freeTries: number; readonly keysMax: number } };
type Sort = keyof AttemptLimits;

/** The digest that stands for a user: canonical name first, so that no spelling opens a second budget (CVE-2026-47203), then a salt made at start. */
export const attemptUser = (salt: Buffer, domain: string, typedName: string): string =>
  hash('sha256', `${salt.toString('base64')} ${JSON.stringify([nameKeyOf(domain), nameKeyOf(typedName)])}`, 'base64url').slice(0, 22);

/** A try begins with `waitSeconds`; when that is 0, it ends with `failed`, `unjudged` or `succeeded`. Until then it counts as a failure, so that many at once gain nothing. */
export function openThrottle(limits: AttemptLimits = attemptLimits): Throttle {
  const buckets = { pair: openBuckets(limits.pair), known: openBuckets(limits.known), user: openBuckets(limits.user), network: openBuckets(limits.network) };
  const peekSeconds = (key: AttemptKey, now: number) => Math.max(...placesOf(key).map(([sort, id]) => buckets[sort].waitSeconds(id, now)));
  return {
    peekSeconds,
    waitSeconds(key, now) {
      const asked = placesOf(key);
      const wait = peekSeconds(key, now);
      if (wait === 0) for (const [sort, id] of asked) buckets[sort].begin(id, now, aboutOf(sort, key));
      return wait;
    },
    failed(key, now) {
      for (const [sort, id] of placesOf(key)) buckets[sort].failed(id, now, aboutOf(sort, key));
    },
    unjudged(key, now) {
      for (const [sort, id] of placesOf(key)) {
        if (sort === 'network') buckets[sort].finish(id);
        else buckets[sort].failed(id, now, aboutOf(sort, key));
      }
    },
    // A right password says nothing about the other tries of this network, nor of those at this user from elsewhere: they keep their count.
    succeeded(key) {
      for (const [sort, id] of placesOf(key)) {
        if (sort === 'pair' || sort === 'known') buckets[sort].forget(id);
        else buckets[sort].finish(id);
      }
      buckets.pair.forget(pairOf(key));
    },
    list: (now) =>
      sorts.flatMap((sort) =>
        buckets[sort].slowed(now).map(({ id, about, failures, until }) => ({ key: `${sort}:${id}`, says: sayings[sort](id), userId: about, failures, until })),
      ),
    lift(key) {
      const [sort, id] = [sorts.find((one) => key.startsWith(`${one}:`)), key.slice(key.indexOf(':') + 1)];
      if (sort) buckets[sort].forget(id);
      // Who lifts a user means all of him.
      if (sort === 'user') {
        buckets.known.forget(id);
        buckets.pair.forgetAll((pair) => pair.startsWith(`${id} `));
      }
    },
  };
}

/** A network is nobody's. */
const aboutOf = (sort: Sort, key: AttemptKey): string | undefined => (sort === 'network' ? undefined : key.userId);

const sorts: readonly Sort[] = ['user', 'known', 'pair', 'network'];
const pairOf = (key: AttemptKey): string => `${key.user} ${key.network}`;

/**
 * The owner in his own browser meets only his own failures there: whoever attacks him, from wherever, cannot keep him out (CVE-2026-19607).
 * Everybody else meets all three.
 */
const placesOf = (key: AttemptKey): readonly (readonly [Sort, string])[] =>
  key.known
    ? [['known', key.user]]
    : [
        ['pair', pairOf(key)],
        ['user', key.user],
        ['network', key.network],
      ];

const sayings: Readonly<Record<Sort, (id: string) => Sentence>> = {
  user: () => say('throttled.user'),
  known: () => say('throttled.known'),
  pair: (id) => say('throttled.pair', { network: id.slice(id.indexOf(' ') + 1) }),
  network: (network) => say('throttled.network', { network }),
};
