// Second factors in a real browser: an app, and passkeys of a virtual authenticator – the one that is asked for after the password, the one that signs in alone, and
// one that has a twin. Over plain HTTP on localhost, which browsers trust as they trust a good certificate.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { after, before, describe } from 'node:test';
import { generateSync } from 'otplib';
import type { Browser, BrowserContext, CDPSession, Page } from 'playwright-core';
import { examine } from './axe.ts';
import { openBrowser, openContext, type Watch, watch } from './browser.ts';
import { admin, type Reeve, startReeve } from './reeve.ts';
import { steps } from './steps.ts';

describe('Second factors', () => {
  const step = steps();
  let reeve: Reeve;
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  let keys: CDPSession;
  let authenticatorId: string;
  let watched: Watch;
  let secret: string;
  let codes: readonly string[];

  before(async () => {
    reeve = await startReeve({ env: { REEVE_TLS: 'off', REEVE_HOST: '127.0.0.1' } });
    browser = await openBrowser();
    context = await openContext(browser);
    watched = await watch(context);
    page = await context.newPage();
    keys = await context.newCDPSession(page);
    await keys.send('WebAuthn.enable');
    const options = { protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true, isUserVerified: true } as const;
    ({ authenticatorId } = await keys.send('WebAuthn.addVirtualAuthenticator', { options: { ...options, automaticPresenceSimulation: false } }));
  });
  after(async () => {
    await browser.close();
    await reeve.stop();
  });

  /** Somebody touches the authenticator whenever it asks, until this is done; what asked before is not answered. The sign-in page asks by itself: nothing is pressed there. */
  const touching = async (press: () => Promise<void>, until: (at: URL) => boolean) => {
    await keys.send('WebAuthn.setAutomaticPresenceSimulation', { authenticatorId, enabled: true });
    await press();
    await page.waitForURL(until);
    await keys.send('WebAuthn.setAutomaticPresenceSimulation', { authenticatorId, enabled: false });
  };
  const isIn = (at: URL) => !at.pathname.startsWith('/sign-in');
  const typePassword = async () => {
    await page.goto(`${reeve.url}/sign-in?to=/account`);
    await page.getByLabel('User name').fill(admin.name);
    await page.getByLabel('Password').fill(admin.password);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.waitForURL((at) => at.pathname !== '/sign-in');
  };
  const leave = async () => {
    await page.goto(`${reeve.url}/account`);
    await page.getByRole('button', { name: 'Sign out' }).click();
  };
  const signOut = async () => {
    await leave();
    await page.waitForURL('**/sign-in');
  };
  /** As when half an hour has gone; until the server, which remembers a session for a moment, has seen it. */
  const ageProofs = async () => {
    const database = new DatabaseSync(join(reeve.data, 'reeve.db'));
    database.exec('pragma busy_timeout = 5000; update sessions set proved_at = 1');
    database.close();
    const until = async () => ((await (await page.request.get(`${reeve.url}/api/me/proof`)).json()) as { readonly until: number }).until;
    while ((await until()) > 0);
  };
  const begin = async (name: string, button: string) => {
    await page.goto(`${reeve.url}/account`);
    await page.locator('#factors summary', { hasText: 'Add one' }).click();
    await page.getByLabel('What it is called').fill(name);
    await page.locator('#factor-current').fill(admin.password);
    await page.getByRole('button', { name: button }).click();
  };

  step('an app is added by its QR code, and leaves recovery codes', async () => {
    await typePassword();
    await begin('my phone', 'Add an app');
    secret = ((await page.locator('code.secret').textContent()) ?? '').replaceAll(' ', '');
    assert.deepEqual(await examine(page, 'second factors'), []);
    await page.getByLabel('Code of your app').fill(generateSync({ secret }));
    await page.getByRole('button', { name: 'Confirm' }).click();
    codes = await page.locator('ul.codes code').allTextContents();
    assert.equal(codes.length, 10);
    assert.deepEqual(await examine(page, 'second factors'), []);
  });

  step('is asked for after the password, and a wrong code says what to do', async () => {
    await signOut();
    await typePassword();
    await page.getByLabel('Code of your app').fill('000 000');
    await page.getByRole('button', { name: 'Go on' }).click();
    await page.getByRole('alert').getByText('Wait for the next one').waitFor();
    assert.deepEqual(await examine(page, 'second factors'), []);
    await page.getByLabel('Code of your app').fill(codes[0] ?? '');
    await page.getByRole('button', { name: 'Go on' }).click();
    await page.waitForURL('**/account');
    await page.getByText('9 recovery codes left.').waitFor();
  });

  step('a passkey is added, and lets in after the password', async () => {
    await begin('this computer', 'Add a passkey');
    await touching(
      () => page.getByRole('button', { name: 'Make the passkey' }).click(),
      (at) => at.pathname.endsWith('/confirm'),
    );
    await page.getByText('asked for from now on').waitFor();
    await signOut();
    await typePassword();
    await touching(() => page.getByRole('button', { name: 'Use a passkey' }).click(), isIn);
    await page.getByText('this computer').waitFor();
  });

  step('a passkey alone signs in, as the field of the name offers it', async () => {
    await touching(leave, (at) => at.pathname.startsWith('/carbon'));
    await page.getByRole('heading', { name: 'Users', exact: true }).waitFor();
  });

  step('something dangerous in an old session asks for the passkey again, and is then done by itself', async () => {
    await page.goto(`${reeve.url}/carbon/signing-in?tab=again`);
    await page.getByLabel('A proof counts for so many minutes').fill('45');
    await ageProofs();
    await page.getByRole('button', { name: 'Save' }).click();
    const dialog = page.getByRole('dialog', { name: 'Show that it is you' });
    await dialog.getByLabel('Code').fill('000 000');
    await dialog.getByRole('button', { name: 'It is me' }).click();
    await dialog.getByText('Wait for the next one').waitFor();
    assert.deepEqual(await examine(page, 'asked again'), []);
    await keys.send('WebAuthn.setAutomaticPresenceSimulation', { authenticatorId, enabled: true });
    await dialog.getByRole('button', { name: 'Use a passkey' }).click();
    await page.getByText('The rule for being asked again is saved.').waitFor();
    await keys.send('WebAuthn.setAutomaticPresenceSimulation', { authenticatorId, enabled: false });
    await dialog.waitFor({ state: 'detached' });
    await page.reload();
    assert.equal(await page.getByLabel('A proof counts for so many minutes').inputValue(), '45');
  });

  step('the page of one’s own asks again, too, and keeps what was typed', async () => {
    await page.goto(`${reeve.url}/account`);
    await page.locator('#tokens #name').fill('nightly');
    await page.locator('#tokens #days').fill('7');
    await ageProofs();
    await page.getByRole('button', { name: 'Make a token' }).click();
    await page.getByRole('heading', { name: 'Show that it is you' }).waitFor();
    assert.deepEqual(await examine(page, 'asked again'), []);
    await touching(
      () => page.getByRole('button', { name: 'Use a passkey' }).click(),
      (at) => at.pathname === '/account/proof/passkey',
    );
    assert.deepEqual([await page.locator('#tokens #name').inputValue(), await page.locator('#tokens #days').inputValue()], ['nightly', '7']);
    await page.getByRole('button', { name: 'Make a token' }).click();
    await page.locator('code.secret', { hasText: 'rvt_' }).waitFor();
  });

  step('a passkey that has a twin lets nobody in any more, and the page says why', async () => {
    const { credentials } = await keys.send('WebAuthn.getCredentials', { authenticatorId });
    const [own] = credentials;
    assert.ok(own && own.signCount > 1);
    // The twin was copied before the newest uses, and has counted less.
    await keys.send('WebAuthn.removeCredential', { authenticatorId, credentialId: own.credentialId });
    await keys.send('WebAuthn.addCredential', { authenticatorId, credential: { ...own, signCount: 0 } });
    await touching(leave, (at) => at.pathname === '/sign-in/passkey');
    await page.getByRole('alert').getByText('counted backwards').waitFor();
    await typePassword();
    // No passkey of his is left that could be shown.
    assert.equal(await page.getByRole('button', { name: 'Use a passkey' }).count(), 0);
    await page.getByLabel('Code of your app').fill(codes[1] ?? '');
    await page.getByRole('button', { name: 'Go on' }).click();
    await page.getByText('a copy was shown: take it away').waitFor();
    assert.deepEqual(await examine(page, 'second factors'), []);
  });

  step('the rules are set in the console, tab by tab, and a discarded change is as if it had not been typed', async () => {
    await page.goto(`${reeve.url}/carbon/signing-in`);
    const days = page.getByLabel('Days a browser may be remembered');
    await days.fill('14');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('The rule for signing in is saved.').waitFor();
    await days.fill('20');
    await page.getByRole('button', { name: 'Discard' }).click();
    assert.equal(await days.inputValue(), '14');
    await page.getByRole('tab', { name: 'Passwords' }).click();
    await page.getByLabel('Not one of the last').fill('3');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('The rules for passwords are saved.').waitFor();
    await page.reload();
    assert.equal(await page.getByLabel('Not one of the last').inputValue(), '3');
    await page.getByRole('tab', { name: 'Names' }).click();
    await page.getByRole('combobox', { name: 'Besides the user name' }).click();
    await page.getByRole('option', { name: 'Mail – not unique' }).waitFor();
  });

  step('nobody’s browser complained', async () => assert.deepEqual(watched.complaints(), []));
});
