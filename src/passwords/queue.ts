// A bounded queue for work that takes a core: so many at once, so many waiting in their order, the rest refused.
// Called by hash.ts and formats/foreign.ts. Knows nothing of what is done in it.
import { Refusal } from '#errors.ts';

/** What a hash is taken to last before the first is done; the refusal says how long the queue may take. */
const millisecondsGuessed = 50;

/** Runs so many at once, lets so many wait in order, refuses the rest at once. */
export function openQueue(limits: { readonly running: number; readonly waitingMax: number }) {
  const waiting: (() => void)[] = [];
  let running = 0;
  let milliseconds = millisecondsGuessed;

  // A place is handed over to the next in line, never put back between: otherwise a newcomer could overtake and exceed the bound.
  const leave = () => {
    const next = waiting.shift();
    if (next) next();
    else running--;
  };
  const enter = async (): Promise<void> => {
    if (running < limits.running) {
      running++;
      return;
    }
    if (waiting.length >= limits.waitingMax) {
      const seconds = Math.ceil((milliseconds * (limits.waitingMax + limits.running)) / limits.running / 1000);
      throw new Refusal('hash.busy', { seconds });
    }
    await new Promise<void>((resolve) => waiting.push(resolve));
  };
  return async <T>(work: () => Promise<T>): Promise<T> => {
    await enter();
    const began = performance.now();
    try {
      return await work();
    } finally {
      milliseconds = performance.now() - began;
      leave();
    }
  };
}
