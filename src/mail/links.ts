// Links in mails: each for one purpose, user and address, bound where it can be to the browser that asked, single use, one for all nodes (rule 31).
// Called by users/ (invitations) and authentication/ (recovery, addresses). Does not know what following one does, nor who may.
import type { Tx } from '#db/tables.ts';
import type { World } from '#world.ts';
import { codeHashOf, codeOf, hashOf, linkText, newSecret, parseLink, sameHash, spacedCode, typedCode } from './link.ts';
import { countGuess, insertLink, type LinkRow, linksOfBrowser, markProved, readLink, removeOlderLinks } from './link-queries.ts';

export type Purpose = 'recovery' | 'invitation' | 'verify';

/** Living links of one user and purpose; more push out the oldest, so that whoever asks for many for him keeps none from him for long. */
const linksMax = 10;
/** Rows that stand for nobody: as many as strangers may leave. */
const nobodysMax = 1_000;
const guessesMax = 5;

export type NewLink = {
  readonly purpose: Purpose;
  /** `no` 0 = nobody. */
  readonly user: { readonly no: number; readonly epoch: number; readonly credentialAt: number; readonly mail: string; readonly mailKey: string };
  /** What the browser that asked keeps in a cookie; '' = whichever follows the link. */
  readonly browser: string;
  readonly now: number;
  readonly endsAt: number;
};

/** The text that follows `?link=`; kept nowhere. */
export async function newLink(tx: Tx, world: Pick<World, 'random' | 'newId'>, { purpose, user, browser, now, endsAt }: NewLink): Promise<string> {
  const link = { id: world.newId(), secret: newSecret(world.random) };
  await insertLink(tx, {
    id: link.id,
    secret_hash: hashOf(link.secret),
    purpose,
    user_no: user.no,
    epoch: user.epoch,
    credential_at: user.credentialAt,
    mail: user.mail,
    mail_key: user.mailKey,
    browser_hash: browser === '' ? '' : hashOf(browser),
    code_hash: codeHashOf(link.id, codeOf(link)),
    tries: 0,
    proved_at: 0,
    created_at: now,
    ends_at: endsAt,
  });
  await removeOlderLinks(tx, { userNo: user.no, purpose, max: user.no === 0 ? nobodysMax : linksMax });
  return linkText(link);
}

/** `here` = in the browser that asked. `code` is what to type there otherwise. */
export type Followed = { readonly row: LinkRow; readonly here: boolean; readonly code: string };

/** Looks, and changes nothing. Null = it was never ours, was used, or has ended. */
export async function followLink(
  world: World,
  { text, purpose, browser }: { readonly text: unknown; readonly purpose: Purpose; readonly browser: string | undefined },
): Promise<Followed | null> {
  const link = typeof text === 'string' ? parseLink(text) : null;
  const row = link ? await readLink(world.db.read, link.id) : undefined;
  if (!link || !row || row.purpose !== purpose || row.user_no === 0 || !sameHash(row.secret_hash, hashOf(link.secret)) || !(world.now() < row.ends_at))
    return null;
  return { row, here: isHere(row, browser), code: spacedCode(codeOf(link)) };
}

const isHere = ({ browser_hash }: LinkRow, browser: string | undefined): boolean =>
  browser_hash === '' || (browser !== undefined && sameHash(browser_hash, hashOf(browser)));

/** The link whose code was typed where it began: from then on that browser may go on without the link. Guesses are counted, and few. */
export async function proveByCode(world: World, { browser, typed }: { readonly browser: string | undefined; readonly typed: string }): Promise<boolean> {
  const asked = await askedHere(world, browser);
  return world.db.write(async (tx) => {
    for (const { id } of asked) {
      const row = await countGuess(tx, id, guessesMax);
      if (!row || row.user_no === 0 || !sameHash(row.code_hash, codeHashOf(id, typedCode(typed)))) continue;
      await markProved(tx, id, world.now());
      return true;
    }
    return false;
  });
}

/** The link this browser has shown the code of. */
export const provedHere = async (world: World, browser: string | undefined): Promise<LinkRow | null> =>
  (await askedHere(world, browser)).find(({ proved_at }) => proved_at > 0) ?? null;

async function askedHere(world: World, browser: string | undefined): Promise<readonly LinkRow[]> {
  if (browser === undefined || browser === '') return [];
  const rows = await linksOfBrowser(world.db.read, hashOf(browser));
  return rows.filter((row) => row.purpose === 'recovery' && world.now() < row.ends_at);
}
