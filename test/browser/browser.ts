// A real Chromium for the tests of the screens, and an eye on everything a page complains about.
// Called by the tests of this folder. Knows no screen.
import { type Browser, type BrowserContext, type BrowserContextOptions, chromium } from 'playwright-core';
import { pathOf } from '../servers/packages.ts';

/** Longer than anything takes on a busy machine; a test that waits so long has failed. */
const waitMillisecondsMax = 15_000;
const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/**
 * Every certificate is a good one. With `ignoreHTTPSErrors` alone a bad one is forgiven request by request, and Chromium gives up on a request after
 * a number of times (ERR_TOO_MANY_RETRIES: "retried too many times due to authentication or invalid certificates"), which was seen once.
 */
const trusting = '--ignore-certificate-errors';

/**
 * The browser without windows, which takes less of a small machine and trusts every certificate. `home`: the whole one, of a user of his own, whose trusted authorities lie there.
 * `flags`: more of Chromium's.
 */
export function openBrowser({ home = '', flags: more = [] }: { readonly home?: string; readonly flags?: readonly string[] } = {}): Promise<Browser> {
  if (home === '') return chromium.launch({ executablePath: pathOf('headlessChromium'), args: [...flags, trusting, ...more] });
  return chromium.launch({ executablePath: pathOf('chromium'), args: [...flags, ...more], env: { ...process.env, HOME: home } });
}

/** A browser of its own as far as cookies go: somebody else's computer. */
export async function openContext(browser: Browser, options: BrowserContextOptions = {}): Promise<BrowserContext> {
  const context = await browser.newContext({
    ignoreHTTPSErrors: true,
    viewport: { width: 1360, height: 900 },
    reducedMotion: 'reduce',
    locale: 'en-GB',
    ...options,
  });
  context.setDefaultTimeout(waitMillisecondsMax);
  return context;
}

/** What a refused call leaves on the console: it was meant, and the screen says it in words. */
const answered = /Failed to load resource: the server responded with a status of 4\d\d/;

export type Watch = { complaints(): readonly string[] };

/** Errors on the console, faults in scripts, and whatever the content security policy had to refuse, with the page they were on. */
export async function watch(context: BrowserContext): Promise<Watch> {
  const heard: string[] = [];
  const keep = (where: string, says: string) => {
    if (!answered.test(says)) heard.push(`${new URL(where).pathname}: ${says}`);
  };
  await context.addInitScript(
    "document.addEventListener('securitypolicyviolation', (e) => console.error('policy refused', e.violatedDirective, e.blockedURI, e.sourceFile))",
  );
  context.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') keep(message.page()?.url() ?? 'about:blank', message.text());
  });
  context.on('weberror', (fault) => keep(fault.page()?.url() ?? 'about:blank', String(fault.error())));
  return { complaints: () => heard };
}
