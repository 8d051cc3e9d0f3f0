// What the conformance suite must be given to try an implementation of the port, and the few things that all its cases use.
// Filled by stores-*.test.ts; read by the cases. The names of users in a case begin with that case's own word, so that no case sees another.

import assert from 'node:assert/strict';
import { inEnglish } from '#sentences/sentence.ts';
import { type EntryKind, type GroupEntry, StoreFault, type StoreFaultReason, type UserEntry, type UserStore, type Whom } from '#user-store.ts';

export type OutsideUser = { readonly name: string; readonly givenName: string; readonly familyName: string; readonly mail: string; readonly password: string };

/** What the owner of the store does there without Reeve. A user or group is named as `UserEntry.name` names it. What a store cannot, it leaves out. */
export type Outside = {
  addUser(user: OutsideUser): Promise<void>;
  changeMail(name: string, mail: string): Promise<void>;
  rename(name: string, next: string): Promise<void>;
  deleteUser(name: string): Promise<void>;
  /** With `users` and `groups` as its direct members. */
  addGroup(name: string, members: { readonly users: readonly string[]; readonly groups: readonly string[] }): Promise<void>;
  addGroupToGroup(group: string, member: string): Promise<void>;
  addUserToGroup(group: string, member: string): Promise<void>;
  removeUserFromGroup(group: string, member: string): Promise<void>;
  deleteGroup(name: string): Promise<void>;
  /** As its own administrators would. */
  disable?(name: string): Promise<void>;
  /** Until somebody lifts it, such as by too many wrong passwords. */
  lock?(name: string): Promise<void>;
  expirePassword?(name: string): Promise<void>;
  requireChange?(name: string): Promise<void>;
  /** The account's own end has come. */
  end?(name: string): Promise<void>;
  /** A user with a value that Reeve cannot take (too long, not UTF-8, control characters): gives what must stand in what Reeve says of it. */
  addSpoiledUser?(name: string): Promise<RegExp>;
};

export type Opening = {
  /** Another place than the server's: a dead or silent one. */
  readonly at?: { readonly host: string; readonly port: number };
  /** Another password of the one who reads. */
  readonly password?: string;
  /** Settings that name a base or table which is not there. */
  readonly wrongBase?: boolean;
  readonly answerMilliseconds?: number;
  readonly connectionsMax?: number;
};

export type Implementation = {
  /** Opens the store with settings that fit: givenName, familyName, shownName and mail mapped, and `title` as a free attribute. */
  open(opening?: Opening): UserStore;
  readonly outside: Outside;
  /** Users `seed-001` … that were there long before, each with mail `seed-001@example.test` and password `Tulip-9-Orchard!`. */
  readonly seeded: number;
  /** A group of the first ten of them. */
  readonly seedGroup: string;
  /** Never in a message. */
  readonly secret: string;
  stop(): Promise<void>;
};

export type Case = (implementation: Implementation) => Promise<void>;

export const password = 'Tulip-9-Orchard!';
export const seedName = (n: number): string => `seed-${String(n).padStart(3, '0')}`;

/** Opens, uses and closes. */
export async function using<T>(store: UserStore, use: (store: UserStore) => Promise<T>): Promise<T> {
  try {
    return await use(store);
  } finally {
    await store.close();
  }
}

export async function addOutside({ outside }: Implementation, name: string, changes: Partial<OutsideUser> = {}): Promise<OutsideUser> {
  const user = { name, givenName: 'Ada', familyName: 'Lovelace', mail: `${name}@example.test`, password, ...changes };
  await outside.addUser(user);
  return user;
}

export async function found(store: UserStore, name: string): Promise<UserEntry> {
  const entry = await store.find({ name });
  assert.ok(entry, `${name} is not found`);
  return entry;
}

export const whom = ({ key, address, name }: Whom): Whom => ({ key, address, name });

export type Everything = {
  readonly delta: boolean;
  readonly mark: string;
  readonly users: readonly UserEntry[];
  readonly groups: readonly (GroupEntry & { readonly memberAddresses: readonly string[] })[];
  /** In English. */
  readonly skipped: readonly { readonly address: string; readonly says: string }[];
  readonly keys: Readonly<Record<EntryKind, readonly string[]>>;
  /** The most entries that came in one page. */
  readonly pageMost: number;
};

/** Reads a store as synchronising does. */
export async function readAll(store: UserStore, since = ''): Promise<Everything> {
  const reading = await store.read(since);
  try {
    const pages = await collect(reading.users());
    const groupPages = await collect(reading.groups());
    const groups = [];
    for (const group of groupPages.flatMap(({ entries }) => entries)) groups.push({ ...group, memberAddresses: await membersOf(group) });
    const keys = { user: (await collect(reading.keys('user'))).flat(), group: (await collect(reading.keys('group'))).flat() };
    return {
      delta: reading.delta,
      mark: reading.mark,
      users: pages.flatMap(({ entries }) => entries),
      groups,
      skipped: [...pages, ...groupPages].flatMap(({ skipped }) => skipped).map(({ address, says }) => ({ address, says: inEnglish(says) })),
      keys,
      pageMost: Math.max(0, ...pages.map(({ entries }) => entries.length)),
    };
  } finally {
    await reading.close();
  }
}

const membersOf = async (group: GroupEntry): Promise<readonly string[]> => (group.members ? (await collect(group.members())).flat() : []);

export async function collect<T>(pages: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const page of pages) all.push(page);
  return all;
}

/** Whether a user is in a group, whichever of the two knows it. */
export const isIn = (group: Everything['groups'][number], member: { readonly address: string; readonly groups?: readonly string[] | null }): boolean =>
  group.memberAddresses.includes(member.address) || (member.groups?.includes(group.address) ?? false);

/** It must fail for this reason, in one sentence that tells no secret. */
export async function faults(work: Promise<unknown>, reason: StoreFaultReason, secrets: readonly string[] = []): Promise<StoreFault> {
  const fault = await work.then(
    () => assert.fail(`No fault; expected ${reason}.`),
    (thrown: unknown) => thrown,
  );
  assert.ok(fault instanceof StoreFault, `Not a StoreFault: ${fault}`);
  assert.equal(fault.reason, reason, fault.message);
  assert.match(fault.message, /^[^\n]+[.!]$/);
  for (const secret of secrets) assert.ok(!JSON.stringify([fault.message, String(fault.cause)]).includes(secret), 'tells a secret');
  return fault;
}
