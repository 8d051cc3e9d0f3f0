// Tables of a test's own, in a database of its own on a real PostgreSQL or MariaDB, behind the driver. Called by suites about what only SQL stores have.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { blankSettings, type SqlSettings } from '#stores/settings-contract.ts';
import type { SqlStore } from '#stores/sql/sql-store.ts';
import type { Whom } from '#user-store.ts';
import { type Opening, readAll, using } from '../stores/implementation.ts';
import { storeAt } from './sql.ts';
import { type Ground, type MariadbServer, mariadbGround, postgresGround, startMariadbServer } from './sql-servers.ts';

export const { passwordFormat } = blankSettings.sql;
export const named = { userTable: 'users', userKey: 'id', userName: 'name' } as const satisfies Partial<SqlSettings>;
export const md5 = (text: string): string => createHash('md5').update(text).digest('hex');
export const plainMd5: Partial<SqlSettings> = { password: 'hash', passwordFormat: { ...passwordFormat, format: 'md5' } };
export const byKey = (key: string): Whom => ({ key, address: key, name: '' });

export type Trial = {
  readonly dialect: SqlSettings['dialect'];
  readonly tables: readonly string[];
  readonly settings?: Partial<SqlSettings>;
  readonly opening?: Opening;
};
export type Trials = {
  start(): Promise<void>;
  stop(): Promise<void>;
  ground(dialect: SqlSettings['dialect'], statements: readonly string[]): Promise<Ground>;
  trying(trial: Trial, tries: (store: SqlStore, ground: Ground) => Promise<void>): Promise<void>;
};

/** To be started before the tests of a file, and stopped after them. */
export function sqlTrials(): Trials {
  let server: MariadbServer | undefined;
  const grounds: Ground[] = [];
  const ground: Trials['ground'] = async (dialect, statements) => {
    if (!server) throw new Error('MariaDB did not start.');
    const made = dialect === 'postgres' ? await postgresGround() : await mariadbGround(server);
    grounds.push(made);
    for (const statement of statements) await made.owner.run(statement);
    return made;
  };
  return {
    async start() {
      server = await startMariadbServer();
    },
    async stop() {
      for (const made of grounds) await made.stop();
      await server?.mariadb.stop();
    },
    ground,
    async trying({ dialect, tables, settings, opening }, tries) {
      const made = await ground(dialect, tables);
      const store = storeAt(made.place, { ...named, ...settings }, opening);
      await using(store, () => tries(store, made));
    },
  };
}

export const users = async (store: SqlStore, names: readonly string[]) => {
  const all = await readAll(store);
  return { ...all, attributes: names.map((name) => all.users.find((user) => user.name === name)?.attributes ?? assert.fail(name)) };
};
