// OpenLDAP for the conformance suite: how its owner changes things in it, and settings by which Reeve reads it.
// Called by stores-ldap.test.ts and whoever else wants a directory full of users.
import { Attribute, Change, type Client, Control, DN } from 'ldapts';
import { openLdapStore } from '#stores/ldap/ldap-store.ts';
import type { LdapSettings } from '#stores/settings-contract.ts';
import { base, groups, people, type Slapd, service, startSlapd } from '../../servers/slapd.ts';
import type { Implementation, Outside, OutsideUser } from '../stores/implementation.ts';
import { drivingTo } from './driving.ts';

export const ldapSettings = (slapd: Slapd, changes: Partial<LdapSettings> = {}): LdapSettings => ({
  urls: [`ldaps://${slapd.host}:${slapd.ports.ldaps}`],
  startTls: false,
  authorities: slapd.authority.cert,
  bindDn: service.dn,
  userBase: people,
  userScope: 'sub',
  userFilter: '(objectClass=inetOrgPerson)',
  userName: 'uid',
  userId: 'entryUUID',
  mapping: { givenName: 'givenName', familyName: 'sn', shownName: 'cn', mail: 'mail', title: 'title' },
  disabledFilter: '(employeeType=disabled)',
  groups: 'member',
  groupBase: groups,
  groupFilter: '(objectClass=groupOfNames)',
  groupName: 'cn',
  groupId: 'entryUUID',
  groupMember: 'member',
  userMemberOf: 'memberOf',
  changed: 'modifyTimestamp',
  pageSize: 100,
  referrals: 'ignore',
  referralHosts: [],
  newUserDn: `uid={name},${people}`,
  newUserClasses: ['inetOrgPerson'],
  ...changes,
});

/** Lets an administrator write what a server else writes alone (draft-zeilenga-ldap-relax). */
const relaxed = new Control('1.3.6.1.4.1.4203.666.5.12', { critical: true });

const userDn = (name: string): string => new DN([]).addPairRDN('uid', name).toString().concat(`,${people}`);
const groupDn = (name: string): string => new DN([]).addPairRDN('cn', name).toString().concat(`,${groups}`);
const change = (operation: 'add' | 'delete' | 'replace', type: string, values: string[] | Buffer[]) =>
  new Change({ operation, modification: new Attribute({ type, values }) });
const replaced = (type: string, ...values: string[]) => change('replace', type, values);

export const slapdOutside = (owner: Client): Outside => ({
  addUser: ({ name, givenName, familyName, mail, password }: OutsideUser) =>
    owner.add(userDn(name), {
      objectClass: 'inetOrgPerson',
      uid: name,
      cn: `${givenName} ${familyName}`,
      sn: familyName,
      givenName,
      mail,
      userPassword: password,
    }),
  changeMail: (name, mail) => owner.modify(userDn(name), replaced('mail', mail)),
  rename: (name, next) => owner.modifyDN(userDn(name), userDn(next)),
  deleteUser: (name) => owner.del(userDn(name)),
  addGroup: (name, { users, groups: inner }) =>
    owner.add(groupDn(name), { objectClass: 'groupOfNames', cn: name, member: [...users.map(userDn), ...inner.map(groupDn)] }),
  addGroupToGroup: (group, member) => owner.modify(groupDn(group), change('add', 'member', [groupDn(member)])),
  addUserToGroup: (group, member) => owner.modify(groupDn(group), change('add', 'member', [userDn(member)])),
  removeUserFromGroup: (group, member) => owner.modify(groupDn(group), change('delete', 'member', [userDn(member)])),
  deleteGroup: (name) => owner.del(groupDn(name)),
  disable: (name) => owner.modify(userDn(name), replaced('employeeType', 'disabled')),
  // 000001010000Z = until an administrator lifts it (slapo-ppolicy).
  lock: (name) => owner.modify(userDn(name), replaced('pwdAccountLockedTime', '000001010000Z')),
  expirePassword: (name) =>
    owner.modify(userDn(name), [replaced('pwdPolicySubentry', `cn=ageing,ou=policies,${base}`), replaced('pwdChangedTime', '20240101000000Z')], relaxed),
  requireChange: (name) => owner.modify(userDn(name), replaced('pwdReset', 'TRUE')),
  async addSpoiledUser(name) {
    await owner.add(userDn(name), { objectClass: 'inetOrgPerson', uid: name, cn: name, sn: 'x', title: 'x'.repeat(5_000), mail: `${name}@example.test` });
    return /title.* longer than 1024 letters/;
  },
});

export async function startSlapdImplementation({ seeded }: { readonly seeded: number }): Promise<Implementation & { readonly slapd: Slapd }> {
  const slapd = await startSlapd({ users: seeded });
  const outside = slapdOutside(slapd.owner);
  await outside.addGroup('seed-group', { users: Array.from({ length: 10 }, (_, n) => `seed-${String(n + 1).padStart(3, '0')}`), groups: [] });
  return {
    slapd,
    outside,
    seeded,
    seedGroup: 'seed-group',
    secret: service.password,
    open(opening = {}) {
      const { at, password = service.password, wrongBase = false } = opening;
      const elsewhere = { ...(at && { urls: [`ldaps://${at.host}:${at.port}`] }), ...(wrongBase && { userBase: `ou=nowhere,${base}` }) };
      return openLdapStore(ldapSettings(slapd, elsewhere), drivingTo(password, opening));
    },
    stop: slapd.stop,
  };
}
