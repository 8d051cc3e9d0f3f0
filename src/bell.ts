// A bell: tells this node's runner that a job, or a mail, waits, so that nobody waits for its next look. And the work that it wakes: a round at a time, never two
// at once, one more for whatever came during a round, and a look now and then: another node's bell is not heard here, and a lease ends silently.
// Bells are filled into World by open-world.ts; the runners of jobs/ and mail/ work when theirs is rung. Does not know the work.

/** `listen` gives the way to stop listening. */
export type Bell = { ring(): void; listen(listener: () => void): () => void };

export function openBell(): Bell {
  const listeners = new Set<() => void>();
  return {
    ring: () => {
      for (const listener of listeners) listener();
    },
    listen: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}

export type Rounds = {
  /** Resolves when the round that is under way has ended; its signal has said so. */
  stop(): Promise<void>;
};

/** `round` does what there is to do, and does not throw. */
export function whenRung(
  bell: Pick<Bell, 'listen'>,
  { lookMilliseconds, round }: { readonly lookMilliseconds: number; readonly round: (stop: AbortSignal) => Promise<void> },
): Rounds {
  const stopping = new AbortController();
  let again = false;
  let running: Promise<void> | undefined;
  const work = async () => {
    do {
      again = false;
      await round(stopping.signal);
    } while (again && !stopping.signal.aborted);
    running = undefined;
  };
  const look = () => {
    again = true;
    if (!stopping.signal.aborted) running ??= work();
  };
  const deaf = bell.listen(look);
  const timer = setInterval(look, lookMilliseconds);
  timer.unref();
  look();
  return {
    async stop() {
      clearInterval(timer);
      deaf();
      stopping.abort();
      await running;
    },
  };
}
