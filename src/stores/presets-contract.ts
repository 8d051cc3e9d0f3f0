// Settings that fit common directories as they come, for a form to begin with: everything but the address, who binds, and the bases.
// Imported by the browser; imports nothing of the house but the settings themselves. Nothing in the drivers depends on any of it.
import type { ActiveDirectorySettings, LdapSettings } from './settings-contract.ts';

/** RFC 2798 and RFC 4519 have these everywhere. */
const personMapping = {
  givenName: 'givenName',
  familyName: 'sn',
  shownName: 'cn',
  mail: 'mail',
  phone: 'telephoneNumber',
  organisation: 'o',
  language: 'preferredLanguage',
  title: 'title',
} as const;

const anyLdap = {
  urls: [],
  startTls: false,
  authorities: '',
  bindDn: '',
  userBase: '',
  userScope: 'sub',
  userFilter: '(objectClass=inetOrgPerson)',
  userName: 'uid',
  userId: 'entryUUID',
  mapping: personMapping,
  disabledFilter: '',
  groups: 'member',
  groupBase: '',
  groupFilter: '(objectClass=groupOfNames)',
  groupName: 'cn',
  groupId: 'entryUUID',
  groupMember: 'member',
  userMemberOf: 'memberOf',
  changed: 'modifyTimestamp',
  pageSize: 500,
  referrals: 'ignore',
  newUserDn: '',
  newUserClasses: ['inetOrgPerson'],
} as const satisfies Frozen<LdapSettings>;

/** OpenLDAP with its inetOrgPerson and groupOfNames; `pwdAccountLockedTime` is what an administrator sets to lock for good. */
const openLdap = { ...anyLdap, disabledFilter: '(pwdAccountLockedTime=000001010000Z)' } as const satisfies Frozen<LdapSettings>;

const directoryServer389 = {
  ...anyLdap,
  userFilter: '(objectClass=person)',
  userId: 'nsUniqueId',
  groupId: 'nsUniqueId',
  disabledFilter: '(nsAccountLock=true)',
} as const satisfies Frozen<LdapSettings>;

/** Groups that hold user names (RFC 2307): posixGroup with memberUid. */
const posix = {
  ...anyLdap,
  userFilter: '(objectClass=posixAccount)',
  groupFilter: '(objectClass=posixGroup)',
  groupMember: 'memberUid',
} as const satisfies Frozen<LdapSettings>;

const activeDirectory = {
  urls: [],
  startTls: false,
  authorities: '',
  bindDn: '',
  userBase: '',
  userFilter: '(&(objectCategory=person)(objectClass=user))',
  userName: 'sAMAccountName',
  mapping: { ...personMapping, shownName: 'displayName', organisation: 'company', country: 'c', department: 'department' },
  groupBase: '',
  groupFilter: '(objectClass=group)',
  groupName: 'sAMAccountName',
  pageSize: 500,
  newUserParent: '',
} as const satisfies Frozen<ActiveDirectorySettings>;

type Frozen<T> = { readonly [K in keyof T]: T[K] extends readonly (infer E)[] ? readonly E[] : Readonly<T[K]> };

export const presets = [
  { id: 'openldap', kind: 'ldap', name: 'OpenLDAP', settings: openLdap },
  { id: '389-ds', kind: 'ldap', name: '389 Directory Server', settings: directoryServer389 },
  { id: 'posix', kind: 'ldap', name: 'LDAP with POSIX groups (RFC 2307)', settings: posix },
  { id: 'ldap', kind: 'ldap', name: 'LDAP', settings: anyLdap },
  { id: 'active-directory', kind: 'active-directory', name: 'Active Directory', settings: activeDirectory },
] as const;
export type PresetId = (typeof presets)[number]['id'];

/** A copy that a form may change. */
export function presetSettings(id: PresetId): Record<string, unknown> {
  const preset = presets.find((each) => each.id === id);
  return structuredClone<Record<string, unknown>>({ ...preset?.settings });
}
