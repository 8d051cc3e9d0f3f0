// The certificate in a real browser: not trusted at first, which passkeys say with what to do; trusted once `reeve tls` has made an authority and the browser was told so.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { runReeve } from '../processes/server.ts';
import { freePort } from '../servers/free-port.ts';
import { pathOf } from '../servers/packages.ts';
import { examine } from './axe.ts';
import { openBrowser, openContext } from './browser.ts';
import { admin, type Reeve, signIn, startReeve } from './reeve.ts';
import { steps } from './steps.ts';

describe('A certificate of Reeve’s own', () => {
  const step = steps();
  /** Not localhost: browsers take that for safe under any certificate. */
  const host = 'users.example.test';
  const env = { REEVE_TLS: 'on' };
  const home = mkdtempSync(join(tmpdir(), 'reeve-home-'));
  const trusted = `sql:${join(home, '.pki/nssdb')}`;
  let reeve: Reeve;
  let browser: Browser | undefined;

  before(async () => {
    const port = await freePort();
    const started = await startReeve({ env: { ...env, REEVE_PORT: String(port), REEVE_BASE_URL: `https://${host}:${port}` } });
    reeve = { ...started, url: `https://${host}:${port}` };
  });
  after(async () => {
    await browser?.close();
    await reeve.stop();
    rmSync(home, { recursive: true, force: true });
  });

  /** Anew each time: a browser is told whom to trust when it starts. With a virtual authenticator it would not look at the certificate before it makes a passkey. */
  const open = async ({ authenticator }: { readonly authenticator: boolean }): Promise<Page> => {
    await browser?.close();
    browser = await openBrowser({ home, flags: [`--host-resolver-rules=MAP ${host} 127.0.0.1`] });
    const context = await openContext(browser, { ignoreHTTPSErrors: false });
    const page = await context.newPage();
    if (!authenticator) return page;
    const keys = await context.newCDPSession(page);
    await keys.send('WebAuthn.enable');
    await keys.send('WebAuthn.addVirtualAuthenticator', {
      options: { protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true, isUserVerified: true },
    });
    return page;
  };
  const makePasskey = async (page: Page) => {
    await page.goto(`${reeve.url}/account`);
    await page.locator('#factors summary', { hasText: 'Add one' }).click();
    await page.getByLabel('What it is called').fill('this computer');
    await page.locator('#factor-current').fill(admin.password);
    await page.getByRole('button', { name: 'Add a passkey' }).click();
    await page.getByRole('button', { name: 'Make the passkey' }).click();
  };

  step('while it is not trusted, the browser warns; whoever goes on gets no passkey, and the page says why and what helps', async () => {
    const page = await open({ authenticator: false });
    await assert.rejects(page.goto(`${reeve.url}/sign-in`), /ERR_CERT_AUTHORITY_INVALID/);
    await page.getByRole('heading', { name: 'Your connection is not private' }).waitFor();
    // What Chromium takes for "I know what I do" on its warning.
    await page.keyboard.type('thisisunsafe');
    await page.getByLabel('User name').waitFor();
    await signIn(page, reeve);
    await makePasskey(page);
    await page.getByRole('alert').filter({ hasText: 'does not trust the certificate of this page' }).filter({ hasText: 'reeve tls' }).waitFor();
    assert.deepEqual(await examine(page, 'a passkey under a certificate that is not trusted'), []);
  });

  step('with it, pages open without a warning, and the passkey is made', async () => {
    const { code, said } = await runReeve(['tls', '--json'], { data: reeve.data, env: { ...env, REEVE_BASE_URL: reeve.url } });
    assert.equal(code, 0, said);
    mkdirSync(join(home, '.pki/nssdb'), { recursive: true });
    execFileSync(pathOf('certutil'), ['-d', trusted, '-N', '--empty-password']);
    execFileSync(pathOf('certutil'), ['-d', trusted, '-A', '-t', 'C,,', '-n', 'Reeve authority', '-i', JSON.parse(said).file]);
    const page = await open({ authenticator: true });
    // The server looks for another certificate every other second.
    while (!(await page.goto(`${reeve.url}/sign-in`).catch(() => null)));
    await signIn(page, reeve);
    await makePasskey(page);
    await page.getByText('asked for from now on').waitFor();
  });
});
