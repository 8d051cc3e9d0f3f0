// Applications in a real browser: one is added, dressed and given a requirement; its sign-in page wears that under the strict policy, and a console that is open when more is
// asked for leads to where it is shown, and back. One server for the file: each step builds on those before.
import assert from 'node:assert/strict';
import { after, before, describe } from 'node:test';
import { generateSync } from 'otplib';
import type { Browser, Page } from 'playwright-core';
import { examine } from './axe.ts';
import { openBrowser, openContext, type Watch, watch } from './browser.ts';
import { admin, type Reeve, signIn, startReeve } from './reeve.ts';
import { goTo, heading, menu, press, says } from './screens.ts';
import { steps } from './steps.ts';

const logo = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><circle cx="16" cy="16" r="16" fill="#7a1fa2"/></svg>';
/** Too pale to be read on white, and what it becomes. */
const pale = '#c39bd3';

describe('Applications', () => {
  const step = steps();
  let reeve: Reeve;
  let browser: Browser;
  let page: Page;
  /** Signed in before anything more is asked for, in a browser of its own. */
  let open: Page;
  let watched: Watch;
  let home = '';
  let secret = '';
  before(async () => {
    [reeve, browser] = await Promise.all([startReeve(), openBrowser()]);
    const context = await openContext(browser);
    watched = await watch(context);
    page = await context.newPage();
    await signIn(page, reeve);
    open = await (await openContext(browser)).newPage();
    await signIn(open, reeve);
  });
  after(async () => {
    await browser?.close();
    await reeve?.stop();
  });
  const field = (name: string) => page.getByRole('textbox', { name, exact: true });
  /** An app takes a code once; the next one is good already. */
  const code = (step: 0 | 1) => generateSync({ secret, epoch: Math.floor(Date.now() / 1000) + 30 * step });

  step('one is added, with an address that can be followed', async () => {
    await page.goto(`${reeve.url}/carbon`);
    await goTo(page, 'Applications');
    await page.getByRole('link', { name: 'Management Console' }).waitFor();
    assert.deepEqual(await examine(page, 'list'), []);
    await press(page, 'Add an application');
    await field('Name').fill('Company Wiki');
    await field('Home address').fill('wiki.example.org');
    await press(page, 'Add an application');
    await says(page, 'An address such as https://wiki.example.org; http only on this machine.');
    await field('Home address').fill('http://wiki.example.org');
    await press(page, 'Add an application');
    await says(page, 'An application has an address such as https://wiki.example.org, without a name and password in it; http only on this machine.');
    assert.deepEqual(await examine(page, 'add'), []);
    await field('Home address').fill(`${reeve.url}/sign-in/reeve.svg`);
    await press(page, 'Add an application');
    await heading(page, 'Company Wiki');
    home = `/account/open/${page.url().split('/').at(-1)}`;
    assert.deepEqual(await examine(page, 'application'), []);
  });

  step('it is dressed, and the screen says which colour cannot be read', async () => {
    const look = page.getByRole('region', { name: 'Look' });
    await look.locator('input[type=file]').setInputFiles({ name: 'logo.svg', mimeType: 'image/svg+xml', buffer: Buffer.from(logo) });
    await look.getByRole('button', { name: 'Without a logo' }).waitFor();
    await look.getByRole('textbox', { name: 'Colour, light', exact: true }).fill(pale);
    await says(page, new RegExp(`${pale} cannot be read on this ground`));
    await look.getByRole('textbox', { name: 'Background, light', exact: true }).fill('#333333');
    await look.getByRole('textbox', { name: 'Name on the pages', exact: true }).fill('The Wiki');
    await says(page, 'Text on it has a contrast of');
    await look.getByRole('textbox', { name: 'Background, light', exact: true }).fill('#f7effa');
    assert.deepEqual(await examine(page, 'look'), []);
    await look.getByRole('button', { name: 'Save' }).click();
    await says(page, 'Company Wiki was saved.');
    await goTo(page, 'Look');
    await field('Name on the pages').fill('Example Ltd');
    await page.getByText('Example Ltd', { exact: true }).first().waitFor();
    assert.deepEqual(await examine(page, 'look of all'), []);
    await press(page, 'Save');
    await says(page, 'The look was saved.');
  });

  step('whoever signs in to it sees that, under the policy that lets nothing inline', async () => {
    const stranger = await (await openContext(browser, {})).newPage();
    await stranger.emulateMedia({ colorScheme: 'light' });
    await stranger.goto(`${reeve.url}/sign-in?to=${encodeURIComponent(home)}`);
    await stranger.getByText('The Wiki', { exact: true }).waitFor();
    assert.equal(await stranger.title(), 'Sign in · The Wiki');
    const drawn = await stranger.evaluate<{ readonly background: string; readonly button: string; readonly logo: number }>(
      "({ background: getComputedStyle(document.body).backgroundColor, button: getComputedStyle(document.querySelector('form button')).backgroundColor, logo: document.querySelector('.mark img').naturalWidth })",
    );
    assert.equal(drawn.background, 'rgb(247, 239, 250)');
    assert.notEqual(drawn.button, 'rgb(195, 155, 211)');
    assert.ok(drawn.logo > 0, 'the logo is drawn');
    await stranger.context().close();
  });

  step('it asks for a factor, which is added on the way there', async () => {
    await goTo(page, 'Applications');
    await page.getByRole('link', { name: 'Company Wiki' }).click();
    await page.getByText('Any', { exact: true }).click();
    const save = page.getByRole('region', { name: 'What it asks for' }).getByRole('button', { name: 'Save' });
    await save.click();
    // It goes once there is nothing left to save; what was said of the look may still be in sight.
    await save.waitFor({ state: 'hidden' });
    await page.goto(`${reeve.url}/account`);
    await page.getByRole('link', { name: /Company Wiki/ }).click();
    await says(page, /Company Wiki asks for a second factor, and you have none yet/);
    assert.deepEqual(await examine(page, 'lacking'), []);
    await page.getByLabel('Password', { exact: true }).fill(admin.password);
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await press(page, 'Use an app');
    secret = ((await page.locator('code.secret').textContent()) ?? '').replaceAll(' ', '');
    await page.getByLabel('Code of your app').fill(code(0));
    await page.locator('form[action$="/confirm"] button').click();
    await page.locator(`a.button[href="${home}"]`).click();
    await page.waitForURL(`${reeve.url}/sign-in/reeve.svg`);
  });

  step('a console that is open when more is asked for leads to where it is shown, and back', async () => {
    await open.goto(`${reeve.url}/carbon/groups`);
    await heading(open, 'Groups');
    await page.goto(`${reeve.url}/carbon/applications`);
    await page.getByRole('link', { name: 'Management Console' }).click();
    await page.getByText('Any', { exact: true }).click();
    await press(page, 'Save');
    await says(page, 'Management Console was saved.');
    await menu(open).getByRole('link', { name: 'Roles', exact: true }).click();
    await heading(open, 'Management Console asks once more who you are');
    assert.deepEqual(await examine(open, 'asked once more'), []);
    await open.getByRole('textbox', { name: 'Code of your app' }).fill(code(1));
    await press(open, 'It is me');
    await open.waitForURL(`${reeve.url}/carbon/roles`);
    await heading(open, 'Roles');
    assert.deepEqual(watched.complaints(), []);
  });
});
