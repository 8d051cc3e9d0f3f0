// Draws the pictures of docs/pictures from a real server with believable users: `node test/browser/pictures.ts`.
// Run by hand after the look has changed. Ends with an error when a screen does not come.
import { mkdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { freePort } from '../servers/free-port.ts';
import { type OpenIdServer, startOpenId } from '../servers/open-id.ts';
import { install } from '../servers/packages.ts';
import { startPostgres } from '../servers/postgres.ts';
import { openBrowser, openContext } from './browser.ts';
import { fillOutsidePeople, type OutsidePeople, openOutsidePeople } from './outside-people.ts';
import { admin, call, type Reeve, signIn, startReeve } from './reeve.ts';
import { goTo, heading, mayOpenDashboard, press, tick } from './screens.ts';
import { choose, connect, fill, next, passwordsAndGroups, usersAndFields } from './store-wizard.ts';

const folder = fileURLToPath(new URL('../../docs/pictures/', import.meta.url));
const usersShown = 300;
const screen: BrowserContextOptions = { viewport: { width: 1360, height: 850 }, deviceScaleFactor: 1.5 };
const phone: BrowserContextOptions = { viewport: { width: 390, height: 780 }, deviceScaleFactor: 2, hasTouch: true, isMobile: true };

type Studio = { readonly browser: Browser; readonly reeve: Reeve; readonly people: OutsidePeople; readonly there: OpenIdServer };

/** Waits until nothing is loading any more, so that no picture shows a skeleton. */
async function take(page: Page, name: string): Promise<void> {
  await page.waitForLoadState('networkidle');
  await page.screenshot({ path: `${folder}${name}.png`, animations: 'disabled' });
  console.log(`${name}.png`);
}

async function seen(studio: Studio, options: BrowserContextOptions, look: (page: Page) => Promise<void>): Promise<void> {
  const context = await openContext(studio.browser, options);
  const page = await context.newPage();
  await signIn(page, studio.reeve);
  await look(page);
  await context.close();
}

async function signInPage({ browser, reeve }: Studio): Promise<void> {
  const context = await openContext(browser, { ...screen, viewport: { width: 1360, height: 700 } });
  const page = await context.newPage();
  await page.goto(`${reeve.url}/sign-in`);
  await take(page, 'sign-in');
  await context.close();
}

async function wizards(page: Page, url: string): Promise<void> {
  await page.goto(`${url}/carbon/users/add`);
  await page.getByLabel('User Name').fill('m.lindqvist');
  await page.getByLabel('Shown name').fill('Maja Lindqvist');
  await page.getByRole('textbox', { name: 'Mail' }).fill('maja.lindqvist@example.org');
  await page.getByText('Generate one').click();
  await page.getByRole('button', { name: 'Next' }).click();
  await page.getByRole('checkbox', { name: 'creator' }).check();
  await take(page, 'add-user');
  await page.goto(`${url}/carbon/roles/add`);
  await page.getByLabel('Role Name').fill('dashboard');
  await page.getByRole('button', { name: 'Next' }).click();
  for (const path of mayOpenDashboard) await tick(page, path);
  await take(page, 'add-role');
}

async function oneUser(page: Page, url: string): Promise<void> {
  await page.goto(`${url}/carbon/users?state=active`);
  await page.getByRole('row').nth(4).click();
  await page.getByRole('tab', { name: 'Roles and groups' }).click();
  await take(page, 'user');
}

/** Ticks taken out of a starter role, and what that would take from whom. */
async function oneRole(page: Page, url: string): Promise<void> {
  await page.goto(`${url}/carbon/roles?search=creator`);
  await page.getByRole('row', { name: 'creator' }).click();
  await tick(page, 'All Permissions > Admin Permissions > Manage > API > Create');
  await page.getByRole('region', { name: 'What saving this changes' }).getByRole('listitem').first().waitFor();
  await take(page, 'role');
}

async function oneGroup(page: Page, url: string): Promise<void> {
  await page.goto(`${url}/carbon/groups`);
  await page.getByRole('row').nth(2).click();
  await page.getByRole('tab').first().waitFor();
  await take(page, 'group');
}

/** Through the wizard, and the page of what it has made. */
async function oneStore(page: Page, url: string, people: OutsidePeople): Promise<void> {
  await page.goto(`${url}/carbon/stores/add`);
  await page.getByRole('radio', { name: /SQL database/ }).click();
  await take(page, 'add-store-kind');
  await next(page, 'Connection');
  await connect(page, people);
  await press(page, 'Test the connection');
  await page.getByText(/answered within/).waitFor();
  await take(page, 'add-store-connection');
  await next(page, 'Users and groups');
  await fill(page, usersAndFields);
  await page.getByText('anna@sales.example').waitFor();
  await choose(page, 'Format of the hash', 'SHA-256');
  await fill(page, passwordsAndGroups);
  await page.getByRole('table', { name: 'Groups' }).waitFor();
  await page.getByRole('table', { name: 'Skipped' }).scrollIntoViewIfNeeded();
  await take(page, 'add-store-mapping');
  await next(page, 'Rehearsal');
  await page.getByText(/are there\.$/).waitFor();
  await take(page, 'add-store-rehearsal');
  await next(page, 'Name and habits');
  await fill(page, { Domain: 'SALES' });
  await press(page, 'Add user store');
  await heading(page, 'SALES');
  await page.getByText(/^Added 12$/).waitFor();
  await take(page, 'store');
}

/** Of whom a second factor is asked, what names somebody, and the rules for passwords. */
async function signingIn(page: Page, url: string): Promise<void> {
  await page.goto(`${url}/carbon/signing-in`);
  await page.getByText('Every person of these user stores').waitFor();
  await take(page, 'signing-in');
  await page.goto(`${url}/carbon/signing-in?tab=passwords`);
  await page.getByText('Everybody').waitFor();
  await take(page, 'password-rules');
}

/** How the pages of signing in look, while it is chosen; and what asks for more. */
async function applications(page: Page, url: string): Promise<void> {
  await page.goto(`${url}/carbon/applications`);
  await page.getByRole('link', { name: 'Management Console' }).waitFor();
  await take(page, 'applications');
  await goTo(page, 'Look');
  await fill(page, { 'Name on the pages': 'Example Ltd', 'Colour, light': '#7a3e9d' });
  await page.getByText('Example Ltd', { exact: true }).first().waitFor();
  await take(page, 'look');
}

/** The wizard, with what has arrived in its live test. */
async function oneProvider(page: Page, url: string, there: OpenIdServer): Promise<void> {
  await page.goto(`${url}/carbon/signing-in/providers/add`);
  await page.getByRole('radio', { name: /OpenID Connect/ }).click();
  await press(page, 'Next');
  await page.getByRole('textbox', { name: 'Address of the provider' }).fill(there.issuer);
  await page.getByRole('textbox', { name: 'Client id' }).fill(there.clientId);
  await page.getByLabel('Client secret').fill(there.clientSecret);
  await page.getByRole('textbox', { name: 'Authority (PEM)' }).fill(there.authority);
  await press(page, 'Next');
  await press(page, 'Prepare the test');
  const [tab] = await Promise.all([page.context().waitForEvent('page'), page.getByRole('link', { name: /^Go to/ }).click()]);
  await tab.getByLabel('Name').fill('m.lindqvist');
  await tab.getByRole('button', { name: 'Come in' }).click();
  await heading(tab, 'It works');
  await tab.close();
  await page.getByText('It works. This has arrived:').first().waitFor();
  await take(page, 'provider');
}

/** The mails of the dashboard, where none is set up yet. */
async function mails(page: Page, url: string): Promise<void> {
  await page.goto(`${url}/admin/mail`);
  await heading(page, 'Mail');
  await take(page, 'mail');
}

/** Signing up, and what waits for somebody who decides: asked by two who were added for it. */
async function requests({ browser, reeve }: Studio, page: Page): Promise<void> {
  const { url } = reeve;
  await call(page, 'PATCH', '/settings/mail', { host: 'localhost', port: 2525, security: 'none', from: 'reeve@example.org' });
  await call(page, 'PATCH', '/settings/sign-up', { mode: 'open' });
  for (const [name, role, reason] of [
    ['m.lindqvist', 'Night shift', 'I stand in for Jon until the summer'],
    ['t.okafor', 'Archive readers', 'for the audit'],
  ] as const) {
    const { id } = await call(page, 'POST', '/roles', { name: role });
    await call(page, 'PATCH', `/roles/${String(id)}`, { requestable: true });
    await call(page, 'POST', '/users', { userName: name, password: 'violet Harbour 27 mule', mustChangePassword: false });
    const context = await openContext(browser, screen);
    const own = await context.newPage();
    await signIn(own, reeve, { name, password: 'violet Harbour 27 mule' });
    await call(own, 'POST', '/me/requests/role', { role: id, reason });
    await context.close();
  }
  await page.goto(`${url}/admin/requests`);
  await page.getByText('for the audit').waitFor();
  await take(page, 'requests');
  await page.goto(`${url}/sign-up`);
  await heading(page, 'Create an account');
  await take(page, 'sign-up');
}

async function german(page: Page, url: string): Promise<void> {
  await page.goto(`${url}/carbon/users`);
  await take(page, 'console-german');
}

async function drawAll(studio: Studio): Promise<void> {
  const { url } = studio.reeve;
  await signInPage(studio);
  await seen(studio, screen, async (page) => {
    await page.goto(`${url}/carbon/users`);
    await take(page, 'console');
    await wizards(page, url);
    await oneUser(page, url);
    await oneRole(page, url);
    await oneGroup(page, url);
    await oneStore(page, url, studio.people);
    await signingIn(page, url);
    await applications(page, url);
    await oneProvider(page, url, studio.there);
    await page.goto(`${url}/carbon/journal`);
    await take(page, 'journal');
    await page.goto(`${url}/admin`);
    await take(page, 'dashboard');
    await mails(page, url);
    await requests(studio, page);
    await page.goto(`${url}/account`);
    await take(page, 'account');
  });
  await seen(studio, { ...screen, colorScheme: 'dark' }, async (page) => {
    await page.goto(`${url}/carbon/users`);
    await take(page, 'console-dark');
  });
  await seen(studio, { ...screen, locale: 'de-DE' }, (page) => german(page, url));
  await seen(studio, phone, async (page) => {
    await page.goto(`${url}/carbon/users`);
    await take(page, 'console-phone');
  });
}

install(['postgres', 'headlessChromium']);
await mkdir(folder, { recursive: true });
const postgres = await startPostgres();
const people = await openOutsidePeople(postgres.url);
await fillOutsidePeople(people, 'a borrowed umbrella');
const port = await freePort();
const own = `https://localhost:${port}`;
const there = await startOpenId([`${own}/sign-in/from/company`], '127.0.0.1');
there.person('m.lindqvist', {
  name: 'Maja Lindqvist',
  given_name: 'Maja',
  family_name: 'Lindqvist',
  preferred_username: 'm.lindqvist',
  email: 'maja.lindqvist@example.org',
  email_verified: true,
  roles: ['staff', 'editors'],
});
const env = { REEVE_EGRESS_NETWORKS: '127.0.0.0/8', REEVE_PORT: String(port), REEVE_BASE_URL: own };
const reeve = await startReeve({ users: usersShown, env });
const browser = await openBrowser();
try {
  console.log(`As ${admin.name} at ${reeve.url}`);
  await drawAll({ browser, reeve, people, there });
} finally {
  await browser.close();
  await reeve.stop();
  await people.close();
  await there.stop();
  await postgres.stop();
}
