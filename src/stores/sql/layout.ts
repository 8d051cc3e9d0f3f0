// What of a foreign database is what: tables and columns by their part, from the settings of a store or from the preset for WSO2.
// Called by sql-store.ts. Pure: it knows no connection, and whether the tables are there is shape.ts's to say.

import { say } from '#sentences/sentence.ts';
import { type ProfileField, profileFields, StoreFault } from '#user-store.ts';
import type { SqlSettings } from '../settings-contract.ts';
import { wso2Layout } from './wso2.ts';

/** Its parts, such as schema and table; each is quoted by itself. */
export type TableName = readonly string[];
/** What every row of ours has in some columns, such as a tenant. */
export type Fixed = readonly (readonly [column: string, value: string])[];
export type Table = { readonly name: TableName; readonly fixed: Fixed };

/** Values of users that lie in rows of their own: one for each user, attribute and value. */
export type ValueRows = { readonly table: Table; readonly user: string; readonly name: string; readonly value: string };

/** `flag` says what a true value means. */
export type Disabling = { readonly column: string; readonly flag: 'disabled' | 'enabled' };

export type UserLayout = {
  readonly table: Table;
  /** Unique and indexed: pages walk along it, and other tables mean a user by it. */
  readonly address: string;
  /** Unique too, and never given again. Often the same. */
  readonly key: string;
  readonly name: string;
  readonly disabling: Disabling | null;
  readonly mustChange: string | null;
  readonly changed: string | null;
  readonly password: string | null;
  readonly salt: string | null;
  /** When the password was set, where the store keeps that. */
  readonly passwordSetAt: string | null;
  /** Field of every user or free attribute → its column, or its name in `values`. */
  readonly mapping: Readonly<Record<string, string>>;
  readonly values: ValueRows | null;
};

export type GroupLayout = {
  readonly table: Table;
  readonly address: string;
  readonly key: string;
  readonly name: string;
  readonly members: { readonly table: Table; readonly group: string; readonly user: string };
};

export type Layout = {
  readonly users: UserLayout;
  readonly groups: GroupLayout | null;
  readonly caseSensitive: boolean;
};

/** Null = nothing is mapped yet: such a store can be looked at, and nothing else. */
export function layoutOf(settings: SqlSettings): Layout | null {
  if (settings.preset === 'wso2') return wso2Layout(settings);
  if (settings.userTable === '') return null;
  for (const part of ['userKey', 'userName'] as const) if (settings[part] === '') throw new StoreFault('settings', say('sql.which-column', { part }));
  refuseSecrets(settings);
  return { users: usersOf(settings), groups: settings.groupTable === '' ? null : groupsOf(settings), caseSensitive: settings.caseSensitive };
}

/** StoreFault `settings` where nothing is mapped: whoever only looks at tables needs no layout, everybody else does. */
export function neededLayout(layout: Layout | null): Layout {
  if (!layout) throw new StoreFault('settings', say('sql.unmapped'));
  return layout;
}

/** Their values would stand in every list and preview, and in the journal for good. */
function refuseSecrets({ userName, password, salt, mapping }: SqlSettings): void {
  const secrets = [password, salt].filter((column) => column !== '').map((column) => column.toLowerCase());
  const secret = [userName, ...Object.values(mapping)].find((column) => secrets.includes(column.toLowerCase()));
  if (secret !== undefined) throw new StoreFault('settings', say('sql.secret-column', { column: secret }));
}

const usersOf = (settings: SqlSettings): UserLayout => ({
  table: tableOf(settings.userTable),
  address: columnOf(settings.userKey),
  key: columnOf(settings.userKey),
  name: columnOf(settings.userName),
  disabling: disablingOf(settings),
  mustChange: wanted(settings.userMustChange),
  changed: wanted(settings.userChanged),
  password: wanted(settings.password),
  salt: wanted(settings.salt),
  passwordSetAt: null,
  mapping: Object.fromEntries(Object.entries(settings.mapping).flatMap(([field, column]) => (column === '' ? [] : [[field, columnOf(column)]]))),
  values: null,
});

function groupsOf(settings: SqlSettings): GroupLayout {
  for (const part of ['groupKey', 'groupName', 'memberTable', 'memberGroup', 'memberUser'] as const)
    if (settings[part] === '') throw new StoreFault('settings', say('sql.groups-need', { part }));
  return {
    table: tableOf(settings.groupTable),
    address: columnOf(settings.groupKey),
    key: columnOf(settings.groupKey),
    name: columnOf(settings.groupName),
    members: { table: tableOf(settings.memberTable), group: columnOf(settings.memberGroup), user: columnOf(settings.memberUser) },
  };
}

function disablingOf({ userDisabled, userEnabled }: SqlSettings): Disabling | null {
  if (userDisabled !== '' && userEnabled !== '') throw new StoreFault('settings', say('sql.disabled-or-enabled'));
  if (userDisabled !== '') return { column: columnOf(userDisabled), flag: 'disabled' };
  return userEnabled === '' ? null : { column: columnOf(userEnabled), flag: 'enabled' };
}

/** As databases take names without much ado; quoted all the same. A dot separates schema and table, and belongs to no name. */
const namePattern = /^[\p{L}_][\p{L}\p{N}_$ -]{0,62}$/u;
const partsMax = 2;

export function tableOf(text: string): Table {
  const name = text.split('.');
  if (name.length > partsMax) throw new StoreFault('settings', say('sql.no-table-name', { text }));
  return { name: name.map(columnOf), fixed: [] };
}

function columnOf(text: string): string {
  if (namePattern.test(text)) return text;
  throw new StoreFault('settings', say('sql.no-name', { text }));
}

const wanted = (column: string): string | null => (column === '' ? null : columnOf(column));

export const isProfileField = (field: string): field is ProfileField => (profileFields as readonly string[]).includes(field);
