// A group's page: the whole nesting around it, who is in it and how, what its roles open, and what taking something away would take away.
// One server for the file: each step builds on those before.
import assert from 'node:assert/strict';
import { after, before, describe } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { examine } from './axe.ts';
import { openBrowser, openContext } from './browser.ts';
import { call, type Reeve, signIn, startReeve } from './reeve.ts';
import { heading, press, says, undo } from './screens.ts';
import { steps } from './steps.ts';

const until = Date.UTC(2031, 11, 31);

describe('Groups', () => {
  const step = steps();
  let reeve: Reeve;
  let browser: Browser;
  let page: Page;
  const ids: Record<string, string> = {};

  before(async () => {
    [reeve, browser] = await Promise.all([startReeve(), openBrowser()]);
    page = await (await openContext(browser)).newPage();
    await signIn(page, reeve);
    const made = async (path: string, body: object) => String((await call(page, 'POST', path, body)).id);
    for (const name of ['Company', 'Staff', 'Night shift', 'Gate', 'Club']) ids[name] = await made('/groups', { name });
    for (const userName of ['ann', 'ben', 'cleo']) ids[userName] = await made('/users', { userName, password: 'a borrowed umbrella' });
    ids.vpn = await made('/roles', { name: 'VPN', entries: [{ permission: '/permission/applications', effect: 'allow' }] });
    ids.watch = await made('/roles', { name: 'Watch', entries: [{ permission: '/permission/admin/monitor', effect: 'allow' }] });
    const nest = (outer: string, inner: string) => call(page, 'POST', `/groups/${ids[outer]}/children`, { add: [ids[inner]] });
    await nest('Company', 'Staff');
    await nest('Staff', 'Night shift');
    await nest('Night shift', 'Gate');
    await nest('Club', 'Night shift');
    await call(page, 'POST', `/groups/${ids.Staff}/roles`, { give: [{ role: ids.vpn, until }] });
    await call(page, 'POST', `/groups/${ids.Company}/roles`, { give: [{ role: ids.watch }] });
    await call(page, 'POST', `/groups/${ids.Staff}/members`, { add: [ids.ann] });
    await call(page, 'POST', `/groups/${ids.Gate}/members`, { add: [ids.ben, ids.cleo] });
    await call(page, 'POST', `/users/${ids.cleo}/roles`, { give: [{ role: ids.vpn }] });
  });
  after(async () => {
    await browser?.close();
    await reeve?.stop();
  });

  const main = () => page.getByRole('main');
  const dialog = () => page.getByRole('dialog');
  const tree = (label: string) => main().getByRole('list', { name: label });
  const line = (name: string) => main().getByRole('row').filter({ hasText: name });
  /** The role in the table of roles, not among what they open. */
  const own = () => line('VPN').filter({ hasText: 'this group' });
  const open = async (group: string, tab = '') => {
    await page.goto(`${reeve.url}/carbon/groups/${ids[group]}${tab ? `?tab=${tab}` : ''}`);
    await heading(page, group);
  };

  step('the whole nesting is drawn, up and down, and opens branch by branch', async () => {
    await open('Company', 'nesting');
    await says(page, 'This group lies in no other.');
    await tree('Inside it').getByRole('link', { name: 'Gate' }).waitFor();
    assert.deepEqual(await tree('Inside it').getByRole('link').allTextContents(), ['Staff', 'Night shift', 'Gate']);
    await press(page, 'Close Staff');
    assert.deepEqual(await tree('Inside it').getByRole('link').allTextContents(), ['Staff']);
    await press(page, 'Open all');
    await tree('Inside it').getByRole('link', { name: 'Night shift' }).click();
    await heading(page, 'Night shift');
    await page.getByRole('tab', { name: 'Nesting' }).click();
    await tree('Around it').getByRole('link', { name: 'Club' }).waitFor();
    assert.deepEqual(new Set(await tree('Around it').getByRole('link').allTextContents()), new Set(['Staff', 'Company', 'Club']));
  });

  step('members are there directly and through other groups, said through which, and are found', async () => {
    await open('Company');
    await line('ann').filter({ hasText: 'through Staff' }).waitFor();
    await line('ben').filter({ hasText: 'through Gate › Night shift › Staff' }).waitFor();
    await says(page, 'Everybody here holds Watch.');
    await page.getByRole('searchbox', { name: 'Find a member' }).fill('cle');
    await line('ann').waitFor({ state: 'detached' });
    await line('cleo').waitFor();
    const out = line('cleo').getByRole('button', { name: 'Take out' });
    assert.equal(await out.getAttribute('aria-disabled'), 'true');
    await open('Staff');
    await says(page, /Everybody here holds VPN until 31 Dec 2031, Watch\./);
    await line('ann').filter({ hasText: 'directly' }).waitFor();
  });

  step('the page of a user tells each of his groups with where it comes from, and lets him out of his own only', async () => {
    await page.goto(`${reeve.url}/carbon/users/${ids.ben}?tab=roles`);
    await line('Gate').filter({ hasText: 'A member himself' }).waitFor();
    const company = main().getByRole('row', { name: /^Company Through Gate › Night shift › Staff/ });
    const out = company.getByRole('button', { name: 'Take out' });
    await out.hover();
    await page.getByRole('tooltip').getByText('His group lies in this one.').waitFor();
  });

  step('its roles are shown with those of the groups around it, and what they open, as words and in the tree', async () => {
    await open('Night shift', 'roles');
    await line('VPN').filter({ hasText: 'Staff' }).waitFor();
    await line('Watch').filter({ hasText: 'Staff › Company' }).waitFor();
    const opens = main().getByRole('table', { name: 'What they open' });
    await opens.getByRole('row').filter({ hasText: 'Monitor' }).filter({ hasText: 'Watch' }).waitFor();
    await press(page, 'Show in the tree');
    const lit = page.getByRole('tree', { name: 'Permission tree' }).getByRole('treeitem').filter({ hasText: 'Monitor' }).first();
    await lit.waitFor();
    assert.equal(await lit.getAttribute('aria-checked'), 'true');
  });

  step('before a role is taken away, it says who would lose what, and not what is held another way', async () => {
    await open('Staff', 'roles');
    await own().getByRole('button', { name: 'Take away' }).click();
    await dialog().getByText('2 people lose VPN, 2 of them administrators.').waitFor();
    await dialog()
      .getByText(/2 people lose .*Applications, 2 of them administrators\./)
      .waitFor();
    await dialog().getByText('3 users would be concerned.').waitFor();
    await dialog().getByRole('button', { name: 'Take away' }).click();
    await own().waitFor({ state: 'detached' });
    await undo(page);
    await own().waitFor();
  });

  step('before a group is taken out of another, and a member out of a group, too', async () => {
    await open('Staff', 'nesting');
    await press(page, 'Take out Night shift');
    await dialog().getByText('2 people lose Watch, 2 of them administrators.').waitFor();
    await dialog().getByText('1 person, an administrator, loses VPN.').waitFor();
    await dialog().getByRole('button', { name: 'Cancel' }).click();
    await open('Gate');
    await line('cleo').getByRole('button', { name: 'Take out' }).click();
    await dialog().getByText('1 person, an administrator, loses Watch.').waitFor();
    assert.equal(
      await dialog()
        .getByText(/loses VPN/)
        .count(),
      0,
    );
    await dialog().getByRole('button', { name: 'Take out' }).click();
    await line('cleo').waitFor({ state: 'detached' });
    await undo(page);
    await line('cleo').waitFor();
  });

  step('deleting says what is lost, and Undo brings the group back with its members, roles and nesting', async () => {
    await open('Staff');
    await press(page, 'Delete');
    await dialog().getByText('3 people lose Watch, 3 of them administrators.').waitFor();
    assert.deepEqual(await examine(page, 'dialog delete group'), []);
    await dialog().getByRole('button', { name: 'Delete group' }).click();
    await heading(page, 'Groups');
    await undo(page);
    await says(page, /The group Staff is made again/);
    const { items } = await (await page.request.get(`${reeve.url}/api/groups?search=Staff`)).json();
    ids.Staff = items[0].id;
    await open('Staff');
    await line('ann').filter({ hasText: 'directly' }).waitFor();
    await line('ben').filter({ hasText: 'through Gate › Night shift' }).waitFor();
    await says(page, /Everybody here holds VPN until 31 Dec 2031, Watch\./);
  });
});
