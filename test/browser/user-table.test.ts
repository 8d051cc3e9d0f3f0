// The list of users as administrators work with it all day: columns, saved views, selecting, exporting, and coming back to the same row.
// One server for the file; each test opens a page of its own.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, describe, it } from 'node:test';
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';
import { openBrowser, openContext } from './browser.ts';
import { call, type Reeve, signIn, startReeve } from './reeve.ts';
import { heading, press, says } from './screens.ts';

const usersThere = 900;
const password = 'a borrowed umbrella';

describe('The list of users', () => {
  let reeve: Reeve;
  let browser: Browser;
  let state: Awaited<ReturnType<BrowserContext['storageState']>>;

  before(async () => {
    [reeve, browser] = await Promise.all([startReeve({ users: usersThere }), openBrowser()]);
    const context = await openContext(browser);
    const page = await context.newPage();
    await signIn(page, reeve);
    state = await context.storageState();
    for (const userName of ['aaa.first', 'aaa.second', 'zzz.last']) await call(page, 'POST', '/users', { userName, password });
    await context.close();
  });
  after(async () => {
    await browser?.close();
    await reeve?.stop();
  });

  /** A page of its own, at this address, with the list drawn. */
  const onList = (address: string, body: (page: Page) => Promise<void>) => async () => {
    const context = await openContext(browser, { storageState: state });
    const page = await context.newPage();
    await page.goto(`${reeve.url}/carbon/users${address}`);
    await page.locator('[data-row]').first().waitFor();
    await body(page);
    await context.close();
  };
  const rows = (page: Page): Locator => page.locator('[data-row]');
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
      await page.goto(`${reeve.url}/carbon/users?columns=domain,country,kind,organisation,stateReason,lockedUntil,endsAt,changedAt`);
      await rows(page).first().waitFor();
      assert.deepEqual(await page.getByRole('button', { name: /^Sort by / }).allInnerTexts(), await titles(page));
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
      await page.goto(`${reeve.url}/carbon/users/views/${id}`);
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
      await page.goto(`${reeve.url}/carbon/users/views/${id}`);
      await says(page, 'There is no such view, or it is not shared with you.');
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
      await page.waitForFunction(`document.activeElement?.getAttribute('aria-label') === ${JSON.stringify(name)}`);
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
      await page.keyboard.press('j');
      await page.keyboard.press('ArrowDown');
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
      const { items } = await (await page.request.get(`${reeve.url}/api/users?search=aaa.first`)).json();
      await call(page, 'PATCH', `/users/${items[0].id}`, { shownName: '=HYPERLINK("https://evil.example")' });
      await page.reload();
      await page.getByRole('checkbox', { name: 'Select all rows shown' }).click();
      await press(page, 'Select all that match (3)').catch(() => {});
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
      await page.keyboard.press('Control+k');
      const field = page.getByRole('combobox', { name: /^Find a user/ });
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
      const mail = Number(await edge('Mail').getAttribute('aria-valuenow'));
      const box = await edge('Mail').boundingBox();
      assert.ok(box);
      const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
      await page.mouse.move(x, y);
      await page.mouse.down();
      await page.mouse.move(x + 60, y, { steps: 4 });
      await page.mouse.up();
      await isWide(mail + 60);
      await edge('Mail').press('ArrowRight');
      await isWide(mail + 76);
      await page.reload();
      await isWide(mail + 76);
      await edge('Mail').press('Home');
      await isWide(mail);
      // Where the words end, not the box around them.
      const ends = (of: Locator) =>
        of.evaluate<number, unknown>(
          `(element) => { const range = document.createRange(); range.selectNodeContents(document.createTreeWalker(element, NodeFilter.SHOW_TEXT).nextNode()); return Math.round(range.getBoundingClientRect().right); }`,
        );
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
        await page.goto(`${reeve.url}/carbon/${list}`);
        const row = rows(page).nth(1);
        const id = await row.getAttribute('data-row');
        const [asked] = await Promise.all([page.waitForRequest((request) => request.url().includes(`/api/${list}/${id}`)), row.focus()]);
        assert.equal(asked.method(), 'GET');
      }
      await page.goto(`${reeve.url}/carbon/users/views/${view.id}`);
      await press(page, 'Told');
      await page.getByRole('menuitem', { name: 'Journal of Told' }).click();
      await heading(page, 'Journal');
      await rows(page).filter({ hasText: 'View saved' }).filter({ hasText: 'added Told' }).waitFor();
    }),
  );
});
