// Writes to a directory: users, their values and passwords, and who is in which group. Everything may be said twice.
// Called by the drivers, which say what differs. Whom it is about is looked up by his key each time: nobody who took over a name or DN is ever written to.
import { say } from '#sentences/sentence.ts';
import { type NewEntry, StoreFault, type UserEntry, type Whom, type Writer } from '#user-store.ts';
import type { Connection } from './connection.ts';
import type { Directory } from './directory.ts';
import { code, refusedWriting } from './faults.ts';
import { findUser, locate, mappedUser } from './find.ts';
import type { Layout } from './layout.ts';
import { dnOf, type Mapping } from './map-entry.ts';
import { addEntry, deleteEntry, modify } from './modify.ts';
import type { Entry } from './response.ts';
import { entryBytesMax, readEntry } from './search.ts';
import { type Judging, maySend, verify } from './verify.ts';
import { changeMember, leaveAllGroups } from './write-members.ts';
import { alterationsOf } from './write-values.ts';

export type Located = { readonly entry: Entry; readonly dn: string };
export type SettingPassword = { readonly password: string; readonly mustChange: boolean };

/** What differs between kinds of directories. */
export type Dialect = {
  readonly mapping: Mapping;
  /** '' = memberships are not written. */
  readonly memberAttribute: string;
  readonly judging: Judging;
  /** The whole entry, with objectClass. */
  newEntry(entry: NewEntry): { readonly dn: string; readonly values: ReadonlyMap<string, readonly (string | Buffer)[]>; readonly secret: boolean };
  /** What cannot be said in one step. A fault of it leaves nobody behind. */
  afterAdding(connection: Connection, dn: string, entry: NewEntry): Promise<void>;
  setPassword(connection: Connection, user: Located, given: SettingPassword): Promise<void>;
  changePassword(directory: Directory, user: Located, passwords: { readonly current: string; readonly next: string }): Promise<void>;
  setDisabled?(connection: Connection, user: Located, disabled: boolean): Promise<void>;
};

export type Parts = { readonly directory: Directory; readonly layout: Layout; readonly dialect: Dialect };

export function directoryWriter(parts: Parts): Writer {
  const { directory, layout, dialect } = parts;
  const { milliseconds } = directory;
  const about = { layout, attribute: dialect.memberAttribute, milliseconds };
  const { setDisabled } = dialect;
  return {
    addUser: (entry) => addUser(parts, entry),
    updateUser: (whom, values) => onUser(parts, whom, (connection, user) => updateUser(parts, connection, { user, whom, values })),
    async setPassword(whom, password, { mustChange }) {
      refuseUnsendable(password);
      await onUser(parts, whom, (connection, user) => dialect.setPassword(connection, user, { password, mustChange }));
    },
    async changePassword(whom, passwords) {
      refuseUnsendable(passwords.next);
      if (!maySend(passwords.current)) throw new StoreFault('refused', say('fault.wrong-password'));
      const user = await onUser(parts, whom, async (_, located) => located);
      await dialect.changePassword(directory, user, passwords);
    },
    ...(setDisabled ? { setDisabled: (whom, disabled) => onUser(parts, whom, (connection, user) => setDisabled(connection, user, disabled)) } : {}),
    deleteUser: (whom) => directory.once((connection) => deleteUser(parts, connection, whom)),
    addMember: (group, user) => directory.once((connection) => changeMember(connection, { group, user, change: 'add' }, about)),
    removeMember: (group, user) => directory.once((connection) => changeMember(connection, { group, user, change: 'delete' }, about)),
  };
}

function refuseUnsendable(password: string): void {
  if (!maySend(password)) throw new StoreFault('refused', say('directory.odd-password'));
}

function onUser<T>({ directory, layout }: Parts, whom: Whom, work: (connection: Connection, user: Located) => Promise<T>): Promise<T> {
  return directory.once(async (connection) => {
    const entry = await locate(connection, layout.users, whom, directory.milliseconds);
    if (!entry) throw new StoreFault('refused', say('directory.user-gone', { name: whom.name }));
    return work(connection, { entry, dn: dnOf(entry) });
  });
}

const fitsNot = (name: string): never => {
  throw new StoreFault('refused', say('directory.unfit', { name }));
};

// ── Adding ──

async function addUser(parts: Parts, entry: NewEntry): Promise<UserEntry> {
  if (entry.password !== null) refuseUnsendable(entry.password);
  const added = await parts.directory.once((connection) => addOn(parts, connection, entry));
  return added ?? (await sameAsThere(parts, entry));
}

/** Null = there is one already. */
async function addOn({ directory, layout, dialect }: Parts, connection: Connection, entry: NewEntry): Promise<UserEntry | null> {
  const { milliseconds } = directory;
  const { dn, values, secret } = dialect.newEntry(entry);
  if (secret) requireTls(connection);
  const result = await addEntry(connection, dn, values, { milliseconds });
  if (result.code === code.entryAlreadyExists) return null;
  if (result.code !== code.success) throw refusedWriting(result, say('doing.add'));
  try {
    await dialect.afterAdding(connection, dn, entry);
  } catch (fault) {
    if (connection.usable) await deleteEntry(connection, dn, { milliseconds });
    throw fault;
  }
  const there = await readEntry(connection, dn, layout.users.attributes, { filter: layout.users.filter, milliseconds, bytesMax: entryBytesMax });
  return (there && (await mappedUser(connection, layout, there, milliseconds))) ?? fitsNot(entry.name);
}

/** Said twice, the same user with the same password is there already. Anybody else of that name is left alone. */
async function sameAsThere({ directory, layout, dialect }: Parts, entry: NewEntry): Promise<UserEntry> {
  const { milliseconds } = directory;
  const there = await directory.ask(async (connection) => {
    const found = await locate(connection, layout.users, { key: '', name: entry.name }, milliseconds);
    const isSame = found && alterationsOf(found, entry, dialect.mapping).length === 0;
    return isSame ? mappedUser(connection, layout, found, milliseconds) : null;
  });
  const { password } = entry;
  const knows = async (whom: Whom) =>
    password === null || ['right', 'must-change'].includes(await verify(directory, layout, dialect.judging, { whom, password }));
  if (there && (await knows(there))) return there;
  throw new StoreFault('refused', say('directory.name-there', { name: entry.name }));
}

/** A password in an entry is readable to whoever listens: on the way, this machine's own network is not enough either. */
export function requireTls(connection: Connection): void {
  if (connection.certificate === null) throw new StoreFault('tls', say('directory.not-without-tls', { server: connection.url }));
}

// ── Changing and deleting ──

type Updating = { readonly user: Located; readonly whom: Whom; readonly values: Pick<NewEntry, 'profile' | 'attributes'> };

async function updateUser({ directory, layout, dialect }: Parts, connection: Connection, { user, whom, values }: Updating): Promise<UserEntry> {
  const { milliseconds } = directory;
  const alterations = alterationsOf(user.entry, values, dialect.mapping);
  const result = alterations.length > 0 ? await modify(connection, user.dn, alterations, { milliseconds }) : null;
  if (result && result.code !== code.success) throw refusedWriting(result, say('doing.change'));
  const by = whom.key === '' ? { name: whom.name } : { key: whom.key };
  return (await findUser(connection, layout, by, milliseconds)) ?? fitsNot(whom.name);
}

async function deleteUser({ directory, layout, dialect }: Parts, connection: Connection, whom: Whom): Promise<void> {
  const { milliseconds } = directory;
  const entry = await locate(connection, layout.users, whom, milliseconds);
  const dn = entry ? dnOf(entry) : whom.address;
  if (entry) {
    const result = await deleteEntry(connection, dn, { milliseconds });
    if (result.code !== code.success && result.code !== code.noSuchObject) throw refusedWriting(result, say('doing.delete'));
  }
  await leaveAllGroups(connection, { dn, name: whom.name }, { layout, attribute: dialect.memberAttribute, milliseconds });
}
