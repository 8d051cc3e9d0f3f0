// Browsers that have signed a user in before: they have a budget of failures of their own, so that the owner gets in while somebody attacks him (rule 29).
// Called by flow.ts and authenticate.ts. A browser is a random value in a cookie; only a hash bound to the user is stored.
// Does not know cookies. It proves nobody: knowing a browser spares no password; one that is trusted spares the second factor, if the rule allows that.
import { hash } from 'node:crypto';
import type { World } from '#world.ts';
import { type KnownBrowserRow, readKnownBrowser } from './flow-queries.ts';

const browserBytes = 24;
const shape = /^[A-Za-z0-9_-]{32}$/;

export const newBrowser = (random: World['random']): string => random(browserBytes).toString('base64url');
/** Anything else is no browser of ours. */
export const isBrowser = (text: string | undefined): text is string => text !== undefined && shape.test(text);
export const browserHashOf = (browser: string, userNo: number): string => hash('sha256', `${userNo} ${browser}`, 'base64url');

type Asked = { readonly browser: string | undefined; readonly userNo: number };

/** Where something is begun from: a browser that has signed this user in is one by itself, all others of a network are one together. */
export const originOf = (
  { network, browser, isKnown }: { readonly network: string; readonly browser: string | undefined; readonly isKnown: boolean },
  userNo: number,
) => (isKnown && browser !== undefined ? `browser ${browserHashOf(browser, userNo)}` : `network ${network}`);

/** Undefined = it has never signed him in, or long ago. */
export const knownBrowserOf = async (world: World, { browser, userNo }: Asked): Promise<KnownBrowserRow | undefined> =>
  isBrowser(browser) ? readKnownBrowser(world.db.read, { userNo, browserHash: browserHashOf(browser, userNo) }) : undefined;

export const isKnown = async (world: World, asked: Asked): Promise<boolean> => (await knownBrowserOf(world, asked)) !== undefined;
