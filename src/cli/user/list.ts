// `reeve user list` and `reeve user show`.
import { listUsers, showUser, type User, type UserRow } from '#users/contract.ts';
import { command, type FlagValues } from '../arguments.ts';
import { type Caller, given, withCaller } from '../call.ts';
import { exitCodes } from '../exit-codes.ts';
import { momentText, parseMoment } from '../moments.ts';
import { groupIdOf, roleIdOf, userIdOf } from '../names.ts';
import type { Column } from '../output.ts';
import { pageFlags, showPages } from '../pages.ts';

export const qualified = ({ domain, userName }: { readonly domain: string; readonly userName: string }): string =>
  domain === 'PRIMARY' ? userName : `${domain}/${userName}`;

const stateText = ({ state, lockedUntil, stateReason }: Pick<UserRow, 'state' | 'lockedUntil' | 'stateReason'>): string =>
  `${state}${state === 'locked' && lockedUntil > 0 ? ` until ${momentText(lockedUntil)}` : ''}${stateReason === '' ? '' : ` (${stateReason})`}`;

export const userColumns: readonly Column<UserRow>[] = [
  { title: 'user', value: qualified, shrink: true },
  { title: 'shown name', value: (row) => row.shownName, shrink: true },
  { title: 'kind', value: (row) => row.kind },
  { title: 'state', value: stateText },
  { title: 'mail', value: (row) => row.mail, shrink: true },
  { title: 'last sign-in', value: (row) => momentText(row.lastSignInAt, 'never') },
  { title: 'ends', value: (row) => momentText(row.endsAt) },
];

export const filterFlags = {
  kind: { type: 'string', summary: 'person, device or program.' },
  state: { type: 'string', summary: 'active, pending, locked, ended, disabled or deleted.' },
  domain: { type: 'string', summary: 'Only of this user store.' },
  country: { type: 'string', summary: 'Only of this country, as two letters.' },
  organisation: { type: 'string', summary: 'Only of this organisation.' },
  role: { type: 'string', value: 'ROLE', summary: 'Holds this role directly.' },
  roleAny: { type: 'string', value: 'ROLE', summary: 'Holds this role directly or through a group.' },
  group: { type: 'string', value: 'GROUP', summary: 'Member of this group.' },
  owner: { type: 'string', value: 'USER', summary: 'Devices and programs that this user answers for.' },
  noRole: { type: 'boolean', summary: 'Holds no role directly.' },
  neverSignedIn: { type: 'boolean', summary: 'Has never signed in.' },
  notSignedInDays: { type: 'number', value: 'DAYS', summary: 'Has not signed in for so long.' },
  endsWithinDays: { type: 'number', value: 'DAYS', summary: 'His time ends within so many days.' },
  hasAttribute: { type: 'string', value: 'NAME', summary: 'Has a value of this attribute.' },
  lacksAttribute: { type: 'string', value: 'NAME', summary: 'Has no value of this attribute.' },
  attribute: { type: 'string', value: 'NAME=VALUE', summary: 'Has this value of this attribute.' },
  createdSince: { type: 'string', value: 'WHEN', summary: 'Made since then.' },
  changedSince: { type: 'string', value: 'WHEN', summary: 'Changed since then.' },
} as const;
export const orderFlags = {
  sort: { type: 'string', summary: 'userName, shownName, mail, createdAt, changedAt, lastSignInAt or endsAt.' },
  descending: { type: 'boolean', summary: 'Backwards.' },
} as const;

/** The flags as the contract's filter: names become ids, dates moments. */
export async function filterOf(caller: Caller, flags: FlagValues<typeof filterFlags>) {
  const { createdSince, changedSince, role, roleAny, group, owner, noRole, neverSignedIn, ...plain } = flags;
  return given({
    ...plain,
    noRole: noRole || undefined,
    neverSignedIn: neverSignedIn || undefined,
    role: role && (await roleIdOf(caller, role)),
    roleAny: roleAny && (await roleIdOf(caller, roleAny)),
    group: group && (await groupIdOf(caller, group)),
    owner: owner && (await userIdOf(caller, owner)),
    createdSince: parseMoment('created-since', createdSince, caller.now()),
    changedSince: parseMoment('changed-since', changedSince, caller.now()),
  });
}

export const list = command({
  name: 'user list',
  summary: 'Users of all stores, filtered and sorted.',
  usage: '[SEARCH]',
  flags: { ...filterFlags, ...orderFlags, ...pageFlags },
  run: (context) =>
    withCaller(context, async (caller) => {
      const { all, cursor, limit, sort, descending, ...filter } = context.flags;
      const input = { ...(await filterOf(caller, filter)), ...given({ search: context.operands[0], sort, descending, limit }) };
      return showPages(context, { all, cursor }, (at) => caller.call(listUsers, { ...input, ...given({ cursor: at }) }), userColumns);
    }),
});

export const show = command({
  name: 'user show',
  summary: 'One user, whole.',
  usage: 'USER',
  flags: {},
  run: (context) =>
    withCaller(context, async (caller) => {
      const user = await caller.call(showUser, { id: context.operands[0] ?? '' });
      context.output.record(fieldsOf(user), user);
      return exitCodes.done;
    }),
});

/** What is set; empty fields would only fill the screen. */
export function fieldsOf(user: User): Record<string, string> {
  const { attributes } = user;
  const all: Record<string, string> = {
    user: qualified(user),
    id: user.id,
    kind: user.kind,
    state: stateText(user),
    'shown name': user.shownName,
    'given name': user.givenName,
    'family name': user.familyName,
    mail: user.mail,
    phone: user.phone,
    organisation: user.organisation,
    country: user.country,
    language: user.language,
    'time zone': user.timeZone,
    owner: user.owner,
    ...Object.fromEntries(Object.entries(attributes).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : value])),
    starts: momentText(user.startsAt, ''),
    ends: momentText(user.endsAt, ''),
    created: momentText(user.createdAt),
    changed: momentText(user.changedAt),
    deleted: momentText(user.deletedAt, ''),
    'last sign-in': momentText(user.lastSignInAt, 'never'),
    password: user.mustChangePassword ? 'must be changed' : momentText(user.passwordChangedAt, 'none'),
    version: String(user.version),
  };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== ''));
}
