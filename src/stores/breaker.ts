// A circuit breaker: after some failures in a row a store is left alone, and tried again by one call at a time. Pure; times are given.
// Called by guard.ts. Knows no store.
import type { Said } from '#sentences/sentence.ts';

/** Failures in a row until a store rests. */
const failuresMax = 3;
const rest = { firstMilliseconds: 5_000, longestMilliseconds: 60_000 } as const;

type Broken = { readonly failures: number; readonly since: number; readonly says: Said; readonly restUntil: number; readonly probing: boolean };
export type Breaker = {
  readonly broken: Broken | null;
  readonly answeredAt: number;
  /** The slowest of late: it sinks by a tenth with each quicker answer. */
  readonly milliseconds: number;
};

export const untried: Breaker = { broken: null, answeredAt: 0, milliseconds: 0 };

/** go = ask; probe = ask, and nobody else meanwhile; rest = do not ask. */
export function admission({ broken }: Breaker, now: number): 'go' | 'probe' | 'rest' {
  if (!broken || broken.failures < failuresMax) return 'go';
  return now >= broken.restUntil && !broken.probing ? 'probe' : 'rest';
}

export const probing = (breaker: Breaker): Breaker => (breaker.broken ? { ...breaker, broken: { ...breaker.broken, probing: true } } : breaker);

/** A try that told nothing of the store: the next call tries again. */
export const untold = (breaker: Breaker): Breaker => (breaker.broken ? { ...breaker, broken: { ...breaker.broken, probing: false } } : breaker);

export const answered = ({ milliseconds }: Breaker, now: number, took: number): Breaker => ({
  broken: null,
  answeredAt: now,
  milliseconds: Math.max(Math.round(took), Math.floor(milliseconds * 0.9)),
});

export function failed(breaker: Breaker, now: number, { took, says }: { readonly took: number; readonly says: Said }): Breaker {
  const failures = (breaker.broken?.failures ?? 0) + 1;
  const rests = failures - failuresMax;
  const resting = rests < 0 ? 0 : Math.min(rest.firstMilliseconds * 2 ** rests, rest.longestMilliseconds);
  return {
    ...breaker,
    milliseconds: Math.max(Math.round(took), breaker.milliseconds),
    broken: { failures, since: breaker.broken?.since ?? now, says, restUntil: now + resting, probing: false },
  };
}

export const stateOf = (breaker: Breaker): 'ok' | 'failing' | 'resting' | 'unknown' => {
  if (breaker.broken) return breaker.broken.failures < failuresMax ? 'failing' : 'resting';
  return breaker.answeredAt === 0 ? 'unknown' : 'ok';
};
