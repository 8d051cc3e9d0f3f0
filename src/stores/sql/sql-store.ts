// A SQL user store: users that somebody else keeps in PostgreSQL, MariaDB or MySQL, behind the port of user-store.ts.
// Called by registry.ts, which guards it. Reads tables as they are, judges passwords by their hashes, and writes only what is mapped. Knows no rows of Reeve's.
import { randomBytes } from 'node:crypto';
import { openForeignPasswords } from '#passwords/formats/foreign.ts';
import type { UserStore } from '#user-store.ts';
import { uuidMaker } from '#uuid.ts';
import type { Driving } from '../driver.ts';
import type { PasswordFormat, SqlSettings } from '../settings-contract.ts';
import { checkHealth } from './check.ts';
import { Connection } from './connection.ts';
import { openDatabase } from './database.ts';
import { faultOf } from './faults.ts';
import { findByKey, findByName } from './find.ts';
import { holdLayout } from './hold.ts';
import { layoutOf } from './layout.ts';
import { type LookedRows, type LookedTable, lookAround, lookAt } from './look.ts';
import { connectMariadb } from './mariadb.ts';
import { Pool } from './pool.ts';
import { connectPostgres } from './postgres.ts';
import { writerFor } from './queries/dialect.ts';
import { sessionManners } from './queries/server.ts';
import { openReading } from './read.ts';
import { sqlWriter } from './sql-writer.ts';
import { judge } from './verify.ts';

/** What only this kind has: a look at the tables, for whoever maps them. */
export type SqlStore = UserStore & {
  lookAround(): Promise<{ readonly tables: readonly LookedTable[]; readonly complete: boolean }>;
  lookAt(table: string): Promise<LookedRows>;
};

export function openSqlStore(settings: SqlSettings, driving: Driving): SqlStore {
  const layout = layoutOf(settings);
  const database = openDatabase(poolTo(settings, driving), { dialect: settings.dialect, write: writerFor(settings.dialect) });
  const format = formatOf(settings);
  const passwords = openForeignPasswords(format, { hashing: driving.hashing, wso2: settings.preset === 'wso2' });
  const held = () => holdLayout(database, layout);
  const place = `${settings.host}:${settings.port}`;
  const note = driving.note ?? (() => {});
  return {
    check: () => checkHealth(database, { now: driving.now, place, layout }),
    async read(since) {
      database.forget();
      return openReading(database, await held(), { since, place: [place, settings.database] });
    },
    find: async (by) => ('key' in by ? findByKey(database, await held(), by.key) : findByName(database, await held(), by.name)),
    verify: async (whom, password) => judge(database, (await held()).users, { whom, password, passwords, note }),
    lookAround: () => lookAround(database),
    lookAt: (table) => lookAt(database, table),
    write:
      layout && sqlWriter({ database, held, passwords, format, newId: uuidMaker(driving.now, randomBytes) }, { disables: layout.users.disabling !== null }),
    async close() {
      database.close();
      await passwords.close();
    },
  };
}

function poolTo(settings: SqlSettings, { egress, password, answerMilliseconds: milliseconds, connectionsMax }: Driving): Pool {
  const server = `${settings.host}:${settings.port}`;
  const wire = settings.dialect === 'postgres' ? connectPostgres : connectMariadb;
  const connect = async (): Promise<Connection> => {
    const reached = await wire({ settings, egress, password, milliseconds }).catch((fault: unknown) => Promise.reject(faultOf(fault, server)));
    const connection = new Connection(reached, { server, milliseconds });
    try {
      for (const sql of sessionManners(settings.dialect, milliseconds, connection.isMysql)) await connection.ask({ sql, parameters: [] });
      return connection;
    } catch (fault) {
      connection.close();
      throw fault;
    }
  };
  return new Pool({ connect, connectionsMax, milliseconds });
}

/** What WSO2 can have of the formats; SHA-256 is its own choice. */
const wso2Formats: Readonly<Partial<Record<PasswordFormat['format'], PasswordFormat['format']>>> = {
  'sha-1': 'sha-1',
  'sha-512': 'sha-512',
  md5: 'md5',
  pbkdf2: 'wso2-pbkdf2',
  'wso2-pbkdf2': 'wso2-pbkdf2',
};

/** WSO2 writes base64, and puts a salt behind as the text that it is. */
function formatOf({ preset, passwordFormat }: SqlSettings): PasswordFormat {
  if (preset !== 'wso2') return passwordFormat;
  return { ...passwordFormat, format: wso2Formats[passwordFormat.format] ?? 'sha-256', digest: 'base64', salt: 'after', saltForm: 'text' };
}
