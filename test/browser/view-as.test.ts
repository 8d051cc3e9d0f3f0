// "View as this helper (read-only, journaled, never onto somebody who holds more, no secrets)".
import assert from 'node:assert/strict';
import { after, before, describe } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { openBrowser, openContext } from './browser.ts';
import { call, type Reeve, signIn, startReeve } from './reeve.ts';
import { act, heading, press, says } from './screens.ts';
import { steps } from './steps.ts';

const password = 'a borrowed umbrella';
const identity = '/permission/admin/manage/identity';
const login = '/permission/admin/configure/login';

describe('Viewing as another', () => {
  const step = steps();
  let reeve: Reeve;
  let browser: Browser;
  let page: Page;
  let helper = '';

  before(async () => {
    [reeve, browser] = await Promise.all([startReeve(), openBrowser()]);
    page = await (await openContext(browser)).newPage();
    await signIn(page, reeve);
    const made = async (path: string, body: unknown) => String((await call(page, 'POST', path, body)).id);
    const entries = [login, `${identity}/usermgt`].map((permission) => ({ permission, effect: 'allow' }));
    const role = await made('/roles', { name: 'german-helper', entries });
    const enters = await made('/roles', { name: 'enters', entries: entries.slice(0, 1) });
    const scope = { attribute: 'country', equals: 'DE' };
    helper = await made('/users', { userName: 'helga', password, mustChangePassword: false, roles: [{ role: enters }, { role, scope }] });
    await made('/users', { userName: 'gerda', password, country: 'DE' });
    await made('/users', { userName: 'fleur', password, country: 'FR' });
    await made('/users', { userName: 'meter', kind: 'device' });
    await made('/users', { userName: 'outsider', password });
  });
  after(async () => {
    await browser?.close();
    await reeve?.stop();
  });

  const bar = () => page.getByRole('region', { name: 'Seen as somebody else' });
  const viewAs = async (name: string) => {
    await page.getByRole('button', { name: `Actions for ${name}` }).click();
    await act(page, 'View as…');
  };

  step('the list of users becomes what the helper sees, and a bar says so', async () => {
    await page.goto(`${reeve.url}/carbon/users`);
    await says(page, '6 users');
    await viewAs('helga');
    await page.getByLabel('Reason').fill('she says that somebody is missing');
    await page.getByRole('dialog').getByRole('button', { name: 'View as' }).click();
    await bar()
      .getByText(/^You see Reeve as helga does, until \d\d:\d\d\. Nothing can be changed\.$/)
      .waitFor();
    await says(page, '1 user');
    await page.getByRole('row', { name: 'gerda' }).waitFor();
  });

  step('what would change something is disabled, with the reason', async () => {
    const add = page.getByRole('button', { name: 'Add user' }).first();
    assert.equal(await add.getAttribute('aria-disabled'), 'true');
    await add.hover();
    await page.getByRole('tooltip').getByText('You see this as somebody else does: nothing can be changed.').waitFor();
    await page.getByRole('row', { name: 'gerda' }).click();
    await heading(page, 'gerda');
    await bar().waitFor();
  });

  step('another tab of the same browser goes on as oneself', async () => {
    const other = await page.context().newPage();
    await other.goto(`${reeve.url}/carbon/users`);
    await says(other, '6 users');
    assert.equal(await other.getByRole('region', { name: 'Seen as somebody else' }).count(), 0);
    await other.close();
  });

  step('going on as oneself leads back to where one was, and the journal keeps that one looked, and why', async () => {
    await press(page, 'Go on as admin');
    await says(page, '6 users');
    assert.equal(await bar().count(), 0);
    await page.goto(`${reeve.url}/carbon/users/${helper}?tab=journal`);
    await says(page, /looked at the console as helga, because: she says that somebody is missing/);
    await says(page, /no longer looked as helga/);
  });

  step('when her rights end it, one is oneself again and is told', async () => {
    await page.goto(`${reeve.url}/carbon/users`);
    await viewAs('helga');
    await page.getByRole('dialog').getByRole('button', { name: 'View as' }).click();
    await bar().waitFor();
    const other = await page.context().newPage();
    await other.goto(`${reeve.url}/carbon/users`);
    await call(other, 'POST', `/users/${helper}/lock`, { until: 0 });
    await other.close();
    await page.getByRole('searchbox').fill('ger');
    await says(page, /You see Reeve as yourself again/);
    assert.equal(await bar().count(), 0);
  });

  step('nobody is looked at who has nothing to show: a device, or who may not enter', async () => {
    await page.goto(`${reeve.url}/carbon/users`);
    await page.getByRole('button', { name: 'Actions for meter' }).click();
    const item = page.getByRole('menuitem', { name: 'View as…' });
    assert.equal(await item.getAttribute('aria-disabled'), 'true');
    // A key that comes before the menu has the focus closes nothing.
    await item.press('Escape');
    await item.waitFor({ state: 'hidden' });
    await viewAs('outsider');
    await page.getByRole('dialog').getByRole('button', { name: 'View as' }).click();
    await page
      .getByRole('alert')
      .getByText(/outsider may not open the Management Console/)
      .waitFor();
  });
});
