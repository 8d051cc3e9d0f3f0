// Opens real databases for tests: every suite runs once on SQLite and once on PostgreSQL, each time on a database of its own.
// Called by tests. PostgreSQL comes from REEVE_TEST_POSTGRES, which run.ts sets; a quick run has none and uses SQLite alone.
import { randomBytes } from 'node:crypto';
import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe } from 'node:test';
import { sql } from 'kysely';
import type { Database } from '#db/database.ts';
import { openDatabase, sqliteFile } from '#db/open.ts';
import type { Tx } from '#db/tables.ts';
import { asOwner, databaseAt, dropDatabase, type Stage, templates } from './templates.ts';

/** A database of a test's own: migrated and empty, or set up where that was asked for and could be copied. `url` is what REEVE_DATABASE would say. */
export type TestDatabase = {
  readonly database: Database;
  readonly url: string;
  readonly dataFolder: string;
  /** Done before the database is closed, when the suite ends. */
  beforeClose(step: () => void): void;
};
export type Open = (stage?: Stage) => Promise<TestDatabase>;
/** `open` makes one more database at each call; all of them are closed and removed when the suite ends. */
export type Suite = (open: Open, kind: Database['kind']) => void;

/** Where PostgreSQL is, for tests that start processes of their own; undefined in a quick run. */
export const postgresUrl = (): string | undefined => process.env.REEVE_TEST_POSTGRES || undefined;

/** Describes the suite once for each database there is. */
export function onBothDatabases(name: string, suite: Suite): void {
  onSqlite(`${name} (SQLite)`, suite);
  const server = postgresUrl();
  if (server) onPostgres(`${name} (PostgreSQL)`, server, suite);
}

export function onSqlite(name: string, suite: Suite): void {
  describe(name, () => suite(opener(copySqlite), 'sqlite'));
}

function onPostgres(name: string, server: string, suite: Suite): void {
  describe(name, () =>
    suite(
      opener((stage) => makePostgresDatabase(server, stage)),
      'postgres',
    ),
  );
}

type Made = { readonly url: string; drop(): Promise<void> };

function opener(make: (stage: Stage, dataFolder: string) => Promise<Made>): Open {
  const undo: (() => Promise<void>)[] = [];
  after(async () => {
    for (const step of undo.reverse()) await step();
  });
  return async (stage = 'migrated') => {
    const dataFolder = await mkdtemp(join(tmpdir(), 'reeve-test-'));
    undo.push(() => rm(dataFolder, { recursive: true, force: true, maxRetries: 3 }));
    const { url, drop } = await make(stage, dataFolder);
    undo.push(drop);
    const database = await openDatabase({ url, dataFolder, readers: 1 });
    undo.push(() => database.close());
    return { database, url, dataFolder, beforeClose: (step) => void undo.push(async () => step()) };
  };
}

async function copySqlite(stage: Stage, dataFolder: string): Promise<Made> {
  const made = templates();
  if (made) await copyFile(made[stage].file, sqliteFile(dataFolder));
  return { url: '', drop: async () => {} };
}

/** An empty database on the server, and how to remove it. Also for tests that start several processes over one database. `stage`: copied, where it can be. */
export async function makePostgresDatabase(server: string, stage?: Stage): Promise<Made> {
  const name = `reeve_${randomBytes(8).toString('hex')}`;
  const template = (stage && templates()?.[stage].name) ?? 'template0';
  await asOwner(server, `create database ${name} template ${template}`);
  return { url: databaseAt(server, name), drop: () => dropDatabase(server, name) };
}

/** Whether a transaction on this PostgreSQL database waits for another. */
export async function isAnybodyWaiting({ read }: Database): Promise<boolean> {
  const { rows } = await sql`select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`.execute(read as unknown as Tx);
  return rows.length > 0;
}
