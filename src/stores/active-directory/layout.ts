// The layout of an Active Directory: users by objectGUID, disabled by a flag, groups with ranged members.
// Called by active-directory-store.ts. Pure. StoreFault `settings` for what cannot be meant.
import { say } from '#sentences/sentence.ts';
import { StoreFault } from '#user-store.ts';
import { all, equal, parseFilter, present } from '../ldap/filters.ts';
import type { KeyRule, Layout } from '../ldap/layout.ts';
import { firstValues, mapGroup, mapUser, type UserRules } from '../ldap/map-entry.ts';
import { readingTimes } from '../ldap/reading.ts';
import type { Entry } from '../ldap/response.ts';
import { refuseSecrets } from '../ldap/secrets.ts';
import type { ActiveDirectorySettings } from '../settings-contract.ts';
import { changesByUsn } from './changes-by-usn.ts';
import { guidBytesOf, guidOf } from './identifiers.ts';
import { rangedMembers } from './ranged-members.ts';

/** ADS_UF_ACCOUNTDISABLE (MS-ADTS §2.2.16). */
export const accountDisabled = 0x2;

/** To these every search of a whole domain is referred (MS-ADTS §3.1.1.1.5); no users lie there. */
const ownPartitions = /\/(?:CN=(?:Schema,CN=)?Configuration|DC=(?:Domain|Forest)DnsZones),/i;

const byGuid: KeyRule = {
  attribute: 'objectGUID',
  textOf: guidOf,
  filterOf(key) {
    const bytes = guidBytesOf(key);
    return bytes && equal('objectGUID', bytes);
  },
};

export const accountControlOf = (entry: Entry): number => Number(firstValues(entry, 'userAccountControl', 1)[0]?.toString('latin1') ?? 0) || 0;

export function activeDirectoryLayout(settings: ActiveDirectorySettings, { milliseconds: answer }: { readonly milliseconds: number }): Layout {
  if (settings.userBase.trim() === '') throw new StoreFault('settings', say('directory.say-user-base', { example: 'OU=People,DC=example,DC=com' }));
  const milliseconds = answer * readingTimes;
  const users = usersOf(settings);
  const { urls: _, startTls: __, authorities: ___, pageSize, ...decisive } = settings;
  return {
    users,
    groups: groupsOf(settings),
    members: rangedMembers({ milliseconds, pageSize, users }),
    changes: changesByUsn({ settings: decisive, milliseconds }),
    disabledFilter: null,
    pageSize,
    isNoLoss: (urls) => urls.every((url) => ownPartitions.test(url)),
  };
}

function usersOf({ userBase: base, userFilter, userName: nameAttribute, mapping }: ActiveDirectorySettings): Layout['users'] {
  refuseSecrets(Object.values(mapping));
  const saysDisabled = (entry: Entry) => (accountControlOf(entry) & accountDisabled) !== 0;
  const rules: UserRules = { key: byGuid, nameAttribute, mapping, memberOfAttribute: '', saysDisabled };
  const own = ['objectGUID', 'objectSid', 'userAccountControl', 'primaryGroupID', 'uSNCreated', nameAttribute];
  return {
    word: 'user',
    base,
    scope: 'sub',
    filter: all([parseFilter(userFilter || '(&(objectCategory=person)(objectClass=user))', say('filter.users')), present(nameAttribute)]),
    key: byGuid,
    nameAttribute,
    attributes: [...new Set([...own, ...Object.values(mapping).filter((attribute) => attribute !== '')])],
    map: (entry, disabled) => mapUser(entry, rules, disabled),
  };
}

function groupsOf({ groupBase: base, groupFilter, groupName: nameAttribute }: ActiveDirectorySettings): Layout['groups'] {
  if (groupFilter === '') return null;
  if (base.trim() === '') throw new StoreFault('settings', say('directory.say-group-base-or-none', { example: 'OU=Groups,DC=example,DC=com' }));
  const rules = { key: byGuid, nameAttribute };
  return {
    word: 'group',
    base,
    scope: 'sub',
    filter: all([parseFilter(groupFilter, say('filter.groups')), present(nameAttribute)]),
    ...rules,
    attributes: ['objectGUID', 'objectSid', nameAttribute, 'description'],
    map: (entry) => mapGroup(entry, rules),
  };
}
