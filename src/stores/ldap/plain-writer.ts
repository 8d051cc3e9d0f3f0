// Writes to an LDAP directory: users, their values and passwords, and who is in which group. Everything may be said twice.
// Called by ldap-store.ts. Whom it is about is looked up by his key each time: nobody who took over a name or DN is ever written to.
import { type NewEntry, StoreFault, type UserEntry, type Whom, type Writer } from '#user-store.ts';
import type { LdapSettings } from '../settings-contract.ts';
import type { Connection } from './connection.ts';
import type { Directory } from './directory.ts';
import { code, refusedWriting } from './faults.ts';
import { present } from './filters.ts';
import { findUser, locate, mappedUser } from './find.ts';
import type { Layout } from './layout.ts';
import { dnOf } from './map-entry.ts';
import { holdsNames } from './members.ts';
import { addEntry, deleteEntry, modify } from './modify.ts';
import { byPasswordPolicy } from './password-policy.ts';
import type { Entry } from './response.ts';
import { entryBytesMax, readEntry } from './search.ts';
import { verify } from './verify.ts';
import { changeMember, leaveAllGroups } from './write-members.ts';
import { changePassword, refuseEmpty, refuseUnless, setPassword } from './write-password.ts';
import { alterationsOf, attributesOf, placeOfNew } from './write-values.ts';

/** RFC 4519 §3.12: a person has both. Where nothing better is given, the name stands there. */
const personClasses = ['person', 'organizationalperson', 'inetorgperson'];
const personNeeds = ['cn', 'sn'];

export function plainWriter(directory: Directory, layout: Layout, settings: LdapSettings): Writer {
  const { milliseconds } = directory;
  const about = { layout, attribute: settings.groups === 'none' ? '' : settings.groupMember, milliseconds };
  const onUser = <T>(whom: Whom, work: (connection: Connection, user: { readonly entry: Entry; readonly dn: string }) => Promise<T>): Promise<T> =>
    directory.once(async (connection) => {
      const entry = await locate(connection, layout.users, whom, milliseconds);
      if (!entry) throw new StoreFault('refused', `There is no user ${whom.name} in the directory any more.`);
      return work(connection, { entry, dn: dnOf(entry) });
    });
  const read = async (connection: Connection, whom: Pick<Whom, 'key' | 'name'>): Promise<UserEntry> => {
    const by = whom.key === '' ? { name: whom.name } : { key: whom.key };
    return (await findUser(connection, layout, by, milliseconds)) ?? fitsNot(whom.name);
  };
  return {
    addUser: (entry) => addUser({ directory, layout, settings }, entry),
    updateUser: (whom, values) =>
      onUser(whom, async (connection, { entry, dn }) => {
        const alterations = alterationsOf(entry, values, settings.mapping);
        const result = alterations.length > 0 ? await modify(connection, dn, alterations, { milliseconds }) : null;
        if (result && result.code !== code.success) throw refusedWriting(result, 'change the values');
        return read(connection, whom);
      }),
    async setPassword(whom, password, { mustChange }) {
      refuseEmpty(password);
      await onUser(whom, (connection, { dn }) => setPassword(connection, dn, { password, mustChange }, milliseconds));
    },
    async changePassword(whom, { current, next }) {
      refuseEmpty(next);
      if (current === '') refuseUnless('wrong');
      const dn = await onUser(whom, async (_, user) => user.dn);
      await directory.unboundOnce((connection) => changePassword(connection, dn, { current, next, milliseconds }));
    },
    deleteUser: (whom) => directory.once((connection) => deleteUser(connection, whom, about)),
    addMember: (group, user) => directory.once((connection) => changeMember(connection, { group, user, change: 'add' }, about)),
    removeMember: (group, user) => directory.once((connection) => changeMember(connection, { group, user, change: 'delete' }, about)),
  };
}

const fitsNot = (name: string): never => {
  throw new StoreFault('refused', `${name} is written, but does not fit the base and filter of users: put new users where they are looked for.`);
};

type Place = { readonly directory: Directory; readonly layout: Layout; readonly settings: LdapSettings };

async function addUser(place: Place, entry: NewEntry): Promise<UserEntry> {
  const { directory, layout, settings } = place;
  const { milliseconds } = directory;
  const added = await directory.once(async (connection) => {
    const { dn, attribute } = placeOfNew(settings.newUserDn, entry.name);
    const result = await addEntry(connection, dn, valuesOfNew(entry, attribute, settings), { milliseconds });
    if (result.code === code.entryAlreadyExists) return null;
    if (result.code !== code.success) throw refusedWriting(result, 'add the user');
    if (entry.password !== null) await passwordOfNew(connection, dn, { password: entry.password, mustChange: entry.mustChange }, milliseconds);
    const there = await readEntry(connection, dn, layout.users.attributes, { filter: layout.users.filter, milliseconds, bytesMax: entryBytesMax });
    return (there && (await mappedUser(connection, layout, there, milliseconds))) ?? fitsNot(entry.name);
  });
  return added ?? (await sameAsThere(place, entry));
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

/** A password that the directory refuses leaves nobody behind. */
async function passwordOfNew(connection: Connection, dn: string, given: { password: string; mustChange: boolean }, milliseconds: number): Promise<void> {
  try {
    await setPassword(connection, dn, given, milliseconds);
  } catch (fault) {
    if (connection.usable) await deleteEntry(connection, dn, { milliseconds });
    throw fault;
  }
}

/** Said twice, the same user with the same password is there already. Anybody else of that name is left alone. */
async function sameAsThere({ directory, layout, settings }: Place, entry: NewEntry): Promise<UserEntry> {
  const { milliseconds } = directory;
  const there = await directory.ask(async (connection) => {
    const found = await locate(connection, layout.users, { key: '', name: entry.name }, milliseconds);
    const isSame = found && alterationsOf(found, entry, settings.mapping).length === 0;
    return isSame ? mappedUser(connection, layout, found, milliseconds) : null;
  });
  const isHe =
    there &&
    (entry.password === null ||
      ['right', 'must-change'].includes(await verify(directory, layout, byPasswordPolicy, { whom: there, password: entry.password })));
  if (!isHe) throw new StoreFault('refused', `The directory has somebody called ${entry.name} already: synchronise the store to see him.`);
  return there;
}

async function deleteUser(connection: Connection, whom: Whom, about: Parameters<typeof leaveAllGroups>[2]): Promise<void> {
  const { layout, milliseconds } = about;
  const entry = await locate(connection, layout.users, whom, milliseconds);
  const dn = entry ? dnOf(entry) : whom.address;
  if (entry) {
    const result = await deleteEntry(connection, dn, { milliseconds });
    if (result.code !== code.success && result.code !== code.noSuchObject) throw refusedWriting(result, 'delete the user');
  }
  const member = holdsNames(about.attribute) ? whom.name : dn;
  if (!(await isTaken(connection, layout, { address: dn, name: whom.name }, milliseconds))) await leaveAllGroups(connection, member, about);
}

/** Where somebody else has his place by now, the memberships are that one's. */
async function isTaken(connection: Connection, { users }: Layout, { address, name }: Pick<Whom, 'address' | 'name'>, milliseconds: number): Promise<boolean> {
  if (address === '') return true;
  const lies = await readEntry(connection, address, [], { filter: present('objectClass'), milliseconds, bytesMax: entryBytesMax });
  return lies !== null || (await locate(connection, users, { key: '', name }, milliseconds)) !== null;
}
