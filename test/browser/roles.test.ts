// "A role: … compare two roles; copy; what a change would alter, before saving; history; who may use it."
import assert from 'node:assert/strict';
import { after, before, describe } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { openBrowser, openContext } from './browser.ts';
import { call, type Reeve, signIn, startReeve } from './reeve.ts';
import { act, added, heading, press, says, tick, undo } from './screens.ts';
import { steps } from './steps.ts';

const identity = '/permission/admin/manage/identity';
const users = 'All Permissions › Admin Permissions › Manage › Identity › User Management';

describe('The page of a role', () => {
  const step = steps();
  let reeve: Reeve;
  let browser: Browser;
  let page: Page;
  let [role, other] = ['', ''];

  before(async () => {
    [reeve, browser] = await Promise.all([startReeve(), openBrowser()]);
    page = await (await openContext(browser)).newPage();
    await signIn(page, reeve);
    const made = async (path: string, body: unknown) => String((await call(page, 'POST', path, body)).id);
    const allow = (...nodes: readonly string[]) => nodes.map((node) => ({ permission: `${identity}/usermgt/${node}`, effect: 'allow' }));
    role = await made('/roles', { name: 'desk', description: 'At the desk', entries: allow('list', 'view') });
    other = await made('/roles', { name: 'night', entries: allow('list', 'update') });
    for (const [userName, roles] of [
      ['ann', [role]],
      ['ben', [role, other]],
    ] as const)
      await made('/users', { userName, roles: roles.map((each) => ({ role: each })) });
  });
  after(async () => {
    await browser?.close();
    await reeve?.stop();
  });

  const preview = () => page.getByRole('region', { name: 'What saving this changes' });
  const actions = async (line: string) => {
    await press(page, 'Actions');
    await act(page, line);
  };

  step('before saving it says what the role opens and closes, and how many really gain and lose by it', async () => {
    await page.goto(`${reeve.url}/carbon/roles/${role}`);
    // What the API calls it, to be copied.
    await page.getByRole('main').getByText(role, { exact: true }).waitFor();
    await tick(page, 'All Permissions > Admin Permissions > Manage > Identity > User Management > Update');
    await preview().getByText(`The role opens ${users} › Update.`).waitFor();
    await preview().getByText(`One user gains ${users} › Update, an administrator.`).waitFor();
    await tick(page, 'All Permissions > Admin Permissions > Manage > Identity > User Management > View');
    await preview().getByText(`2 users lose ${users} › View, 2 of them administrators.`).waitFor();
  });

  step('what was said comes true, is in its history in plain words, and can be undone', async () => {
    await press(page, 'Save permissions');
    await says(page, 'The permissions of the role are saved.');
    const holds = await page.request.get(`${reeve.url}/api/roles/${role}`);
    assert.deepEqual(
      (await holds.json()).entries.map(({ permission }: { permission: string }) => permission.split('/').at(-1)),
      ['list', 'update'],
    );
    await undo(page);
    await page.getByRole('tab', { name: 'Journal' }).click();
    await page
      .getByText(/changed desk/)
      .first()
      .waitFor();
  });

  step('two roles are compared: only where they differ, or also where they agree; the address keeps both', async () => {
    await page.goto(`${reeve.url}/carbon/roles/${role}`);
    await actions('Compare with…');
    await heading(page, 'Compare roles');
    await page.getByRole('combobox', { name: 'Another role' }).click();
    await page.getByRole('option', { name: 'night' }).click();
    const rows = page.getByRole('table', { name: 'Compare roles' }).locator('tbody tr');
    await rows.first().waitFor();
    const cells = (await rows.allInnerTexts()).map((text) => text.replaceAll(/\s*\t\s*/g, ' | '));
    assert.deepEqual(cells.sort(), [`${users} › Update | not allowed | allowed`, `${users} › View | allowed | not allowed`]);
    await page.getByRole('switch', { name: 'Also where they agree' }).click();
    await rows.getByText(`${users} › List`).waitFor();
    await page.reload();
    await rows.getByText(`${users} › List`).waitFor();
    assert.equal(await rows.count(), 3);
  });

  step('a copy has the same ticks under another name, and nobody holds it', async () => {
    await page.goto(`${reeve.url}/carbon/roles/${role}`);
    await actions('Copy…');
    await says(page, /The permissions of desk are ticked already/);
    assert.equal(await page.getByLabel('Role Name').inputValue(), 'Copy of desk');
    await page.getByLabel('Role Name').fill('day desk');
    await press(page, 'Finish');
    await added(page, 'day desk');
    const { items } = await (await page.request.get(`${reeve.url}/api/roles?search=day`)).json();
    const whole = await (await page.request.get(`${reeve.url}/api/roles/${items[0].id}`)).json();
    assert.deepEqual([whole.entries.length, whole.users, whole.description], [2, 0, 'At the desk']);
  });

  step('all who hold it, also through groups, are one click away, and so are those who may change and give it', async () => {
    await page.goto(`${reeve.url}/carbon/roles/${role}?tab=users`);
    await page.getByRole('link', { name: 'All who hold it, also through groups' }).click();
    await says(page, '2 users');
    await page.goBack();
    await page.getByRole('link', { name: 'Who may change and give it' }).click();
    await page.getByRole('main').getByRole('link', { name: 'admin' }).first().waitFor();
  });
});
