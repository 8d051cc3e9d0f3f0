// A directory in memory that stands for those of other people, whom no test can ask: entries, passwords, and every kind of trouble, at a turn of a switch.
// Called by tests through `drive`, so that the registry and its guard are the real ones. Real servers: test/conformance.
import { say } from '#sentences/sentence.ts';
import type { Drive } from '#stores/registry.ts';
import {
  type GroupEntry,
  type NewEntry,
  type Page,
  type Reading,
  StoreFault,
  type UserEntry,
  type UserStore,
  type Verdict,
  type Whom,
  type Writer,
} from '#user-store.ts';

export type Entry = {
  key: string;
  name: string;
  password: string;
  verdict?: Verdict;
  disabled?: boolean;
  profile?: UserEntry['profile'];
  attributes?: UserEntry['attributes'];
  changed: number;
};
export type Group = { key: string; name: string; members: string[]; changed: number };

/** Addresses are made of names, as in a directory. */
export const addressOf = (name: string): string => `uid=${name},ou=people,dc=example`;
export const groupAddressOf = (name: string): string => `cn=${name},ou=groups,dc=example`;

export class Directory {
  readonly users = new Map<string, Entry>();
  readonly groups = new Map<string, Group>();
  /** works, or refuses connections, or never answers. */
  trouble: 'none' | 'unreachable' | 'silent' = 'none';
  /** Thrown by every call: a mistake in a driver, which no store is to blame for. */
  bug: Error | null = null;
  /** Thrown by the next writing call, before or after it was done. */
  refuses: string | null = null;
  /** Whose joining is refused, by address. */
  refusesMember: string | null = null;
  diesAfterWriting = false;
  /** What others do while the next write is under way. */
  meanwhile: (() => Promise<unknown>) | null = null;
  /** True = users know their groups, not groups their members. */
  memberOf = false;
  deltas = true;
  pageSize = 100;
  /** False = entries have no ids of their own and are known by name. */
  ids = true;
  /** Keys of those that cannot be taken as they are: too large, not UTF-8. */
  readonly unfit = new Set<string>();
  writable = true;
  readonly asked: string[] = [];
  #clock = 1;
  #ids = 0;

  add(name: string, more: Partial<Entry> = {}): Entry {
    const entry = { key: `id-${++this.#ids}`, name, password: `${name} has a password`, changed: ++this.#clock, ...more };
    this.users.set(entry.key, entry);
    return entry;
  }
  change(entry: Entry | Group, more: Partial<Entry & Group>): void {
    Object.assign(entry, more, { changed: ++this.#clock });
  }
  group(name: string, ...members: readonly string[]): Group {
    const group = { key: `group-${++this.#ids}`, name, members: [...members], changed: ++this.#clock };
    this.groups.set(group.key, group);
    return group;
  }

  get store(): UserStore {
    return {
      check: () =>
        this.#answer('check', () => ({ milliseconds: 1, answeredBy: 'ldaps://directory.test', server: 'Memory', certificate: null, clockMilliseconds: 0 })),
      read: (since) => this.#answer('read', () => this.#reading(since)),
      find: (by) => this.#answer('find', () => this.#found(by)),
      verify: (whom, password) => this.#answer('verify', () => this.#verdict(whom, password)),
      write: this.writable ? this.#writer() : null,
      close: async () => undefined,
    };
  }

  async #answer<T>(call: string, answer: () => T): Promise<T> {
    this.asked.push(call);
    if (this.bug) throw this.bug;
    if (this.trouble === 'silent') return new Promise<T>(() => undefined);
    if (this.trouble === 'unreachable') throw new StoreFault('unreachable', say('as-is', { says: 'directory.test refuses the connection.' }));
    return answer();
  }

  #reading(since: string): Reading {
    const after = this.deltas ? Number(since) : 0;
    const newer = <E extends { changed: number }>(all: Iterable<E>) => [...all].filter(({ changed }) => changed > after);
    return {
      delta: after > 0,
      mark: String(this.#clock),
      users: () =>
        this.#pages(
          () => newer(this.users.values()),
          (entry) => this.#entryOf(entry),
        ),
      groups: () =>
        this.#pages(
          () => newer(this.groups.values()),
          (group) => this.#groupOf(group),
        ),
      keys: (kind) => this.#parts(() => [...(kind === 'user' ? this.users : this.groups).values()].map(({ key, name }) => (this.ids ? key : name))),
      close: async () => undefined,
    };
  }

  async *#pages<T extends Entry | Group, E>(all: () => readonly T[], made: (one: T) => E): AsyncGenerator<Page<E>> {
    const isFit = ({ key }: T) => !this.unfit.has(key);
    for await (const part of this.#parts(all)) {
      const skipped = part.filter((one) => !isFit(one)).map(({ name }) => ({ address: addressOf(name), says: 'It cannot be read.' }));
      yield { entries: part.filter(isFit).map(made), skipped };
    }
  }
  async *#parts<E>(all: () => readonly E[]): AsyncGenerator<readonly E[]> {
    const entries = await this.#answer('page', all);
    for (let from = 0; from < entries.length; from += this.pageSize) yield await this.#answer('page', () => entries.slice(from, from + this.pageSize));
  }

  #entryOf({ key, name, profile = {}, attributes = {}, disabled = false }: Entry): UserEntry {
    const groups = this.memberOf
      ? [...this.groups.values()].filter(({ members }) => members.includes(addressOf(name))).map((group) => groupAddressOf(group.name))
      : null;
    return { key: this.ids ? key : '', address: addressOf(name), name, profile, attributes, disabled, groups };
  }
  #groupOf({ key, name, members }: Group): GroupEntry {
    return { key: this.ids ? key : '', address: groupAddressOf(name), name, description: '', members: this.memberOf ? null : () => this.#parts(() => members) };
  }
  #found(by: { readonly name: string } | { readonly key: string }): UserEntry | null {
    const entry = 'key' in by ? this.users.get(by.key) : [...this.users.values()].find(({ name }) => name.toLowerCase() === by.name.toLowerCase());
    return entry ? this.#entryOf(entry) : null;
  }
  #at({ key, name }: Whom): Entry {
    const entry = this.users.get(key) ?? [...this.users.values()].find((one) => one.name === name);
    if (!entry) throw new StoreFault('refused', say('as-is', { says: 'No such object.' }));
    return entry;
  }
  #verdict({ key }: Whom, password: string): Verdict {
    const entry = this.users.get(key);
    if (!entry || entry.password !== password) return 'wrong';
    return entry.disabled ? 'disabled' : (entry.verdict ?? 'right');
  }

  async #write<T>(call: string, done: () => T): Promise<T> {
    const others = this.meanwhile;
    this.meanwhile = null;
    await others?.();
    return this.#answer(call, () => {
      if (this.refuses !== null) throw new StoreFault('refused', say('as-is', { says: this.refuses }));
      const value = done();
      if (this.diesAfterWriting) throw new StoreFault('silent', say('as-is', { says: 'directory.test did not answer.' }));
      return value;
    });
  }
  #writer(): Writer {
    const values = ({ profile, attributes }: Pick<NewEntry, 'profile' | 'attributes'>, entry: Entry) => ({
      profile: { ...entry.profile, ...profile },
      attributes: { ...entry.attributes, ...attributes },
    });
    const group = (whom: Whom) => this.groups.get(whom.key) ?? { members: [], key: '', name: '', changed: 0 };
    return {
      addUser: (entry) =>
        this.#write('addUser', () => {
          const known = [...this.users.values()].find(({ name }) => name === entry.name);
          return this.#entryOf(known ?? this.add(entry.name, { password: entry.password ?? '', profile: entry.profile, attributes: entry.attributes }));
        }),
      updateUser: (whom, given) =>
        this.#write('updateUser', () => {
          const entry = this.#at(whom);
          this.change(entry, values(given, entry));
          return this.#entryOf(entry);
        }),
      setPassword: (whom, password, { mustChange }) =>
        this.#write('setPassword', () => this.change(this.#at(whom), { password, verdict: mustChange ? 'must-change' : 'right' })),
      changePassword: (whom, { current, next }) =>
        this.#write('changePassword', () => {
          if (this.#at(whom).password !== current) throw new StoreFault('refused', say('as-is', { says: 'The current password is not right.' }));
          this.change(this.#at(whom), { password: next, verdict: 'right' });
        }),
      setDisabled: (whom, disabled) => this.#write('setDisabled', () => this.change(this.#at(whom), { disabled })),
      deleteUser: (whom) => this.#write('deleteUser', () => void this.users.delete(whom.key)),
      addMember: (to, user) =>
        this.#write('addMember', () => {
          if (user.address === this.refusesMember) throw new StoreFault('refused', say('as-is', { says: `not ${user.name}` }));
          this.change(group(to) as Group, { members: [...new Set([...group(to).members, user.address])] });
        }),
      removeMember: (from, user) =>
        this.#write('removeMember', () => this.change(group(from) as Group, { members: group(from).members.filter((address) => address !== user.address) })),
    };
  }
}

/** Opens the directory whose name is the host of the first URL. */
export const driveOf =
  (directories: Readonly<Record<string, Directory>>): Drive =>
  async (_kind, settings) => {
    const urls = settings.urls;
    const directory = directories[new URL(Array.isArray(urls) ? String(urls[0]) : '').hostname];
    if (!directory) throw new StoreFault('settings', say('as-is', { says: 'There is no such directory.' }));
    return directory.store;
  };
