// User stores on the screens: a table of somebody else's becomes a store through the wizard, its users appear and sign in, and a run that would take too many
// away stops and asks. One server for the file: each step builds on those before.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { groups as ofGroups, people as ofPeople, startSambaImplementation } from '../conformance/outside/samba.ts';
import { postgresUrl } from '../databases.ts';
import { service, startSlapd } from '../servers/slapd.ts';
import { examine } from './axe.ts';
import { openBrowser, openContext, watch } from './browser.ts';
import { fillOutsidePeople, type OutsidePeople, openOutsidePeople } from './outside-people.ts';
import { drawn } from './quiet.ts';
import { call, type Reeve, signIn, startReeve } from './reeve.ts';
import { act, goTo, heading, press, says } from './screens.ts';
import { steps } from './steps.ts';
import { choose, connect, fill, next, passwordsAndGroups, usersAndFields } from './store-wizard.ts';

const password = 'a borrowed umbrella';
const mine = { name: 'SALES/anna', password } as const;

describe('User stores', () => {
  const step = steps();
  const folder = mkdtempSync(join(tmpdir(), 'reeve-declaring-'));
  /** Nobody answers there, and it is disabled, so that the others have the page to themselves. */
  const declaring = (domain: string) => {
    const file = join(folder, 'reeve.toml');
    const settings = `urls = ["ldaps://127.0.0.1:1"]\nuserBase = "ou=people,dc=example"\ngroups = "none"\n`;
    writeFileSync(file, `[stores.${domain}]\nkind = "ldap"\nenabled = false\n[stores.${domain}.settings]\n${settings}`);
    return file;
  };
  let reeve: Reeve;
  let people: OutsidePeople;
  let domain: Awaited<ReturnType<typeof startSambaImplementation>>;
  let browser: Browser;
  let page: Page;
  let complaints: () => readonly string[];

  before(async () => {
    const env = { REEVE_EGRESS_NETWORKS: '127.0.0.0/8', REEVE_CONFIG: declaring('FILED') };
    [reeve, browser, people, domain] = await Promise.all([
      startReeve({ env }),
      openBrowser(),
      openOutsidePeople(postgresUrl() ?? ''),
      startSambaImplementation({ seeded: 2 }),
    ]);
    await fillOutsidePeople(people, password);
    const context = await openContext(browser);
    ({ complaints } = await watch(context));
    page = await context.newPage();
    await signIn(page, reeve);
  });
  after(async () => {
    await browser?.close();
    await reeve?.stop();
    await people?.close();
    await domain?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const isFine = async (where: string) => {
    // What is being asked for again is paler meanwhile.
    await page.locator('[data-old]').waitFor({ state: 'detached' });
    await drawn(page);
    assert.deepEqual(await examine(page, where), []);
  };
  const openStore = async () => {
    await goTo(page, 'User Stores');
    await page.getByRole('row', { name: /SALES/ }).click();
    await heading(page, 'SALES');
  };

  step('the list begins with PRIMARY', async () => {
    await goTo(page, 'User Stores');
    await page
      .getByRole('row', { name: /PRIMARY/ })
      .getByText('Works')
      .waitFor();
  });

  step('a store that a file declares can be tried, and not typed over', async () => {
    await page.getByRole('row', { name: /FILED/ }).click();
    await heading(page, 'FILED');
    await page.getByRole('tab', { name: 'Settings' }).click();
    await says(page, /^This store is declared in .*reeve\.toml\./);
    const fields = page.getByRole('tabpanel').getByRole('textbox');
    for (const field of await fields.all()) assert.equal(await field.isDisabled(), true);
    assert.ok((await fields.count()) > 5);
    await press(page, 'Test the connection');
    await says(page, /127\.0\.0\.1:1 cannot be reached/);
    await isFine('declared');
    await goTo(page, 'User Stores');
  });

  step('the connection to a directory is tried before anything is said of its users: its certificate is shown, and taken once its authority is', async () => {
    const slapd = await startSlapd({ users: 1 });
    try {
      await press(page, 'Add user store');
      await page.getByRole('radio', { name: /LDAP directory/ }).click();
      await next(page, 'Connection');
      await page.getByRole('textbox', { name: /^Addresses/ }).fill(`ldaps://${slapd.host}:${slapd.ports.ldaps}`);
      await fill(page, { 'Reads as': service.dn });
      await page.getByLabel('Password', { exact: true }).fill(service.password);
      await press(page, 'Test the connection');
      await says(page, /is not from an authority that is trusted here: give its authority’s certificate/);
      await says(page, `CN=${slapd.host}`);
      await page.getByRole('textbox', { name: /^Trusted authorities/ }).fill(slapd.authority.cert);
      await press(page, 'Test the connection');
      await says(page, /answered within \d+ ms: OpenLDAP\./);
      await isFine('directory');
      await press(page, 'Cancel');
      await press(page, 'Leave');
    } finally {
      await slapd.stop();
    }
  });

  step('the wizard leads through an Active Directory: what is missing stops it, and users and groups are shown as they would be', async () => {
    const { samba, secret } = domain;
    const below = (what: string, dn: string) => page.getByRole('textbox', { name: new RegExp(`^${what} lie below`) }).fill(dn);
    await press(page, 'Add user store');
    await page.getByRole('radio', { name: /Active Directory/ }).click();
    await next(page, 'Connection');
    await page.getByRole('textbox', { name: /^Addresses/ }).fill(`ldaps://${samba.host}`);
    await page.getByRole('textbox', { name: /^Trusted authorities/ }).fill(samba.authority.cert);
    await fill(page, { 'Reads as': 'svc@ad.test' });
    await page.getByLabel('Password', { exact: true }).fill(secret);
    await next(page, 'Users and groups');
    await below('Users', ofPeople);
    await says(page, 'They appear when the fields with a star are filled.');
    await press(page, 'Next');
    await says(page, 'This is needed.');
    await below('Groups', ofGroups);
    await page.getByRole('row', { name: /seed-001@example\.test/ }).waitFor();
    await page.getByRole('row', { name: /seed-group 2/ }).waitFor();
    await isFine('Active Directory');
    await next(page, 'Rehearsal');
    await says(page, '2 users and 1 group are there.');
    await press(page, 'Cancel');
    await press(page, 'Leave');
  });

  step('the wizard asks for a kind, then says in a sentence why a connection fails, and where Next stops', async () => {
    await press(page, 'Add user store');
    await press(page, 'Next');
    await says(page, 'This is needed.');
    await page.getByRole('radio', { name: /SQL database/ }).click();
    await isFine('kind');
    await next(page, 'Connection');
    await press(page, 'Next');
    assert.equal(await page.getByText('This is needed.').count(), 3);
    await connect(page, { ...people, password: 'not this one' });
    await press(page, 'Next');
    await page
      .getByRole('alert')
      .getByText(/password/)
      .waitFor();
    await isFine('connection');
    await connect(page, people);
    await press(page, 'Test the connection');
    await says(page, /answered within \d+ ms/);
    await next(page, 'Users and groups');
  });

  step('the first users and groups are shown mapped as one types, and whoever is skipped with the reason', async () => {
    const users = page.getByRole('table', { name: 'Users' });
    await fill(page, usersAndFields);
    // What comes moves the fields below it.
    await users.getByRole('row', { name: /anna.*anna@sales\.example/ }).waitFor();
    await choose(page, 'Format of the hash', 'SHA-256');
    await fill(page, passwordsAndGroups);
    await page
      .getByRole('table', { name: 'Groups' })
      .getByRole('row', { name: /back office 7/ })
      .waitFor();
    await page.getByRole('table', { name: 'Skipped' }).getByRole('row', { name: /99/ }).waitFor();
    await isFine('mapping');
    await fill(page, { Mail: 'no_such_column' });
    await page
      .getByRole('alert')
      .getByText(/no_such_column/)
      .waitFor();
    await fill(page, { Mail: 'mail' });
    await users.getByText('anna@sales.example').waitFor();
  });

  step('the rehearsal tells how many there are, and a domain is held to its rules', async () => {
    await next(page, 'Rehearsal');
    await says(page, '12 users and 2 groups are there.');
    await says(page, '1 entry cannot be taken as it is:');
    await isFine('rehearsal');
    await next(page, 'Name and habits');
    await fill(page, { Domain: 'primary' });
    await press(page, 'Add user store');
    await says(page, 'This name is reserved. Choose another.');
    await fill(page, { Domain: 'sales' });
    await isFine('name');
    await press(page, 'Add user store');
    await heading(page, 'SALES');
    await says(page, 'SALES is added, and is read now.');
    await says(page, /^Added 12$/);
    await says(page, /^Skipped 1$/);
    await says(page, /PostgreSQL/);
    await isFine('page');
  });

  step('its users are in the list, each says where he lives, and they sign in with their own passwords', async () => {
    await goTo(page, 'Users');
    await page.getByRole('row', { name: 'Anna Ek' }).click();
    await heading(page, 'Anna Ek');
    await says(page, 'He lives in the database SALES; his password is kept there.');
    assert.equal(await page.getByText('Password changed').count(), 0, 'of a password that is kept elsewhere nobody here knows');
    await page.getByRole('button', { name: 'Change Password' }).and(page.locator('[aria-disabled=true]')).hover();
    await says(page, /where Reeve does not write. It is changed there./);
    const theirs = await (await openContext(browser)).newPage();
    await signIn(theirs, reeve, mine);
    await says(theirs, 'Your password is kept in SALES, where Reeve does not write. Change it there.');
    assert.equal(await theirs.getByRole('button', { name: 'Change my password' }).count(), 0);
    await theirs.context().close();
  });

  step('only PRIMARY takes new users, and a group of the store warns of who decides about its members', async () => {
    await goTo(page, 'Add New User');
    await page.getByRole('combobox', { name: 'Domain' }).click();
    await page
      .getByRole('option', { name: /^SALES – read-only/ })
      .and(page.locator('[data-combobox-disabled]'))
      .waitFor();
    await call(page, 'POST', '/roles', { name: 'plain' });
    await goTo(page, 'Groups');
    await page.getByRole('row', { name: 'back office' }).click();
    await says(page, /This group lives in the database SALES/);
    await page.getByRole('button', { name: 'Add members' }).and(page.locator('[aria-disabled=true]')).waitFor();
    await page.getByRole('tab', { name: 'Roles' }).click();
    await press(page, 'Assign roles');
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('checkbox', { name: 'plain' }).check();
    assert.equal(await dialog.getByText(/decides who is in this group/).count(), 0);
    await dialog.getByRole('checkbox', { name: 'admin', exact: true }).check();
    await dialog.getByText(/can give anybody admin, administrative permissions included/).waitFor();
    await dialog.getByRole('button', { name: 'Cancel' }).click();
  });

  step('other settings are rehearsed before they are saved, and kept passwords stay, unless they would go elsewhere', async () => {
    await openStore();
    await page.getByRole('tab', { name: 'Settings' }).click();
    await fill(page, { Port: '1' });
    await press(page, 'Test the connection');
    await says(page, 'Give the password again: it would go elsewhere now.');
    await press(page, 'Discard');
    await fill(page, { 'Shown name': 'first' });
    await press(page, 'Save');
    const dialog = page.getByRole('dialog');
    await dialog.getByText('12 users would be changed.').waitFor();
    await dialog.getByRole('button', { name: 'Save', exact: true }).click();
    await says(page, 'SALES is saved, and everything is read anew.');
    await page.getByRole('tab', { name: 'Health' }).click();
    await says(page, /^Changed 12$/);
  });

  step('an attribute says what it is called there, and leads to where that is set', async () => {
    const { items } = await (await page.request.get(`${reeve.url}/api/attributes`)).json();
    const { id } = items.find(({ name }: { name: string }) => name === 'mail');
    await page.goto(`${reeve.url}/carbon/attributes/${id}`);
    const stores = page.getByRole('table', { name: 'In user stores' });
    await stores.getByRole('row').filter({ hasText: 'SALES' }).getByText('mail', { exact: true }).waitFor();
    await stores.getByRole('link', { name: 'SALES' }).click();
    await heading(page, 'SALES');
    await page.getByLabel('Mail', { exact: true }).waitFor();
    await page.getByRole('tab', { name: 'Health' }).click();
  });

  step('a store that was rebuilt says so, and whoever is there under a new id is linked again, after a look at who is whom', async () => {
    await people.run('update people set id = id + 100 where id < 99');
    await people.run('update teams set id = id + 10');
    await press(page, 'Synchronise now');
    await says(page, /14 entries there bear a name that is here already/);
    await isFine('rebuilt');
    await press(page, 'Re-link users');
    await page.getByRole('dialog').getByRole('radio', { name: 'User name' }).and(page.locator(':checked')).waitFor();
    await isFine('re-link');
    await press(page, 'Show who is whom');
    const verb = 'Re-link 14 users and groups of SALES';
    await heading(page, verb);
    await page.getByRole('row', { name: /Anna.*SALES\/anna.*Becomes the entry 101\./ }).waitFor();
    await page.getByRole('row', { name: /back office.*Becomes .*12\./ }).waitFor();
    await isFine('who is whom');
    await press(page, verb);
    await says(page, 'Done · 14 done');
    await openStore();
    await says(page, /^Taken away 0$/);
    await page.getByRole('button', { name: 'Synchronise now' }).and(page.locator(':not([aria-disabled])')).waitFor();
    assert.equal(await page.getByText(/seems to have been rebuilt/).count(), 0);
  });

  step('a run that would take too many away stops, and its button names the number', async () => {
    await people.run('delete from people where id between 103 and 198');
    await press(page, 'Synchronise now');
    await says(page, /10 of 12 users would vanish, more than 10 %/);
    await press(page, 'Take away 10 users and groups');
    await page.getByRole('dialog').getByRole('button', { name: 'Take away 10 users and groups' }).click();
    await says(page, /^Taken away 10$/);
    await goTo(page, 'User Stores');
    await page.getByRole('row', { name: 'SALES' }).filter({ hasText: '10 taken away' }).waitFor();
  });

  step('a store that does not answer is said above its users, and lists go on', async () => {
    await people.run('alter table people rename to lost');
    await openStore();
    await press(page, 'Synchronise now');
    await page
      .getByRole('alert')
      .getByText(/The last run failed/)
      .waitFor();
    await goTo(page, 'Users');
    await says(page, /^The database SALES has not answered since \d\d:\d\d; its users are shown as of \d\d:\d\d\.$/);
    await page.getByRole('row', { name: 'Anna', exact: true }).waitFor();
    await goTo(page, 'User Stores');
  });

  step('disabling and deleting say first what becomes of the users', async () => {
    await page.getByRole('button', { name: 'Actions for SALES' }).click();
    await page.getByRole('menuitem', { name: 'Delete…' }).and(page.locator('[aria-disabled=true]')).waitFor();
    await act(page, 'Disable…');
    await says(page, /the sessions and tokens of its 2 users end now/);
    await press(page, 'Disable the store');
    await page.getByRole('row', { name: /SALES/ }).getByText('Disabled').waitFor();
    await page.getByRole('button', { name: 'Actions for SALES' }).click();
    await act(page, 'Delete…');
    await says(page, /Its 2 users go to the recycle bin with their roles/);
    await press(page, 'Delete the store and its 2 users');
    await says(page, 'SALES is deleted.');
    await page.getByRole('row', { name: /SALES/ }).waitFor({ state: 'detached' });
    // A store that refuses is said in words, and answered as not available.
    assert.deepEqual(
      complaints().filter((complaint) => !/stores\/add: .* 503/.test(complaint)),
      [],
    );
  });
});
