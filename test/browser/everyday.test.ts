// An administrator's ordinary day in the console: finding users by filters, a slow network, and going elsewhere while something is being made.
// One server for the file: each step builds on those before.
import assert from 'node:assert/strict';
import { after, before, describe } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { openBrowser, openContext } from './browser.ts';
import { call, type Reeve, signIn, startReeve } from './reeve.ts';
import { added, goTo, heading, press, says, typePasswords } from './screens.ts';
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
    await page.locator('input:focus').waitFor();
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

  /** Holds back the answers to this call until they are let go; says how many were asked. */
  const slow = async (path: string) => {
    const waiting: (() => void)[] = [];
    await page.route(`${reeve.url}/api${path}`, async (route) => {
      if (route.request().method() !== 'POST') return route.continue();
      await new Promise<void>((go) => waiting.push(go));
      return route.continue();
    });
    const letGo = async () => {
      const answer = page.waitForResponse((each) => each.request().method() === 'POST' && each.url().endsWith(path));
      for (const go of waiting) go();
      await answer;
      await page.unroute(`${reeve.url}/api${path}`);
    };
    const asked = async () => {
      while (waiting.length === 0) await page.waitForTimeout(10);
      return waiting.length;
    };
    return { asked, letGo };
  };
  const userName = () => page.getByRole('textbox', { name: 'User Name' });
  const typeUser = async (name: string) => {
    await goTo(page, 'Add New User');
    await userName().fill(name);
  };

  step('a user is made once, however often Enter is pressed on a slow network', async () => {
    await typeUser('dan');
    await typePasswords(page, password);
    const sent = await slow('/users');
    await press(page, 'Finish');
    await userName().press('Enter');
    await userName().press('Enter');
    assert.equal(await sent.asked(), 1);
    await sent.letGo();
    await added(page, 'dan');
    assert.equal(new URL(page.url()).search, '');
  });

  step('the rule that a password fails is named while it is typed, and again when the name changes', async () => {
    await typeUser('wilhelmina');
    await typePasswords(page, 'my wilhelmina lantern');
    const failed = page.getByRole('list', { name: 'The password rule' }).getByText('It holds the user name.');
    await failed.waitFor();
    await userName().fill('wilma');
    await failed.waitFor({ state: 'hidden' });
    await says(page, /^Hard to guess: /);
    await press(page, 'Cancel');
    await press(page, 'Leave');
  });

  step('who goes elsewhere while a user is being made stays there, is told, and sees him in the list', async () => {
    await typeUser('eve');
    await typePasswords(page, password);
    const sent = await slow('/users');
    await press(page, 'Finish');
    await sent.asked();
    await goTo(page, 'Users');
    await heading(page, 'Users');
    await sent.letGo();
    await says(page, 'User eve was added.');
    await page.getByRole('row', { name: 'eve' }).waitFor();
    assert.equal(new URL(page.url()).pathname, '/carbon/users');
  });

  step('a generated password is not lost by going elsewhere', async () => {
    await typeUser('fay');
    await page.getByText('Generate one', { exact: true }).click();
    const sent = await slow('/users');
    await press(page, 'Finish');
    await sent.asked();
    await goTo(page, 'Groups');
    await sent.letGo();
    await page.getByRole('alert').filter({ hasText: 'User fay was added.' }).locator('[class*=secretText]').waitFor();
    assert.equal(new URL(page.url()).pathname, '/carbon/groups');
    await page.getByRole('alert').filter({ hasText: 'User fay was added.' }).getByRole('button', { name: 'Close' }).click();
  });

  step('a refusal is told, too, to who has gone elsewhere', async () => {
    await typeUser('ann');
    await typePasswords(page, password);
    const sent = await slow('/users');
    await press(page, 'Finish');
    await sent.asked();
    await goTo(page, 'Roles');
    await sent.letGo();
    await page.getByRole('alert').filter({ hasText: 'ann' }).waitFor();
    assert.equal(new URL(page.url()).pathname, '/carbon/roles');
  });

  step('what a person answers for stands on his page, is added there, and leads back to him', async () => {
    const { items } = await (await page.request.get(`${reeve.url}/api/users?search=ben`)).json();
    await page.goto(`${reeve.url}/carbon/users/${items[0].id}?tab=owned`);
    await says(page, 'He answers for no device and no program.');
    await press(page, 'Add a device or program');
    await page.getByRole('radio', { name: 'Device' }).and(page.locator(':checked')).waitFor({ state: 'attached' });
    await userName().fill('door-7');
    await press(page, 'Finish');
    await added(page, 'door-7');
    await page.getByRole('region', { name: 'Facts' }).getByRole('link', { name: 'ben' }).click();
    await heading(page, 'ben');
    await page.getByRole('tab', { name: 'Devices and programs' }).click();
    await page
      .getByRole('row', { name: /door-7/ })
      .getByText('Device')
      .waitFor();
    await page.goto(`${reeve.url}/carbon/users?kind=device`);
    await filterBy('Owner', 'ben', 'ben');
    await says(page, '1 user');
    await page.getByRole('row', { name: 'door-7' }).click();
    await page
      .getByRole('textbox', { name: 'Owner' })
      .or(page.getByRole('combobox', { name: 'Owner' }))
      .fill('ann');
    await page.getByRole('option', { name: 'ann' }).click();
    await press(page, 'Save');
    await says(page, 'The profile is saved.');
    await page.getByRole('region', { name: 'Facts' }).getByRole('link', { name: 'ann' }).waitFor();
  });

  step('a device has tokens instead of a password, and its journal tells in words what was done to it', async () => {
    await page.getByRole('region', { name: 'Facts' }).getByRole('link', { name: 'API Tokens' }).waitFor();
    assert.equal(await page.getByRole('button', { name: 'Change Password' }).count(), 0);
    await page.getByRole('button', { name: 'Make a token' }).click();
    await page.getByRole('dialog').getByLabel('Name').fill('lock firmware');
    await press(page, 'Make token');
    await page.getByRole('dialog').locator('[class*=secretText]').waitFor();
    await page.getByRole('dialog').getByRole('button', { name: 'Close', exact: true }).last().click();
    await page.getByRole('cell', { name: 'lock firmware' }).waitFor();
    await page.getByRole('tab', { name: 'Journal' }).click();
    await page.getByRole('row').filter({ hasText: 'made the token lock firmware for door-7' }).waitFor();
  });

  step('a session that ends while a user is being made loses nothing that was typed', async () => {
    await typeUser('gus');
    await typePasswords(page, password);
    await page.context().clearCookies();
    await press(page, 'Finish');
    await heading(page, 'Your session has ended');
    const other = await page.context().newPage();
    await signIn(other, reeve);
    await other.close();
    await press(page, 'Go on');
    await added(page, 'gus');
  });

  step('without a network nothing typed is lost: it is said, and done when tried again', async () => {
    const context = page.context();
    await typeUser('hal');
    await typePasswords(page, password);
    await context.setOffline(true);
    await press(page, 'Finish');
    await says(page, /^Reeve did not answer, so it is not known whether this was done\. What you typed is still here/);
    assert.equal(await userName().inputValue(), 'hal');
    await context.setOffline(false);
    await press(page, 'Finish');
    await added(page, 'hal');
    await page.getByRole('textbox', { name: 'Given name' }).fill('Hal');
    await context.setOffline(true);
    await press(page, 'Save');
    await page.getByRole('alert').filter({ hasText: 'Reeve did not answer' }).waitFor();
    assert.equal(await page.getByRole('textbox', { name: 'Given name' }).inputValue(), 'Hal');
    await context.setOffline(false);
    await press(page, 'Save');
    await says(page, 'The profile is saved.');
  });

  step('a list without a network says that no answer came, and comes by itself when the network is back', async () => {
    await page.goto(`${reeve.url}/carbon/users`);
    await page.getByRole('row', { name: 'hal' }).waitFor();
    await page.context().setOffline(true);
    await page.getByRole('searchbox').fill('ann');
    await says(page, 'Reeve did not answer. Check the connection and try again.');
    await page.context().setOffline(false);
    await page.getByRole('row', { name: 'hal' }).waitFor({ state: 'detached' });
    await page.getByRole('row', { name: 'ann' }).waitFor();
  });
});
