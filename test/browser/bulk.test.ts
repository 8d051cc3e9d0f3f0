// Changing many users at once, from a pasted list to the finished job and back again; and Undo of single changes, from the toast and from the journal.
// One server for the file: each step builds on those before.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, describe } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { openBrowser, openContext } from './browser.ts';
import { admin, call, type Reeve, signIn, startReeve } from './reeve.ts';
import { heading, press, says } from './screens.ts';
import { steps } from './steps.ts';

const password = 'a borrowed umbrella';
const names = ['ann', 'ben', 'cleo', 'dora'] as const;

describe('Changes of many users', () => {
  const step = steps();
  let reeve: Reeve;
  let browser: Browser;
  let page: Page;
  const ids = new Map<string, string>();

  before(async () => {
    [reeve, browser] = await Promise.all([startReeve(), openBrowser()]);
    page = await (await openContext(browser)).newPage();
    await signIn(page, reeve);
    const vpn = await call(page, 'POST', '/roles', { name: 'VPN', entries: [{ permission: '/permission/applications', effect: 'allow' }] });
    for (const userName of names) {
      const { id } = await call(page, 'POST', '/users', { userName, password, mustChangePassword: false, roles: [{ role: vpn.id }] });
      ids.set(userName, String(id));
    }
    await call(page, 'POST', `/users/${ids.get('dora')}/lock`, {});
  });
  after(async () => {
    await browser?.close();
    await reeve?.stop();
  });

  const stateOf = async (name: string) => (await (await page.request.get(`${reeve.url}/api/users/${name}`)).json()).state;
  const states = () => Promise.all(names.map(stateOf));

  step('a pasted list is rehearsed: who changes, who is left out and why, who is nobody, and what rights are lost', async () => {
    await page.goto(`${reeve.url}/carbon/users`);
    await press(page, 'Paste names');
    await page.getByLabel('User names').fill('ann, ben\ncleo\ndora\nnobody.here');
    await press(page, 'Select 5 names');
    await page.getByRole('region', { name: 'Selected users' }).getByRole('button', { name: 'Lock' }).click();
    await heading(page, 'Lock');
    // A session that ends here leads to signing in, and back to the same list.
    await page.context().clearCookies();
    await press(page, 'Show what would change');
    await heading(page, 'Sign in');
    await page.getByLabel('User name').fill(admin.name);
    await page.getByLabel('Password').fill(admin.password);
    await press(page, 'Sign in');
    await says(page, '5 lines pasted');
    await page.getByLabel('Reason').fill('left the house');
    await press(page, 'Show what would change');
    await heading(page, 'Lock 3 users');
    await says(page, 'This would lock 3 users.');
    await says(page, '3 people lose VPN.');
    await says(page, '1 user: Locked already.');
    await page.getByRole('tab', { name: 'Not found 1' }).click();
    await says(page, 'Line 5: there is no such user.');
    assert.deepEqual(await states(), ['active', 'active', 'active', 'locked']);
  });

  step('that very plan is done as a job, whose results are a file', async () => {
    await press(page, 'Lock 3 users');
    await page.waitForURL(/\/carbon\/jobs\//);
    await says(page, 'Done · 3 done');
    assert.deepEqual(await states(), ['locked', 'locked', 'locked', 'locked']);
    const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'Download results' }).click()]);
    assert.match(file.suggestedFilename(), /^reeve-job-.*\.csv$/);
    assert.match(await readFile(await file.path(), 'utf8'), /PRIMARY\/ann,.*,done,/);
  });

  step('Undo takes the whole job back: rehearsed, and without whoever has changed since', async () => {
    await call(page, 'POST', `/users/${ids.get('ben')}/unlock`, {});
    await press(page, 'Undo all of it');
    await heading(page, 'Undo for 2 users');
    await says(page, '1 user would be left as he is.');
    await press(page, 'Undo for 2 users');
    await says(page, 'Done · 2 done');
    assert.deepEqual(await states(), ['active', 'active', 'active', 'locked']);
    await page.getByRole('link', { name: 'See which' }).click();
    await says(page, 'It was taken back.');
    await page.getByRole('link', { name: 'Jobs', exact: true }).first().click();
    await page.getByRole('table', { name: 'Jobs' }).getByRole('link', { name: 'Lock 3 users' }).waitFor();
  });

  step('a single change has its Undo in the toast, which puts back what was', async () => {
    await page.goto(`${reeve.url}/carbon/users/${ids.get('cleo')}?tab=roles`);
    await page.getByRole('row', { name: /VPN/ }).getByRole('button', { name: 'Take away' }).click();
    await page.getByRole('button', { name: 'Undo', exact: true }).click();
    await says(page, 'Undone.');
    await page.getByRole('row', { name: /VPN/ }).waitFor();
  });

  step('an entry of the journal says whether it can be undone, and undoes it', async () => {
    await call(page, 'POST', `/users/${ids.get('ann')}/disable`, { reason: 'by mistake' });
    await page.goto(`${reeve.url}/carbon/journal?operation=users.disable`);
    await page.locator('[data-row]').filter({ hasText: 'User disabled' }).click();
    await says(page, 'PRIMARY/ann is enabled.');
    await page.getByRole('dialog').getByRole('button', { name: 'Undo', exact: true }).click();
    await says(page, 'Undone.');
    assert.equal(await stateOf('ann'), 'active');
    await page.locator('[data-row]').filter({ hasText: 'User disabled' }).click();
    await says(page, 'Taken back by');
  });

  const entries = () => page.getByRole('table', { name: 'Journal' }).locator('[data-row]');
  const choose = async (field: string, typed: string, name: string) => {
    await page.getByRole('combobox', { name: field, exact: true }).fill(typed);
    await page.getByRole('option', { name, exact: true }).click();
  };

  step('the journal is looked through by who, about whom, operation, door and day; the address keeps it, and the files hold the same', async () => {
    await page.goto(`${reeve.url}/carbon/journal`);
    await choose('About', 'cleo', 'cleo');
    await entries().filter({ hasText: 'ann' }).first().waitFor({ state: 'detached' });
    await choose('Who', 'admin', 'admin');
    await choose('Operation', 'User locked', 'User locked');
    await page.getByRole('combobox', { name: 'Door', exact: true }).click();
    await page.getByRole('option', { name: 'Job', exact: true }).click();
    await says(page, '1 entry');
    const today = new Date().toISOString().slice(0, 10);
    await page.getByLabel('Since').fill(today);
    await page.reload();
    await says(page, '1 entry');
    await entries().filter({ hasText: 'locked cleo, because: left the house' }).waitFor();
    const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'Save as CSV' }).click()]);
    assert.equal((await readFile(await file.path(), 'utf8')).trim().split('\n').length, 2);
    await page.getByLabel('Until').fill('2020-01-01');
    await says(page, 'Nothing matches these filters.');
    await press(page, 'Clear the filters');
    await entries().nth(3).waitFor();
  });

  step('a link to an entry opens it wherever it stands, and leads to all of its author and all about its object', async () => {
    await page.goto(`${reeve.url}/carbon/journal?operation=users.disable&entry=1`);
    await heading(page, 'Entry 1');
    await page.getByRole('dialog').getByRole('link', { name: 'All about it' }).click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await entries().filter({ hasText: 'added admin' }).waitFor();
    assert.match(new URL(page.url()).search, /^\?object=/);
  });
});
