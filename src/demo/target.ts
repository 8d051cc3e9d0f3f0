// Where the demo is made, so that it is there whole or not at all: one transaction on PostgreSQL; on SQLite a copy of the file that takes its name at the very end.
// Called by fill.ts. Knows folders and files; not what is filled in.
import { statSync } from 'node:fs';
import { chmod, mkdir, open, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import type { Database } from '#db/database.ts';
import { openHandle } from '#db/handle.ts';
import { sqliteFile } from '#db/open.ts';
import { openAlone } from '#db/sqlite-alone.ts';
import type { Tx } from '#db/tables.ts';
import { settleServer } from './queries/load.ts';
import { SearchIndex } from './queries/search.ts';

export type Place = {
  readonly dataFolder: string;
  /** '' = SQLite in the data folder; else postgres://… */
  readonly url: string;
};
export type Target = {
  readonly database: Database;
  /** Made beside; null where the database makes its own. */
  readonly search: SearchIndex | null;
  /** After the last write: what was made is what everybody finds from now on. */
  takeEffect(): Promise<void>;
  /** Everything is as it was before. */
  abandon(): Promise<void>;
};

export class DemoRefused extends Error {
  override readonly name = 'DemoRefused';
}

const folderMode = 0o700;
const ownerOnly = 0o600;
const sides = ['-wal', '-shm'] as const;

export const openTarget = ({ url, dataFolder }: Place): Promise<Target> => (url === '' ? beside(dataFolder) : onServer(url));

/** One connection: what is set for it holds for all that follows. */
async function onServer(url: string): Promise<Target> {
  const { openPostgres } = await import('#db/postgres.ts');
  const database = openPostgres(url, { connectionsMax: 1, unhurried: true });
  return {
    database,
    search: null,
    async takeEffect() {
      // The reading handle's type hides that it can run statements.
      await settleServer(database.read as unknown as Tx);
      await database.close();
    },
    abandon: () => database.close(),
  };
}

/** The file that is there stays locked against writers meanwhile, so that nothing they do is lost when another takes its name. */
async function beside(dataFolder: string): Promise<Target> {
  const [file, staging] = [sqliteFile(dataFolder), join(dataFolder, 'filling')];
  await rm(staging, { recursive: true, force: true });
  await mkdir(staging, { mode: folderMode });
  const guard = openHandle(file, false);
  const made = sqliteFile(staging);
  const clean = async () => {
    guard.close();
    await rm(staging, { recursive: true, force: true });
  };
  try {
    lockAndCopy(guard, file, made);
    const database = openAlone(made);
    const search = new SearchIndex(join(staging, 'search.db'));
    const takeEffect = async () => {
      await database.close();
      await chmod(made, ownerOnly);
      await sync(made);
      await rename(made, file);
      await sync(dataFolder);
      await clean();
      for (const side of sides) await rm(`${file}${side}`, { force: true });
    };
    const abandon = async () => {
      await search.stop();
      await database.close();
      await clean();
    };
    return { database, search, takeEffect, abandon };
  } catch (fault) {
    await clean();
    throw fault;
  }
}

/** The log of changes must be empty: the file that comes in its place has another past. */
function lockAndCopy(guard: DatabaseSync, file: string, to: string): void {
  guard.exec('pragma wal_checkpoint(truncate)');
  guard.exec('begin immediate');
  if (statSync(`${file}-wal`, { throwIfNoEntry: false })?.size) throw new DemoRefused('Another program is changing this Reeve. Stop it, and try again.');
  // By SQLite itself: to open and close the file here would drop the lock.
  const copying = openHandle(file, false);
  try {
    copying.prepare('vacuum into ?').run(to);
  } finally {
    copying.close();
  }
}

async function sync(path: string): Promise<void> {
  const opened = await open(path, 'r');
  await opened.sync().finally(() => opened.close());
}
