// Signing in, one's own password, the account page and signing out in a browser that runs no script at all; and the link of set-up.
// One server for the file, not set up at first: each step builds on those before.
import assert from 'node:assert/strict';
import { after, before, describe } from 'node:test';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { openBrowser, openContext } from './browser.ts';
import { admin, call, type Reeve, setUpLink, signIn, startReeve } from './reeve.ts';
import { chooseOwn, heading, press, says } from './screens.ts';
import { steps } from './steps.ts';

const temporary = 'a borrowed umbrella';
const own = 'an umbrella of my own';

describe('Without a script', () => {
  const step = steps();
  let reeve: Reeve;
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  const plain = { javaScriptEnabled: false };

  before(async () => {
    [reeve, browser] = await Promise.all([startReeve({ administrator: false }), openBrowser()]);
    context = await openContext(browser, plain);
    page = await context.newPage();
  });
  after(async () => {
    await browser?.close();
    await reeve?.stop();
  });

  step('looking at a set-up link consumes nothing, however often and from wherever', async () => {
    const link = await setUpLink(reeve);
    const mailScanner = await openContext(browser, plain);
    for (let look = 0; look < 3; look += 1) assert.equal((await mailScanner.request.get(link)).status(), 200);
    await mailScanner.close();
    await page.goto(link);
    await heading(page, 'Set up Reeve');
  });

  step('once one browser goes on with it, another is refused', async () => {
    const link = await setUpLink(reeve);
    await press(page, 'Continue');
    await heading(page, 'The first administrator');
    const other = await openContext(browser, plain);
    assert.ok((await other.request.get(link)).status() >= 400);
    await other.close();
  });

  step('two passwords that differ, and one that is too short, are said before anything is made', async () => {
    await page.getByLabel('New password').fill(admin.password);
    await page.getByLabel('Repeat it').fill('something else entirely');
    await press(page, 'Finish');
    await says(page, 'The two passwords differ.');
    await page.getByLabel('New password').fill('short');
    await page.getByLabel('Repeat it').fill('short');
    await press(page, 'Finish');
    await page.getByRole('alert').waitFor();
  });

  step('the first administrator is made and signed in', async () => {
    await page.getByLabel('New password').fill(admin.password);
    await page.getByLabel('Repeat it').fill(admin.password);
    await press(page, 'Finish');
    await page.waitForURL('**/carbon');
    await page.goto(`${reeve.url}/account`);
    await heading(page, 'admin');
    await says(page, 'All Permissions');
    await call(page, 'POST', '/users', { kind: 'person', domain: 'PRIMARY', userName: 'dora', password: temporary, mustChangePassword: true, roles: [] });
  });

  step('an unknown name and a wrong password are answered in the same words', async () => {
    const heard: string[] = [];
    for (const name of ['dora', 'nobody-of-that-name']) {
      const stranger = await openContext(browser, plain);
      const his = await stranger.newPage();
      await his.goto(`${reeve.url}/sign-in`);
      await his.getByLabel('User name').fill(name);
      await his.getByLabel('Password').fill('not this one either');
      await press(his, 'Sign in');
      heard.push((await his.getByRole('alert').textContent()) ?? '');
      await stranger.close();
    }
    assert.ok(heard[0]);
    assert.equal(heard[0], heard[1]);
  });

  step('somebody with a temporary password chooses his own, and without Login comes to his account', async () => {
    const theirs = await openContext(browser, plain);
    const his = await theirs.newPage();
    await signIn(his, reeve, { name: 'dora', password: temporary });
    await heading(his, 'Choose your own password');
    await says(his, /12 .*256 characters/);
    await chooseOwn(his, own);
    await his.waitForURL('**/account');
    await heading(his, 'dora');
    await says(his, 'Nothing yet: no role of yours holds a permission.');
    assert.equal((await his.goto(`${reeve.url}/carbon`))?.status(), 403);
    await theirs.close();
  });

  step('on the account page a wrong current password is said, a right one changes it and ends the other sessions', async () => {
    const other = await openContext(browser, plain);
    await signIn(await other.newPage(), reeve, { name: 'dora', password: own });
    const theirs = await openContext(browser, plain);
    const his = await theirs.newPage();
    await signIn(his, reeve, { name: 'dora', password: own });
    const change = async (current: string) => {
      await his.locator('#my-password').getByLabel('Current password').fill(current);
      await his.getByLabel('New password').fill(temporary);
      await his.getByLabel('Repeat it').fill(temporary);
      await press(his, 'Change my password');
    };
    await change('not this one either');
    await says(his, 'The current password is not right.');
    await change(own);
    await says(his, /Your password is changed\. 2 other sessions have ended\./);
    assert.equal((await other.request.get(`${reeve.url}/api/me`)).status(), 401);
    assert.equal((await theirs.request.get(`${reeve.url}/api/me`)).status(), 200);
    await other.close();
    await press(his, 'Sign out');
    await heading(his, 'Sign in');
    await his.goto(`${reeve.url}/account`);
    await heading(his, 'Sign in');
    await theirs.close();
  });

  step('a token is made and shown once', async () => {
    await page.goto(`${reeve.url}/account`);
    await page.getByLabel('Name', { exact: true }).fill('nightly report');
    await press(page, 'Make a token');
    const secret = (await page.locator('code.secret').textContent()) ?? '';
    assert.ok(secret.length > 20);
    await page.goto(`${reeve.url}/account`);
    await says(page, 'nightly report');
    assert.equal(await page.getByText(secret).count(), 0);
  });
});
