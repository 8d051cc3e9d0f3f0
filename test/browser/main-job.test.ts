// The main job in a real browser, from the printed link to the last sign-out; each step is named after the sentence that asks for it.
// One server and one administrator for the whole file: each step builds on those before.
import assert from 'node:assert/strict';
import { after, before, describe } from 'node:test';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { openBrowser, openContext } from './browser.ts';
import { admin, program, type Reeve, setUpLink, signIn, startReeve } from './reeve.ts';
import { act, added, chooseOwn, goTo, heading, mayOpenDashboard, openActions, press, says, shownOnce, tick, ticked, typePasswords, undo } from './screens.ts';
import { steps } from './steps.ts';

const temporary = 'a borrowed umbrella';
const own = 'an umbrella of my own';
const reset = 'another borrowed umbrella';
const api = 'All Permissions > Admin Permissions > Manage > API';

describe('Managing users, in the browser', () => {
  const step = steps();
  let reeve: Reeve;
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;

  /** Somebody else, at his own computer. */
  const elsewhere = async (): Promise<Page> => (await openContext(browser)).newPage();
  const leave = (other: Page): Promise<void> => other.context().close();
  /** A page that still asks goes to the sign-in page by itself once its session has ended, and would cross the way of a test that sends it anywhere. */
  const settled = (other: Page): Promise<void> => other.waitForLoadState('networkidle');

  before(async () => {
    [reeve, browser] = await Promise.all([startReeve({ administrator: false }), openBrowser()]);
    context = await openContext(browser);
    page = await context.newPage();
  });
  after(async () => {
    await browser?.close();
    await reeve?.stop();
  });

  step('the printed single-use link makes the first administrator, and signs him in', async () => {
    const link = await setUpLink(reeve);
    await page.goto(link);
    await press(page, 'Continue');
    assert.equal(await page.getByLabel('User name').inputValue(), 'admin');
    // While it is typed, each line of the rule says what is met and what fails.
    await page.getByLabel('New password').fill('admin');
    await page.getByRole('meter').waitFor();
    const lines = (state: string) => page.locator(`#rule [data-state=${state}]`).evaluateAll((all) => all.map(({ dataset }) => dataset.rule));
    assert.deepEqual([await lines('met'), await lines('failed')], [[], ['length', 'owner', 'guessing']]);
    await says(page, /✗ 12 to 256 characters/);
    await page.getByLabel('New password').fill(admin.password);
    assert.deepEqual([await lines('met'), await lines('failed')], [['length'], []]);
    await page.getByLabel('Repeat it').fill(admin.password);
    await press(page, 'Finish');
    await page.waitForURL('**/carbon/users');
    await heading(page, 'Users');
    const other = await elsewhere();
    const answer = await other.goto(link);
    assert.ok((answer?.status() ?? 0) >= 400, `the used link answered ${answer?.status()}`);
    await leave(other);
  });

  step('click Add under Users and Roles in the Main menu, and click Add New User', async () => {
    await page.getByRole('region', { name: 'Users and Roles' }).getByText('Add', { exact: true }).waitFor();
    await goTo(page, 'Add New User');
    await heading(page, 'Add New User');
  });

  step('the Domain drop-down list contains PRIMARY, and what is typed wrong is said beside its field', async () => {
    const domain = page.getByRole('combobox', { name: 'Domain' });
    assert.equal(await domain.inputValue(), 'PRIMARY');
    await domain.click();
    assert.deepEqual(await page.getByRole('option').allTextContents(), ['PRIMARY']);
    await page.keyboard.press('Escape');
    await page.getByLabel('User Name').fill('a b');
    await page.getByLabel('User Name').blur();
    await says(page, 'No spaces.');
  });

  step('provide the user name and password and click Next', async () => {
    await page.getByLabel('User Name').fill('carl');
    await page.getByText('12 to 256 characters').first().waitFor();
    await typePasswords(page, temporary);
    await press(page, 'Next');
    await heading(page, 'Roles');
    await page.waitForURL('**step=roles');
  });

  step('select the roles you want to assign, and click Finish', async () => {
    await page.getByRole('checkbox', { name: 'creator' }).check();
    await press(page, 'Finish');
    await added(page, 'carl');
  });

  step('the new user appears in the Users list', async () => {
    await goTo(page, 'Users');
    await page.getByRole('row', { name: 'carl' }).waitFor();
    await says(page, '2 users');
  });

  step('you cannot change the user name of an existing user, and the screen says why', async () => {
    await page.getByRole('row', { name: 'carl' }).click();
    await heading(page, 'carl');
    await says(page, /It cannot be changed: applications, logs and directories know the user by it/);
    assert.equal(await page.getByRole('textbox', { name: 'User name' }).count(), 0);
    await press(page, 'Change the shown name');
    const shown = page.getByRole('textbox', { name: 'Shown name' });
    assert.equal(await shown.evaluate((field) => field === field.ownerDocument.activeElement), true);
    await shown.fill('Carl Ames');
    await press(page, 'Save');
    await heading(page, 'Carl Ames');
    await undo(page);
    await heading(page, 'carl');
  });

  step('create a new role with API-M Admin and Login, by their display paths, and assign it to the user', async () => {
    await goTo(page, 'Add New Role');
    await page.getByLabel('Role Name').fill('dashboard');
    await press(page, 'Next');
    for (const path of mayOpenDashboard) await tick(page, path);
    for (const path of mayOpenDashboard) assert.equal(await ticked(page, path), 'true', path);
    await press(page, 'Next');
    await page.getByRole('checkbox', { name: 'carl' }).check();
    await press(page, 'Finish');
    await added(page, 'dashboard');
  });

  step('the tree ticks what lies below, shows a part as a part, and finds with the path in sight', async () => {
    await goTo(page, 'Add New Role');
    await page.getByLabel('Role Name').fill('sub-publisher');
    await press(page, 'Next');
    await tick(page, api);
    assert.equal(await ticked(page, `${api} > Publish`), 'true');
    assert.equal(await ticked(page, 'All Permissions > Admin Permissions > Manage'), 'mixed');
    await tick(page, `${api} > Publish`);
    assert.equal(await ticked(page, `${api} > Publish`), 'false');
    assert.equal(await ticked(page, api), 'mixed');
    const search = page.getByRole('textbox', { name: 'Find a permission, a screen or an operation' });
    await search.fill('API-M');
    await page.getByRole('treeitem').filter({ hasText: 'Publish' }).waitFor({ state: 'detached' });
    assert.equal(await ticked(page, mayOpenDashboard[0]), 'false');
    await search.fill('');
    await press(page, 'Finish');
    await added(page, 'sub-publisher');
  });

  step('he signs in with his temporary password, must choose his own, and opens the Admin Dashboard', async () => {
    const his = await elsewhere();
    await signIn(his, reeve, { name: 'carl', password: temporary }, '/admin');
    await heading(his, 'Choose your own password');
    await chooseOwn(his, temporary);
    await says(his, 'This is the password you were given. Choose one that only you know.');
    await chooseOwn(his, own);
    await his.waitForURL('**/admin');
    await heading(his, 'Overview');
    await his.goto(`${reeve.url}/carbon`);
    await says(his, 'API Tokens');
    await leave(his);
  });

  for (const [node, missing, name] of [
    ['API-M Admin', 'Login', 'half-a'],
    ['Login', 'API-M Admin', 'half-b'],
  ] as const) {
    step(`without ${missing} the Admin Dashboard stays shut, and the page names what is missing`, async () => {
      await goTo(page, 'Add New Role');
      await page.getByLabel('Role Name').fill(`only ${node}`);
      await press(page, 'Next');
      await tick(page, mayOpenDashboard.find((path) => path.endsWith(node)) ?? '');
      await press(page, 'Finish');
      await added(page, `only ${node}`);
      await goTo(page, 'Add New User');
      await page.getByLabel('User Name').fill(name);
      await typePasswords(page, temporary);
      await page.getByRole('checkbox', { name: 'Must choose his own at the next sign-in' }).uncheck();
      await press(page, 'Next');
      await page.getByRole('checkbox', { name: `only ${node}` }).check();
      await press(page, 'Finish');
      await added(page, name);
      const his = await elsewhere();
      await signIn(his, reeve, { name, password: temporary }, '/admin');
      await heading(his, 'You may not open this');
      assert.deepEqual(await his.getByRole('listitem').getByRole('strong').allTextContents(), [missing]);
      assert.equal((await his.reload())?.status(), 403);
      await leave(his);
    });
  }

  step('find the user on the Users screen and click Change Password in the Actions column; he must change it', async () => {
    await goTo(page, 'Users');
    await openActions(page, 'carl');
    await act(page, 'Change Password');
    await page.getByText('Type one', { exact: true }).click();
    await typePasswords(page, reset);
    await press(page, 'Change password');
    await says(page, 'The password of carl is changed.');
    const his = await elsewhere();
    await signIn(his, reeve, { name: 'carl', password: reset });
    await heading(his, 'Choose your own password');
    await leave(his);
  });

  step('a generated temporary password is shown once', async () => {
    await openActions(page, 'carl');
    await act(page, 'Change Password');
    await press(page, 'Change password');
    await heading(page, 'Temporary password of carl');
    const secret = (await shownOnce(page)) ?? '';
    await page.getByRole('dialog').getByRole('button', { name: 'Close', exact: true }).last().click();
    assert.equal(await page.getByText(secret).count(), 0);
    const his = await elsewhere();
    await signIn(his, reeve, { name: 'carl', password: secret });
    await chooseOwn(his, own);
    await his.waitForURL('**/carbon/**');
    await leave(his);
  });

  step('click Change My Password, enter your current password and new password, and click Change', async () => {
    const other = await elsewhere();
    await signIn(other, reeve);
    await settled(other);
    await goTo(page, 'Change My Password');
    const change = async (current: string) => {
      await page.getByLabel('Current Password').fill(current);
      await page.getByLabel(/^New Password( \*)?$/).fill(own);
      await page.getByLabel('New Password Repeat').fill(own);
      await press(page, 'Change');
    };
    await change('not my password');
    await says(page, 'The current password is not right.');
    await page.waitForURL('**/carbon/password');
    await change(admin.password);
    await says(page, /Your password is changed\. Ended: 1 session/);
    await goTo(page, 'Users');
    await heading(page, 'Users');
    await other.goto(`${reeve.url}/carbon`);
    await heading(other, 'Sign in');
    await leave(other);
  });

  step('you can assign him different roles, and view them', async () => {
    await openActions(page, 'carl');
    await act(page, 'Assign Roles');
    await page.getByRole('dialog').getByRole('checkbox', { name: 'publisher', exact: true }).check();
    await press(page, 'Assign 1 role');
    await says(page, 'The roles of carl are changed.');
    await openActions(page, 'carl');
    await act(page, 'View Roles');
    for (const role of ['creator', 'dashboard', 'publisher']) await page.getByRole('link', { name: role, exact: true }).waitFor();
    await page.getByRole('row', { name: 'creator' }).getByRole('button', { name: 'Take away' }).click();
    await says(page, 'creator is taken from carl.');
    await page.getByRole('link', { name: 'creator', exact: true }).waitFor({ state: 'detached' });
  });

  const actOnRole = async (role: string, name: string) => {
    await goTo(page, 'Roles');
    await page.getByRole('button', { name: `Actions for ${role}`, exact: true }).click();
    await act(page, name);
  };

  step('click Roles: rename one, and see its permissions', async () => {
    await actOnRole('sub-publisher', 'Rename');
    await page.getByRole('dialog').getByLabel('Role Name').fill('co-publisher');
    await press(page, 'Save');
    await says(page, 'The role is saved.');
    await actOnRole('co-publisher', 'Permissions');
    await heading(page, 'co-publisher');
    assert.equal(await ticked(page, `${api} > Create`), 'true');
    assert.equal(await ticked(page, `${api} > Publish`), 'false');
  });

  step('assign users to it, and view them', async () => {
    await actOnRole('co-publisher', 'Assign Users');
    await page.getByRole('dialog').getByRole('checkbox', { name: 'half-a' }).check();
    await press(page, 'Give it to 1 user');
    await says(page, 'The users of the role are changed.');
    await actOnRole('co-publisher', 'View Users');
    await page.getByRole('row', { name: /half-a/ }).waitFor();
    assert.equal(await page.getByRole('row', { name: /half-b/ }).count(), 0);
  });

  step('delete it; the built-in ones say why they stay', async () => {
    await actOnRole('co-publisher', 'Delete…');
    await says(page, /lose it, and with it what it allows/);
    await press(page, 'Delete role');
    await says(page, 'The role co-publisher is deleted.');
    await page.getByRole('row', { name: 'co-publisher' }).waitFor({ state: 'detached' });
    await goTo(page, 'Roles');
    await page.getByRole('button', { name: 'Actions for admin', exact: true }).click();
    const remove = page.getByRole('menuitem', { name: 'Delete…' });
    assert.equal(await remove.getAttribute('aria-disabled'), 'true');
    await remove.hover();
    await page.getByRole('tooltip').getByText('The role admin is built in').waitFor();
    await page.keyboard.press('Escape');
  });

  step('locking him ends his open session within a second', async () => {
    const his = await elsewhere();
    await signIn(his, reeve, { name: 'carl', password: own });
    await settled(his);
    assert.equal((await his.request.get(`${reeve.url}/api/me`)).status(), 200);
    await goTo(page, 'Users');
    await openActions(page, 'carl');
    await act(page, 'Lock…');
    await page.getByLabel('Reason').fill('lost his laptop');
    const locked = page.waitForResponse((answer) => answer.url().endsWith('/lock') && answer.ok());
    await press(page, 'Lock user');
    await locked;
    const began = performance.now();
    while ((await his.request.get(`${reeve.url}/api/me`)).status() !== 401) assert.ok(performance.now() - began < 1_000, 'his session still lives');
    await says(page, /carl is locked\. Ended: \d session/);
    await page.getByRole('row', { name: 'carl' }).getByText('Locked').waitFor();
    await his.goto(`${reeve.url}/carbon`);
    await heading(his, 'Sign in');
    await leave(his);
  });

  step('a token is made, shown once, and asks for decisions', async () => {
    await goTo(page, 'API Tokens');
    await press(page, 'Make a token');
    await page.getByRole('dialog').getByLabel('Name').fill('shop');
    await press(page, 'Make token');
    await heading(page, 'The token is made');
    const secret = (await shownOnce(page)) ?? '';
    await page.getByRole('dialog').getByRole('button', { name: 'Close', exact: true }).last().click();
    await page.getByRole('cell', { name: 'shop' }).waitFor();
    assert.equal(await page.getByText(secret).count(), 0);
    const shop = await program(reeve, secret);
    const ask = async (user: string) => (await shop.post('/api/may', { data: { user, permission: '/permission/admin/manage/api/publish' } })).json();
    assert.equal((await ask('admin')).allowed, true);
    const { allowed, reason } = await ask('carl');
    assert.equal(allowed, false);
    assert.match(reason, /locked/i);
    await shop.dispose();
  });

  step('deleted, he is gone from the list, and Undo brings him back', async () => {
    await goTo(page, 'Users');
    await openActions(page, 'half-a');
    await act(page, 'Delete…');
    await press(page, 'Delete user');
    await says(page, /half-a is in the recycle bin/);
    await page.getByRole('row', { name: 'half-a' }).waitFor({ state: 'detached' });
    await page.getByRole('alert').filter({ hasText: 'half-a is in the recycle bin' }).getByRole('button', { name: 'Undo' }).click();
    await page.getByRole('row', { name: 'half-a' }).waitFor();
  });

  step('nobody does it to himself: the last administrator finds it greyed out, with the reason', async () => {
    await openActions(page, 'admin');
    const remove = page.getByRole('menuitem', { name: 'Delete…' });
    assert.equal((await remove.getAttribute('aria-disabled')) ?? (await remove.getAttribute('data-disabled')), 'true');
    await page.keyboard.press('Escape');
  });

  step('sign out, and the way back leads through signing in', async () => {
    await page.getByRole('button', { name: 'PRIMARY/admin' }).click();
    await act(page, 'Sign out');
    await page.waitForURL('**/sign-in');
    await page.goto(`${reeve.url}/carbon/users`);
    await heading(page, 'Sign in');
    assert.equal(new URL(page.url()).searchParams.get('to'), '/carbon/users');
  });
});
