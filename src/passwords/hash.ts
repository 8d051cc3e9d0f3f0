// Hashing of passwords: Argon2id (RFC 9106) in the threads of libuv, off the event loop, so many at once and so many waiting, no more.
// Called through World.hashing by authentication/ and by whoever sets a password. Opened once, in main.ts.
// Does not know users, policy, nor where hashes are stored. Fills the port `Hashing` of world.ts.
import { randomBytes } from 'node:crypto';
import { type Algorithm, hash, type Options, parseOptions, verify } from '@node-rs/argon2';
import type { Hashing } from '#world.ts';
import { preparePassword } from './prepare.ts';
import { openQueue } from './queue.ts';

export type HashingOptions = {
  readonly memoryKib: number;
  readonly passes: number;
  readonly lanes: number;
  /** How many run at once: the number of cores. More only fight for memory, and are not done sooner (docs/decisions/speed.md). */
  readonly running: number;
  /** How many may wait. Beyond it `hash.busy`, so that a flood of sign-ins meets a bound of memory and of delay. */
  readonly queueMax: number;
};

// The enums of @node-rs/argon2 exist at type level only; these are their numbers there.
const argon2id = 2 as Algorithm;
const version19 = 1;
/** As it stands in an encoded hash (RFC 9106 §3.1: 0x13). */
const version19Encoded = 0x13;
const [saltBytes, digestBytes] = [16, 32];

/** Opens the queue. Nothing is hashed before somebody asks: a start would wait for it. */
export function openHashing(options: HashingOptions): Hashing {
  const parameters: Options = { algorithm: argon2id, memoryCost: options.memoryKib, timeCost: options.passes, parallelism: options.lanes };
  const inForce = beginningOf(options);
  const nobody = nobodysHash(options);
  const inTurn = openQueue({ running: options.running, waitingMax: options.queueMax });

  const pretend = async (password: string): Promise<false> => {
    await inTurn(() => verify(nobody, preparePassword(password)));
    return false;
  };
  return {
    hash: (password) => inTurn(() => hash(preparePassword(password), parameters)),
    // A user without a password is answered after the same work as any other.
    verify: (stored, password) => (stored === '' ? pretend(password) : inTurn(() => verify(stored, preparePassword(password)))),
    pretend,
    outdated: (stored) => !stored.startsWith(inForce) && isOutdated(stored, parameters),
  };
}

/**
 * What is verified for users who do not exist: an encoded hash with the parameters in force, of a random salt and a random digest. Verifying takes all the work
 * there is, and only chance (1 in 2^256) could make it match.
 */
function nobodysHash(options: HashingOptions): string {
  const random = (bytes: number) => randomBytes(bytes).toString('base64').replace(/=+$/, '');
  return `${beginningOf(options)}${random(saltBytes)}$${random(digestBytes)}`;
}

/** What an encoded hash begins with that was made under these parameters. */
const beginningOf = ({ memoryKib, passes, lanes }: HashingOptions): string => `$argon2id$v=${version19Encoded}$m=${memoryKib},t=${passes},p=${lanes}$`;

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
