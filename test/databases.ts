// Opens real databases for tests: every suite runs once on SQLite and once on PostgreSQL, each time on a database of its own.
// Called by tests. PostgreSQL comes from REEVE_TEST_POSTGRES, which run.ts sets; a quick run has none and uses SQLite alone.
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe } from 'node:test';
import pg from 'pg';
import type { Database } from '#db/database.ts';
import { openDatabase } from '#db/open.ts';

/** A database of a test's own, migrated and empty. `url` is '' for SQLite: what REEVE_DATABASE would say. */
export type TestDatabase = {
  readonly database: Database;
  readonly url: string;
  readonly dataFolder: string;
  /** Done before the database is closed, when the suite ends. */
  beforeClose(step: () => void): void;
};
export type Open = () => Promise<TestDatabase>;
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

function onSqlite(name: string, suite: Suite): void {
  describe(name, () =>
    suite(
      opener(() => Promise.resolve({ url: '', drop: () => Promise.resolve() })),
      'sqlite',
    ),
  );
}

function onPostgres(name: string, server: string, suite: Suite): void {
  describe(name, () =>
    suite(
      opener(() => makePostgresDatabase(server)),
      'postgres',
    ),
  );
}

type Made = { readonly url: string; drop(): Promise<void> };

function opener(make: () => Promise<Made>): Open {
  const undo: (() => Promise<void>)[] = [];
  after(async () => {
    for (const step of undo.reverse()) await step();
  });
  return async () => {
    const dataFolder = await mkdtemp(join(tmpdir(), 'reeve-test-'));
    undo.push(() => rm(dataFolder, { recursive: true, force: true, maxRetries: 3 }));
    const { url, drop } = await make();
    undo.push(drop);
    const database = await openDatabase({ url, dataFolder, readers: 1 });
    undo.push(() => database.close());
    return { database, url, dataFolder, beforeClose: (step) => void undo.push(async () => step()) };
  };
}

/** An empty database on the server, and how to remove it. Also for tests that start several processes over one database. */
export async function makePostgresDatabase(server: string): Promise<Made> {
  const name = `reeve_${randomBytes(8).toString('hex')}`;
  await asOwner(server, `create database ${name} template template0`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => asOwner(server, `drop database if exists ${name} with (force)`) };
}

async function asOwner(server: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: server });
  await client.connect();
  await client.query(statement).finally(() => client.end());
}
