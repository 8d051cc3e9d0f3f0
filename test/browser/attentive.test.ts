// How the console looks after whoever works in it: where the focus is, what is said when a list does not come, Undo, and two people at one thing.
// One server for the file: each step builds on those before.
import assert from 'node:assert/strict';
import { after, before, describe } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { openBrowser, openContext } from './browser.ts';
import { call, type Reeve, signIn, startReeve } from './reeve.ts';
import { act, heading, press, says, typePasswords, undo } from './screens.ts';
import { steps } from './steps.ts';

const password = 'a borrowed umbrella';
const focusMillisecondsMax = 10_000;
/** As long as a finger rests on a button. */
const pressMilliseconds = 120;
const noOne = '019ab000-0000-7000-8000-000000000000';

describe('A console that looks after its reader', () => {
  const step = steps();
  let reeve: Reeve;
  let browser: Browser;
  let page: Page;
  let ids: { readonly ann: string; readonly inner: string; readonly outer: string; readonly role: string };

  before(async () => {
    [reeve, browser] = await Promise.all([startReeve(), openBrowser()]);
    page = await (await openContext(browser)).newPage();
    await signIn(page, reeve);
    const made = async (path: string, body: unknown) => String((await call(page, 'POST', path, body)).id);
    ids = {
      ann: await made('/users', { userName: 'ann', password, mustChangePassword: false }),
      inner: await made('/groups', { name: 'Inner' }),
      outer: await made('/groups', { name: 'Outer' }),
      role: await made('/roles', { name: 'pilot', entries: [] }),
    };
    for (const userName of ['ben', 'cleo']) await made('/users', { userName, password });
    await call(page, 'POST', `/groups/${ids.outer}/children`, { add: [ids.inner] });
    await call(page, 'POST', `/groups/${ids.outer}/members`, { add: [ids.ann] });
    await call(page, 'POST', `/groups/${ids.outer}/roles`, { give: [{ role: ids.role }] });
    await call(page, 'POST', `/roles/${ids.role}/members`, { add: [ids.ann] });
  });
  after(async () => {
    await browser?.close();
    await reeve?.stop();
  });

  const focused = () =>
    page.evaluate<readonly string[]>(
      "(() => { const at = document.activeElement; return [at.getAttribute('aria-label'), at.labels?.[0]?.textContent, at.textContent].map((each) => (each ?? '').trim().replace(/ [*]$/, '').slice(0, 100)); })()",
    );
  /** Waits until what has the focus is called so. */
  const focusOn = async (name: string) => {
    const ends = Date.now() + focusMillisecondsMax;
    for (;;) {
      const names = await focused();
      if (names.includes(name)) return;
      if (Date.now() > ends) assert.fail(`The focus is on ${JSON.stringify(names)}, not on ${name}.`);
      await page.waitForTimeout(20);
    }
  };

  step('a new step of a wizard begins at its heading, going on and going back', async () => {
    await page.goto(`${reeve.url}/carbon/users/add`);
    await page.getByLabel('User Name').fill('dan');
    await typePasswords(page, password);
    await press(page, 'Next');
    await focusOn('Roles');
    await press(page, 'Back');
    await focusOn('User');
    await press(page, 'Next');
    await focusOn('Roles');
    await page.goBack();
    await focusOn('User');
  });

  step('a step that is not ready sends the focus to its first fault, and so does a refusal from a later step', async () => {
    await page.getByLabel('User Name').fill('');
    await press(page, 'Next');
    await focusOn('User Name');
    await page.getByLabel('User Name').fill('ann');
    await press(page, 'Next');
    await focusOn('Roles');
    await press(page, 'Finish');
    await focusOn('User Name');
    await page.getByLabel('User Name').fill('');
    await page.getByRole('textbox', { name: 'Password', exact: true }).fill('');
    await page.getByRole('textbox', { name: 'Repeat the password' }).fill('');
  });

  step('what comes while somebody types or presses moves nothing from under his hand', async () => {
    await page.goto(`${reeve.url}/carbon/users/add`);
    const next = page.getByRole('checkbox', { name: 'Must choose his own at the next sign-in' });
    // All that is drawn above it once it is known.
    await page.getByRole('list', { name: 'The password rule' }).getByRole('listitem').first().waitFor();
    await page.getByLabel('Shown name').first().waitFor();
    const before = await next.boundingBox();
    await typePasswords(page, password);
    await says(page, /^Hard to guess:/);
    assert.deepEqual(await next.boundingBox(), before, 'the strength of the password moves what is below it');
    // A fault that is told when the field is left, by pressing what is below: the press counts, wherever that line goes.
    await page.getByLabel('Repeat the password', { exact: true }).fill('another one');
    await next.hover();
    assert.equal(await next.isChecked(), true);
    await page.mouse.down();
    await page.waitForTimeout(pressMilliseconds);
    await page.mouse.up();
    await says(page, 'The two do not match.');
    assert.equal(await next.isChecked(), false, 'the press was lost');
  });

  step('a finger that leaves a field, and one that goes on too soon, are told what is wrong as well', async () => {
    const context = await openContext(browser, { hasTouch: true });
    const phone = await context.newPage();
    await signIn(phone, reeve);
    await phone.goto(`${reeve.url}/carbon/users/add`);
    await phone.getByLabel('Password', { exact: true }).fill(password);
    await phone.getByLabel('Repeat the password', { exact: true }).fill('another one');
    const next = phone.getByRole('checkbox', { name: 'Must choose his own at the next sign-in' });
    await next.tap();
    await says(phone, 'The two do not match.');
    assert.equal(await next.isChecked(), false);
    await phone.goto(`${reeve.url}/carbon/stores/add`);
    await phone.getByRole('button', { name: 'Next', exact: true }).tap();
    await says(phone, 'This is needed.');
    await context.close();
  });

  step('a dialog gives the focus back to what opened it, also when that was a line of a menu', async () => {
    await page.goto(`${reeve.url}/carbon/users`);
    await page.getByRole('button', { name: 'Actions for ben' }).click();
    await act(page, 'Lock…');
    await page.getByRole('dialog').waitFor();
    await page.keyboard.press('Escape');
    await focusOn('Actions for ben');
    await page.goto(`${reeve.url}/carbon/groups/${ids.outer}`);
    await press(page, 'Add members');
    await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click();
    await focusOn('Add members');
  });

  step('when a row is deleted, the focus goes to the row in its place', async () => {
    await page.goto(`${reeve.url}/carbon/users`);
    await page.getByRole('button', { name: 'Actions for ben' }).click();
    await act(page, 'Delete…');
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
    await focusOn('cleo');
    await undo(page);
    await page.getByRole('row', { name: 'ben' }).waitFor();
  });

  const lineOf = (text: string) => page.getByRole('main').getByRole('row').filter({ hasText: text });

  for (const [what, tab, line, button] of [
    ['a group inside another', 'nesting', 'Inner', 'Take out'],
    ['a role of a group', 'roles', 'pilot', 'Take away'],
    ['a member', 'members', 'ann', 'Take out'],
  ] as const) {
    step(`${what} comes back by Undo`, async () => {
      await page.goto(`${reeve.url}/carbon/groups/${ids.outer}?tab=${tab}`);
      const found = page
        .getByRole('main')
        .getByRole(tab === 'nesting' ? 'listitem' : 'row')
        .filter({ hasText: line })
        .filter({ has: page.getByRole('button', { name: button }) });
      await found.getByRole('button', { name: button }).click();
      await page.getByRole('dialog').getByRole('button', { name: button }).click();
      await found.waitFor({ state: 'detached' });
      await undo(page);
      await found.waitFor();
    });
  }

  step('so do the holders of a role, users and groups', async () => {
    await page.goto(`${reeve.url}/carbon/roles/${ids.role}?tab=users`);
    for (const name of ['ann', 'Outer']) {
      await lineOf(name).getByRole('button', { name: 'Take away' }).click();
      await lineOf(name).waitFor({ state: 'detached' });
      await undo(page);
      await lineOf(name).waitFor();
    }
  });

  for (const [kind, sentence] of [
    ['users', 'There is no such user.'],
    ['groups', 'There is no such group.'],
    ['roles', 'There is no such role.'],
  ] as const) {
    step(`an address of none of the ${kind} says so, also when it cannot be one`, async () => {
      for (const id of [noOne, 'nonsense']) {
        await page.goto(`${reeve.url}/carbon/${kind}/${id}`);
        await says(page, sentence);
      }
    });
  }

  step('a list to choose from says that it is loading, that it failed, and comes when tried again', async () => {
    const path = /\/api\/users\?/;
    let answer: 'wait' | 'fail' | 'give' = 'wait';
    let release = () => {};
    await page.route(path, async (route) => {
      if (answer === 'wait') await new Promise<void>((go) => (release = go));
      return answer === 'give' ? route.continue() : route.fulfill({ status: 500, json: { title: 'Something went wrong here.', code: 'bug' } });
    });
    await page.goto(`${reeve.url}/carbon/groups/${ids.inner}`);
    await press(page, 'Add members');
    const dialog = page.getByRole('dialog');
    await dialog.getByText('Loading').waitFor();
    assert.equal(await dialog.getByText('No user matches.').count(), 0);
    answer = 'fail';
    release();
    await dialog.getByText('Something went wrong here.').waitFor();
    assert.equal(await dialog.getByText('No user matches.').count(), 0);
    answer = 'give';
    await dialog.getByRole('button', { name: 'Try again' }).click();
    await dialog.getByRole('checkbox', { name: 'cleo' }).waitFor();
    await page.unroute(path);
  });

  step('a later page that fails is said, asked for once, and comes when tried again', async () => {
    let failing = true;
    let asked = 0;
    const path = /\/api\/groups\?/;
    const groups = (from: number) =>
      Array.from({ length: 100 }, (_, index) => ({
        id: `019ab000-0000-7000-8000-${String(from + index).padStart(12, '0')}`,
        version: 1,
        domain: 'PRIMARY',
        name: `Group ${from + index}`,
        description: '',
        members: 0,
        createdAt: 1,
        changedAt: 1,
      }));
    await page.route(path, async (route) => {
      const later = new URL(route.request().url()).searchParams.has('cursor');
      if (!later) return route.fulfill({ json: { items: groups(0), next: 'later', complete: true } });
      asked += 1;
      return failing
        ? route.fulfill({ status: 500, json: { title: 'Something went wrong here.', code: 'bug' } })
        : route.fulfill({ json: { items: groups(100), complete: true } });
    });
    await page.goto(`${reeve.url}/carbon/groups`);
    await page.getByRole('row', { name: 'Group 0', exact: true }).focus();
    await page.keyboard.press('End');
    await says(page, /Something went wrong here\./);
    assert.equal(asked, 1);
    failing = false;
    await press(page, 'Try again');
    await says(page, '200 groups');
    await page.unroute(path);
  });

  const mail = (of: Page) => of.getByRole('textbox', { name: 'Mail', exact: true });
  const phone = (of: Page) => of.getByRole('textbox', { name: 'Phone', exact: true });

  step('two tabs at one user: different fields both stay, the same field is shown with both values and chosen', async () => {
    const other = await page.context().newPage();
    for (const each of [page, other]) await each.goto(`${reeve.url}/carbon/users/${ids.ann}`);
    await phone(page).fill('+49301234567');
    await mail(page).fill('mine@example.org');
    await mail(other).fill('theirs@example.org');
    await other.getByRole('textbox', { name: 'Given name' }).fill('Ann');
    await other.getByRole('button', { name: 'Save', exact: true }).click();
    await says(other, /saved/i);
    await other.close();
    await press(page, 'Save');
    const both = page.getByRole('row').filter({ hasText: 'mine@example.org' });
    await both.filter({ hasText: 'theirs@example.org' }).waitFor();
    await press(page, 'Keep mine');
    const saved = page.waitForResponse((answer) => answer.request().method() === 'PATCH' && answer.ok());
    await press(page, 'Save');
    await saved;
    const { mail: kept, phone: typed, givenName } = await (await page.request.get(`${reeve.url}/api/users/${ids.ann}`)).json();
    assert.deepEqual({ kept, typed, givenName }, { kept: 'mine@example.org', typed: '+49301234567', givenName: 'Ann' });
  });

  step('two people at the ticks of one role: nobody overwrites the other unasked', async () => {
    await page.goto(`${reeve.url}/carbon/roles/${ids.role}`);
    await heading(page, 'pilot');
    const line = page.getByRole('treeitem').filter({ hasText: 'Applications' }).first();
    await line.locator('button').nth(1).click();
    const { version } = await (await page.request.get(`${reeve.url}/api/roles/${ids.role}`)).json();
    const entries = [{ permission: '/permission/admin/configure/login', effect: 'allow' }];
    await call(page, 'PATCH', `/roles/${ids.role}`, { version, entries });
    await press(page, 'Save permissions');
    await says(page, /^allows All Permissions › Admin Permissions › Configure › Login$/);
    await says(page, /^allows All Permissions › Applications$/);
    await press(page, 'Take the saved ones');
    const after = await (await page.request.get(`${reeve.url}/api/roles/${ids.role}`)).json();
    assert.deepEqual(after.entries, entries);
  });
});
