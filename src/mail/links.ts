// Links in mails: each for one purpose, user and address, bound where it can be to the browser that asked, single use, one for all nodes (rule 31).
// Called by users/ (invitations, links that are handed over) and authentication/ (recovery, addresses). Does not know what following one does, nor who may.
import type { Tx } from '#db/tables.ts';
import { openMasterKey } from '#master-key.ts';
import type { World } from '#world.ts';
import { codeHashOf, codeOf, hashOf, linkText, newSecret, parseLink, sameHash, spacedCode, typedCode } from './link.ts';
import { countGuess, insertLink, type LinkRow, linksOfBrowser, markProved, readLink, removeLinksPushedOut, removeOlderLinks } from './link-queries.ts';

export type Purpose = 'recovery' | 'invitation' | 'verify' | 'sign-up' | 'sign-up-invitation' | 'factor' | 'handed';

/** Living links of one user and purpose: whoever asks for many for him pushes out none that he has asked for himself. */
const linkLimits = { ofPlaceMax: 10, allMax: 40 } as const;
/** Rows that stand for nobody: as many as strangers may leave. */
export const nobodysMax = 1_000;
const guessesMax = 5;
const keyBytes = 32;

type Keyed = Pick<World, 'config'>;
const codeKeyOf = ({ config }: Keyed): Buffer => openMasterKey(config).derive('codes of links', keyBytes);

export type NewLink = {
  readonly purpose: Purpose;
  /** `no` 0 = nobody; with an address, somebody who has no account yet. */
  readonly user: { readonly no: number; readonly epoch: number; readonly credentialAt: number; readonly mail: string; readonly mailKey: string };
  /** What the browser that asked keeps in a cookie; '' = whichever follows the link. */
  readonly browser: string;
  /** From where it was asked for; none = by somebody who may. */
  readonly place?: string;
  readonly now: number;
  readonly endsAt: number;
  /** Who hands it over. */
  readonly madeBy?: string;
};

/** The text that follows `?link=`; kept nowhere. */
export async function newLink(
  tx: Tx,
  world: Pick<World, 'random' | 'newId'> & Keyed,
  { purpose, user, browser, place = '', now, endsAt, madeBy = '' }: NewLink,
): Promise<string> {
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
    browser_hash: browser === '' ? '' : browserKeyOf(browser),
    code_hash: codeHashOf(codeKeyOf(world), { id: link.id, code: codeOf(link) }),
    made_by: madeBy,
    tries: 0,
    proved_at: 0,
    created_at: now,
    ends_at: endsAt,
    place,
  });
  if (user.no === 0) await removeOlderLinks(tx, { purpose, max: nobodysMax });
  else await removeLinksPushedOut(tx, { userNo: user.no, purpose, ...linkLimits });
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
  if (!link || !row || row.purpose !== purpose || isNobodys(row) || !sameHash(row.secret_hash, hashOf(link.secret)) || !(world.now() < row.ends_at))
    return null;
  return { row, here: isHere(row, browser), code: spacedCode(codeOf(link)) };
}

/** It leads nowhere: it stands for an answer that tells nothing. */
const isNobodys = ({ user_no, mail_key }: LinkRow): boolean => user_no === 0 && mail_key === '';

export const browserKeyOf = (browser: string): string => hashOf(browser);

const isHere = ({ browser_hash }: LinkRow, browser: string | undefined): boolean =>
  browser_hash === '' || (browser !== undefined && sameHash(browser_hash, hashOf(browser)));

/** What was begun in a browser. */
type Begun = { readonly purpose: Purpose; readonly browser: string | undefined };

/** The link whose code was typed where it began: from then on that browser may go on without the link. Guesses are counted, and few. */
export async function proveByCode(world: World, { purpose, browser, typed }: Begun & { readonly typed: string }): Promise<boolean> {
  const guesses = (await askedHere(world, { purpose, browser })).map(({ id }) => guessAt(world, { id, typed }));
  return world.db.write(async (tx) => {
    for (const guess of guesses) {
      if (!(await takeGuess(tx, guess))) continue;
      await markProved(tx, guess.id, world.now());
      return true;
    }
    return false;
  });
}

export type Guess = { readonly id: string; readonly codeHash: string };
/** Made before it is judged: the key lies in a file. */
export const guessAt = (world: Keyed, { id, typed }: { readonly id: string; readonly typed: string }): Guess => ({
  id,
  codeHash: codeHashOf(codeKeyOf(world), { id, code: typedCode(typed) }),
});

/** Counted and judged in one transaction: of however many at once, five are judged. Null = wrong, one too many, or there is no such link. */
export async function takeGuess(tx: Tx, { id, codeHash }: Guess): Promise<LinkRow | null> {
  const row = await countGuess(tx, id, guessesMax);
  return row && !isNobodys(row) && sameHash(row.code_hash, codeHash) ? row : null;
}

/** The link this browser has shown the code of. */
export const provedHere = async (world: World, begun: Begun): Promise<LinkRow | null> =>
  (await askedHere(world, begun)).find(({ proved_at }) => proved_at > 0) ?? null;

async function askedHere(world: World, { purpose, browser }: Begun): Promise<readonly LinkRow[]> {
  if (browser === undefined || browser === '') return [];
  const rows = await linksOfBrowser(world.db.read, hashOf(browser));
  return rows.filter((row) => row.purpose === purpose && world.now() < row.ends_at);
}
