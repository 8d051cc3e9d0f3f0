// Signing up with approval, as people do it: set in the console, a mail over a real mail server, the queue on the dashboard, and a role that is asked for.
// One server for the file: each step builds on those before.
import assert from 'node:assert/strict';
import { after, before, describe } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { freePort } from '../servers/free-port.ts';
import { readable, startMailServer, type TestMailServer } from '../servers/mail.ts';
import { examine } from './axe.ts';
import { openBrowser, openContext } from './browser.ts';
import { call, type Reeve, signIn, startReeve } from './reeve.ts';
import { act, goTo, heading, press, says } from './screens.ts';
import { steps } from './steps.ts';

const own = 'a lantern of my own';

describe('Signing up with approval', () => {
  const step = steps();
  let reeve: Reeve;
  let browser: Browser;
  let page: Page;
  let guest: Page;
  let server: TestMailServer;

  before(async () => {
    const port = await freePort();
    const env = { REEVE_PORT: String(port), REEVE_BASE_URL: `https://localhost:${port}`, REEVE_EGRESS_NETWORKS: '127.0.0.0/8' };
    [reeve, browser, server] = await Promise.all([startReeve({ env }), openBrowser(), startMailServer()]);
    page = await (await openContext(browser)).newPage();
    guest = await (await openContext(browser)).newPage();
    await signIn(page, reeve);
    const mail = { host: 'localhost', port: server.port, security: 'starttls', user: server.user, password: server.password };
    await call(page, 'PATCH', '/settings/mail', { ...mail, authorities: server.authority, from: 'reeve@example.org' });
  });
  after(async () => {
    await browser?.close();
    await reeve?.stop();
    await server?.stop();
  });

  /** The link in the next mail that comes. */
  const link = async () => /https:\/\/localhost[^\s"<]+/.exec(readable(await server.next()))?.[0] ?? assert.fail('there is no link in it');
  /** Whoever is quicker than a person is asked to send it once more. */
  const askForMail = async (mail: string) => {
    await guest.getByLabel('Mail address').fill(mail);
    const sent = guest.getByRole('heading', { name: 'Look into your mailbox' });
    const again = guest.getByText(/Please send it once more/);
    for (;;) {
      await press(guest, 'Send me the mail');
      await sent.or(again).first().waitFor();
      if ((await sent.count()) > 0) return;
      // The page that asks for it once more counts from when it was shown.
      await guest.waitForFunction(() => performance.now() > 1_200);
    }
  };

  step('an administrator turns it on, with terms that need a version', async () => {
    await page.goto(`${reeve.url}/carbon/signing-in?tab=sign-up`);
    await page.getByText('Everybody', { exact: true }).click();
    await page.getByRole('textbox', { name: 'Text' }).fill('Be kind to one another.');
    await press(page, 'Save');
    await says(page, /Give the version of the terms/);
    await page.getByRole('textbox', { name: 'Version' }).fill('2026-11');
    await press(page, 'Save');
    await says(page, 'The rule for signing up is saved.');
    await says(page, 'Invite somebody to sign up');
    assert.deepEqual(await examine(page, 'sign-up rule'), []);
  });

  step('somebody asks for an account, and reads his mail', async () => {
    await guest.goto(`${reeve.url}/sign-in`);
    await guest.getByRole('link', { name: 'Create an account' }).click();
    await heading(guest, 'Create an account');
    assert.deepEqual(await examine(guest, 'sign-up'), []);
    await askForMail('eva@example.org');
    await guest.goto(await link());
    await heading(guest, 'Your new account');
    await says(guest, 'Be kind to one another.');
    assert.deepEqual(await examine(guest, 'sign-up finish'), []);
    await guest.getByLabel('User name').fill('admin');
    await guest.getByLabel('New password').fill(own);
    await guest.getByLabel('Repeat it').fill(own);
    await guest.getByLabel('Why do you want an account?').fill('the night shift');
    await guest.getByLabel('I accept the terms').check();
    await press(guest, 'Create my account');
    await says(guest, 'The user name admin is taken.');
    await guest.getByLabel('User name').fill('eva');
    await guest.getByLabel('New password').fill(own);
    await guest.getByLabel('Repeat it').fill(own);
    await guest.getByLabel('I accept the terms').check();
    await press(guest, 'Create my account');
    await heading(guest, 'Your account waits for approval');
  });

  step('he is told that he waits, and is not let in', async () => {
    await guest.goto(`${reeve.url}/sign-in`);
    await guest.getByLabel('User name').fill('eva');
    await guest.getByLabel('Password', { exact: true }).fill(own);
    await press(guest, 'Sign in');
    await says(guest, /waiting for approval/);
  });

  step('the dashboard shows that a request waits; it is approved with words', async () => {
    await page.goto(`${reeve.url}/admin`);
    await says(page, 'One request waits');
    await goTo(page, 'Requests');
    await says(page, 'the night shift');
    assert.deepEqual(await examine(page, 'requests'), []);
    await page.getByRole('button', { name: 'Actions for eva' }).click();
    await act(page, 'Approve…');
    await says(page, '2026-11');
    await page.getByLabel(/What you say to him/).fill('Welcome, Eva');
    await press(page, 'Approve');
    await says(page, 'The request of eva is approved.');
    await says(page, 'Nobody asks for anything.');
    const told = readable(await server.next());
    assert.match(told, /your account eva at localhost:\d+ was approved/);
    assert.match(told, /Welcome, Eva/);
  });

  step('he signs in, and asks for a role that may be asked for', async () => {
    await page.goto(`${reeve.url}/carbon/roles/add`);
    const { id } = await call(page, 'POST', '/roles', { name: 'reader', description: 'reads what there is' });
    await page.goto(`${reeve.url}/carbon/roles/${String(id)}`);
    await page.getByRole('switch', { name: 'Users may ask for this role' }).click();
    await says(page, 'May be asked for');
    await signIn(guest, reeve, { name: 'eva', password: own });
    await guest.getByText('Ask for a role').click();
    await guest.getByLabel('What you need it for').fill('to read');
    await press(guest, 'Ask for it');
    await says(guest, /Your request is on its way/);
    await says(guest, 'Role reader');
    assert.deepEqual(await examine(guest, 'account'), []);
  });

  step('several are decided at once; what was decided is seen', async () => {
    await page.goto(`${reeve.url}/admin/requests`);
    await page.getByRole('checkbox').nth(1).check();
    await press(page, 'Approve 1');
    await page.getByRole('dialog').getByRole('button', { name: 'Approve' }).click();
    await says(page, '1 decided.');
    await page.getByText('Decided', { exact: true }).click();
    await page.getByRole('row').filter({ hasText: 'the role reader' }).getByText('Approved by admin').waitFor();
    assert.match(readable(await server.next()), /you asked for the role reader/);
    await guest.reload();
    await says(guest, 'approved');
  });
});
