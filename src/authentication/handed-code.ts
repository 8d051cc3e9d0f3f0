// A code that an administrator says to somebody, by telephone, in place of the link he would hand over: user name and code bind that link to this browser, as following it does.
// Called by edges/sign-in. A stranger learns nothing: the same work is done, within the same floor of time, and the same is said, whoever is meant and whatever is wrong (rules 29–30).
import { createHmac } from 'node:crypto';
import { Refusal } from '#errors.ts';
import { bindProved, type LinkRow, newestLink } from '#mail/link-queries.ts';
import { browserKeyOf, guessAt, provedHere, takeGuess } from '#mail/links.ts';
import { openMasterKey } from '#master-key.ts';
import type { AttemptKey, World } from '#world.ts';
import { attemptUser } from './attempts.ts';
import { untilFloor, waitOf } from './authenticate.ts';
import { noteWithin } from './events.ts';
import { whoIsMeant } from './identifiers.ts';
import { isKnown } from './known-browsers.ts';
import type { CredentialRow } from './queries.ts';
import { recovering } from './recovery.ts';

const purpose = 'handed';
const keyBytes = 32;

export type Shown = {
  readonly typedName: string;
  readonly code: string;
  readonly network: string;
  /** The browser as one that has signed somebody in. */
  readonly known: string | undefined;
  /** What its forms are known by. */
  readonly form: string;
};

/** Gives what the browser keeps to go on. `recovery.code-refused` for everything that is not right. */
export async function bindByCode(world: World, shown: Shown): Promise<string> {
  const began = performance.now();
  const { user, key } = await whoShows(world, shown);
  refuseTooMany(world, key);
  const link = await rightLink(world, user, shown);
  const browser = link && (await mayGoOn(world, link)) ? await bind(world, link, shown) : null;
  if (browser !== null) {
    world.mail.codes.succeeded(key);
    return browser;
  }
  world.mail.codes.failed(key, world.now());
  await untilFloor(world, began);
  throw new Refusal('recovery.code-refused');
}

/** The link whose code this browser has shown. */
export async function linkByCode(world: World, browser: string | undefined): Promise<LinkRow> {
  const row = await provedHere(world, { purpose, browser });
  if (!row) throw new Refusal('recovery.over');
  return row;
}

async function whoShows(world: World, { typedName, network, known }: Shown): Promise<{ readonly user: CredentialRow | null; readonly key: AttemptKey }> {
  const { user, domain, name } = await whoIsMeant(world, typedName);
  const isHis = user !== null && (await isKnown(world, { browser: known, userNo: user.no }));
  return { user, key: { user: attemptUser(world.salt, domain, name), network, known: isHis, ...(user ? { userId: user.id } : {}) } };
}

/** Counted apart from passwords: whoever guesses here slows nobody's sign-in. */
function refuseTooMany({ mail, now }: World, key: AttemptKey): void {
  const seconds = mail.codes.waitSeconds(key, now());
  if (seconds > 0) throw new Refusal('signin.throttled', { wait: waitOf(seconds), seconds });
}

/** The link itself outlives five wrong codes: they say nothing of it, and whoever guesses takes nobody's away. One that was mailed has no code to be said. */
async function rightLink(world: World, user: CredentialRow | null, { code, network }: Shown): Promise<LinkRow | null> {
  const row = await newestLink(world.db.read, { userNo: user?.no ?? 0, purpose });
  const mayBeShown = row !== undefined && row.mail_key === '' && world.now() < row.ends_at;
  const guess = guessAt(world, { id: mayBeShown ? row.id : '', typed: code });
  return world.db.write(async (tx) => {
    const link = await takeGuess(tx, guess);
    if (!link) await noteWithin(tx, { at: world.now(), outcome: 'code-refused', userNo: user?.no ?? 0, network, door: 'sign-in' });
    return link;
  });
}

/** Judged before it is bound: a link that is over belongs to nobody, and a right code for it is answered like a wrong one. */
async function mayGoOn(world: World, link: LinkRow): Promise<boolean> {
  try {
    await recovering(world, link);
    return true;
  } catch (refusal) {
    if (refusal instanceof Refusal) return false;
    throw refusal;
  }
}

/** Of two browsers at once, one gets it; null = it belongs to another. */
async function bind(world: World, { id }: LinkRow, { form }: Shown): Promise<string | null> {
  const browser = browserFor(world, id, form);
  const bound = await world.db.write((tx) => bindProved(tx, { id, browserHash: browserKeyOf(browser), now: world.now() }));
  return bound ? browser : null;
}

/**
 * The same each time, so that a form which is sent twice, or whose answer is lost on the way, takes nothing from him. Nobody else can make it: who has put a cookie of his into
 * this browser knows what its forms are known by, and neither the key nor, without the code, the answer.
 */
const browserFor = ({ config }: World, id: string, form: string): string =>
  createHmac('sha256', openMasterKey(config).derive('browsers that showed a code', keyBytes)).update(`${id} ${form}`).digest('base64url');
