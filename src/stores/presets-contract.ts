// What common directories have otherwise than the blank settings, for a form or a command to begin with. The address, who binds and the bases are for a person to say.
// Imported by the browser. Nothing in the drivers depends on any of it.
import type { StoreKind } from './settings-contract.ts';

/** The kind's own beginning, with these laid over it; the first one is what a kind begins with. */
export const presets: Readonly<Record<StoreKind, readonly { readonly id: string; readonly settings: Readonly<Record<string, unknown>> }[]>> = {
  ldap: [
    // What an administrator sets to lock somebody for good (slapo-ppolicy).
    { id: 'openldap', settings: { disabledFilter: '(pwdAccountLockedTime=000001010000Z)' } },
    {
      id: '389',
      settings: {
        userId: 'nsUniqueId',
        groupId: 'nsUniqueId',
        userFilter: '(|(objectClass=inetOrgPerson)(objectClass=nsPerson))',
        disabledFilter: '(nsAccountLock=true)',
      },
    },
    { id: 'posix', settings: { userFilter: '(objectClass=posixAccount)', groupFilter: '(objectClass=posixGroup)', groupMember: 'memberUid' } },
  ],
  'active-directory': [{ id: 'domain', settings: {} }],
  sql: [
    { id: 'own', settings: {} },
    { id: 'wso2', settings: { preset: 'wso2' } },
  ],
};
