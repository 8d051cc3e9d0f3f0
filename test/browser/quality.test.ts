// What holds on every screen: nothing to complain of on the console, no refusal by the security policy, WCAG 2.2 AA by axe in light and dark,
// no sideways scrolling on the smallest phone, everything by keyboard, and little to load.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { examine } from './axe.ts';
import { openBrowser, openContext, watch } from './browser.ts';
import { quietOf } from './quiet.ts';
import { type Reeve, signIn, startReeve } from './reeve.ts';
import { goWithin, says } from './screens.ts';

const usersThere = 60;
const scriptBytesMax = 350_000;
/** Each is a question of its own over the network. */
const scriptsMax = 40;
const phoneWidth = 360;

const consoleScreens = [
  '/carbon/users',
  '/carbon/users/add',
  '/carbon/groups',
  '/carbon/groups/add',
  '/carbon/roles',
  '/carbon/roles/add',
  '/carbon/roles/compare',
  '/carbon/jobs',
  '/carbon/recycle-bin',
  '/carbon/password',
  '/carbon/tokens',
  '/carbon/journal',
  '/carbon/who',
  '/carbon/throttles',
  '/carbon/attributes',
  '/carbon/signing-in?tab=sign-up',
  '/carbon/attributes/add',
  '/carbon/attributes/0192f000-0000-7000-8000-000000000004',
  '/carbon/add',
] as const;
const tabs = ['profile', 'roles', 'permissions', 'sessions', 'tokens', 'owned', 'journal'] as const;

describe('Every screen', () => {
  let reeve: Reeve;
  let browser: Browser;
  let state: Awaited<ReturnType<BrowserContext['storageState']>>;
  let screens: readonly string[];

  before(async () => {
    [reeve, browser] = await Promise.all([startReeve({ users: usersThere }), openBrowser()]);
    const context = await openContext(browser);
    const page = await context.newPage();
    await signIn(page, reeve);
    state = await context.storageState();
    const first = async (path: string) => (await (await page.request.get(`${reeve.url}/api${path}`)).json()).items[0].id as string;
    const [user, role, group] = await Promise.all([first('/users?state=active&limit=1'), first('/roles?limit=1'), first('/groups?limit=1')]);
    screens = [
      ...consoleScreens,
      ...tabs.map((tab) => `/carbon/users/${user}?tab=${tab}`),
      `/carbon/roles/${role}`,
      `/carbon/groups/${group}`,
      '/admin',
      '/admin/requests',
      '/admin/mail',
      '/account',
    ];
    await context.close();
  });
  after(async () => {
    await browser?.close();
    await reeve?.stop();
  });

  /** Opens screens on the page, each until it is there whole. */
  const opener = (page: Page, { within = false } = {}) => {
    const quiet = quietOf(page);
    return async (path: string) => {
      // `within`: those of the console are come to from each other, as by links.
      const isThere = within && /^\/carbon\//.test(path) && /^\/carbon\//.test(new URL(page.url(), reeve.url).pathname);
      if (isThere) await goWithin(page, path);
      else await page.goto(`${reeve.url}${path}`);
      await page.getByRole('heading').first().waitFor();
      await quiet();
    };
  };

  const sizes = {
    light: { viewport: { width: phoneWidth, height: 740 }, hasTouch: true, isMobile: true },
    dark: { viewport: { width: 3840, height: 2160 } },
  };
  for (const colorScheme of ['light', 'dark'] as const) {
    const size = sizes[colorScheme];
    it(`passes axe without scrolling sideways, says nothing on the console and asks for nothing that is refused, ${colorScheme}, ${size.viewport.width} px wide`, async () => {
      const context = await openContext(browser, { storageState: state, colorScheme, ...size });
      const { complaints } = await watch(context);
      const page = await context.newPage();
      const open = opener(page, { within: colorScheme === 'dark' });
      const found: string[] = [];
      for (const path of [...screens, '/sign-in/password']) {
        await open(path);
        const width = await page.evaluate<number>('Math.max(document.documentElement.scrollWidth, document.body.scrollWidth)');
        if (width > size.viewport.width) found.push(`${path} is ${width} px wide`);
        found.push(...(await examine(page, path)));
      }
      for (const path of ['/set-up/nothing-there', '/no-such-page', '/carbon/no-such-screen']) await page.goto(`${reeve.url}${path}`);
      await context.close();
      assert.deepEqual([...found, ...complaints()], []);
    });
  }

  it('adds a user by keyboard alone', async () => {
    const context = await openContext(browser, { storageState: state });
    const page = await context.newPage();
    const open = opener(page);
    await open('/carbon/users/add');
    const reach = async (name: RegExp) => {
      for (let tries = 0; tries < 60; tries += 1) {
        const at = await page.evaluate<string>(
          "(() => { const e = document.activeElement; return e.getAttribute('aria-label') || (e.labels && e.labels[0] && e.labels[0].textContent) || e.textContent || ''; })()",
        );
        if (name.test(at.trim())) return;
        await page.keyboard.press('Tab');
      }
      assert.fail(`Tab never comes to ${name}`);
    };
    await page.getByRole('textbox', { name: /^User Name/ }).waitFor();
    await reach(/^User Name/);
    await page.keyboard.type('keys.only');
    await reach(/^Password$/);
    await page.keyboard.type('no mouse was needed');
    await reach(/^Repeat the password/);
    await page.keyboard.type('no mouse was needed');
    await page.keyboard.press('Enter');
    await page.waitForURL('**step=roles');
    await reach(/^Find a role/);
    await page.keyboard.type('creator');
    await page.getByRole('checkbox', { name: 'admin' }).waitFor({ state: 'detached' });
    await reach(/^creator/);
    await page.keyboard.press('Space');
    assert.ok(await page.getByRole('checkbox', { name: 'creator' }).isChecked());
    await reach(/^Finish/);
    await page.keyboard.press('Enter');
    await says(page, 'User keys.only was added.');
    await context.close();
  });

  it('draws the journal’s fields to choose from whole for whoever comes to them, by key, by hand or by an address', async () => {
    const context = await openContext(browser, { storageState: state });
    const page = await context.newPage();
    const open = opener(page);
    await open('/carbon/journal');
    const field = (name: string) => page.getByRole('combobox', { name, exact: true });
    const isOpen = async (name: string, open: string) => assert.equal(await field(name).getAttribute('aria-expanded'), open);
    for (const name of ['Operation', 'Who', 'About', 'Door']) await isOpen(name, 'false');
    await field('Operation').focus();
    await page.keyboard.press('Escape');
    await page.keyboard.press('Tab');
    await page.keyboard.type('adm');
    await page.getByRole('option', { name: 'admin' }).click();
    await page.waitForURL('**/carbon/journal?actor=*');
    await field('Door').click();
    await page.getByRole('option', { name: 'Set-up' }).click();
    await page.waitForURL('**door=setup*');
    await open(new URL(page.url()).pathname + new URL(page.url()).search);
    assert.deepEqual([await field('Who').inputValue(), await field('Door').inputValue()], ['admin', 'Set-up']);
    await context.close();
  });

  it('names every file of its pages by its content, so that it may be kept for a year and is never old', async () => {
    const context = await openContext(browser, { storageState: state });
    const page = await context.newPage();
    const open = opener(page);
    const kept: string[] = [];
    page.on('response', (answer) => {
      const { pathname } = new URL(answer.url());
      if (pathname.startsWith('/assets/')) kept.push(`${/-[\w-]{8}\.\w+$/.test(pathname)} ${answer.headers()['cache-control']}`);
    });
    for (const path of ['/carbon', '/admin']) await open(path);
    await context.close();
    assert.ok(kept.length > 10);
    assert.deepEqual([...new Set(kept)], ['true public, max-age=31536000, immutable']);
  });

  it('asks at once who is there and for the list, each once, and its page names the scripts of the screen that it opens with', async () => {
    const context = await openContext(browser, { storageState: state });
    const page = await context.newPage();
    const open = opener(page);
    await context.addInitScript(
      "const send = fetch; globalThis.fetch = (url, init) => { (globalThis.asked ??= []).push(new URL(url, location).pathname + (document.querySelector('main h1') ? ' late' : '')); return send(url, init); }",
    );
    let asked: string[] = [];
    page.on('request', (request) => asked.push(new URL(request.url()).pathname));
    for (const [screen, list] of [
      ['/carbon', '/api/users'],
      ['/carbon/journal?door=setup', '/api/journal'],
      ['/carbon/roles', '/api/roles'],
      ['/carbon/groups', '/api/groups'],
    ] as const) {
      asked = [];
      await open(screen);
      const html = await (await page.request.get(`${reeve.url}${screen}`)).text();
      assert.deepEqual(asked.filter((path) => path === '/api/me' || path === list).sort(), ['/api/me', list].sort(), screen);
      const firstAsked = await page.evaluate<readonly string[]>('globalThis.asked');
      assert.deepEqual(firstAsked.slice(0, 2), ['/api/me', list], 'both before the screen is drawn');
      // The script that asks is the first of all.
      const scripts = asked.filter((path) => path.endsWith('.js'));
      assert.match(scripts[0] ?? '', /^\/assets\/before-/);
      const late = scripts.slice(0, scripts.indexOf(scripts.find((path) => path.includes('/list-')) ?? '') + 1).filter((path) => !html.includes(`"${path}"`));
      assert.deepEqual(late, [], screen);
      assert.ok(
        scripts.some((path) => path.includes('/list-')),
        screen,
      );
    }
    await context.close();
  });

  it('is built for those who use it, not for those who write it, also when tests build it', async () => {
    const context = await openContext(browser, { storageState: state });
    const page = await context.newPage();
    const open = opener(page);
    const scripts: Promise<string>[] = [];
    page.on('response', (answer) => {
      if (answer.url().endsWith('.js')) scripts.push(answer.text());
    });
    await open('/carbon');
    const all = (await Promise.all(scripts)).join('\n');
    await context.close();
    assert.ok(all.length > 100_000);
    // React says this to who writes with it.
    assert.equal(all.includes('Each child in a list should have a unique'), false);
  });

  it('gives / to the search and ⌘K to the palette, which finds screens and users', async () => {
    const context = await openContext(browser, { storageState: state });
    const page = await context.newPage();
    const open = opener(page);
    await open('/carbon/users');
    await page.getByRole('searchbox').waitFor();
    await page.keyboard.press('/');
    await page.locator('[data-search]:focus').waitFor();
    await page.keyboard.press('Control+k');
    const palette = page.getByRole('combobox', { name: /^Find a user/ });
    await palette.fill('journal');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/carbon/journal');
    await page.keyboard.press('Control+k');
    await palette.fill('admin');
    await page.getByText('PRIMARY/admin').last().waitFor();
    await context.close();
  });

  for (const path of ['/carbon', '/admin']) {
    it(`loads less than ${scriptBytesMax / 1000} kB of scripts for ${path}, in fewer than ${scriptsMax} files`, async () => {
      const context = await openContext(browser, { storageState: state });
      const page = await context.newPage();
      const open = opener(page);
      const sizes: Promise<number>[] = [];
      page.on('requestfinished', (request) => {
        if (request.resourceType() === 'script') sizes.push(request.sizes().then(({ responseBodySize }) => responseBodySize));
      });
      await open(path);
      const bytes = (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
      await context.close();
      assert.ok(bytes > 10_000 && bytes < scriptBytesMax, `${bytes} bytes`);
      assert.ok(sizes.length < scriptsMax, `${sizes.length} files`);
    });
  }
});
