// One server with a list of users long enough to scroll, for each file that tests the list; each test opens a page of its own.
import { after, before } from 'node:test';
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';
import { openBrowser, openContext } from './browser.ts';
import { call, type Reeve, signIn, startReeve } from './reeve.ts';

const usersThere = 900;
export const password = 'a borrowed umbrella';
export const rows = (page: Page): Locator => page.locator('[data-row]');

/** The server stands from the first test of the describe that calls this to its last. `url` = of the server, once it stands. */
export function userList() {
  let reeve: Reeve;
  let browser: Browser;
  let state: Awaited<ReturnType<BrowserContext['storageState']>>;

  before(async () => {
    [reeve, browser] = await Promise.all([startReeve({ users: usersThere }), openBrowser()]);
    const context = await openContext(browser);
    const page = await context.newPage();
    await signIn(page, reeve);
    state = await context.storageState();
    for (const userName of ['aaa.first', 'aaa.second', 'zzz.last']) await call(page, 'POST', '/users', { userName, password });
    await context.close();
  });
  after(async () => {
    await browser?.close();
    await reeve?.stop();
  });

  /** A page of its own, at this address, with the list drawn. */
  const onList = (address: string, body: (page: Page) => Promise<void>) => async () => {
    const context = await openContext(browser, { storageState: state });
    const page = await context.newPage();
    await page.goto(`${reeve.url}/carbon/users${address}`);
    await rows(page).first().waitFor();
    await body(page);
    await context.close();
  };
  return { onList, url: () => reeve.url };
}
