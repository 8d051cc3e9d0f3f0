// Passwords as others keep them: whether a typed one is right by a hash out of a foreign database, and a new hash in that store's own format.
// Called by drivers of user stores. Works off the event loop, so many at once and so many waiting. Knows hashes, and neither users nor databases.
// What PRIMARY keeps is Argon2id and nothing else: hash.ts.
import type { PasswordFormat } from '#stores/settings-contract.ts';
import type { Hashing } from '#world.ts';
import { preparePassword } from '../prepare.ts';
import { openQueue } from '../queue.ts';
import { bareCheck, makeBare } from './bare.ts';
import { makeBcrypt } from './bcrypt.ts';
import { bounds } from './bounds.ts';
import { makeScheme } from './digest.ts';
import { type Check, type Tools, UnreadableHash } from './format.ts';
import { makeDjango, makePbkdf2 } from './pbkdf2.ts';
import { makePhpass } from './phpass.ts';
import { recognise } from './recognise.ts';
import { openRounds } from './rounds.ts';
import { makeScrypt } from './scrypt.ts';
import { makeShaCrypt } from './sha-crypt.ts';

/** As the columns have them; bytes where the column is one of bytes. */
export type StoredPassword = { readonly hash: string | Buffer; readonly salt: string | Buffer };

/** `note`: why a hash could not be judged, for the administrator; '' = it was judged. */
export type Judged = { readonly right: boolean; readonly note: string };

export type ForeignPasswords = {
  /** Never throws for what a row holds. Refusal `hash.busy` beyond the bound. */
  verify(stored: StoredPassword, password: string): Promise<Judged>;
  /** In the store's format, with a fresh salt. `like`: a hash of the same store, whose variant is kept. UnfitPassword says why it cannot be. */
  make(password: string, like: string): Promise<StoredPassword>;
  close(): Promise<void>;
};

type Options = {
  readonly hashing: Pick<Hashing, 'hash' | 'verify'>;
  /** As WSO2 has them: a row may have no salt, and old releases used their machine's own letters (Java, before UTF-8 was the default everywhere). */
  readonly wso2?: boolean;
};

/** Bcrypt and its like take a core each; more at once only fight for it. */
const queue = { running: 2, waitingMax: 200 };
/** No hash, and the marks that systems put in its place to say so. No bare digest can be taken for one. */
const nobodys = /^(?:|x|[!*].*)$/s;

export function openForeignPasswords(format: PasswordFormat, { hashing, wso2 = false }: Options): ForeignPasswords {
  const rounds = openRounds();
  const tools: Tools = { hashing, rounds };
  const inTurn = openQueue(queue);
  const judge = async (stored: StoredPassword, password: string): Promise<Judged> => {
    const check = checkOf(stored, wso2 && stored.salt.length === 0 ? { ...format, salt: 'none' } : format, tools);
    if (!check) return { right: false, note: '' };
    for (const bytes of spellings(password, wso2)) if (await inTurn(() => check(bytes))) return { right: true, note: '' };
    return { right: false, note: '' };
  };
  return {
    async verify(stored, password) {
      if (!isPassword(password)) return { right: false, note: '' };
      try {
        return await judge(stored, password);
      } catch (fault) {
        if (fault instanceof UnreadableHash) return { right: false, note: fault.message };
        throw fault;
      }
    },
    make: (password, like) => inTurn(() => make(password, { format, like, tools: { hashing, rounds } })),
    close: () => rounds.close(),
  };
}

/** An empty one opens nothing, whatever a row holds; and programs in C would stop reading at a NUL, so that they and we would disagree. */
const isPassword = (password: string): boolean => password !== '' && !password.includes('\0') && Buffer.byteLength(password) <= bounds.passwordBytesMax;

function checkOf(stored: StoredPassword, format: PasswordFormat, tools: Tools): Check | null {
  if (stored.hash.length > bounds.hashLettersMax) throw new UnreadableHash(`It is longer than ${bounds.hashLettersMax} letters.`);
  const text = textOf(stored.hash);
  if (text !== null && nobodys.test(text)) return null;
  return (text === null ? null : recognise(text, tools)) ?? bareCheck({ hash: text ?? stored.hash, salt: stored.salt }, format);
}

/** A column of bytes may hold a text all the same; that sixteen random bytes should read as one is beyond chance. */
function textOf(hash: string | Buffer): string | null {
  const text = typeof hash === 'string' ? hash : hash.toString('latin1');
  return typeof hash === 'string' || /^[\x20-\x7e]*$/.test(text) ? text.trim() : null;
}

/** The ways in which what was typed may have become bytes where the hash was made; the likeliest first. */
function spellings(password: string, latin1: boolean): readonly Buffer[] {
  const all = [Buffer.from(password), Buffer.from(preparePassword(password)), ...(latin1 && isLatin1(password) ? [Buffer.from(password, 'latin1')] : [])];
  return all.filter((bytes, index) => all.findIndex((other) => other.equals(bytes)) === index);
}

const isLatin1 = (text: string): boolean => Buffer.from(text, 'latin1').toString('latin1') === text;

type Making = {
  readonly format: PasswordFormat;
  readonly like: string;
  readonly tools: { readonly hashing: Pick<Hashing, 'hash'>; readonly rounds: Tools['rounds'] };
};

async function make(password: string, { format, like, tools }: Making): Promise<StoredPassword> {
  const alone = (hash: string): StoredPassword => ({ hash, salt: '' });
  switch (format.format) {
    case 'bcrypt':
      return alone(await makeBcrypt(password, like));
    case 'argon2':
      return alone(await tools.hashing.hash(password));
    case 'scrypt':
      return alone(await makeScrypt(password));
    case 'ssha':
      return alone(makeScheme(password, like));
    case 'crypt':
      return alone(await makeShaCrypt(password, tools.rounds));
    case 'django':
      return alone(await makeDjango(password));
    case 'phpass':
      return alone(await makePhpass(password, tools.rounds));
    case 'pbkdf2':
      return format.salt === 'none' ? alone(await makePbkdf2(password)) : makeBare(password, format);
    default:
      return makeBare(password, format);
  }
}
