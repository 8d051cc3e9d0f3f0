// axe for what is not simply an address: setting up, signing in, the pages without a script, every dialog and menu, and the later steps of the wizards.
// Light, dark and on a phone; WCAG 2.2 AA, and nothing wider than the screen.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser, BrowserContextOptions, Page, Route } from 'playwright-core';
import { examine } from './axe.ts';
import { openBrowser, openContext } from './browser.ts';
import { drawn, quietOf } from './quiet.ts';
import { admin, call, type Reeve, setUpLink, signIn, startReeve } from './reeve.ts';
import { act, goWithin, heading, press, typePasswords } from './screens.ts';

const password = 'a borrowed umbrella';
type Scheme = 'light' | 'dark';
type Look = { readonly options: BrowserContextOptions; readonly schemes: readonly Scheme[] };
const both = ['light', 'dark'] as const;
const looks: Readonly<Record<string, Look>> = {
  'in light and in dark colours': { options: {}, schemes: both },
  'on a phone': { options: { viewport: { width: 390, height: 780 }, hasTouch: true, isMobile: true }, schemes: ['dark'] },
};

/** How screens are while `answer` answers for the server, and what says that they are there. */
type State = { readonly state: string; readonly answer?: (route: Route) => unknown; readonly arrived?: string };

/** Gathers what axe finds in each of the colours, and what is too wide, at each place that is come to. */
function examiner(page: Page, usual: readonly Scheme[]) {
  const found: string[] = [];
  const quiet = quietOf(page);
  /** As it stands, also while it waits for something. */
  const asItIs = async (where: string, schemes = usual) => {
    for (const [nth, colorScheme] of schemes.entries()) {
      await page.emulateMedia({ colorScheme });
      await drawn(page);
      found.push(...(await examine(page, `${colorScheme}: ${where}`, { recoloured: nth > 0 })));
    }
    const [width, screen] = await page.evaluate<readonly number[]>('[document.documentElement.scrollWidth, window.innerWidth]');
    if (width && screen && width > screen) found.push(`${where}: ${width} px wide on ${screen} px`);
  };
  const at = async (where: string, schemes = usual) => {
    await quiet();
    await asItIs(where, schemes);
  };
  return { at, asItIs, found };
}

describe('Whoever reads with other means', () => {
  let reeve: Reeve;
  let fresh: Reeve;
  let browser: Browser;
  let ids: { readonly ann: string; readonly group: string; readonly role: string };

  before(async () => {
    browser = await openBrowser();
    // One after the other: the first builds what the second serves.
    reeve = await startReeve();
    fresh = await startReeve({ administrator: false });
    const page = await (await openContext(browser)).newPage();
    await signIn(page, reeve);
    const made = async (path: string, body: unknown) => String((await call(page, 'POST', path, body)).id);
    ids = {
      ann: await made('/users', { userName: 'ann', password, mustChangePassword: false }),
      group: await made('/groups', { name: 'Harbour' }),
      role: await made('/roles', { name: 'pilot', entries: [] }),
    };
    await call(page, 'POST', `/groups/${ids.group}/members`, { add: [ids.ann] });
    for (const name of Object.keys(looks)) await made('/users', { userName: `new-${name.replaceAll(' ', '-')}`, password });
    await page.context().close();
  });
  after(async () => {
    await browser?.close();
    await Promise.all([reeve?.stop(), fresh?.stop()]);
  });

  const open = async ({ options, schemes }: Look) => {
    const page = await (await openContext(browser, options)).newPage();
    return { page, ...examiner(page, schemes), close: () => page.context().close() };
  };

  it('sets up and signs in, in light and in dark colours and on a phone', async () => {
    const faults: string[] = [];
    const link = await setUpLink(fresh);
    for (const [name, look] of Object.entries(looks)) {
      const { page, at, found, close } = await open(look);
      await page.goto(link);
      await at(`${name}: set-up link`);
      await page.goto(`${reeve.url}/sign-in`);
      await at(`${name}: sign-in`);
      await page.getByLabel('User name').fill('ann');
      await page.getByLabel('Password').fill('not this one');
      await press(page, 'Sign in');
      await page.getByRole('alert').waitFor();
      await at(`${name}: sign-in refused`);
      await signIn(page, reeve, { name: `new-${name.replaceAll(' ', '-')}`, password });
      await at(`${name}: choose your own`);
      await page.getByLabel('New password').fill('short');
      await page.getByLabel('Repeat it').fill('short');
      await press(page, 'Save and go on');
      await page.getByRole('alert').waitFor();
      await at(`${name}: choose your own, refused`);
      faults.push(...found);
      await close();
    }
    const { page, at, found, close } = await open({ options: {}, schemes: ['light'] });
    await page.goto(link);
    await press(page, 'Continue');
    await heading(page, 'The first administrator');
    await at('set-up form');
    await page.getByLabel('New password').fill(admin.password);
    await page.getByLabel('Repeat it').fill('another');
    await press(page, 'Finish');
    await at('set-up form refused');
    await close();
    assert.equal([...faults, ...found].join('\n'), '');
  });

  const dialog = (page: Page) => page.getByRole('dialog');
  const shut = async (page: Page) => {
    await page.keyboard.press('Escape');
    await dialog(page).waitFor({ state: 'detached' });
  };

  const userDialogs = async (page: Page, at: (where: string) => Promise<void>) => {
    const menu = async () => {
      await page.getByRole('button', { name: 'Actions', exact: true }).click();
      await page.getByRole('menu').waitFor();
    };
    await page.goto(`${reeve.url}/carbon/users/${ids.ann}`);
    await menu();
    await at('menu of a user');
    for (const name of ['Assign Roles', 'Lock…', 'Disable…', 'Delete…'] as const) {
      await act(page, name);
      await dialog(page).waitFor();
      await at(`dialog ${name}`);
      await shut(page);
      await menu();
    }
    await act(page, 'Change Password');
    await at('dialog Change Password');
    await dialog(page).getByText('Type one', { exact: true }).click();
    await at('dialog Change Password, typed');
    await shut(page);
  };

  /** The administrator's side, and the other's. */
  const codeToSay = async (page: Page, at: (where: string) => Promise<void>) => {
    await page.goto(`${reeve.url}/carbon/users/${ids.ann}`);
    await press(page, 'Change Password');
    await dialog(page).getByText('Link or code', { exact: true }).click();
    await press(page, 'Make link and code');
    await dialog(page).getByText(`at ${reeve.url}/code.`).waitFor();
    await at('dialog with link and code');
    const code = (await dialog(page).locator('[class*=secretText]').last().textContent()) ?? '';
    await page.goto(`${reeve.url}/code`);
    await page.getByLabel('User name').fill('ann');
    await page.getByLabel('Code').fill('0000-0000');
    await press(page, 'Go on');
    await page.getByRole('alert').waitFor();
    await at('a code, refused');
    await page.getByLabel('Code').fill(code.toLowerCase());
    await press(page, 'Go on');
    await heading(page, 'Set a new password');
  };

  const scopeForm = async (page: Page, at: (where: string) => Promise<void>) => {
    await page.goto(`${reeve.url}/carbon/users/${ids.ann}?tab=roles`);
    await press(page, 'Assign roles');
    await dialog(page).getByRole('checkbox', { name: 'pilot' }).check();
    await dialog(page).getByRole('button', { name: 'How pilot is given' }).click();
    await dialog(page).getByText('Only some', { exact: true }).click();
    await at('scope form');
    await page.keyboard.press('Escape');
  };

  /** Where there is no head to sort by. */
  const orderMenu = async (page: Page, at: (where: string) => Promise<void>) => {
    await page.keyboard.press('Escape');
    await press(page, 'Order');
    await at('menu of orders');
    await page.getByRole('menuitem', { name: 'Sort by Mail' }).click();
    await page.waitForURL('**sort=mail*');
    await press(page, 'Order');
    await page.getByRole('menuitem', { name: 'Sorted by Mail, ascending. Turn round' }).click();
    await page.waitForURL('**sort=-mail*');
    await press(page, 'Filter');
  };

  const listsAndMenus = async (page: Page, at: (where: string) => Promise<void>) => {
    const onPhone = (page.viewportSize()?.width ?? 0) < 500;
    await page.goto(`${reeve.url}/carbon/users`);
    await press(page, 'Filter');
    await page.getByRole('menu').waitFor();
    await at('menu of filters');
    if (onPhone) await orderMenu(page, at);
    await page.getByRole('menuitem', { name: 'Group…', exact: true }).click();
    await page.getByRole('option', { name: 'Harbour' }).click();
    await at('list with a filter on');
    await page.goto(`${reeve.url}/carbon/roles/${ids.role}`);
    await press(page, 'Delete');
    await at('dialog delete role');
    await shut(page);
    await page.goto(`${reeve.url}/carbon/groups/${ids.group}`);
    await press(page, 'Add members');
    await at('dialog add members');
    await shut(page);
    await page.goto(`${reeve.url}/carbon/tokens`);
    await press(page, 'Make a token');
    await at('dialog make a token');
    await dialog(page).getByRole('textbox', { name: 'Name' }).fill('for tests');
    await page.keyboard.press('Enter');
    await dialog(page).locator('[class*=secretText]').waitFor();
    await at('token shown once');
    await dialog(page).getByRole('button', { name: 'Close', exact: true }).last().click();
  };

  const wizards = async (page: Page, at: (where: string) => Promise<void>) => {
    await page.goto(`${reeve.url}/carbon/users/add`);
    await press(page, 'Next');
    await at('wizard of users, refused');
    await page.getByLabel('User Name').fill('dan');
    await typePasswords(page, password);
    await press(page, 'Next');
    await page.getByRole('checkbox', { name: 'pilot' }).check();
    await at('wizard of users, roles');
    await page.goto(`${reeve.url}/carbon/roles/add`).catch(() => {});
    await page.getByLabel('Role Name').fill('sailor');
    await press(page, 'Next');
    await page.getByRole('tree').waitFor();
    await at('wizard of roles, permissions');
    await press(page, 'Next');
    await page.getByRole('checkbox', { name: 'ann' }).waitFor();
    await at('wizard of roles, users');
  };

  /** Every screen that asks the server for something, and what there is when that is nothing. */
  const empty = [
    'jobs',
    'recycle-bin',
    'tokens',
    'throttles',
    'users?search=nobody.at.all',
    'groups?search=nothing',
    'roles?search=nothing',
    'journal?operation=roles.delete',
  ];
  const asking = () => [
    'users',
    `users/${ids.ann}`,
    'groups',
    'roles',
    'journal',
    'jobs',
    'recycle-bin',
    'tokens',
    'attributes',
    'throttles',
    'who?permission=/permission',
  ];

  it('empty, while it is loading and when it failed; in dark colours, where only those differ, one of each kind', async () => {
    const schemesOf = (index: number) => (index === 0 ? both : undefined);
    /** On a page of its own, to which nothing has been answered yet; from screen to screen as by links. */
    const walk = async (screens: readonly string[], { answer, arrived, state }: State) => {
      const { page, found, at, asItIs, close } = await open({ options: { storageState }, schemes: ['light'] });
      // Who looks at it is known; nothing else is answered.
      if (answer) await page.route(/\/api\/(?!me$)/, answer);
      for (const [index, screen] of screens.entries()) {
        // One that is called after what it shows has no name until that is answered.
        const named = !screen.includes('/');
        await (index > 0 && named ? goWithin(page, `/carbon/${screen}`) : page.goto(`${reeve.url}/carbon/${screen}`));
        if (arrived) await page.locator(arrived).first().waitFor();
        await (state === 'loading' ? asItIs : at)(`${screen}, ${state}`, schemesOf(index));
      }
      await close();
      return found;
    };
    const signedIn = await open({ options: {}, schemes: [] });
    await signIn(signedIn.page, reeve);
    const storageState = await signedIn.page.context().storageState();
    await signedIn.close();
    const refuse = (route: Route) => route.fulfill({ status: 500, json: { title: 'Something went wrong here.', code: 'bug' } });
    const found = [
      ...(await walk(empty, { state: 'empty' })),
      ...(await walk(asking(), { state: 'failed', answer: refuse, arrived: 'main [role=alert]' })),
      ...(await walk(asking(), { state: 'loading', answer: () => {}, arrived: 'main [class*=skeleton], main output' })),
    ];
    assert.equal(found.join('\n'), '');
  });

  for (const [name, look] of Object.entries(looks)) {
    it(`finds every dialog, menu and step of a wizard, and the dashboard, ${name}`, async () => {
      const { page, at, found, close } = await open(look);
      page.on('dialog', (asked) => void asked.accept());
      await signIn(page, reeve);
      for (const part of [userDialogs, scopeForm, listsAndMenus, wizards]) await part(page, at);
      // In one look: what is in it was looked at elsewhere in the others.
      if (name === 'on a phone') await codeToSay(page, at);
      for (const path of ['/admin', '/account']) {
        await page.goto(`${reeve.url}${path}`);
        await at(path);
      }
      await close();
      assert.equal(found.join('\n'), '');
    });
  }
});
