// Samba as an Active Directory for the conformance suite: how its owner changes things in it, and settings by which Reeve reads it.
// Called by stores-active-directory.test.ts.
import { Attribute, Change } from 'ldapts';
import { openActiveDirectoryStore } from '#stores/active-directory/active-directory-store.ts';
import type { ActiveDirectorySettings } from '#stores/settings-contract.ts';
import { domain, type Samba, startSamba } from '../../servers/samba.ts';
import { type Implementation, type Outside, type OutsideUser, seedName, password as seedPassword } from '../stores/implementation.ts';
import { drivingTo } from './driving.ts';

export const people = `OU=People,${domain.base}`;
export const groups = `OU=Groups,${domain.base}`;
const service = { dn: `CN=svc,CN=Users,${domain.base}`, password: 'Svc-Secret-4711!' };

export const activeDirectorySettings = (samba: Samba, changes: Partial<ActiveDirectorySettings> = {}): ActiveDirectorySettings => ({
  urls: [`ldaps://${samba.host}`],
  startTls: false,
  authorities: samba.authority.cert,
  bindDn: service.dn,
  userBase: people,
  userFilter: '(&(objectCategory=person)(objectClass=user))',
  userName: 'sAMAccountName',
  mapping: { givenName: 'givenName', familyName: 'sn', shownName: 'displayName', mail: 'mail', title: 'title' },
  groupBase: groups,
  groupFilter: '(objectCategory=group)',
  groupName: 'cn',
  pageSize: 50,
  newUserParent: people,
  ...changes,
});

export const userDn = (name: string): string => `CN=${name},${people}`;
export const groupDn = (name: string): string => `CN=${name},${groups}`;
export const unicodePwd = (password: string): Buffer => Buffer.from(`"${password}"`, 'utf16le');
const asAttributes = (values: Readonly<Record<string, readonly (string | Buffer)[]>>): Attribute[] =>
  // ldapts takes texts or bytes, not both in one attribute; none of these has both.
  Object.entries(values).map(([type, each]) => new Attribute({ type, values: [...each] as string[] }));
const change = (operation: 'add' | 'delete' | 'replace', type: string, value: string) =>
  new Change({ operation, modification: new Attribute({ type, values: [value] }) });
const replaced = (type: string, value: string) => change('replace', type, value);

/** Times are counted in 100 ns since 1601; this one is long past. */
const longAgo = '130000000000000000';
const flags = { normal: 0x200, disabled: 0x2 };

export const sambaOutside = ({ owner, ...samba }: Samba): Outside => ({
  addUser: ({ name, givenName, familyName, mail, password }: OutsideUser) =>
    owner.add(
      userDn(name),
      asAttributes({
        objectClass: ['user'],
        sAMAccountName: [name],
        givenName: [givenName],
        sn: [familyName],
        mail: [mail],
        unicodePwd: [unicodePwd(password)],
        userAccountControl: [String(flags.normal)],
      }),
    ),
  changeMail: (name, mail) => owner.modify(userDn(name), replaced('mail', mail)),
  async rename(name, next) {
    await owner.modify(userDn(name), replaced('sAMAccountName', next));
    await owner.modifyDN(userDn(name), userDn(next));
  },
  deleteUser: (name) => owner.del(userDn(name)),
  addGroup: (name, { users, groups: inner }) =>
    owner.add(groupDn(name), asAttributes({ objectClass: ['group'], sAMAccountName: [name], member: [...users.map(userDn), ...inner.map(groupDn)] })),
  addGroupToGroup: (group, member) => owner.modify(groupDn(group), change('add', 'member', groupDn(member))),
  addUserToGroup: (group, member) => owner.modify(groupDn(group), change('add', 'member', userDn(member))),
  removeUserFromGroup: (group, member) => owner.modify(groupDn(group), change('delete', 'member', userDn(member))),
  deleteGroup: (name) => owner.del(groupDn(name)),
  disable: (name) => owner.modify(userDn(name), replaced('userAccountControl', String(flags.normal | flags.disabled))),
  lock: (name) => owner.modify(userDn(name), replaced('lockoutTime', String(windowsTime(Date.now())))),
  expirePassword: (name) => samba.writePastRules(userDn(name), 'pwdLastSet', longAgo),
  requireChange: (name) => owner.modify(userDn(name), replaced('pwdLastSet', '0')),
  end: (name) => owner.modify(userDn(name), replaced('accountExpires', longAgo)),
  async addSpoiledUser(name) {
    const values = { objectClass: ['user'], sAMAccountName: [name], info: ['x'.repeat(1_024)], title: ['broken\u0007line'] };
    await owner.add(userDn(name), asAttributes(values));
    return /title.* control characters/;
  },
});

const windowsTime = (moment: number): bigint => (BigInt(moment) + 11_644_473_600_000n) * 10_000n;

/** No age and no history, so that a test may change a password twice; the rest is as a domain comes: seven letters, three kinds of them. */
async function ready({ owner }: Samba): Promise<void> {
  await owner.modify(domain.base, [replaced('minPwdAge', '0'), replaced('pwdHistoryLength', '0')]);
  for (const dn of [people, groups]) await owner.add(dn, { objectClass: 'organizationalUnit' });
  await owner.add(
    service.dn,
    asAttributes({
      objectClass: ['user'],
      sAMAccountName: ['svc'],
      unicodePwd: [unicodePwd(service.password)],
      userAccountControl: [String(flags.normal)],
    }),
  );
  await owner.modify(`CN=Domain Admins,CN=Users,${domain.base}`, change('add', 'member', service.dn));
}

export async function startSambaImplementation({ seeded }: { readonly seeded: number }): Promise<Implementation & { readonly samba: Samba }> {
  const samba = await startSamba();
  const outside = sambaOutside(samba);
  await ready(samba);
  const names = Array.from({ length: seeded }, (_, n) => seedName(n + 1));
  for (const name of names) await outside.addUser({ name, givenName: 'Seed', familyName: name, mail: `${name}@example.test`, password: seedPassword });
  await outside.addGroup('seed-group', { users: names.slice(0, 10), groups: [] });
  return {
    samba,
    outside,
    seeded,
    seedGroup: 'seed-group',
    secret: service.password,
    open(opening = {}) {
      const { at, password = service.password, wrongBase = false } = opening;
      const elsewhere = { ...(at && { urls: [`ldaps://${at.host}:${at.port}`] }), ...(wrongBase && { userBase: `OU=Nowhere,${domain.base}` }) };
      return openActiveDirectoryStore(activeDirectorySettings(samba, elsewhere), drivingTo(password, opening));
    },
    stop: samba.stop,
  };
}
