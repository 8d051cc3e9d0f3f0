// SQL databases for the conformance suite: one implementation for each database and each make of tables.
// Called by stores-sql.test.ts. The owner's statements are written with `?` for both databases.
import { openEgress } from '#egress/egress.ts';
import { openHashing } from '#passwords/hash.ts';
import type { Driving } from '#stores/driver.ts';
import { blankSettings, type SqlSettings } from '#stores/settings-contract.ts';
import { openSqlStore } from '#stores/sql/sql-store.ts';
import { type Implementation, type Opening, type Outside, type OutsideUser, password, seedName } from '../stores/implementation.ts';

/** Beside Reeve, whoever the tables belong to. */
export type Owner = {
  run(sql: string, values?: readonly unknown[]): Promise<void>;
  rows(sql: string): Promise<readonly (readonly unknown[])[]>;
};
export type Place = Pick<SqlSettings, 'dialect' | 'host' | 'port' | 'database' | 'user' | 'tls' | 'authorities'> & { readonly secret: string };

/** Tables of one make: how Reeve is told of them, and what their owner does in them. */
export type Tables = {
  readonly settings: Partial<SqlSettings>;
  readonly made: readonly string[];
  /** `longAgo`: as if it had been done then. */
  addUser(user: OutsideUser, longAgo: boolean): Promise<void>;
  readonly outside: Omit<Outside, 'addUser' | 'addGroupToGroup'>;
};

const seeded = 300;
export const seedGroup = 'seed-group';

export const drivingTo = (secret: string, { answerMilliseconds = 20_000, connectionsMax = 8 }: Opening = {}): Driving => ({
  egress: openEgress({ egressNetworks: ['127.0.0.0/8'] }),
  hashing: openHashing({ memoryKib: 1024, passes: 1, lanes: 1, running: 2, queueMax: 100 }),
  now: Date.now,
  password: secret,
  answerMilliseconds,
  connectionsMax,
});

export const storeAt = ({ secret, ...connection }: Place, settings: Partial<SqlSettings>, { password: given = secret, ...opening }: Opening = {}) =>
  openSqlStore({ ...blankSettings.sql, ...connection, ...settings }, drivingTo(given, opening));

export async function fill(owner: Owner, { made, addUser, outside }: Tables): Promise<void> {
  for (const statement of made) await owner.run(statement);
  await owner.run('begin');
  for (let n = 1; n <= seeded; n++) {
    const name = seedName(n);
    await addUser({ name, givenName: String(n), familyName: 'Seed', mail: `${name}@example.test`, password }, true);
  }
  await owner.run('commit');
  await outside.addGroup(seedGroup, { users: Array.from({ length: 10 }, (_, n) => seedName(n + 1)), groups: [] });
}

export function implementationOn(place: Place, { settings, addUser, outside }: Tables, stop: () => Promise<void>): Implementation {
  return {
    outside: {
      ...outside,
      addUser: (user) => addUser(user, false),
      addGroupToGroup: () => Promise.reject(new Error('Groups of such tables hold no groups.')),
    },
    seeded,
    seedGroup,
    secret: place.secret,
    stop,
    open({ at, wrongBase = false, ...opening } = {}) {
      const nowhere: Partial<SqlSettings> = wrongBase ? { preset: 'none', userTable: 'nowhere', userKey: 'id', userName: 'name' } : {};
      return storeAt(place, { ...settings, ...at, ...nowhere }, opening);
    },
  };
}
