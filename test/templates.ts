// Databases made once for each process that runs tests, to be copied for every test: migrated, and migrated with the set-up done.
// Made by report.ts before the first test; read by databases.ts. Without them every test makes its own, only slower.
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { pino } from 'pino';
import { openDatabase, sqliteFile } from '#db/open.ts';
import { openWorld } from '#open-world.ts';
import { finishSetup } from '#setup/finish.ts';
import { administrator, testConfig } from './administrator.ts';

export type Stage = 'migrated' | 'set up';
/** For each stage a SQLite file, and the name of a database on the PostgreSQL server, if there is one. */
export type Templates = Readonly<Record<Stage, { readonly file: string; readonly name: string }>>;

/** Where the copies come from; null when nobody has made any. */
export function templates(): Templates | null {
  const made = process.env.REEVE_TEST_TEMPLATES;
  // Written by makeTemplates below.
  return made ? (JSON.parse(made) as Templates) : null;
}

/** Makes them and says so to this process, by the environment; gives what removes those on the server. `server` = the URL of PostgreSQL, '' = none. */
export async function makeTemplates(server: string): Promise<() => Promise<void>> {
  const made: Templates = { migrated: await make(server, 'migrated'), 'set up': await make(server, 'set up') };
  process.env.REEVE_TEST_TEMPLATES = JSON.stringify(made);
  return async () => {
    if (server !== '') for (const { name } of Object.values(made)) await dropDatabase(server, name);
  };
}

async function make(server: string, stage: Stage) {
  const dataFolder = await mkdtemp(join(tmpdir(), 'reeve-template-'));
  const name = `reeve_template_${stage.replace(' ', '_')}_${process.pid}`;
  await bring('', dataFolder, stage);
  if (server !== '') {
    await asOwner(server, `create database ${name} template template0`);
    await bring(databaseAt(server, name), dataFolder, stage);
  }
  return { file: sqliteFile(dataFolder), name };
}

async function bring(url: string, dataFolder: string, stage: Stage): Promise<void> {
  const database = await openDatabase({ url, dataFolder, readers: 1 });
  try {
    if (stage === 'migrated') return;
    const world = await openWorld({ config: testConfig(dataFolder, url), database, log: pino({ level: 'silent' }) });
    await finishSetup(world, administrator);
  } finally {
    await database.close();
  }
}

export function databaseAt(server: string, name: string): string {
  const url = new URL(server);
  url.pathname = `/${name}`;
  return url.href;
}

export async function asOwner(server: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: server });
  await client.connect();
  await client.query(statement).finally(() => client.end());
}

const dropTriesMax = 100;
const dropPauseMilliseconds = 100;
/** insufficient_privilege: PostgreSQL's own housekeeping is in it, which only a superuser may stop. It leaves by itself. */
const isBusy = (fault: unknown) => fault instanceof Error && 'code' in fault && fault.code === '42501';

export async function dropDatabase(server: string, name: string): Promise<void> {
  for (let tried = 1; ; tried++) {
    try {
      return await asOwner(server, `drop database if exists ${name} with (force)`);
    } catch (fault) {
      if (!isBusy(fault) || tried === dropTriesMax) throw fault;
      await pause(dropPauseMilliseconds);
    }
  }
}
