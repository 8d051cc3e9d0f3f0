// What stands around the list of users: its filters and what they would leave, searches that are cut short, the palette, and columns and views as one makes them.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Locator, Page } from 'playwright-core';
import { call } from './reeve.ts';
import { heading, press, says } from './screens.ts';
import { password, rows, userList } from './user-list.ts';

describe('Around the list of users', () => {
  const { onList, url } = userList();
  const titles = async (page: Page) => (await page.getByRole('columnheader').allInnerTexts()).filter((title) => title !== '' && title !== 'Actions');

  it(
    'counts beside each choice of a filter how many it would leave',
    onList('?kind=device', async (page) => {
      await press(page, 'Filter');
      await page.getByRole('menuitem', { name: 'State' }).click();
      const active = page.getByRole('menuitem', { name: /^Active\s*[\d,]+$/ });
      await active.waitFor();
      const count = /([\d,]+)$/.exec(((await active.textContent()) ?? '').trim())?.[1];
      await active.click();
      await says(page, `${count} users`);
    }),
  );

  it(
    'goes on by itself when a search was cut short',
    onList('', async (page) => {
      let asked = 0;
      await page.route(/\/api\/users\?.*search=aaa/, async (route) => {
        asked += 1;
        const url = new URL(route.request().url());
        url.searchParams.delete('cursor');
        const answer = await route.fetch({ url: url.href });
        const read = await answer.json();
        // As a server answers that has run out of time twice.
        const cut = asked < 3 ? { items: [], next: asked === 1 ? 'eA' : 'eQ', complete: false } : read;
        return route.fulfill({ response: answer, status: 200, json: cut });
      });
      const gone = page.getByRole('row', { name: /PRIMARY\/admin|^admin/ }).first();
      await gone.waitFor();
      await page.getByRole('searchbox').fill('aaa');
      await gone.waitFor({ state: 'detached' });
      await page.getByRole('row', { name: /aaa\.second/ }).waitFor();
      assert.equal(asked, 3);
    }),
  );

  it(
    'stops a search that is cut short again and again when told, and goes on when told',
    onList('', async (page) => {
      let asked = 0;
      await page.route(/\/api\/users\?.*search=aaa/, (route) => {
        asked += 1;
        return route.fulfill({ status: 200, json: { items: [], next: `e${asked}`, complete: false } });
      });
      await page.getByRole('searchbox').fill('aaa');
      await press(page, 'Stop');
      await page.getByRole('button', { name: 'Go on searching' }).waitFor();
      const whenStopped = asked;
      await page.waitForTimeout(500);
      assert.ok(asked <= whenStopped + 1, `${asked} asked after ${whenStopped}`);
      await press(page, 'Go on searching');
      await page.getByRole('button', { name: 'Stop' }).waitFor();
    }),
  );

  it(
    'finds users, roles and screens from anywhere by Ctrl K, and does what is said: “lock aaa.second”',
    onList('', async (page) => {
      const field = page.getByRole('combobox', { name: /^Find a user/ });
      // Typed on at once, all before the screen is drawn again.
      await page.evaluate(
        `for (const key of ['k', ...'jo j']) window.dispatchEvent(new KeyboardEvent('keydown', { key, ctrlKey: key === 'k', cancelable: true }))`,
      );
      await field.and(page.locator('[value="jo j"]')).waitFor();
      await field.fill('admin');
      await page.getByRole('group', { name: 'Roles' }).getByRole('option', { name: 'admin' }).first().waitFor();
      await page.getByRole('option', { name: /PRIMARY\/admin$/ }).waitFor();
      await field.fill('lock');
      await page.getByRole('option', { name: /^Lock …/ }).waitFor();
      await field.fill('lock aaa.second');
      const found = page.getByRole('option', { name: /^Lock aaa\.second/ });
      await found.waitFor();
      assert.equal(await field.getAttribute('aria-activedescendant'), await found.getAttribute('id'));
      await page.keyboard.press('Enter');
      await page.getByRole('dialog', { name: 'Lock aaa.second' }).waitFor();
      await press(page, 'Lock user');
      await says(page, /^aaa\.second is locked/);
      await page.keyboard.press('Control+k');
      await field.fill('lock admin');
      const self = page.getByRole('option', { name: /^Lock admin/ });
      await self.waitFor();
      assert.equal(await self.getAttribute('aria-disabled'), 'true');
      assert.match((await self.textContent()) ?? '', /Nobody does this to himself/);
    }),
  );

  it(
    'shows the keys with ?',
    onList('', async (page) => {
      await page.keyboard.press('Shift+?');
      await page.getByRole('dialog', { name: 'Keyboard' }).getByText('Select the row; tick, in the tree').waitFor();
    }),
  );

  it(
    'columns are as wide as they were made, by the pointer or by keys, also after it is loaded again; and a title ends where its numbers end',
    onList('', async (page) => {
      const edge = (name: string) => page.getByRole('separator', { name: `Width of the column ${name}` });
      const isWide = (width: number) =>
        edge('Mail')
          .and(page.locator(`[aria-valuenow="${width}"]`))
          .waitFor();
      const least = Number(await edge('Mail').getAttribute('aria-valuenow'));
      // A column that grows is wider than it must be: it follows the pointer from where it is.
      await page.setViewportSize({ width: 1_900, height: 900 });
      const seen = () => edge('Mail').evaluate((element) => Math.round(element.parentElement?.getBoundingClientRect().width ?? 0));
      const grown = await seen();
      assert.ok(grown > least, `${grown} of ${least}`);
      const box = await edge('Mail').boundingBox();
      assert.ok(box);
      const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
      await page.mouse.move(x, y);
      await page.mouse.down();
      await page.mouse.move(x - 60, y, { steps: 4 });
      await page.mouse.up();
      await isWide(grown - 60);
      assert.equal(await seen(), grown - 60);
      await edge('Mail').press('ArrowLeft');
      await isWide(grown - 76);
      await page.reload();
      await isWide(grown - 76);
      await edge('Mail').press('Home');
      await isWide(least);
      assert.equal(await seen(), grown);
      // Where the words end, not the box around them.
      const ends = (of: Locator) =>
        of.evaluate((element) => {
          const page = element.ownerDocument;
          const range = page.createRange();
          range.selectNodeContents(page.createTreeWalker(element, 4).nextNode() ?? element);
          return Math.round(range.getBoundingClientRect().right);
        });
      const at = (await page.getByRole('columnheader').allTextContents()).findIndex((title) => title.startsWith('Last sign-in'));
      assert.equal(await ends(page.getByRole('columnheader').nth(at)), await ends(rows(page).first().getByRole('cell').nth(at)));
    }),
  );

  it(
    'how many a choice would leave stands beside it, also where it is looked for or typed',
    onList('', async (page) => {
      const filter = async (what: string) => {
        await press(page, 'Filter');
        await page.getByRole('menuitem', { name: `${what}…`, exact: true }).click();
      };
      const { id } = await call(page, 'POST', '/roles', { name: 'counted', entries: [] });
      for (const userName of ['counted.one', 'counted.two']) await call(page, 'POST', '/users', { userName, password, roles: [{ role: id }] });
      await filter('Role');
      await page.getByRole('menu').locator('input:focus').waitFor();
      await page.keyboard.type('counted');
      await page
        .getByRole('option', { name: 'counted' })
        .filter({ hasText: /counted2(\+|$)/ })
        .click();
      await says(page, '2 users');
      await press(page, 'Remove the filter Role');
      await filter('Created since');
      await page.getByRole('menu').getByLabel('Created since').fill('2099-01-01');
      await page
        .getByRole('menu')
        .getByText(/\b0 users$/)
        .waitFor();
    }),
  );

  it(
    'what is under the pointer or the keyboard is asked for ahead, in each list; and a view leads to its journal',
    onList('', async (page) => {
      const view = await call(page, 'POST', '/views', { name: 'Told', filter: {}, sort: 'userName', columns: ['userName'] });
      for (const list of ['groups', 'roles', 'users']) {
        await page.goto(`${url()}/carbon/${list}`);
        const row = rows(page).nth(1);
        const id = await row.getAttribute('data-row');
        const [asked] = await Promise.all([page.waitForRequest((request) => request.url().includes(`/api/${list}/${id}`)), row.focus()]);
        assert.equal(asked.method(), 'GET');
      }
      await page.goto(`${url()}/carbon/users/views/${view.id}`);
      await press(page, 'Told');
      await page.getByRole('menuitem', { name: 'Journal of Told' }).click();
      await heading(page, 'Journal');
      await rows(page).filter({ hasText: 'View saved' }).filter({ hasText: 'added Told' }).waitFor();
    }),
  );

  it(
    'shows the columns one chooses, in the order one gives them by keyboard or by dragging, and this browser keeps them',
    onList('', async (page) => {
      const before = await titles(page);
      await press(page, 'Columns');
      await page.getByRole('checkbox', { name: 'Show Organisation' }).click();
      await page.getByRole('button', { name: 'Move Organisation up' }).press('Enter');
      await page.getByRole('checkbox', { name: 'Show Country' }).click();
      await page
        .locator('li', { hasText: 'State' })
        .first()
        .dragTo(page.locator('li', { hasText: 'User' }).first());
      await page.keyboard.press('Escape');
      const wanted = ['State', ...before.filter((title) => title !== 'Country' && title !== 'State')];
      wanted.splice(-1, 0, 'Organisation');
      assert.deepEqual(await titles(page), wanted);
      await page.reload();
      await rows(page).first().waitFor();
      assert.deepEqual(await titles(page), wanted);
    }),
  );

  it(
    'keeps a filter, an order and columns as a view with a link; it says when the list shows something else',
    onList('?kind=device&sort=-createdAt', async (page) => {
      await press(page, 'Views');
      await page.getByRole('menuitem', { name: 'Save as a new view…' }).click();
      await page.getByRole('dialog').getByLabel('Name').fill('Newest devices');
      await page.getByRole('checkbox', { name: 'For everybody who may list users' }).click();
      await press(page, 'Save view');
      await says(page, 'The view Newest devices is saved.');
      await page.getByRole('button', { name: 'Newest devices', exact: true }).waitFor();
      const id = new URL(page.url()).searchParams.get('view');
      await page.goto(`${url()}/carbon/users/views/${id}`);
      await page.waitForURL('**kind=device**');
      await rows(page).first().waitFor();
      assert.equal(new URL(page.url()).searchParams.get('sort'), '-createdAt');
      await press(page, 'Remove the filter Kind');
      await page.getByRole('button', { name: 'Newest devices · changed' }).click();
      await page.getByRole('menuitem', { name: 'Save the changes of Newest devices' }).click();
      await says(page, 'The view Newest devices is changed.');
      await page.getByRole('button', { name: 'Newest devices', exact: true }).click();
      await page.getByRole('menuitem', { name: 'Delete Newest devices…' }).click();
      await press(page, 'Delete view');
      await says(page, 'The view Newest devices is gone.');
      await page.waitForURL((url) => url.search === '');
      await page.goto(`${url()}/carbon/users/views/${id}`);
      await says(page, 'There is no such view, or it is not shared with you.');
    }),
  );
});
