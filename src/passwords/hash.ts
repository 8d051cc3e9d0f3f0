// Hashing of passwords: Argon2id (RFC 9106) in the threads of libuv, off the event loop, so many at once and so many waiting, no more.
// Called through World.hashing by authentication/ and by whoever sets a password. Opened once, in main.ts.
// Does not know users, policy, nor where hashes are stored. Fills the port `Hashing` of world.ts.
import { type Algorithm, hash, type Options, parseOptions, verify } from '@node-rs/argon2';
import { Refusal } from '#errors.ts';
import type { Hashing } from '#world.ts';
import { preparePassword } from './prepare.ts';

export type HashingOptions = {
  readonly memoryKib: number;
  readonly passes: number;
  readonly lanes: number;
  /** How many run at once: the number of cores, and one more, so that no core waits while the event loop is busy. Others only fight for memory bandwidth. */
  readonly running: number;
  /** How many may wait. Beyond it `hash.busy`, so that a flood of sign-ins meets a bound of memory and of delay. */
  readonly queueMax: number;
};

// The enums of @node-rs/argon2 exist at type level only; these are their numbers there.
const argon2id = 2 as Algorithm;
const version19 = 1;
/** What is verified for users who do not exist. No password prepares to it: U+0000 is in no class of RFC 8264, yet hashing it costs the same. */
const nobodys = '\u0000reeve';

/** Opens the queue and makes the hash that `pretend` works on, with the parameters in force. */
export async function openHashing(options: HashingOptions): Promise<Hashing> {
  const parameters: Options = { algorithm: argon2id, memoryCost: options.memoryKib, timeCost: options.passes, parallelism: options.lanes };
  const began = performance.now();
  const nobody = await hash(nobodys, parameters);
  const seconds = Math.ceil(((performance.now() - began) * (options.queueMax + options.running)) / options.running / 1000);
  const inTurn = openQueue({ running: options.running, waitingMax: options.queueMax, seconds });

  const pretend = async (password: string): Promise<false> => {
    await inTurn(() => verify(nobody, preparePassword(password)));
    return false;
  };
  return {
    hash: (password) => inTurn(() => hash(preparePassword(password), parameters)),
    // A user without a password is answered after the same work as any other.
    verify: (stored, password) => (stored === '' ? pretend(password) : inTurn(() => verify(stored, preparePassword(password)))),
    pretend,
    outdated: (stored) => isOutdated(stored, parameters),
  };
}

function isOutdated(stored: string, wanted: Options): boolean {
  const made = parseOptions(stored);
  return (
    made.algorithm !== wanted.algorithm ||
    made.version !== version19 ||
    made.memoryCost !== wanted.memoryCost ||
    made.timeCost !== wanted.timeCost ||
    made.parallelism !== wanted.parallelism
  );
}

/** Runs so many at once, lets so many wait in order, refuses the rest at once. */
function openQueue(limits: { readonly running: number; readonly waitingMax: number; readonly seconds: number }) {
  const waiting: (() => void)[] = [];
  let running = 0;

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
    if (waiting.length >= limits.waitingMax) throw new Refusal('hash.busy', { seconds: limits.seconds });
    await new Promise<void>((resolve) => waiting.push(resolve));
  };
  return async <T>(work: () => Promise<T>): Promise<T> => {
    await enter();
    try {
      return await work();
    } finally {
      leave();
    }
  };
}
