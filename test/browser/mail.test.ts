// Mails, from setting the server up on the dashboard to getting back in with a code: what people see of them, and what arrives at a real mail server.
// One server for the file: each step builds on those before.
import assert from 'node:assert/strict';
import { after, before, describe } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { freePort } from '../servers/free-port.ts';
import { readable, startMailServer, type TestMailServer } from '../servers/mail.ts';
import { examine } from './axe.ts';
import { openBrowser, openContext } from './browser.ts';
import { type Reeve, signIn, startReeve } from './reeve.ts';
import { added, goTo, heading, press, says } from './screens.ts';
import { steps } from './steps.ts';

const own = 'a lantern of my own';
const next = 'another lantern of mine';

describe('Mails', () => {
  const step = steps();
  let reeve: Reeve;
  let browser: Browser;
  let page: Page;
  let server: TestMailServer;

  before(async () => {
    const port = await freePort();
    const env = { REEVE_PORT: String(port), REEVE_BASE_URL: `https://localhost:${port}`, REEVE_EGRESS_NETWORKS: '127.0.0.0/8' };
    [reeve, browser, server] = await Promise.all([startReeve({ env }), openBrowser(), startMailServer()]);
    page = await (await openContext(browser)).newPage();
    await signIn(page, reeve);
  });
  after(async () => {
    await browser?.close();
    await reeve?.stop();
    await server?.stop();
  });

  const field = (name: string) => page.getByRole('textbox', { name, exact: true });
  const section = (name: string) => page.getByRole('region', { name, exact: true });
  /** The link in the next mail that comes. */
  const link = async () => /https:\/\/localhost[^\s"<]+/.exec(readable(await server.next()))?.[0] ?? assert.fail('there is no link in it');
  const stranger = async () => (await openContext(browser)).newPage();

  step('the dashboard says that no mails are sent, and sets the server up', async () => {
    await page.goto(`${reeve.url}/admin`);
    await goTo(page, 'Mail');
    await says(page, /No mail server is set up/);
    await field('Server').fill('localhost');
    await section('Mail server').getByLabel('Port').fill(String(server.port));
    await field('User name there').fill(server.user);
    await page.getByLabel('Password there').fill(server.password);
    await field('Authority (PEM)').fill(server.authority);
    await field('Mails come from').fill('not an address');
    await section('Mail server').getByRole('button', { name: 'Save' }).click();
    await says(page, /A mail address looks like/);
    await field('Mails come from').fill('reeve@example.org');
    await section('Mail server').getByRole('button', { name: 'Save' }).click();
    await says(page, 'Mails are sent.');
  });

  step('a test mail says what the server answered', async () => {
    await page.getByLabel('Test mail to').fill('ann@example.org');
    await press(page, 'Send a test mail');
    await says(page, /The server said: 250 Queued as test/);
    assert.equal((await server.next()).to, 'ann@example.org');
  });

  step('another server asks for the password anew', async () => {
    await field('Server').fill('127.0.0.1');
    await section('Mail server').getByRole('button', { name: 'Save' }).click();
    await says(page, /Type the password again/);
    await field('Server').fill('localhost');
  });

  step('what a mail says is seen before it is saved, and put back', async () => {
    await field('Subject').fill('Come in, {nobody}');
    await press(page, 'Preview');
    await says(page, /\{nobody\} is unknown here/);
    await field('Subject').fill('Come in, {name}');
    await press(page, 'Preview');
    await heading(page, 'Come in, Ann Example');
    await page.frameLocator('iframe').getByRole('link', { name: 'Choose my password' }).waitFor();
    await section('What mails say').getByRole('button', { name: 'Save' }).click();
    await says(page, 'The text is saved.');
    await press(page, 'Back to Reeve’s own');
    await says(page, 'The mail says again what Reeve has.');
    assert.deepEqual(await examine(page, 'mail'), []);
  });

  step('somebody is invited in the wizard, and chooses his own password', async () => {
    await page.goto(`${reeve.url}/carbon`);
    await goTo(page, 'Add New User');
    await field('User Name').fill('ann.invited');
    await page.getByText('Invite by mail', { exact: true }).click();
    await says(page, 'Give a mail address above: the invitation goes there.');
    await page.getByRole('textbox', { name: /^Mail/ }).first().fill('ann@example.org');
    await press(page, 'Finish');
    await added(page, 'ann.invited');
    await says(page, /^Invited at ann@example\.org\. The link is good until/);
    const guest = await stranger();
    await guest.goto(await link());
    await guest.getByLabel('New password').fill(own);
    await guest.getByLabel('Repeat it').fill(own);
    await press(guest, 'Choose my password');
    await heading(guest, 'Your password is set');
    await signIn(guest, reeve, { name: 'ann.invited', password: own });
    await heading(guest, 'ann.invited');
    await says(guest, 'confirmed');
    await guest.context().close();
    await page.reload();
    await heading(page, 'ann.invited');
    assert.equal(await page.getByText(/^Invited at/).count(), 0);
  });

  step('an invitation is sent again and taken back on his page', async () => {
    await goTo(page, 'Add New User');
    await field('User Name').fill('bob.invited');
    await page.getByText('Invite by mail', { exact: true }).click();
    await page.getByRole('textbox', { name: /^Mail/ }).first().fill('bob@example.org');
    await press(page, 'Finish');
    await added(page, 'bob.invited');
    const [first] = [await link()];
    await press(page, 'Invite again');
    await says(page, 'An invitation is on its way to bob@example.org.');
    const second = await link();
    assert.notEqual(first, second);
    await press(page, 'Take back');
    await says(page, 'The invitation to bob@example.org has ended.');
    const guest = await stranger();
    await guest.goto(second);
    await says(guest, /This invitation was used or taken back/);
    await guest.context().close();
  });

  step('who has forgotten his password gets back in, with the code that the link shows in another browser', async () => {
    const [here, phone] = [await stranger(), await stranger()];
    await here.goto(`${reeve.url}/sign-in`);
    await here.getByRole('link', { name: 'Forgotten your password?' }).click();
    await here.getByLabel('User name or mail address').fill('ann@example.org');
    await press(here, 'Send me the mail');
    await heading(here, 'Look into your mailbox');
    await phone.goto(await link());
    await heading(phone, 'Type this code where you began');
    const code = (await phone.locator('code.secret').textContent()) ?? '';
    await here.getByLabel('Code').fill(code);
    await press(here, 'Go on');
    await here.getByLabel('New password').fill(next);
    await here.getByLabel('Repeat it').fill(next);
    await press(here, 'Set my password');
    await heading(here, 'Your password is set');
    assert.match(readable(await server.next()), /was set anew/);
    await signIn(here, reeve, { name: 'ann.invited', password: next });
    await heading(here, 'ann.invited');
    await here.context().close();
    await phone.context().close();
  });

  step('the outbox tells of every mail', async () => {
    await page.goto(`${reeve.url}/admin/mail`);
    const outbox = section('Outbox');
    await outbox.getByText(/Password was changed/).waitFor();
    assert.equal(await outbox.getByText(/^Invitation/).count(), 3);
    await outbox.getByText('Failed', { exact: true }).click();
    await outbox.getByText('No mails.').waitFor();
    assert.deepEqual(await examine(page, 'outbox'), []);
  });
});
