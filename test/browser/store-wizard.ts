// The wizard for user stores, filled in for the database of outside-people.ts.
// Called by stores.test.ts and pictures.ts.
import type { Page } from 'playwright-core';
import type { OutsidePeople } from './outside-people.ts';
import { press } from './screens.ts';

export async function fill(page: Page, values: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, value] of Object.entries(values)) await page.getByRole('textbox', { name, exact: true }).fill(value);
}

export async function choose(page: Page, label: string, option: string): Promise<void> {
  await page.getByRole('combobox', { name: label, exact: true }).click();
  await page.getByRole('option', { name: option, exact: true }).click();
}

export async function next(page: Page, title: string): Promise<void> {
  await press(page, 'Next');
  await page.getByRole('heading', { name: title, exact: true, level: 2 }).waitFor();
}

export async function connect(page: Page, { host, port, database, user, password }: Omit<OutsidePeople, 'run' | 'close'>): Promise<void> {
  await fill(page, { Host: host, Port: port, 'Name of the database': database, 'Reads as': user });
  await page.getByLabel('Password', { exact: true }).fill(password);
  await choose(page, 'TLS', 'Off, on this machine only');
}

export const usersAndFields = {
  'Table of users': 'people',
  Key: 'id',
  'User name': 'login',
  Disabled: 'left_at',
  'Given name': 'first',
  'Family name': 'last',
  Mail: 'mail',
} as const;

export const passwordsAndGroups = {
  Password: 'secret',
  'Table of groups': 'teams',
  'Key of a group': 'id',
  'Group name': 'name',
  'Table of members': 'team_people',
  'Its group': 'team',
  'Its user': 'person',
} as const;
