// What writing to an LDAP directory has of its own: new entries by a pattern, and passwords by password modify (write-password.ts).
// Called by ldap-store.ts.
import { say } from '#sentences/sentence.ts';
import { type NewEntry, StoreFault } from '#user-store.ts';
import type { LdapSettings } from '../settings-contract.ts';
import type { Directory } from './directory.ts';
import type { Dialect } from './directory-writer.ts';
import { escapeDnValue } from './dn.ts';
import { byPasswordPolicy } from './password-policy.ts';
import { changePassword, setPassword } from './write-password.ts';
import { attributesOf } from './write-values.ts';

/** RFC 4519 §3.12: a person has both. Where nothing better is given, the name stands there. */
const personClasses = ['person', 'organizationalperson', 'inetorgperson'];
const personNeeds = ['cn', 'sn'];

export function plainDialect(settings: LdapSettings, { milliseconds }: Pick<Directory, 'milliseconds'>): Dialect {
  return {
    mapping: settings.mapping,
    memberAttribute: settings.groups === 'none' ? '' : settings.groupMember,
    judging: byPasswordPolicy,
    newEntry(entry) {
      const { dn, attribute } = placeOfNew(settings.newUserDn, entry.name);
      return { dn, values: valuesOfNew(entry, attribute, settings), secret: false };
    },
    async afterAdding(connection, dn, { password, mustChange }) {
      if (password !== null) await setPassword(connection, dn, { password, mustChange }, milliseconds);
    },
    setPassword: (connection, { dn }, given) => setPassword(connection, dn, given, milliseconds),
    changePassword: (directory, { dn }, passwords) => directory.unboundOnce((connection) => changePassword(connection, dn, { ...passwords, milliseconds })),
  };
}

/** Where a new user lies, and the attribute that names him there. StoreFault `settings` where the pattern is none. */
function placeOfNew(pattern: string, name: string): { readonly dn: string; readonly attribute: string } {
  const [, attribute, parent] = /^\s*([A-Za-z][\w-]*)\s*=\s*\{name\}\s*,\s*(\S.*)$/.exec(pattern) ?? [];
  if (!attribute || !parent) throw new StoreFault('settings', say('directory.no-user-dn', { name: '{name}' }));
  return { dn: `${attribute}=${escapeDnValue(name)},${parent}`, attribute };
}

function valuesOfNew(entry: NewEntry, nameInDn: string, settings: LdapSettings): ReadonlyMap<string, readonly string[]> {
  const values = attributesOf(entry, settings.mapping);
  const add = (attribute: string, value: string): void => {
    const place = [...values.keys()].find((each) => each.toLowerCase() === attribute.toLowerCase()) ?? attribute;
    values.set(place, [...new Set([...(values.get(place) ?? []), value])]);
  };
  const has = (attribute: string): boolean => [...values].some(([each, texts]) => each.toLowerCase() === attribute && texts.length > 0);
  add(nameInDn, entry.name);
  add(settings.userName, entry.name);
  if (settings.newUserClasses.some((each) => personClasses.includes(each.toLowerCase())))
    for (const attribute of personNeeds) if (!has(attribute)) add(attribute, entry.name);
  values.set('objectClass', [...settings.newUserClasses]);
  return new Map([...values].filter(([, texts]) => texts.length > 0));
}
