// Opens the database that the configuration names, checks that this program may use it, and migrates it.
// Called by main.ts, the command line and the tests. Knows the folder and the URL, no table but `meta`.
import { join } from 'node:path';
import type { Database } from './database.ts';
import { type BackUp, migrate } from './migrate.ts';
import { openSqlite } from './sqlite.ts';

export type Opening = {
  /** '' = SQLite in the data folder; else postgres://… */
  readonly url: string;
  readonly dataFolder: string;
  readonly readers: number;
  /** Connections to PostgreSQL at most. */
  readonly connectionsMax?: number;
  /** Called under the migration lock before anything is migrated, if there is anything to lose (rule 37). */
  readonly backUp?: BackUp;
};

export const sqliteFile = (dataFolder: string) => join(dataFolder, 'reeve.db');

/** Faults: DatabaseTooNew, and whatever SQLite or PostgreSQL say; start-faults.ts puts them in words. */
export async function openDatabase({ url, dataFolder, readers, connectionsMax, backUp }: Opening): Promise<Database> {
  const database = url === '' ? openSqlite(sqliteFile(dataFolder), { readers }) : await openServer(url, connectionsMax);
  try {
    await migrate(url === '' ? database : await migrating(database, url), backUp);
    return database;
  } catch (fault) {
    await database.close();
    throw fault;
  }
}

/** Loaded only by those who use it: a start over SQLite is the quicker for it. */
async function openServer(url: string, connectionsMax: number | undefined): Promise<Database> {
  const { openPostgres } = await import('./postgres.ts');
  return openPostgres(url, connectionsMax === undefined ? {} : { connectionsMax });
}

/** Steps are made on connections that are given all the time they need; a start that has nothing to migrate opens none. */
async function migrating(database: Database, url: string): Promise<Database> {
  const { openPostgres } = await import('./postgres.ts');
  return {
    ...database,
    async write(body) {
      const unhurried = openPostgres(url, { connectionsMax: 1, unhurried: true });
      return unhurried.write(body).finally(() => unhurried.close());
    },
  };
}
