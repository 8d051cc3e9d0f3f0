// Signing in by an identity provider in a real browser, from the wizard with its live test to an account that is linked and unlinked. The provider is a real one, and to
// the browser another site. One server for the file: each step builds on those before.
import assert from 'node:assert/strict';
import { after, before, describe } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { freePort } from '../servers/free-port.ts';
import { type OpenIdServer, startOpenId } from '../servers/open-id.ts';
import { examine } from './axe.ts';
import { openBrowser, openContext, type Watch, watch } from './browser.ts';
import { admin, call, type Reeve, signIn, startReeve } from './reeve.ts';
import { goTo, heading, press, says } from './screens.ts';
import { steps } from './steps.ts';

describe('Identity providers', () => {
  const step = steps();
  let reeve: Reeve;
  let browser: Browser;
  let page: Page;
  let watched: Watch;
  let there: OpenIdServer;

  before(async () => {
    const port = await freePort();
    const url = `https://localhost:${port}`;
    const env = { REEVE_PORT: String(port), REEVE_BASE_URL: url, REEVE_EGRESS_NETWORKS: '127.0.0.0/8' };
    [reeve, browser, there] = await Promise.all([startReeve({ env }), openBrowser(), startOpenId([`${url}/sign-in/from/company`], '127.0.0.1')]);
    there.person('root', { name: 'Root', preferred_username: 'root', email: 'root@example.org', email_verified: true, roles: ['staff'] });
    there.person('olga', {
      name: 'Olga Berg',
      given_name: 'Olga',
      family_name: 'Berg',
      preferred_username: 'olga',
      email: 'olga@example.org',
      email_verified: true,
      roles: ['staff'],
    });
    const context = await openContext(browser);
    watched = await watch(context);
    page = await context.newPage();
    await signIn(page, reeve);
    await call(page, 'POST', '/roles', { name: 'Staff', entries: [{ permission: '/permission/admin/configure/login', effect: 'allow' }] });
  });
  after(async () => {
    await browser?.close();
    await reeve?.stop();
    await there?.stop();
  });

  const field = (name: string) => page.getByRole('textbox', { name, exact: true });
  const next = () => press(page, 'Next');
  /** The form at the other side. */
  const comeIn = async (at: Page, name: string) => {
    await at.getByLabel('Name').fill(name);
    await at.getByRole('button', { name: 'Come in' }).click();
  };
  const stranger = async () => (await openContext(browser)).newPage();
  const pressAt = async (at: Page, button: string) => {
    await at.goto(`${reeve.url}/sign-in`);
    await at.getByRole('button', { name: button }).click();
  };

  step('the wizard names the address to register, and asks what the provider needs', async () => {
    await page.goto(`${reeve.url}/carbon`);
    await goTo(page, 'Signing In');
    await page.getByRole('tab', { name: 'Identity providers' }).click();
    await says(page, 'There is none yet');
    await press(page, 'Add a provider');
    await page.getByRole('radio', { name: /OpenID Connect/ }).click();
    await next();
    await says(page, `${reeve.url}/sign-in/from/company`);
    await next();
    await says(page, 'This is needed');
    await field('Address of the provider').fill(there.issuer);
    await field('Client id').fill(there.clientId);
    await page.getByLabel('Client secret').fill('not the secret');
    await field('Authority (PEM)').fill(there.authority);
    assert.deepEqual(await examine(page, 'connection'), []);
    await next();
  });

  /** Goes there in a tab of its own, as somebody would. */
  const goAndComeBack = async (heard: string) => {
    const link = page.getByRole('link', { name: /^Go to 127\.0\.0\.1/ });
    const [tab] = await Promise.all([page.context().waitForEvent('page'), link.click()]);
    return { tab, done: async () => void (await tab.getByRole('heading', { name: heard }).waitFor()) };
  };

  step('the live test says what is wrong, and then what arrives', async () => {
    await press(page, 'Prepare the test');
    const wrong = await goAndComeBack('It does not work yet');
    await comeIn(wrong.tab, 'root');
    await wrong.done();
    await wrong.tab.close();
    await says(page, /It does not work yet: The provider said invalid_client/);
    await press(page, 'Back');
    await page.getByLabel('Client secret').fill(there.clientSecret);
    await next();
    await says(page, 'Something was changed since');
    await press(page, 'Prepare the test');
    const right = await goAndComeBack('It works');
    await right.done();
    await right.tab.close();
    await says(page, 'It works. This has arrived:');
    await page.getByRole('cell', { name: '["staff"]' }).waitFor();
    await says(page, 'root@example.org');
    assert.deepEqual(await examine(page, 'test'), []);
    await next();
  });

  step('newcomers become users with attributes and a role', async () => {
    await page.getByLabel('Whoever comes for the first time becomes a user').check();
    const roles = page.getByRole('region', { name: 'Roles' });
    await roles.getByRole('button', { name: 'Add a line' }).click();
    await roles
      .getByRole('combobox', { name: 'Claim' })
      .or(roles.getByRole('textbox', { name: 'Claim' }))
      .fill('roles');
    await page.keyboard.press('Escape');
    await roles.getByRole('textbox', { name: 'Value' }).fill('staff');
    await roles.getByLabel('Role', { exact: true }).click();
    await page.getByRole('option', { name: 'Staff' }).click();
    assert.deepEqual(await examine(page, 'who comes'), []);
    await next();
    await field('Name').fill('Company');
    await says(page, 'The button says: Sign in with Company');
    await page.getByLabel('Switched on').check();
    await page.getByRole('button', { name: 'Add the provider' }).click();
    await heading(page, 'Company');
    assert.deepEqual(await examine(page, 'provider'), []);
  });

  /** She has no password: what is dangerous asks her to sign in there anew, in a tab beside, and is then done by itself. */
  const provesThere = async (olga: Page) => {
    await olga.goto(`${reeve.url}/carbon/tokens`);
    await press(olga, 'Make a token');
    await olga.getByRole('dialog').getByLabel('Name').fill('nightly');
    await press(olga, 'Make token');
    const dialog = olga.getByRole('dialog', { name: 'Show that it is you' });
    await dialog.getByRole('button', { name: 'Sign in anew at Company' }).click();
    const link = dialog.getByRole('link', { name: /^Go to 127\.0\.0\.1/ });
    assert.deepEqual(await examine(olga, 'proof elsewhere'), []);
    const [tab] = await Promise.all([olga.context().waitForEvent('page'), link.click()]);
    await comeIn(tab, 'olga');
    await says(tab, 'Thank you.');
    await tab.close();
    await dialog.waitFor({ state: 'detached' });
    await heading(olga, 'The token is made');
  };

  step('somebody comes from there, and is a user with what was mapped', async () => {
    const olga = await stranger();
    await pressAt(olga, 'Sign in with Company');
    await comeIn(olga, 'olga');
    await olga.waitForURL((at) => at.pathname.startsWith('/carbon'));
    await provesThere(olga);
    await olga.goto(`${reeve.url}/account`);
    await olga.getByRole('heading', { name: 'Olga Berg' }).waitFor();
    await says(olga, 'olga@example.org at Company'.split(' at ')[0] ?? '');
    assert.deepEqual(await examine(olga, 'account'), []);
    await olga.context().close();
  });

  step('her page shows the account, and what the journal says of it', async () => {
    await page.goto(`${reeve.url}/carbon/users?search=olga`);
    await page.getByText('Olga Berg').first().click();
    await heading(page, 'Olga Berg');
    await page.getByRole('tab', { name: 'Sessions' }).click();
    const accounts = page.getByRole('region', { name: 'Linked accounts' });
    await accounts.getByRole('cell', { name: 'olga@example.org' }).waitFor();
    await page.getByRole('tab', { name: 'Roles' }).click();
    await page.getByRole('cell', { name: /Staff/ }).first().waitFor();
    await page.getByRole('tab', { name: 'Journal' }).click();
    await says(page, /linked the account olga@example\.org for olga/);
  });

  step('the administrator links his own account, comes in by it, and unlinks it', async () => {
    const own = await stranger();
    await signIn(own, reeve, admin, '/account');
    const card = own.locator('#accounts');
    await card.getByText('Link an account').click();
    await card.getByLabel('Current password').fill(admin.password);
    await card.getByRole('button', { name: 'Link Company' }).click();
    await comeIn(own, 'root');
    await says(own, 'root@example.org at Company is linked.');
    await own.goto(`${reeve.url}/account`);
    await own.getByRole('button', { name: 'Sign out' }).click();
    await pressAt(own, 'Sign in with Company');
    await own.waitForURL((at) => at.pathname.startsWith('/carbon'));
    await own.goto(`${reeve.url}/account`);
    await card.getByText('Unlink', { exact: true }).first().click();
    await card.getByRole('table').getByLabel('Current password').fill(admin.password);
    await card.getByRole('table').getByRole('button', { name: 'Unlink' }).click();
    await says(own, 'It is unlinked');
    await own.context().close();
  });

  step('switched off, its button is gone at once', async () => {
    await page.goto(`${reeve.url}/carbon/signing-in?tab=providers`);
    await page.getByRole('link', { name: 'Company' }).click();
    await page.getByLabel('Switched on').uncheck();
    await says(page, /Saving this ends \d+ open sessions? that (was|were) begun by it/);
    assert.deepEqual(await examine(page, 'switching off'), []);
    await press(page, 'Save');
    await says(page, 'Company is saved.');
    const anybody = await stranger();
    await anybody.goto(`${reeve.url}/sign-in`);
    await anybody.getByRole('button', { name: 'Sign in', exact: true }).waitFor();
    assert.equal(await anybody.getByRole('button', { name: 'Sign in with Company' }).count(), 0);
    await anybody.context().close();
    assert.deepEqual(watched.complaints(), []);
  });
});
