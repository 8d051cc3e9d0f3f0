// How users and groups lie in a directory: what the drivers for LDAP and for Active Directory make from their settings, and all that differs between them.
// Filled by ldap-store.ts and active-directory/; read by everything that is the same for both. Types only.
import type { Filter } from 'ldapts';
import type { GroupEntry, Skipped, UserEntry } from '#user-store.ts';
import type { Connection } from './connection.ts';
import type { Entry } from './response.ts';

/** How the directory tells one entry from another for ever; no attribute = it does not. */
export type KeyRule = {
  readonly attribute: string;
  textOf(value: Buffer): string | null;
  /** Null = no entry can have this key. */
  filterOf(key: string): Filter | null;
};

/** What became of an entry: taken or not, and what there is to say. */
export type Mapped<E> = { readonly entry: E | null; readonly skipped: readonly Skipped[] };

export type Kind<E> = {
  /** `user`, `group`: as messages name it. */
  readonly word: 'user' | 'group';
  readonly base: string;
  readonly scope: 'one' | 'sub';
  readonly filter: Filter;
  readonly key: KeyRule;
  readonly nameAttribute: string;
  readonly attributes: readonly string[];
  map(entry: Entry, disabled: ReadonlySet<string>): Mapped<E>;
};

/** A group before its members are asked for. */
export type GroupHead = Omit<GroupEntry, 'members'> & {
  /** As the server spells it. */
  readonly dn: string;
  readonly entry: Entry;
};

export type Members = (connection: Connection, group: GroupHead) => (() => AsyncIterable<readonly string[]>) | null;

/** What changed since a mark. `note` is told of each user that is read, before groups are. */
export type Changed = { filterOf(kind: 'user' | 'group'): Filter; note?(user: Entry): void };

/** What a mark means. */
export type Changes = {
  /** Asked before anything is read: the next mark, and what changed since this one; null = everything is to be read. */
  begin(connection: Connection, since: string): Promise<{ readonly mark: string; readonly changed: Changed | null }>;
};

export type Layout = {
  readonly users: Kind<UserEntry>;
  /** Null = groups are not read. */
  readonly groups: Kind<GroupHead> | null;
  readonly members: Members;
  readonly changes: Changes;
  /** Entries that fit are disabled, besides what an entry tells itself. */
  readonly disabledFilter: Filter | null;
  readonly pageSize: number;
  /** A referral of which nobody need hear: somebody else goes there, or no users lie there. */
  isNoLoss(urls: readonly string[]): boolean;
};
