// What people do on the screens of the console, in its own words.
// Called by the tests of this folder and by pictures.ts.
import assert from 'node:assert/strict';
import type { Locator, Page } from 'playwright-core';

/** As the page about managing users writes them. */
export const mayOpenDashboard = [
  'All Permissions > Admin Permissions > Manage > API-M Admin',
  'All Permissions > Admin Permissions > Configure > Login',
] as const;

const screenMillisecondsMax = 15_000;

export const menu = (page: Page): Locator => page.getByRole('navigation', { name: 'Main' });
/** By its link, to the screen of that name: until that is there, what is seen is the one before. */
export async function goTo(page: Page, name: string): Promise<void> {
  await menu(page).getByRole('link', { name, exact: true }).click();
  await page.getByRole('main').getByRole('heading', { level: 1, name, exact: true }).waitFor();
}
export const press = (page: Page, name: string): Promise<void> => page.getByRole('button', { name, exact: true }).click();
/** What was done last is offered to be undone last. */
export const undo = (page: Page): Promise<void> => page.getByRole('button', { name: 'Undo', exact: true }).last().click();
export const heading = (page: Page, name: string): Promise<void> => page.getByRole('heading', { name, exact: true }).first().waitFor();
export const says = (page: Page, text: string | RegExp): Promise<void> => page.getByText(text).first().waitFor();

/** The line of a node in the permission tree, found by walking its display path. */
export async function nodeAt(page: Page, path: string): Promise<Locator> {
  const tree = page.getByRole('tree', { name: 'Permission tree' });
  const names = path.split(' > ');
  for (const [depth, name] of names.entries()) {
    const line = tree.locator(`[role=treeitem][aria-level="${depth + 1}"]`).filter({ has: page.getByText(name, { exact: true }) });
    await line.first().waitFor();
    assert.equal(await line.count(), 1, `${name} stands ${await line.count()} times at depth ${depth + 1}`);
    if (depth === names.length - 1) return line;
    if ((await line.getAttribute('aria-expanded')) === 'false') await line.locator('button').first().click();
  }
  throw new Error(`There is no ${path}.`);
}

export async function tick(page: Page, path: string): Promise<void> {
  const line = await nodeAt(page, path);
  await line.locator('button').nth(1).click();
}

export const ticked = async (page: Page, path: string): Promise<string | null> => (await nodeAt(page, path)).getAttribute('aria-checked');

/** The actions at the end of a user's row. */
export async function openActions(page: Page, name: string): Promise<void> {
  await page.getByRole('searchbox', { name: 'Search by name or mail' }).fill(name);
  await page.getByRole('button', { name: `Actions for ${name}` }).click();
  await page.getByRole('menu').waitFor();
}

export const act = (page: Page, name: string): Promise<void> => page.getByRole('menuitem', { name, exact: true }).click();

export async function typePasswords(page: Page, password: string): Promise<void> {
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByLabel('Repeat the password', { exact: true }).fill(password);
}

/** On the page after a temporary password. */
export async function chooseOwn(page: Page, password: string): Promise<void> {
  await page.getByLabel('New password').fill(password);
  await page.getByLabel('Repeat it').fill(password);
  await press(page, 'Save and go on');
}

/** A wizard ends on the page of what it made. */
export async function added(page: Page, name: string): Promise<void> {
  await says(page, new RegExp(`^(User|Role) ${name} was added\\.`));
  await heading(page, name);
}

/** The secret in the dialog that shows it. */
export const shownOnce = (page: Page): Promise<string | null> => page.getByRole('dialog').locator('[class*=secretText]').textContent();

/** To a screen of the same app as by a link, without loading the app anew. Another screen names itself in the title of the page: until it has, it is not there. */
export async function goWithin(page: Page, path: string): Promise<void> {
  await page.evaluate(`(async () => {
    const to = new URL(${JSON.stringify(path)}, location.href);
    if (to.pathname !== location.pathname) document.title = '';
    history.pushState(null, '', to);
    dispatchEvent(new PopStateEvent('popstate', { state: null }));
    for (const ends = Date.now() + ${screenMillisecondsMax}; document.title === ''; await new Promise(requestAnimationFrame))
      if (Date.now() > ends) throw new Error('No screen came for ' + to);
  })()`);
}
