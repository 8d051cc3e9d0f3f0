// Guards one open store: every call passes its circuit breaker, has a time limit and a place among a bounded number, so that a store that is dead, slow or
// lying costs nobody else anything. Called by registry.ts. Does not know what is asked.
import { say } from '#sentences/sentence.ts';
import { type Health, type Reading, StoreFault, type UserStore, type Writer } from '#user-store.ts';
import type { StoreCondition } from '#world.ts';
import { admission, answered, type Breaker, failed, probing, stateOf, untold, untried } from './breaker.ts';

/** Calls that may wait for one connection. */
const waitingPerConnection = 8;
/** A driver has time limits of its own; this catches what they miss, a fifth later. */
const grace = 1.2;

export type Guarding = {
  readonly domain: string;
  readonly answerMilliseconds: number;
  readonly connectionsMax: number;
  readonly now: () => number;
  /** Called when the store begins to fail, and when it answers again. */
  readonly turned: (condition: StoreCondition) => void;
};
export type Guarded = { readonly store: UserStore; condition(): StoreCondition; milliseconds(): number };

/** What a call may take: a look at the whole store takes as long as it takes, and watches itself page by page. */
type Patience = 'answer' | 'long';

export function guard(inner: UserStore, guarding: Guarding): Guarded {
  const calls = new Calls(guarding);
  const passing =
    <A extends unknown[], T>(call: (...given: A) => Promise<T>, patience: Patience = 'answer') =>
    (...given: A) =>
      calls.pass(() => call(...given), patience);
  const store: UserStore = {
    check: passing(async () => calls.seen(await inner.check())),
    read: passing(async (since) => passedOn(await inner.read(since), calls), 'long'),
    find: passing((by) => inner.find(by)),
    verify: passing((whom, password) => inner.verify(whom, password)),
    write: inner.write && writing(inner.write, passing),
    close: () => inner.close(),
  };
  return { store, condition: () => calls.condition(), milliseconds: () => calls.milliseconds() };
}

type Passing = <A extends unknown[], T>(call: (...given: A) => Promise<T>) => (...given: A) => Promise<T>;

function writing(writer: Writer, passing: Passing): Writer {
  const { setDisabled } = writer;
  return {
    addUser: passing((entry) => writer.addUser(entry)),
    updateUser: passing((whom, values) => writer.updateUser(whom, values)),
    setPassword: passing((whom, password, options) => writer.setPassword(whom, password, options)),
    changePassword: passing((whom, passwords) => writer.changePassword(whom, passwords)),
    ...(setDisabled ? { setDisabled: passing((whom, disabled) => setDisabled.call(writer, whom, disabled)) } : {}),
    deleteUser: passing((whom) => writer.deleteUser(whom)),
    addMember: passing((group, user) => writer.addMember(group, user)),
    removeMember: passing((group, user) => writer.removeMember(group, user)),
  };
}

/** Each page that arrives is an answer; a fault between two counts like any other. */
function passedOn(reading: Reading, calls: Calls): Reading {
  async function* watched<T>(pages: AsyncIterable<T>): AsyncGenerator<T> {
    try {
      for await (const page of pages) {
        calls.answered(0);
        yield page;
      }
    } catch (fault) {
      calls.note(fault, 0);
      throw fault;
    }
  }
  const { delta, mark } = reading;
  return {
    delta,
    mark,
    users: () => watched(reading.users()),
    groups: () => watched(reading.groups()),
    keys: (kind) => watched(reading.keys(kind)),
    close: () => reading.close(),
  };
}

class Calls {
  readonly #guarding: Guarding;
  #breaker: Breaker = untried;
  #health: Health | null = null;
  #running = 0;

  constructor(guarding: Guarding) {
    this.#guarding = guarding;
  }

  seen(health: Health): Health {
    this.#health = health;
    return health;
  }

  async pass<T>(call: () => Promise<T>, patience: Patience): Promise<T> {
    this.#admit();
    const began = performance.now();
    this.#running += 1;
    try {
      const value = await this.#inTime(call(), patience);
      this.answered(performance.now() - began);
      return value;
    } catch (fault) {
      this.note(fault, performance.now() - began);
      throw fault;
    } finally {
      this.#running -= 1;
    }
  }

  #admit() {
    const { domain, connectionsMax, now } = this.#guarding;
    if (this.#running >= connectionsMax * waitingPerConnection) throw new StoreFault('silent', say('fault.waiting', { domain }));
    const admitted = admission(this.#breaker, now());
    if (admitted === 'rest') throw new StoreFault('unreachable', say('fault.resting', { domain, why: this.#breaker.broken?.says ?? '' }));
    if (admitted === 'probe') this.#breaker = probing(this.#breaker);
  }

  #inTime<T>(answer: Promise<T>, patience: Patience): Promise<T> {
    if (patience === 'long') return answer;
    const { domain, answerMilliseconds } = this.#guarding;
    const late = Promise.withResolvers<never>();
    const seconds = answerMilliseconds / 1_000;
    const timer = setTimeout(() => late.reject(new StoreFault('silent', say('fault.late', { domain, seconds }))), answerMilliseconds * grace);
    timer.unref();
    return Promise.race([answer, late.promise]).finally(() => clearTimeout(timer));
  }

  /** A store that answers "no", or more than is taken, has answered. A mistake of our own tells nothing of it, and must not leave it alone for ever. */
  note(fault: unknown, took: number) {
    if (!(fault instanceof StoreFault)) {
      this.#breaker = untold(this.#breaker);
      return;
    }
    if (fault.reason === 'refused' || fault.reason === 'too-large') return this.answered(took);
    const before = stateOf(this.#breaker);
    this.#breaker = failed(this.#breaker, this.#guarding.now(), { took, says: fault.says });
    if (before === 'ok' || before === 'unknown') this.#guarding.turned(this.condition());
  }

  answered(took: number) {
    const before = stateOf(this.#breaker);
    this.#breaker = answered(this.#breaker, this.#guarding.now(), took);
    if (before !== 'ok') this.#guarding.turned(this.condition());
  }

  /** Nobody waits for a store that is left alone. */
  milliseconds(): number {
    return stateOf(this.#breaker) === 'resting' ? 0 : Math.min(this.#breaker.milliseconds, this.#guarding.answerMilliseconds * grace);
  }

  condition(): StoreCondition {
    const { broken, answeredAt, milliseconds } = this.#breaker;
    return { state: stateOf(this.#breaker), says: broken?.says ?? '', answeredAt, failingSince: broken?.since ?? 0, milliseconds, health: this.#health };
  }
}
