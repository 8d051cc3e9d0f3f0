// The list of users as administrators work with it all day: columns, saved views, selecting, exporting, and coming back to the same row.
// One server for the file; each test opens a page of its own.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { describe, it } from 'node:test';
import type { Locator, Page } from 'playwright-core';
import { call } from './reeve.ts';
import { heading, press, says } from './screens.ts';
import { password, rows, userList } from './user-list.ts';

describe('The list of users', () => {
  const { onList, url } = userList();
  const titles = async (page: Page) => (await page.getByRole('columnheader').allInnerTexts()).filter((title) => title !== '' && title !== 'Actions');
  const bar = (page: Page): Locator => page.getByRole('region', { name: 'Selected users' });
  const top = (page: Page) => page.locator('[class*=scroller]').evaluate((element) => element.scrollTop);
  const scrollTo = async (page: Page, wanted: number) => {
    while ((await top(page)) < wanted) {
      await page.locator('[class*=scroller]').evaluate((element) => element.scrollBy(0, 1_500));
      await page.waitForTimeout(20);
    }
  };
  const total = async (page: Page) =>
    Number(/([\d,]+) users/.exec((await page.locator('[class*=foot][aria-live]').textContent()) ?? '')?.[1]?.replaceAll(',', ''));

  it(
    'scrolls without pages to the very end, and the total is true all the way',
    onList('', async (page) => {
      await page.getByText(/^\d+ users$/).waitFor();
      const said = await total(page);
      await page.locator('[class*=scroller]').evaluate(async (element) => {
        for (let still = 0; still < 40; ) {
          const before = element.scrollHeight;
          element.scrollTo(0, before);
          await new Promise((done) => setTimeout(done, 25));
          still = element.scrollHeight === before ? still + 1 : 0;
        }
      });
      await page.getByRole('row', { name: 'zzz.last' }).waitFor();
      assert.equal(await total(page), said);
      assert.equal(Number(await page.getByRole('table').getAttribute('aria-rowcount')), said + 1);
    }),
  );

  it(
    'fits a screen of 1,280, with the columns that are shown at first; so does the journal',
    onList('', async (page) => {
      await page.setViewportSize({ width: 1_280, height: 800 });
      for (const path of ['users', 'journal']) {
        await page.goto(`${url()}/carbon/${path}`);
        await rows(page).first().waitFor();
        const beyond = await page.locator('[class*=scroller]').evaluate((element) => element.scrollWidth - element.clientWidth);
        assert.equal(beyond, 0, `${path}: ${beyond} px lie beyond the edge.`);
      }
    }),
  );

  it(
    'shuts the menu of a row that is scrolled away, and it stays shut when the row comes back',
    onList('', async (page) => {
      await page.getByRole('button', { name: 'Actions for aaa.first' }).press('Enter');
      await page.getByRole('menu').waitFor();
      const scroller = page.locator('[class*=scroller]');
      await scroller.evaluate((element) => element.scrollTo(0, 3_000));
      await page.getByRole('row', { name: 'aaa.first' }).waitFor({ state: 'detached' });
      await page.getByRole('menu').waitFor({ state: 'detached' });
      await scroller.evaluate((element) => element.scrollTo(0, 0));
      await page.locator('button[aria-label="Actions for aaa.first"][aria-expanded=false]').waitFor();
      assert.equal(await page.getByRole('menu').count(), 0);
    }),
  );

  it(
    'sorts by any column, and the sort stands in the address',
    onList('', async (page) => {
      await page.getByRole('button', { name: 'Sort by User name' }).click();
      await page.getByRole('row', { name: 'zzz.last' }).waitFor();
      assert.equal(new URL(page.url()).searchParams.get('sort'), '-userName');
      await page.getByRole('button', { name: 'Sort by Created' }).click();
      await page.waitForURL('**sort=createdAt');
      await page.getByRole('button', { name: 'Sort by Created' }).click();
      await page.getByRole('row', { name: 'zzz.last' }).waitFor();
      // What many share, too: whoever is disabled comes first, by name.
      await page.getByRole('button', { name: 'Sort by State' }).click();
      await page.getByRole('button', { name: 'Sort by State' }).click();
      await rows(page).first().getByText('Disabled').waitFor();
      assert.equal(new URL(page.url()).searchParams.get('sort'), '-state');
      await page.goto(`${url()}/carbon/users?columns=domain,country,kind,organisation,stateReason,lockedUntil,endsAt,changedAt`);
      await rows(page).first().waitFor();
      assert.deepEqual(await page.getByRole('button', { name: /^Sort by / }).allInnerTexts(), await titles(page));
    }),
  );

  it(
    'leads back from a user’s page to the same row and the same height',
    onList('', async (page) => {
      await scrollTo(page, 9_000);
      const row = rows(page).nth(16);
      const [name, before] = [await row.getAttribute('aria-label'), await top(page)];
      await row.click({ position: { x: 500, y: 10 } });
      await heading(page, name ?? '');
      await page.goBack();
      await page.locator(`[aria-label=${JSON.stringify(name)}]:focus`).waitFor();
      assert.equal(await top(page), before);
    }),
  );

  it(
    'keeps every row in its place when somebody new comes in above',
    onList('', async (page) => {
      await scrollTo(page, 3_000);
      const row = rows(page).nth(14);
      const name = (await row.getAttribute('data-row')) ?? '';
      // Asked of the page itself: the browser's debugger may know the new scroll before it knows where the row was moved to.
      const at = () => page.locator(`[data-row="${name}"]`).evaluate((element) => Math.round(element.getBoundingClientRect().top));
      const [before, said] = [await at(), await total(page)];
      await call(page, 'POST', '/users', { userName: 'aaa.third', password });
      // Somebody comes back to the window after a while: what is on the screen is asked again.
      await page.clock.install();
      await page.clock.runFor(6_000);
      await page.evaluate("window.dispatchEvent(new Event('visibilitychange'))");
      await page.getByText(`${said + 1} users`).waitFor();
      assert.equal(await at(), before);
    }),
  );

  it(
    'selects one with Space, a range with Shift, all that are shown and all that match, and says how many',
    onList('', async (page) => {
      await page.keyboard.press('j');
      await page.keyboard.press('j');
      await page.keyboard.press('Space');
      await bar(page).getByText('1 selected').waitFor();
      // Two keys before the screen is drawn again are two steps.
      await page.evaluate(
        "for (const key of ['j', 'ArrowDown']) document.activeElement.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }))",
      );
      await page.keyboard.press('Shift+Space');
      await bar(page).getByText('3 selected').waitFor();
      await rows(page)
        .nth(9)
        .getByRole('checkbox')
        .click({ modifiers: ['Shift'] });
      await page.keyboard.press('Escape');
      await bar(page).waitFor({ state: 'detached' });
      await page.getByRole('checkbox', { name: 'Select all rows shown' }).click();
      await bar(page).getByText('100 selected').waitFor();
      const said = await total(page);
      await press(page, `Select all that match (${said})`);
      await bar(page).getByText(`${said} selected`).waitFor();
      await page.getByRole('searchbox').fill('aaa');
      await bar(page).waitFor({ state: 'detached' });
    }),
  );

  it(
    'keeps who is selected while one looks at a user’s page, and while one searches for more',
    onList('?search=aaa', async (page) => {
      await page.getByRole('checkbox', { name: 'Select aaa.first' }).click();
      await page.getByRole('row', { name: 'aaa.second' }).click({ position: { x: 500, y: 10 } });
      await heading(page, 'aaa.second');
      await page.goBack();
      await bar(page).getByText('1 selected').waitFor();
      await page.getByRole('searchbox').fill('zzz');
      await page.getByRole('checkbox', { name: 'Select zzz.last' }).click();
      await bar(page).getByText('2 selected').waitFor();
    }),
  );

  it(
    'exports those selected as CSV, with the columns of the list, and nothing in it that a spreadsheet would run',
    onList('?search=aaa&columns=userName,shownName,state', async (page) => {
      const { items } = await (await page.request.get(`${url()}/api/users?search=aaa.first`)).json();
      await call(page, 'PATCH', `/users/${items[0].id}`, { shownName: '=HYPERLINK("https://evil.example")' });
      await page.reload();
      await rows(page).filter({ hasText: 'HYPERLINK' }).waitFor();
      await page.getByRole('checkbox', { name: 'Select all rows shown' }).click();
      await bar(page).getByRole('button', { name: 'Export' }).click();
      const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('dialog').getByRole('button', { name: 'Export' }).click()]);
      const lines = (await readFile(await file.path(), 'utf8')).split('\r\n');
      assert.equal(lines[0], '\ufeffUser name,User,State');
      assert.ok(lines.includes(`aaa.first,"'=HYPERLINK(""https://evil.example"")",active`), lines.join('\n'));
      assert.ok(lines.includes('aaa.second,aaa.second,active'));
    }),
  );

  it(
    'takes a pasted list of names, counts each once, and exports those who are there',
    onList('', async (page) => {
      await press(page, 'Paste names');
      await page.getByLabel('User names').fill('aaa.second\nzzz.last, AAA.second;nobody.here');
      await says(page, '1 given more than once');
      await press(page, 'Select 3 names');
      await bar(page).getByText('3 names pasted').waitFor();
      await bar(page).getByRole('button', { name: 'Export' }).click();
      const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('dialog').getByRole('button', { name: 'Export' }).click()]);
      assert.equal((await readFile(await file.path(), 'utf8')).trim().split('\r\n').length, 3);
      await says(page, '2 users exported.');
    }),
  );
});
