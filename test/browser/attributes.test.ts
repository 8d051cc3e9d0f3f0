// The attribute schema in the console: a definition with a pattern that is tried while it is typed, the forms made from it, and a stricter rule that is rehearsed first.
// One server for the file: each step builds on those before.
import assert from 'node:assert/strict';
import { after, before, describe } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { openBrowser, openContext } from './browser.ts';
import { quietOf } from './quiet.ts';
import { call, type Reeve, signIn, startReeve } from './reeve.ts';
import { added, goTo, heading, press, says, typePasswords } from './screens.ts';
import { steps } from './steps.ts';

const password = 'a borrowed umbrella';

describe('Attributes of users', () => {
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

  const field = (name: string) => page.getByRole('textbox', { name, exact: true });
  const openAttribute = async (name: string) => {
    await goTo(page, 'Attributes');
    await page.getByRole('link', { name, exact: true }).click();
    await heading(page, name);
  };

  step('the pattern of a new attribute is tried on its example while both are typed', async () => {
    await goTo(page, 'Attributes');
    await says(page, 'Given name');
    await press(page, 'Add attribute');
    await field('Name').fill('staffNumber');
    await field('Title').fill('Staff number');
    await field('Help').fill('It stands on the badge.');
    await field('Pattern').fill('E\\d{4');
    await says(page, /A count looks like/);
    await field('Pattern').fill('E\\d{4}');
    await field('When it does not fit, say').fill('It is an E and four digits.');
    await field('Example').fill('E12');
    await says(page, 'It is an E and four digits.');
    await field('Example').fill('E0012');
    await says(page, 'Fits. It is stored as E0012');
    await page.getByRole('checkbox', { name: 'Required' }).check();
    await press(page, 'Add attribute');
    await says(page, 'The attribute Staff number was added.');
    await page.getByRole('row', { name: /Staff number/ }).waitFor();
  });

  step('the wizard asks for what is required, in the words of the definition, and says what is wrong beside the field', async () => {
    await goTo(page, 'Add New User');
    await field('User Name').fill('staff.one');
    await typePasswords(page, password);
    await press(page, 'Finish');
    await says(page, 'This is needed.');
    await field('Staff number').fill('12');
    await press(page, 'Finish');
    await says(page, 'Staff number: It is an E and four digits.');
    await says(page, 'It stands on the badge.');
    await field('Staff number').fill('E0012');
    await press(page, 'Finish');
    await added(page, 'staff.one');
  });

  step('a profile is made from the definitions, in their order, and is held to them', async () => {
    await field('Staff number').fill('wrong');
    await press(page, 'Save');
    await says(page, 'Staff number: It is an E and four digits.');
    await field('Staff number').fill('E0013');
    await press(page, 'Save');
    await says(page, 'The profile is saved.');
    await page.reload();
    await heading(page, 'staff.one');
    assert.equal(await field('Staff number').inputValue(), 'E0013');
  });

  step('lists show it as a column once they may, and filter by it: has it, lacks it, has this value of it', async () => {
    await openAttribute('Staff number');
    await page.getByRole('checkbox', { name: /list/i }).check();
    await press(page, 'Save');
    await says(page, 'The attribute is saved.');
    await page.goto(`${reeve.url}/carbon/users`);
    await press(page, 'Columns');
    await page.getByRole('checkbox', { name: 'Show Staff number' }).click();
    await page.keyboard.press('Escape');
    await page.getByRole('row', { name: 'staff.one' }).getByText('E0013').waitFor();
    const filterBy = async (what: string, value: string) => {
      await press(page, 'Filter');
      await page.getByRole('menuitem', { name: `${what}…`, exact: true }).click();
      await page.getByRole('combobox', { name: what }).fill('Staff');
      await page.getByRole('option', { name: 'Staff number' }).click();
      if (value) await field('Value').fill(value);
      await page.getByRole('menu').getByRole('button', { name: 'Filter' }).click();
    };
    await filterBy('Lacks the attribute', '');
    await page.getByRole('row', { name: 'staff.one' }).waitFor({ state: 'detached' });
    await press(page, 'Remove the filter Lacks the attribute');
    await filterBy('Attribute value', 'e0013');
    await says(page, '1 user');
    await page.getByRole('list', { name: 'Filters that are on' }).getByText('Staff number = e0013').waitFor();
    await filterBy('Has the attribute', '');
    await says(page, '1 user');
  });

  step('a stricter rule shows first whose values it breaks, and keeps them when told to', async () => {
    await openAttribute('Staff number');
    await field('Pattern').fill('E9\\d{3}');
    await field('Example').fill('E9001');
    await says(page, 'Fits. It is stored as E9001');
    await press(page, 'Save');
    const dialog = page.getByRole('dialog');
    await dialog.getByText('1 user has a Staff number that does not fit the pattern.').waitFor();
    await dialog.getByRole('link', { name: 'staff.one' }).waitFor();
    await dialog.getByRole('button', { name: 'Save, and keep these values' }).click();
    await says(page, 'The attribute is saved.');
    const { items } = await (await page.request.get(`${reeve.url}/api/users?attribute=staffNumber%3DE0013`)).json();
    assert.equal(items.length, 1);
  });

  step('an attribute that somebody has a value of is not deleted, and one that nobody has is', async () => {
    await openAttribute('Staff number');
    await press(page, 'Delete attribute');
    await says(page, '1 user has a value of Staff number.');
    await says(page, 'This is not carried out while it is so. Nothing was changed.');
    await page.getByRole('dialog').getByText('Close', { exact: true }).click();
    await call(page, 'POST', '/attributes', { name: 'shoeSize', displayName: 'Shoe size', type: 'number' });
    await page.reload();
    await openAttribute('Shoe size');
    await press(page, 'Delete attribute');
    await page.getByRole('dialog').getByRole('button', { name: 'Delete attribute' }).click();
    await says(page, 'The attribute Shoe size is deleted.');
  });

  step('every screen of it fits a phone of 360 px', async () => {
    const { items } = await (await page.request.get(`${reeve.url}/api/attributes`)).json();
    await page.setViewportSize({ width: 360, height: 740 });
    const quiet = quietOf(page);
    for (const path of ['', '/add', `/${items[0].id}`]) {
      await page.goto(`${reeve.url}/carbon/attributes${path}`);
      await page.getByRole('heading').first().waitFor();
      await quiet();
      assert.ok((await page.evaluate<number>('document.documentElement.scrollWidth')) <= 360, path);
    }
  });
});
