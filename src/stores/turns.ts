// Turns at something of which there are only so many: who comes later waits, not too long, and not behind too many.
// Called by the drivers. Knows nothing of what is done in a turn.
import { say } from '#sentences/sentence.ts';
import { StoreFault } from '#user-store.ts';

const waitingMax = 1_000;

export class Turns {
  readonly #max: number;
  readonly #milliseconds: number;
  readonly #waiting: (() => void)[] = [];
  #taken = 0;

  /** `milliseconds` = how long to wait for a turn. */
  constructor(max: number, milliseconds: number) {
    this.#max = max;
    this.#milliseconds = milliseconds;
  }

  async take<T>(work: () => Promise<T>): Promise<T> {
    if (this.#taken >= this.#max) await this.#wait();
    else this.#taken += 1;
    try {
      return await work();
    } finally {
      const next = this.#waiting.shift();
      if (next) next();
      else this.#taken -= 1;
    }
  }

  /** The turn is handed on by whoever ends his. */
  #wait(): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const busy = () => reject(new StoreFault('silent', say('fault.busy', { max: this.#max })));
    if (this.#waiting.length >= waitingMax) busy();
    else this.#queue(resolve, busy);
    return promise;
  }

  #queue(begin: () => void, busy: () => void): void {
    const turn = () => {
      clearTimeout(timer);
      begin();
    };
    const timer = setTimeout(() => {
      this.#waiting.splice(this.#waiting.indexOf(turn), 1);
      busy();
    }, this.#milliseconds);
    this.#waiting.push(turn);
  }
}
