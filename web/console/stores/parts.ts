// Which settings stand where on the screen, and with what a wizard begins: by kind. Pure.
import type { StoreKind } from '#stores/settings-contract.ts';

export type PartName = 'users' | 'fields' | 'passwords' | 'groups' | 'reading' | 'writing';
export type Part = { readonly name: PartName; readonly settings: readonly string[] };
type Settings = Readonly<Record<string, unknown>>;

const ofDirectory = ['urls', 'startTls', 'bindDn', 'authorities'] as const;
export const connectionOf: Readonly<Record<StoreKind, readonly string[]>> = {
  ldap: ofDirectory,
  'active-directory': ofDirectory,
  sql: ['dialect', 'host', 'port', 'database', 'user', 'tls', 'authorities'],
};

/** Asked for where Reeve writes. */
export const writingOf: Readonly<Record<StoreKind, readonly string[]>> = {
  ldap: ['newUserDn', 'newUserClasses'],
  'active-directory': ['newUserParent'],
  sql: [],
};

/** These want the whole width. */
export const wide: ReadonlySet<string> = new Set([
  'urls',
  'startTls',
  'bindDn',
  'authorities',
  'userBase',
  'userFilter',
  'disabledFilter',
  'groupBase',
  'groupFilter',
  'newUserDn',
  'newUserClasses',
  'newUserParent',
  'caseSensitive',
]);

export function mappingParts(kind: StoreKind, settings: Settings): readonly Part[] {
  if (kind === 'sql') return sqlParts(settings);
  return kind === 'ldap' ? ldapParts(settings) : activeDirectoryParts;
}

function ldapParts({ groups, referrals }: Settings): readonly Part[] {
  const how = groups === 'memberOf' ? 'userMemberOf' : 'groupMember';
  return [
    { name: 'users', settings: ['userBase', 'userFilter', 'userScope', 'userName', 'userId', 'disabledFilter'] },
    { name: 'fields', settings: ['mapping'] },
    { name: 'groups', settings: groups === 'none' ? ['groups'] : ['groups', how, 'groupBase', 'groupFilter', 'groupName', 'groupId'] },
    { name: 'reading', settings: ['changed', 'pageSize', 'referrals', ...(referrals === 'follow' ? ['referralHosts'] : [])] },
  ];
}

const activeDirectoryParts: readonly Part[] = [
  { name: 'users', settings: ['userBase', 'userFilter', 'userName'] },
  { name: 'fields', settings: ['mapping'] },
  { name: 'groups', settings: ['groupBase', 'groupFilter', 'groupName'] },
  { name: 'reading', settings: ['pageSize'] },
];

function sqlParts({ preset, groupTable }: Settings): readonly Part[] {
  if (preset === 'wso2') return [{ name: 'users', settings: ['tenant'] }];
  const ofGroups = groupTable === '' ? [] : ['groupKey', 'groupName', 'memberTable', 'memberGroup', 'memberUser'];
  return [
    { name: 'users', settings: ['userTable', 'userKey', 'userName', 'userChanged', 'userDisabled', 'userEnabled', 'caseSensitive'] },
    { name: 'fields', settings: ['mapping'] },
    { name: 'passwords', settings: ['password', 'salt', 'passwordFormat', 'userMustChange'] },
    { name: 'groups', settings: ['groupTable', ...ofGroups] },
  ];
}

/** Without these nothing can be asked. */
export function neededOf(kind: StoreKind, { groups: how, groupFilter, preset, groupTable }: Settings): readonly string[] {
  if (kind === 'ldap') return ['urls', 'userBase', 'userName', ...(how === 'none' ? [] : ['groupBase', 'groupName'])];
  if (kind === 'active-directory') return ['urls', 'userBase', ...(groupFilter === '' ? [] : ['groupBase'])];
  const own = preset === 'wso2' ? [] : ['userTable', 'userKey', 'userName'];
  const groups = preset === 'wso2' || groupTable === '' ? [] : ['groupKey', 'groupName', 'memberTable', 'memberGroup', 'memberUser'];
  return ['host', 'database', 'user', ...own, ...groups];
}
