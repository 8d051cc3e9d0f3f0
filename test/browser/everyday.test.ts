// An administrator's ordinary day in the console: finding users by filters, a slow network, and going elsewhere while something is being made.
// One server for the file: each step builds on those before.
import assert from 'node:assert/strict';
import { after, before, describe } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { openBrowser, openContext } from './browser.ts';
import { call, type Reeve, signIn, startReeve } from './reeve.ts';
import { press, says } from './screens.ts';
import { steps } from './steps.ts';

const password = 'a borrowed umbrella';

describe('An ordinary day', () => {
  const step = steps();
  let reeve: Reeve;
  let browser: Browser;
  let page: Page;

  before(async () => {
    [reeve, browser] = await Promise.all([startReeve(), openBrowser()]);
    page = await (await openContext(browser)).newPage();
    await signIn(page, reeve);
    const group = await call(page, 'POST', '/groups', { name: 'Harbour' });
    const role = await call(page, 'POST', '/roles', { name: 'pilot', entries: [] });
    await call(page, 'POST', `/groups/${group.id}/roles`, { give: [{ role: role.id }] });
    for (const userName of ['ann', 'ben', 'cleo']) await call(page, 'POST', '/users', { userName, password });
    const { items } = await (await page.request.get(`${reeve.url}/api/users?search=cleo`)).json();
    await call(page, 'POST', `/groups/${group.id}/members`, { add: [items[0].id] });
    await call(page, 'POST', `/roles/${role.id}/members`, { add: [(await (await page.request.get(`${reeve.url}/api/users?search=ann`)).json()).items[0].id] });
  });
  after(async () => {
    await browser?.close();
    await reeve?.stop();
  });

  const filterBy = async (what: string, typed: string, name: string) => {
    await press(page, 'Filter');
    await page.getByRole('menuitem', { name: `${what}…`, exact: true }).click();
    await page.keyboard.type(typed);
    await page.getByRole('option', { name }).click();
  };
  const chips = () => page.getByRole('list', { name: 'Filters that are on' }).getByRole('listitem');

  step('users are filtered by role, also through groups, and by group; each is a chip with a name, and the total is true', async () => {
    await page.goto(`${reeve.url}/carbon/users`);
    await says(page, '4 users');
    await filterBy('Role, also through groups', 'pil', 'pilot');
    await says(page, '2 users');
    await filterBy('Group', 'Harb', 'Harbour');
    await says(page, '1 user');
    await page.getByRole('row', { name: 'cleo' }).waitFor();
    assert.deepEqual(await chips().allTextContents(), ['Role, also through groupspilot', 'GroupHarbour']);
    await page.reload();
    await says(page, '1 user');
    await press(page, 'Remove the filter Group');
    await says(page, '2 users');
    await press(page, 'Remove the filter Role, also through groups');
    await filterBy('Role', 'pil', 'pilot');
    await page.getByRole('row', { name: 'ann' }).waitFor();
    await says(page, '1 user');
  });
});
