// "English and one more complete language; dates, numbers and sorting by locale."
import assert from 'node:assert/strict';
import { after, before, describe } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { openBrowser, openContext, watch } from './browser.ts';
import { quietOf } from './quiet.ts';
import { call, type Reeve, signIn, startReeve } from './reeve.ts';
import { heading, press, says } from './screens.ts';
import { steps } from './steps.ts';

const password = 'a borrowed umbrella';

describe('In German', () => {
  const step = steps();
  let reeve: Reeve;
  let browser: Browser;
  let page: Page;
  let complaints: () => readonly string[];

  before(async () => {
    [reeve, browser] = await Promise.all([startReeve({ users: 1_200 }), openBrowser()]);
    const context = await openContext(browser, { locale: 'en-GB' });
    ({ complaints } = await watch(context));
    page = await context.newPage();
    await signIn(page, reeve);
    const entries = [{ permission: '/permission/admin/configure/login', effect: 'allow' }];
    const role = await call(page, 'POST', '/roles', { name: 'enters', entries });
    await call(page, 'POST', '/users', { userName: 'gast', password, mustChangePassword: false, roles: [{ role: role.id }] });
  });
  after(async () => {
    await browser?.close();
    await reeve?.stop();
  });

  step('it is chosen in the menu, each language in its own words, and is there from then on', async () => {
    await page.goto(`${reeve.url}/carbon/users`);
    await heading(page, 'Users');
    await page.getByRole('button', { name: /PRIMARY\/admin/ }).click();
    await page.getByText('Deutsch', { exact: true }).click();
    await heading(page, 'Benutzer');
    assert.equal(await page.locator('html').getAttribute('lang'), 'de');
    await page.reload();
    await heading(page, 'Benutzer');
  });

  step('numbers and dates are written as Germans write them', async () => {
    await says(page, /^1\.\d{3} Benutzer$/);
    await page.getByRole('row').nth(3).click();
    await page.getByRole('tab', { name: 'Protokoll' }).waitFor();
    await page.goto(`${reeve.url}/carbon/users?sort=createdAt`);
    await page
      .getByText(/^vor \d Jahren$/)
      .first()
      .waitFor();
  });

  step('a user is added, and said to be', async () => {
    await page.goto(`${reeve.url}/carbon/users/add`);
    // A built-in attribute's title is kept with its definition; nobody has changed it.
    await page.getByLabel('Anzeigename').waitFor();
    // The rule comes from the server, and so does what it says of a name that is there already.
    await says(page, 'Kein häufiges Passwort, und keines nur aus häufigen Wörtern, Jahren, Zählen, Wiederholungen oder Tastenreihen.');
    await page.getByLabel('Benutzername').fill('gast');
    await page.getByLabel('Passwort', { exact: true }).fill(password);
    await page.getByLabel('Passwort wiederholen', { exact: true }).fill(password);
    await press(page, 'Fertigstellen');
    await says(page, 'Der Benutzername gast ist vergeben.');
    await page.getByLabel('Benutzername').fill('zoe');
    await page.getByLabel('Passwort', { exact: true }).fill(password);
    await page.getByLabel('Passwort wiederholen', { exact: true }).fill(password);
    await press(page, 'Weiter');
    await heading(page, 'Neuen Benutzer anlegen');
    await press(page, 'Fertigstellen');
    await says(page, 'Der Benutzer zoe ist angelegt.');
    await heading(page, 'zoe');
  });

  step('names stand where a reader looks for them, umlauts and all', async () => {
    await call(page, 'POST', '/roles', { name: 'Ärztlicher Dienst', entries: [] });
    await call(page, 'POST', '/users', { userName: 'austrian', shownName: 'Österreicher' });
    await page.goto(`${reeve.url}/carbon/roles`);
    await says(page, 'Ärztlicher Dienst');
    const names = await page.getByRole('row').locator('strong').allInnerTexts();
    assert.deepEqual(names, [...names].sort(new Intl.Collator('de').compare));
    await page.goto(`${reeve.url}/carbon/users?sort=shownName&search=%C3%B6s`);
    await says(page, 'Österreicher');
  });

  step('no screen shows a word that is English alone', async () => {
    const english = /\b(Users?|Search|Save|Cancel|Delete|Loading|Nothing|Add|Actions|Filter by|Next|Journal|Created)\b/;
    const found: string[] = [];
    const quiet = quietOf(page);
    for (const screen of [
      'users',
      'users/add',
      'groups',
      'groups/add',
      'roles',
      'roles/add',
      'roles/compare',
      'jobs',
      'password',
      'tokens',
      'who',
      'throttles',
      'attributes',
      'add',
    ]) {
      await page.goto(`${reeve.url}/carbon/${screen}`);
      await page.getByRole('heading', { level: 1 }).waitFor();
      await quiet();
      // What users, roles and permissions are called are names, and names stay.
      const words = await page.evaluate<string>(
        "[document.querySelector('nav'), document.querySelector('main h1'), ...document.querySelectorAll('main button, main label, main th, main [role=columnheader]')].map((each) => each?.innerText ?? '').join(' | ')",
      );
      const word = english.exec(words.replaceAll(/All Permissions[^|]*/g, ''))?.[0];
      if (word) found.push(`${screen}: ${word}`);
    }
    assert.deepEqual(found, []);
  });

  step('what is not allowed says so in German, also to somebody whose browser asks for it', async () => {
    const context = await openContext(browser, { locale: 'de-AT' });
    const guest = await context.newPage();
    await guest.goto(`${reeve.url}/sign-in`);
    await heading(guest, 'Anmelden');
    await signIn(guest, reeve, { name: 'gast', password });
    await guest.goto(`${reeve.url}/carbon/users/add`);
    await heading(guest, 'Neuen Benutzer anlegen');
    await guest.goto(`${reeve.url}/carbon/tokens`);
    await heading(guest, 'API-Token');
    await guest.goto(`${reeve.url}/carbon/roles`);
    await guest
      .getByText(/^Sie brauchen die Berechtigung All Permissions/)
      .first()
      .waitFor();
    const refused = await guest.request.get(`${reeve.url}/api/roles`, { headers: { 'accept-language': 'de-AT' } });
    assert.equal(refused.headers()['content-language'], 'de');
    assert.match((await refused.json()).detail, /^Sie brauchen die Berechtigung/);
    await context.close();
  });

  step('nothing was asked for that the security policy refuses', async () => {
    assert.deepEqual(complaints(), []);
  });
});
