// What common directories have otherwise than the blank settings, for a form to begin with. The address, who binds and the bases are for a person to say.
// Imported by the browser. Nothing in the drivers depends on any of it.
import { type ActiveDirectorySettings, blankSettings, type LdapSettings, type StoreKind } from './settings-contract.ts';

type Preset = {
  readonly id: string;
  readonly kind: StoreKind;
  readonly name: string;
  readonly changes: Readonly<Partial<LdapSettings & ActiveDirectorySettings>>;
};

export const presets = [
  {
    id: 'openldap',
    kind: 'ldap',
    name: 'OpenLDAP',
    // What an administrator sets to lock somebody for good (slapo-ppolicy).
    changes: { disabledFilter: '(pwdAccountLockedTime=000001010000Z)' },
  },
  {
    id: '389-ds',
    kind: 'ldap',
    name: '389 Directory Server',
    changes: { userFilter: '(objectClass=person)', userId: 'nsUniqueId', groupId: 'nsUniqueId', disabledFilter: '(nsAccountLock=true)' },
  },
  {
    id: 'posix',
    kind: 'ldap',
    name: 'LDAP with POSIX groups (RFC 2307)',
    changes: { userFilter: '(objectClass=posixAccount)', groupFilter: '(objectClass=posixGroup)', groupMember: 'memberUid' },
  },
  { id: 'ldap', kind: 'ldap', name: 'LDAP', changes: {} },
  { id: 'active-directory', kind: 'active-directory', name: 'Active Directory', changes: {} },
] as const satisfies readonly Preset[];
export type PresetId = (typeof presets)[number]['id'];

/** Whole settings, a copy that a form may change. */
export function presetSettings(id: PresetId): Record<string, unknown> {
  const preset = presets.find((each) => each.id === id);
  return preset ? structuredClone<Record<string, unknown>>({ ...blankSettings[preset.kind], ...preset.changes }) : {};
}
