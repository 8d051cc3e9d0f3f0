// What a driver of user stores is given, and how its failures are told apart. One driver for each kind: ldap/, active-directory/, sql/.
// Called by registry.ts, which guards them. A driver knows one store; it does not know rows, actions, or other stores.
import type { Egress } from '#egress/egress.ts';
import type { StoreFault, UserStore } from '#user-store.ts';
import type { Hashing } from '#world.ts';

export type Driving = {
  readonly egress: Egress;
  /** For Argon2 hashes of SQL stores: in the same bounded queue as all others. */
  readonly hashing: Pick<Hashing, 'hash' | 'verify'>;
  readonly now: () => number;
  /** Of `bindDn` or the database's user. Never in a message. */
  readonly password: string;
  /** A question that is not answered by then is given up. */
  readonly answerMilliseconds: number;
  readonly connectionsMax: number;
  /** Told to whoever runs Reeve, and to nobody who signs in: one sentence without secrets, such as that a hash cannot be read. */
  readonly note?: (says: string) => void;
  /** Nothing but `check` will be asked: whoever sets a store up tries the connection before he says what is to be read. */
  readonly checksOnly?: boolean;
};

/** Opens nothing yet: the first question connects. Throws StoreFault `settings` for what cannot be meant. */
export type OpenDriver<Settings> = (settings: Settings, driving: Driving) => UserStore;

/** Whether another server of the same store may do better. */
export const isAboutServer = ({ reason }: StoreFault): boolean => reason === 'unreachable' || reason === 'silent';

/** What every driver bounds. */
export const limits = {
  /** Entries in one page of a reading. */
  pageSizeMax: 500,
  /** Letters of one value; longer ones are not taken, and said. */
  valueLengthMax: 1_024,
  valuesMax: 50,
  nameLengthMax: 255,
  /** Bytes of one message of a directory. */
  messageBytesMax: 64 * 1024 * 1024,
} as const;
