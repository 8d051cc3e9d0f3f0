// The layout of an LDAP directory, as its settings describe it: nothing here is of one vendor.
// Called by ldap-store.ts. Pure. StoreFault `settings` for what cannot be meant.
import { type Sentence, say } from '#sentences/sentence.ts';
import { StoreFault } from '#user-store.ts';
import { limits } from '../driver.ts';
import type { LdapSettings } from '../settings-contract.ts';
import { changesByTime } from './changes-by-time.ts';
import { all, equal, type Filter, parseFilter, present } from './filters.ts';
import type { Changes, KeyRule, Kind, Layout } from './layout.ts';
import { mapGroup, mapUser, type UserRules } from './map-entry.ts';
import { membersInGroup } from './members.ts';
import { readingTimes } from './reading.ts';
import { followed } from './referrals.ts';
import { refuseSecrets } from './secrets.ts';

type Clock = { readonly now: () => number; readonly milliseconds: number };

export function plainLayout(settings: LdapSettings, clock: Clock): Layout {
  needed(settings.userBase, say('directory.say-user-base', { example: 'ou=people,dc=example,dc=com' }));
  needed(settings.userName, say('directory.say-user-name'));
  const users = usersOf(settings);
  const groups = settings.groups === 'none' ? null : groupsOf(settings);
  return {
    users,
    groups,
    members: settings.groups === 'member' ? membersOf(settings, users, clock) : () => null,
    changes: changesOf(settings, groups ? [users, groups] : [users], clock),
    disabledFilter: settings.disabledFilter === '' ? null : parseFilter(settings.disabledFilter, say('filter.disabled-users')),
    pageSize: settings.pageSize,
    isNoLoss: (urls) => followed(urls, settings) !== null,
  };
}

function needed(value: string, says: Sentence): void {
  if (value.trim() === '') throw new StoreFault('settings', says);
}

function usersOf(settings: LdapSettings): Kind<ReturnType<typeof mapUser>['entry'] & {}> {
  const { userBase: base, userScope: scope, userName: nameAttribute, mapping } = settings;
  refuseSecrets([nameAttribute, ...Object.values(mapping)]);
  const memberOfAttribute = settings.groups === 'memberOf' ? settings.userMemberOf : '';
  if (settings.groups === 'memberOf') needed(memberOfAttribute, say('directory.say-member-of'));
  const rules: UserRules = { key: keyRule(settings.userId), nameAttribute, mapping, memberOfAttribute, saysDisabled: () => false };
  return {
    word: 'user',
    base,
    scope,
    filter: all([parseFilter(settings.userFilter || '(objectClass=*)', say('filter.users')), present(nameAttribute)]),
    key: rules.key,
    nameAttribute,
    attributes: distinct([settings.userId, nameAttribute, memberOfAttribute, ...Object.values(mapping)]),
    map: (entry, disabled) => mapUser(entry, rules, disabled),
  };
}

function groupsOf(settings: LdapSettings): NonNullable<Layout['groups']> {
  needed(settings.groupBase, say('directory.say-group-base', { example: 'ou=groups,dc=example,dc=com' }));
  needed(settings.groupName, say('directory.say-group-name'));
  const rules = { key: keyRule(settings.groupId), nameAttribute: settings.groupName };
  return {
    word: 'group',
    base: settings.groupBase,
    scope: 'sub',
    filter: all([parseFilter(settings.groupFilter || '(objectClass=*)', say('filter.groups')), present(settings.groupName)]),
    ...rules,
    attributes: distinct([settings.groupId, settings.groupName, 'description']),
    map: (entry) => mapGroup(entry, rules),
  };
}

function membersOf(settings: LdapSettings, users: Layout['users'], { milliseconds }: Clock): Layout['members'] {
  needed(settings.groupMember, say('directory.say-member'));
  return membersInGroup({ attribute: settings.groupMember, milliseconds: milliseconds * readingTimes, users });
}

/**
 * Where users know their groups, joining one does not change the time of the user in every directory; and without keys nobody can be missed by his key.
 * Then everything is read each time.
 */
function changesOf(settings: LdapSettings, parts: readonly { base: string; scope: 'one' | 'sub'; filter: Filter }[], { now, milliseconds }: Clock): Changes {
  const hasKeys = settings.userId !== '' && (settings.groups === 'none' || settings.groupId !== '');
  if (settings.changed === '' || settings.groups === 'memberOf' || !hasKeys) return { begin: async () => ({ mark: '', changed: null }) };
  const { urls: _, startTls: __, authorities: ___, pageSize: ____, ...decisive } = settings;
  return changesByTime({ attribute: settings.changed, parts, settings: decisive, now, milliseconds: milliseconds * readingTimes });
}

const distinct = (attributes: readonly string[]): readonly string[] => [...new Set(attributes.filter((attribute) => attribute !== ''))];

/** Keys that are no text (as of some vendors) are written as digits, and known by what stands before them. */
const digitsMark = 'hex:';
const keyBytesMax = 128;

function keyRule(attribute: string): KeyRule {
  return {
    attribute,
    textOf(value) {
      if (value.length === 0 || value.length > keyBytesMax) return null;
      return value.every((byte) => byte > 0x20 && byte < 0x7f) ? value.toString('latin1') : `${digitsMark}${value.toString('hex')}`;
    },
    filterOf(key) {
      if (attribute === '' || key === '' || key.length > limits.nameLengthMax) return null;
      return equal(attribute, key.startsWith(digitsMark) ? Buffer.from(key.slice(digitsMark.length), 'hex') : key);
    },
  };
}
