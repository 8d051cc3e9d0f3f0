// Users who may only a little: every screen opens for each of them, nothing breaks, nothing is blank, and what they may not do says why.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser, Locator, Page } from 'playwright-core';
import { openBrowser, openContext, watch } from './browser.ts';
import { quietOf } from './quiet.ts';
import { call, type Reeve, signIn, startReeve } from './reeve.ts';
import { goWithin, heading, press, typePasswords } from './screens.ts';

const password = 'a borrowed umbrella';
const identity = '/permission/admin/manage/identity';
const login = '/permission/admin/configure/login';
const few = {
  nothing: [],
  lists: [`${identity}/usermgt/list`, `${identity}/rolemgt/view`],
  views: [`${identity}/usermgt/view`],
  creates: [`${identity}/usermgt/create`, `${identity}/usermgt/update`],
  roles: [`${identity}/rolemgt`],
  manages: [`${identity}/usermgt`, `${identity}/rolemgt`],
  scoped: [],
} as const satisfies Record<string, readonly string[]>;
type Name = keyof typeof few;
const names = Object.keys(few) as Name[];
/** Those of whom each sees other things refused; the others would only see the same again. */
const walkers = ['nothing', 'views', 'roles', 'scoped'] as const satisfies readonly Name[];
const drawnMillisecondsMax = 10_000;

const userTabs = ['profile', 'roles', 'permissions', 'sessions', 'tokens', 'journal'];
const tabsOf = { roles: ['permissions', 'users', 'journal'], groups: ['members', 'nesting', 'roles', 'journal'] } as const;

describe('Somebody who may only a little', () => {
  let reeve: Reeve;
  let browser: Browser;
  let ids: { readonly user: string; readonly admin: string; readonly role: string; readonly group: string; readonly other: string };

  before(async () => {
    [reeve, browser] = await Promise.all([startReeve(), openBrowser()]);
    const page = await (await openContext(browser)).newPage();
    await signIn(page, reeve);
    const made = async (path: string, body: unknown) => String((await call(page, 'POST', path, body)).id);
    const allow = (nodes: readonly string[]) => nodes.map((permission) => ({ permission, effect: 'allow' }));
    const everyday = await made('/roles', { name: 'may-sign-in', entries: allow([login]) });
    const group = await made('/groups', { name: 'Harbour' });
    for (const name of names) {
      const role = few[name].length > 0 ? [{ role: await made('/roles', { name: `only-${name}`, entries: allow(few[name]) }) }] : [];
      await made('/users', { userName: name, password, mustChangePassword: false, roles: [{ role: everyday }, ...role] });
    }
    const find = async (search: string) => String((await (await page.request.get(`${reeve.url}/api/users?search=${search}`)).json()).items[0].id);
    const manager = await made('/roles', { name: 'manager', entries: allow([`${identity}/usermgt`, `${identity}/groupmgt`]) });
    await call(page, 'POST', `/groups/${group}/members`, { add: [await find('views')] });
    await call(page, 'POST', `/users/${await find('scoped')}/roles`, { give: [{ role: manager, scope: { groups: [group] } }] });
    const other = await made('/roles', { name: 'watch', entries: allow(['/permission/admin/monitor']) });
    const gone = await made('/users', { userName: 'gone', password, roles: [{ role: other }] });
    await call(page, 'DELETE', `/users/${gone}`, undefined);
    ids = { user: await find('views'), admin: await find('admin'), role: everyday, group, other };
    await page.context().close();
  });
  after(async () => {
    await browser?.close();
    await reeve?.stop();
  });

  const screens = () => [
    ...['users', 'users/add', 'groups', 'groups/add', 'roles', 'roles/add', 'password', 'tokens', 'journal', 'who', 'who?tab=could', 'throttles', 'add'],
    ...userTabs.map((tab) => `users/${ids.user}?tab=${tab}`),
    ...tabsOf.roles.map((tab) => `roles/${ids.role}?tab=${tab}`),
    ...tabsOf.groups.map((tab) => `groups/${ids.group}?tab=${tab}`),
  ];

  /** What is wrong with the screen as it stands; empty = nothing. */
  const faultOf = async (page: Page, screen: string): Promise<string> => {
    const main = page.getByRole('main');
    // With the network quiet there may still be something to draw.
    for (const ends = Date.now() + drawnMillisecondsMax; Date.now() < ends; ) {
      if (((await main.textContent()) ?? '').trim().length >= 10) break;
      await page.waitForTimeout(50);
    }
    const text = ((await main.textContent()) ?? '').trim();
    if (text.length < 10) return `${screen} is blank: "${text}"`;
    if (/This screen stopped|without saying why|undefined|\[object|NaN/.test(text)) return `${screen} says: ${text.slice(0, 200)}`;
    const refused = await main.getByRole('alert').allTextContents();
    const wordless = refused.find((each) => !/You need the permission|\.\s*(Try again)?$/.test(each.trim()));
    return wordless === undefined ? '' : `${screen} refuses without a sentence: ${wordless}`;
  };

  for (const name of walkers) {
    it(`finds every screen in words: ${name}`, async () => {
      const context = await openContext(browser);
      const { complaints } = await watch(context);
      const page = await context.newPage();
      const quiet = quietOf(page);
      await signIn(page, reeve, { name, password });
      const faults: string[] = [];
      for (const [nth, screen] of screens().entries()) {
        // Every other one as if its address was typed.
        if (nth % 2 === 0) await page.goto(`${reeve.url}/carbon/${screen}`);
        else await goWithin(page, `/carbon/${screen}`);
        await quiet();
        const fault = await faultOf(page, screen);
        if (fault) faults.push(fault);
      }
      await context.close();
      assert.deepEqual([...faults, ...complaints()], []);
    });
  }

  const signedIn = async (name: Name) => {
    const page = await (await openContext(browser)).newPage();
    await signIn(page, reeve, { name, password });
    return page;
  };

  it('is told which permission a list to choose from takes, instead of that nothing matches', async () => {
    const page = await signedIn('creates');
    await page.goto(`${reeve.url}/carbon/users/add`);
    await page.getByLabel('User Name').fill('newcomer');
    await typePasswords(page, password);
    await press(page, 'Next');
    await page
      .getByRole('main')
      .getByText(/You need the permission .*Role Management/)
      .waitFor();
    assert.equal(await page.getByText('No role matches.').count(), 0);
    await press(page, 'Finish');
    await page.getByText('User newcomer was added.').waitFor();
    await page.context().close();
  });

  it('reads on a disabled action which permission is missing', async () => {
    const page = await signedIn('lists');
    await page.goto(`${reeve.url}/carbon/users`);
    const add = page.getByRole('main').getByRole('button', { name: 'Add user' });
    await add.focus();
    assert.equal(await add.getAttribute('aria-disabled'), 'true');
    await page.getByRole('tooltip').filter({ hasText: 'User Management › Create' }).waitFor();
    // A tree that cannot be ticked says so, too.
    await page.goto(`${reeve.url}/carbon/roles/${ids.other}`);
    await page
      .getByRole('main')
      .getByText(/You need the permission .*Role Management › Update/)
      .waitFor();
    await page.context().close();
  });

  it('reads on a disabled action which rule forbids it: on who holds more, in the list and on his page, and on a role that gives more', async () => {
    const page = await signedIn('manages');
    const isOff = async (of: Locator) => assert.equal(await of.getAttribute('aria-disabled'), 'true');
    const says = (text: RegExp) => page.getByRole('tooltip').filter({ hasText: text }).waitFor();
    await page.goto(`${reeve.url}/carbon/users`);
    await page.getByRole('button', { name: 'Actions for admin' }).click();
    const lock = page.locator('[role=menuitem][aria-disabled=true]').filter({ hasText: 'Lock…' });
    await lock.waitFor();
    await lock.hover();
    await says(/^He holds All Permissions, which you do not: only somebody who holds it may do this to him\.$/);
    await page.keyboard.press('Escape');
    await page.getByRole('row', { name: 'admin' }).click();
    const change = page.getByRole('button', { name: 'Change Password' });
    await page.locator('button[aria-disabled=true]').filter({ hasText: 'Change Password' }).waitFor();
    await isOff(change);
    await page.goto(`${reeve.url}/carbon/roles/${ids.other}`);
    await page.locator('button[aria-disabled=true]').filter({ hasText: 'Delete' }).focus();
    await says(/^It gives .* › Monitor, which you do not hold/);
    await page.context().close();
  });

  it('reads the rule also in the palette, in a dialog that a link opens, and in the recycle bin', async () => {
    const page = await signedIn('manages');
    const rule = 'He holds All Permissions, which you do not: only somebody who holds it may do this to him.';
    await page.goto(`${reeve.url}/carbon/users`);
    await page.getByRole('row', { name: 'admin' }).waitFor();
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox', { name: /Find a user/ }).fill('Lock adm');
    await page.locator('[role=option][aria-disabled=true]').filter({ hasText: 'Lock admin' }).filter({ hasText: rule }).waitFor();
    await page.keyboard.press('Escape');
    await page.goto(`${reeve.url}/carbon/users/${ids.admin}?do=lock`);
    const dialog = page.getByRole('dialog', { name: 'Lock admin' });
    await dialog.getByText(rule).waitFor();
    assert.equal(await dialog.getByRole('button', { name: 'Lock user' }).count(), 0);
    await dialog.getByRole('button', { name: 'Close' }).last().click();
    await page.goto(`${reeve.url}/carbon/recycle-bin`);
    const restore = page.getByRole('row').filter({ hasText: 'gone' }).locator('button[aria-disabled=true]').filter({ hasText: 'Restore' });
    await restore.focus();
    await page
      .getByRole('tooltip')
      .filter({ hasText: /^He holds .* › Monitor, which you do not/ })
      .waitFor();
    await page.context().close();
  });

  it('sees those of his scope, and of others that they do not exist', async () => {
    const page = await signedIn('scoped');
    await page.goto(`${reeve.url}/carbon/users`);
    await page.getByRole('row', { name: 'views' }).waitFor();
    assert.equal(await page.getByRole('row', { name: 'lists' }).count(), 0);
    await page.goto(`${reeve.url}/carbon/users/${ids.user}`);
    await heading(page, 'views');
    await page.context().close();
  });
});
