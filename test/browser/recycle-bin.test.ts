// The recycle bin: what was deleted, by whom and why, found, restored one by one and several at once, and removed for good.
// One server for the file: each step builds on those before.
import assert from 'node:assert/strict';
import { after, before, describe } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { examine } from './axe.ts';
import { openBrowser, openContext } from './browser.ts';
import { call, type Reeve, signIn, startReeve } from './reeve.ts';
import { heading, press, says } from './screens.ts';
import { steps } from './steps.ts';

describe('The recycle bin', () => {
  const step = steps();
  let reeve: Reeve;
  let browser: Browser;
  let page: Page;

  before(async () => {
    [reeve, browser] = await Promise.all([startReeve(), openBrowser()]);
    page = await (await openContext(browser)).newPage();
    await signIn(page, reeve);
  });
  after(async () => {
    await browser?.close();
    await reeve?.stop();
  });

  const row = (name: string) => page.getByRole('main').getByRole('row').filter({ hasText: name });
  const dialog = () => page.getByRole('dialog');

  step('empty, it says what it is; the palette and the menu lead to it', async () => {
    await page.goto(`${reeve.url}/carbon/users`);
    await page.getByRole('navigation').getByRole('link', { name: 'Recycle bin' }).click();
    await heading(page, 'Recycle bin');
    await says(page, /Nobody is in the recycle bin/);
    assert.equal(new URL(page.url()).pathname, '/carbon/recycle-bin');
  });

  step('a deleted user stands in it with who, when and why, and is found and restored', async () => {
    for (const userName of ['ann', 'ben', 'cleo', 'dora']) {
      const { id } = await call(page, 'POST', '/users', { userName, password: 'a borrowed umbrella' });
      await call(page, 'DELETE', `/users/${id}?reason=left%20the%20house`, undefined);
    }
    await page.reload();
    await row('ann').filter({ hasText: 'left the house' }).filter({ hasText: 'admin' }).waitFor();
    assert.deepEqual(await examine(page, 'recycle bin'), []);
    await page.getByRole('searchbox', { name: 'Find a deleted user' }).fill('ann');
    await row('ben').waitFor({ state: 'detached' });
    await row('ann').getByRole('button', { name: 'Restore' }).click();
    await dialog().getByRole('button', { name: 'Restore user' }).click();
    await says(page, /ann is back/);
    await row('ann').waitFor({ state: 'detached' });
  });

  step('one is removed for good, once his name is typed', async () => {
    await page.getByRole('searchbox', { name: 'Find a deleted user' }).fill('');
    await row('dora').getByRole('button', { name: 'Remove for ever' }).click();
    await dialog().getByLabel('Type dora to go on').fill('dora');
    await dialog().getByRole('button', { name: 'Remove for ever' }).click();
    await row('dora').waitFor({ state: 'detached' });
  });

  step('several are restored at once, by a rehearsal', async () => {
    for (const name of ['ben', 'cleo']) await page.getByRole('checkbox', { name: `Select ${name}` }).check();
    await press(page, 'Restore 2 users');
    await press(page, 'Show what would change');
    await heading(page, 'Restore 2 users');
  });

  step('a deleted role or group comes back from its entry', async () => {
    const { id } = await call(page, 'POST', '/groups', { name: 'Harbour' });
    await call(page, 'DELETE', `/groups/${id}`, undefined);
    await page.goto(`${reeve.url}/carbon/recycle-bin?tab=groups`);
    await row('Harbour').getByRole('button', { name: 'Restore…' }).click();
    await dialog().getByText('The group Harbour is made again').waitFor();
    await dialog().getByRole('button', { name: 'Undo', exact: true }).click();
    await says(page, 'Undone.');
    await says(page, 'No group that was deleted can be brought back.');
  });
});
