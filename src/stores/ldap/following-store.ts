// A directory and the servers that it refers to, as one store: each of them is a store of its own, asked after the first.
// Called by ldap-store.ts where referrals are followed. It knows the port alone, and not what is behind it.
import type { EntryKind, Reading, UserStore, Whom, Writer } from '#user-store.ts';
import type { Referral } from './referrals.ts';

export type Referring = {
  /** Asked anew each time: the directory may refer elsewhere tomorrow. */
  referrals(): Promise<readonly Referral[]>;
  open(referral: Referral): UserStore;
};

export function followingStore(first: UserStore, referring: Referring): UserStore {
  const opened = new Map<string, UserStore>();
  const others = async (): Promise<readonly UserStore[]> =>
    (await referring.referrals()).map((referral) => {
      const place = `${referral.url} ${referral.base}`;
      const known = opened.get(place) ?? referring.open(referral);
      opened.set(place, known);
      return known;
    });
  const storeOf = (whom: Whom): Promise<UserStore> => whereIs(first, others, whom);
  return {
    async check() {
      const health = await first.check();
      for (const store of await others()) await store.check();
      return health;
    },
    async read() {
      const stores = [first, ...(await others())];
      return together(await openAll(stores));
    },
    find: async (by) => (await first.find(by)) ?? (await firstFound(await others(), (store) => store.find(by))),
    verify: async (whom, password) => (await storeOf(whom)).verify(whom, password),
    write: first.write && writerTo(first.write, storeOf),
    async close() {
      await Promise.all([first, ...opened.values()].map((store) => store.close()));
    },
  };
}

async function firstFound<T>(stores: readonly UserStore[], ask: (store: UserStore) => Promise<T | null>): Promise<T | null> {
  for (const store of stores) {
    const found = await ask(store);
    if (found !== null) return found;
  }
  return null;
}

/** Whom nobody has is asked for where everybody begins. */
async function whereIs(first: UserStore, others: () => Promise<readonly UserStore[]>, { key, name }: Whom): Promise<UserStore> {
  const by = key === '' ? { name } : { key };
  if (await first.find(by)) return first;
  return (await firstFound(await others(), async (store) => ((await store.find(by)) ? store : null))) ?? first;
}

/** New users, and who is in which group, are written where everybody begins. */
function writerTo(first: Writer, storeOf: (whom: Whom) => Promise<UserStore>): Writer {
  const writerOf = async (whom: Whom): Promise<Writer> => (await storeOf(whom)).write ?? first;
  return {
    ...first,
    updateUser: async (whom, values) => (await writerOf(whom)).updateUser(whom, values),
    setPassword: async (whom, password, options) => (await writerOf(whom)).setPassword(whom, password, options),
    changePassword: async (whom, passwords) => (await writerOf(whom)).changePassword(whom, passwords),
    deleteUser: async (whom) => (await writerOf(whom)).deleteUser(whom),
  };
}

async function openAll(stores: readonly UserStore[]): Promise<readonly Reading[]> {
  const readings: Reading[] = [];
  try {
    for (const store of stores) readings.push(await store.read(''));
    return readings;
  } catch (fault) {
    await Promise.all(readings.map((reading) => reading.close()));
    throw fault;
  }
}

/** The times of several servers cannot be compared, so everything is read each time. One that fails fails all: else its users would seem to have vanished. */
function together(readings: readonly Reading[]): Reading {
  return {
    delta: false,
    mark: '',
    users: () => inTurn(readings, (reading) => reading.users()),
    groups: () => inTurn(readings, (reading) => reading.groups()),
    keys: (kind: EntryKind) => inTurn(readings, (reading) => reading.keys(kind)),
    async close() {
      await Promise.all(readings.map((reading) => reading.close()));
    },
  };
}

async function* inTurn<T>(readings: readonly Reading[], pages: (reading: Reading) => AsyncIterable<T>): AsyncGenerator<T> {
  for (const reading of readings) yield* pages(reading);
}
