// Counters of failures with a delay that grows and passes, in a bounded number of keys. One of each sort is held by attempts.ts, its only caller.
// The clock is handed in; times are milliseconds. Does not know what a key stands for.

export type Buckets = {
  waitSeconds(id: string, now: number): number;
  /** A try is under way. `about` is kept for `slowed` to show, the last one given. */
  begin(id: string, now: number, about?: string): void;
  failed(id: string, now: number, about?: string): void;
  /** A try has ended without a failure; what was counted before stays. */
  finish(id: string): void;
  forget(id: string): void;
  forgetAll(which: (id: string) => boolean): void;
  /** How many keys are remembered; never more than `keysMax`. */
  size(): number;
  slowed(now: number): readonly { readonly id: string; readonly about: string; readonly failures: number; readonly until: number }[];
};

type Bucket = { about: string; failures: number; failedAt: number; until: number; underWay: number; beganAt: number };

const delaySecondsMax = 15 * 60;
/** Nothing is held against anybody longer than this after his last failure. */
const memoryMs = 4 * 60 * 60 * 1000;
/** A try that has not ended by then was given up (a full queue, a fault). */
const tryMs = 10_000;
const slowedListMax = 1000;

export function openBuckets({ freeTries, keysMax }: { readonly freeTries: number; readonly keysMax: number }): Buckets {
  // Two shelves, each least recently used first. Those being slowed have their own, so that a flood of new names cannot push out the one under attack.
  const fresh = new Map<string, Bucket>();
  const slow = new Map<string, Bucket>();

  const find = (id: string, now: number): Bucket | undefined => {
    const bucket = slow.get(id) ?? fresh.get(id);
    if (bucket && now - Math.max(bucket.failedAt, bucket.beganAt) <= memoryMs) return bucket;
    forget(id);
    return undefined;
  };
  const forget = (id: string): void => {
    slow.delete(id);
    fresh.delete(id);
  };
  const keep = (id: string, bucket: Bucket): void => {
    forget(id);
    const shelf = bucket.failures > freeTries ? slow : fresh;
    shelf.set(id, bucket);
    // Many at a time: the first key of a Map lies behind all that were deleted before it.
    if (shelf.size > keysMax / 2) for (const oldest of [...shelf.keys()].slice(0, Math.ceil(keysMax / 16))) shelf.delete(oldest);
  };
  const empty: Bucket = { about: '', failures: 0, failedAt: 0, until: 0, underWay: 0, beganAt: 0 };

  return {
    waitSeconds(id, now) {
      const bucket = find(id, now);
      if (!bucket) return 0;
      if (bucket.until > now) return Math.ceil((bucket.until - now) / 1000);
      // Beyond the free tries one at a time; before, only as many at once as are still free.
      const others = underWay(bucket, now);
      return others > 0 && bucket.failures + others >= freeTries ? 1 : 0;
    },
    begin(id, now, about) {
      const bucket = find(id, now) ?? empty;
      keep(id, { ...bucket, about: about ?? bucket.about, underWay: underWay(bucket, now) + 1, beganAt: now });
    },
    failed(id, now, about) {
      const bucket = find(id, now) ?? empty;
      const failures = bucket.failures + 1;
      keep(id, {
        about: about ?? bucket.about,
        failures,
        failedAt: now,
        until: now + delaySeconds(failures - freeTries) * 1000,
        underWay: Math.max(0, underWay(bucket, now) - 1),
        beganAt: bucket.beganAt,
      });
    },
    finish(id) {
      const bucket = slow.get(id) ?? fresh.get(id);
      if (!bucket) return;
      if (bucket.failures === 0 && bucket.underWay <= 1) forget(id);
      else keep(id, { ...bucket, underWay: Math.max(0, bucket.underWay - 1) });
    },
    forget,
    forgetAll(which) {
      for (const shelf of [slow, fresh]) for (const id of [...shelf.keys()].filter(which)) shelf.delete(id);
    },
    size: () => slow.size + fresh.size,
    slowed: (now) =>
      [...slow]
        .filter(([, { until }]) => until > now)
        .slice(-slowedListMax)
        .map(([id, { about, failures, until }]) => ({ id, about, failures, until })),
  };
}

const underWay = (bucket: Bucket, now: number): number => (now - bucket.beganAt <= tryMs ? bucket.underWay : 0);

/** 1 s after the first failure too many, then twice as long each time, up to a quarter of an hour; never for ever. */
const delaySeconds = (tooMany: number): number => (tooMany <= 0 ? 0 : Math.min(delaySecondsMax, 2 ** Math.min(tooMany - 1, 20)));
