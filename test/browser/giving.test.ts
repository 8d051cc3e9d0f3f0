// Giving roles in the console: from – until and on whom, from each screen that gives one; and what the lists then say in words.
// One server for the file: each step builds on those before.
import assert from 'node:assert/strict';
import { after, before, describe } from 'node:test';
import type { Browser, Locator, Page } from 'playwright-core';
import { openBrowser, openContext } from './browser.ts';
import { call, type Reeve, signIn, startReeve } from './reeve.ts';
import { added, goTo, heading, nodeAt, press, says, ticked, typePasswords, undo } from './screens.ts';
import { steps } from './steps.ts';

const password = 'a borrowed umbrella';

describe('Giving a role on some only', () => {
  const step = steps();
  let reeve: Reeve;
  let browser: Browser;
  let page: Page;
  let ids: { readonly ann: string; readonly sales: string; readonly helper: string };

  before(async () => {
    [reeve, browser] = await Promise.all([startReeve(), openBrowser()]);
    page = await (await openContext(browser)).newPage();
    await signIn(page, reeve);
    const made = async (path: string, body: unknown) => String((await call(page, 'POST', path, body)).id);
    const entries = [{ permission: '/permission/admin/manage/identity/usermgt/view', effect: 'allow' }];
    ids = {
      ann: await made('/users', { userName: 'ann', password, mustChangePassword: false }),
      sales: await made('/groups', { name: 'Sales' }),
      helper: await made('/roles', { name: 'helper', entries }),
    };
  });
  after(async () => {
    await browser?.close();
    await reeve?.stop();
  });

  const dialog = (): Locator => page.getByRole('dialog');
  /** Chooses the first condition's groups; the dialog or the wizard's step is `inside`. */
  const onSales = async (inside: Locator) => {
    await inside.getByText('Only some', { exact: true }).click();
    await inside.getByRole('combobox', { name: 'Members of groups' }).fill('Sal');
    await page.getByRole('option', { name: 'Sales' }).click();
    await page.keyboard.press('Escape');
  };
  const helperRow = (text: string) => page.getByRole('row').filter({ hasText: text });

  step('on a user: the form says what it means, waits for every condition, and the list says it in words', async () => {
    await page.goto(`${reeve.url}/carbon/users/${ids.ann}?tab=roles`);
    await press(page, 'Assign roles');
    await dialog().getByRole('checkbox', { name: 'helper' }).check();
    await dialog().getByRole('button', { name: 'How helper is given' }).click();
    await dialog().getByText('Only some', { exact: true }).click();
    await says(page, /counts only on users, groups and roles that fit here/);
    await says(page, 'on whom is not said yet');
    assert.equal(await dialog().getByRole('button', { name: 'Assign 1 role' }).isDisabled(), true);
    await onSales(dialog());
    await press(page, 'Add a condition');
    await dialog().getByRole('combobox', { name: 'Condition' }).nth(1).click();
    await page.getByRole('option', { name: 'Attribute' }).click();
    await dialog().getByRole('combobox', { name: 'Attribute', exact: true }).last().fill('country');
    await dialog().getByRole('textbox', { name: 'Value' }).fill('DE');
    await press(page, 'Assign 1 role');
    await says(page, 'The roles of ann are changed.');
    await helperRow('group Sales and its members').filter({ hasText: 'country is DE' }).waitFor();
  });

  step('the same role can be given again, on others; both are shown, taken together and brought back together', async () => {
    await press(page, 'Assign roles');
    await dialog().getByRole('checkbox', { name: 'helper' }).check();
    await dialog().getByRole('button', { name: 'How helper is given' }).click();
    await dialog().getByText('Only some', { exact: true }).click();
    await dialog().getByRole('combobox', { name: 'Condition' }).click();
    await page.getByRole('option', { name: 'User store' }).click();
    await dialog().getByRole('combobox', { name: 'User store' }).last().click();
    await page.getByRole('option', { name: 'PRIMARY' }).click();
    await press(page, 'Assign 1 role');
    await helperRow('user store PRIMARY').waitFor();
    await helperRow('user store PRIMARY').getByRole('button', { name: 'Take away' }).click();
    await helperRow('helper').first().waitFor({ state: 'detached' });
    await undo(page);
    await helperRow('user store PRIMARY').waitFor();
    await helperRow('group Sales and its members').waitFor();
  });

  step('in the wizard, with the summary saying it', async () => {
    await goTo(page, 'Add New User');
    await page.getByLabel('User Name').fill('ben');
    await typePasswords(page, password);
    await press(page, 'Next');
    await page.getByRole('checkbox', { name: 'helper' }).check();
    await page.getByRole('button', { name: 'How helper is given' }).click();
    await onSales(page.getByRole('main'));
    await page.getByRole('complementary', { name: 'What will be made' }).getByText('group Sales and its members').waitFor();
    await press(page, 'Finish');
    await added(page, 'ben');
    await page.getByRole('tab', { name: 'Roles and groups' }).click();
    await helperRow('group Sales and its members').waitFor();
  });

  step('on the users of a role', async () => {
    await page.goto(`${reeve.url}/carbon/roles/${ids.helper}?tab=users`);
    await press(page, 'Assign Users');
    await dialog().getByRole('checkbox', { name: 'admin' }).waitFor();
    await dialog().getByRole('checkbox', { name: 'ben' }).check();
    await onSales(dialog());
    await press(page, 'Give it to 1 user');
    await says(page, 'The users of the role are changed.');
    await helperRow('ben').filter({ hasText: 'group Sales and its members' }).waitFor();
  });

  step('on the roles of a group', async () => {
    await page.goto(`${reeve.url}/carbon/groups/${ids.sales}?tab=roles`);
    await heading(page, 'Sales');
    await press(page, 'Assign roles');
    await dialog().getByRole('checkbox', { name: 'helper' }).check();
    await dialog().getByRole('button', { name: 'How helper is given' }).click();
    await onSales(dialog());
    await press(page, 'Assign 1 role');
    await helperRow('group Sales and its members').waitFor();
  });

  step('what he may do is the tree, lit by what he may, each node answering why; Could he…? answers any permission', async () => {
    await call(page, 'POST', `/groups/${ids.sales}/members`, { add: [ids.ann] });
    await page.goto(`${reeve.url}/carbon/users/${ids.ann}?tab=permissions`);
    const path = 'All Permissions > Admin Permissions > Manage > Identity > User Management';
    const view = await nodeAt(page, `${path} > View`);
    assert.equal(await ticked(page, `${path} > View`), 'true');
    assert.equal(await ticked(page, `${path} > Delete`), 'false');
    assert.equal(await ticked(page, path), 'mixed');
    await view.getByText('only on some').waitFor();
    const about = page.getByRole('region', { name: 'About this permission' });
    await view.click();
    await about.getByText('He may, but only on some.').waitFor();
    await about.getByText('helper was given to him on some only: say on whom.').first().waitFor();
    await (await nodeAt(page, `${path} > Delete`)).click();
    await about.getByText(/^No role but admin holds .* › Delete\. Add it to one\.$/).waitFor();
    const could = page.getByRole('region', { name: 'Could he…?' });
    await could.getByRole('combobox', { name: 'Permission' }).fill('User Management › Create');
    await page.getByRole('option', { name: /User Management › Create$/ }).click();
    await could.getByText('ann may not.').waitFor();
    await page.goto(`${reeve.url}/carbon/who?tab=could&user=${ids.ann}&permission=/permission/admin/manage/identity/usermgt/view&on=${ids.ann}`);
    await says(page, 'ann may.');
    await page.getByRole('table', { name: 'Because' }).getByRole('row').filter({ hasText: 'through Sales' }).waitFor();
  });

  step('the server holds to it: on a member he may, on another he may not', async () => {
    const ask = (on: string) => call(page, 'POST', '/may', { user: 'ben', permission: '/permission/admin/manage/identity/usermgt/view', on });
    const { items } = await (await page.request.get(`${reeve.url}/api/users?search=admin`)).json();
    assert.equal((await ask(ids.ann)).allowed, true);
    assert.equal((await ask(items[0].id)).allowed, false);
  });
});
