// The set-up link: single use, short-lived, hashed in the database, bound to the first browser that goes on with it (rules 31, 33).
// Called by main.ts and the command line, which make one, and by edges/sign-in, which follows it. Looking at it consumes nothing.
// Does not know pages, nor what finishing makes.
import { createHash } from 'node:crypto';
import { chmod, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { signInProved } from '#authentication/flow.ts';
import type { Tx } from '#db/tables.ts';
import { Refusal } from '#errors.ts';
import type { World } from '#world.ts';
import { type Administrator, type Finished, finishSetup, repairAdministrator } from './finish.ts';
import { bindLink, insertLink, isSetUp, readLink, takeLink } from './queries.ts';

const secretBytes = 32;
const ownerOnly = 0o600;
const minuteMilliseconds = 60_000;
const shape = /^[A-Za-z0-9_-]{43}$/;
export const linkFile = (dataFolder: string): string => join(dataFolder, 'setup-link');

export type SetupLink = { readonly url: string; readonly path: string; readonly endsAt: number; readonly file: string };

/** A link for a Reeve that is not set up; null once it is. A new one takes the place of those before. */
export async function openSetup(world: World, origin: string = originOf(world)): Promise<SetupLink | null> {
  return (await isSetUp(world.db.read)) ? null : makeLink(world, origin);
}

/** The way back for the host: whoever finishes through this link is an administrator (rule 18). */
export async function reopenSetup(world: World, origin: string = originOf(world)): Promise<SetupLink> {
  return makeLink(world, origin);
}

/** For messages only: what the configuration says, or this machine. */
function originOf({ config }: World): string {
  return URL.parse(config.baseUrl)?.origin ?? `${config.tls === 'on' ? 'https' : 'http'}://localhost:${config.port}`;
}

async function makeLink(world: World, origin: string): Promise<SetupLink> {
  const secret = world.random(secretBytes).toString('base64url');
  const now = world.now();
  const endsAt = now + world.config.setupLinkMinutesMax * minuteMilliseconds;
  await world.db.write((tx) => insertLink(tx, { hash: hashOf(secret), created_at: now, ends_at: endsAt, browser_hash: '', used_at: 0 }));
  const [path, file] = [`/set-up/${secret}`, linkFile(world.config.data)];
  const url = `${origin}${path}`;
  // Removed first: what lies there may belong to somebody else, or be readable by others.
  await rm(file, { force: true });
  await writeFile(file, `${url}\n`, { mode: ownerOnly, flag: 'wx' });
  await chmod(file, ownerOnly);
  return { url, path, endsAt, file };
}

const hashOf = (secret: string) => createHash('sha256').update(secret).digest('hex');

/** Throws unless the link may still be followed, by this browser. `first` = nobody has gone on with it yet; `reopened` = the host made it after set-up. */
export async function lookAtLink(world: World, secret: string, browser: string | undefined): Promise<{ readonly first: boolean; readonly reopened: boolean }> {
  const done = await isSetUp(world.db.read);
  const link = shape.test(secret) ? await readLink(world.db.read, hashOf(secret)) : undefined;
  if (!link) throw new Refusal(done ? 'setup.closed' : 'setup.link-refused');
  const open = link.used_at === 0 && world.now() < link.ends_at;
  if (!open) throw new Refusal(done ? 'setup.closed' : 'setup.link-refused');
  const first = link.browser_hash === '';
  if (!first && (browser === undefined || link.browser_hash !== hashOf(browser))) throw new Refusal('setup.link-refused');
  return { first, reopened: done };
}

/** Binds the link to a browser; of two at once, one gets it. Gives the value of its cookie. */
export async function goOnWithLink(world: World, secret: string): Promise<string> {
  await lookAtLink(world, secret, undefined);
  const browser = world.random(secretBytes).toString('base64url');
  const bound = await world.db.write((tx) => bindLink(tx, { hash: hashOf(secret), browserHash: hashOf(browser), now: world.now() }));
  if (!bound) throw new Refusal('setup.link-refused');
  return browser;
}

/** Consumes the link inside the change that makes the administrator. */
export async function finishThroughLink(
  world: World,
  { secret, browser }: { readonly secret: string; readonly browser: string | undefined },
  administrator: Administrator,
): Promise<Finished> {
  const { first, reopened } = await lookAtLink(world, secret, browser);
  if (first || browser === undefined) throw new Refusal('setup.link-refused');
  const admit = async (tx: Tx) => {
    if (!(await takeLink(tx, { hash: hashOf(secret), browserHash: hashOf(browser), now: world.now() }))) throw new Refusal('setup.link-refused');
  };
  const finished = await (reopened ? repairAdministrator : finishSetup)(world, administrator, admit);
  await rm(linkFile(world.config.data), { force: true });
  return finished;
}

/** The same, and signed in: what the page does at its end. */
export async function finishAndSignIn(
  world: World,
  through: { readonly secret: string; readonly browser: string | undefined },
  administrator: Administrator,
  from: Parameters<typeof signInProved>[2],
) {
  return signInProved(world, await finishThroughLink(world, through, administrator), from);
}
