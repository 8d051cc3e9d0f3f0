// Restores a backup into a Reeve that nobody has used: in one transaction on PostgreSQL, in a file of its own on SQLite that takes its name at the very end.
// Nothing half-done: what fails leaves everything as it was. Called by the command line, which holds the server's lock.
// Afterwards the journal must verify, every session and token has ended, and the restore stands in the journal.

import { existsSync, readFileSync } from 'node:fs';
import { chmod, copyFile, mkdir, open as openFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Database } from '#db/database.ts';
import { readOnly } from '#db/database.ts';
import { migrate, schemaNumber, schemaOf } from '#db/migrate.ts';
import { sqliteFile } from '#db/open.ts';
import { openPostgres } from '#db/postgres.ts';
import { openSqlite } from '#db/sqlite.ts';
import type { Tx } from '#db/tables.ts';
import { change } from '#journal/change.ts';
import { headOf } from '#journal/queries.ts';
import { type HeadKey, openHeadKey, signHead } from '#journal/sign.ts';
import { verify } from '#journal/verify.ts';
import { masterKeyFile } from '#master-key.ts';
import { inEnglish } from '#sentences/sentence.ts';
import { BackupFault, type Head, type Place } from './backup.ts';
import { load } from './load.ts';
import { isSetUp, isUnused, settle } from './queries/restore.ts';
import { type Opened, open, type Read } from './seal.ts';

export type Restoring = {
  readonly from: string;
  readonly passphrase: string;
  readonly now: number;
  /** Who restores, as the journal names him. */
  readonly actorId: string;
  readonly newId: () => string;
  readonly progress?: (bytes: number) => void;
};
export type Restored = { readonly head: Head; readonly rows: number; readonly entries: number };

const ownerOnly = 0o600;
const keyName = 'master-key';
const folderMode = 0o700;
const inUse = (where: string) =>
  new BackupFault(`There is a Reeve in ${where} already. Restore into an empty one: another data folder (REEVE_DATA), or another database (REEVE_DATABASE).`);

export async function restoreBackup(place: Place, restoring: Restoring): Promise<Restored> {
  const source = await openSource(restoring.from, restoring.progress);
  const staging = join(place.data, 'restoring');
  try {
    const opened = await open(source.read, restoring.passphrase);
    if (opened.head.schema > schemaNumber)
      throw new BackupFault(`This backup has schema ${opened.head.schema}; this program knows ${schemaNumber}. Install a newer Reeve.`);
    await rm(staging, { recursive: true, force: true });
    await mkdir(staging, { recursive: true, mode: folderMode });
    return await (place.database === '' ? intoSqlite : intoPostgres)(place, staging, { ...restoring, opened });
  } finally {
    await source.close();
    await rm(staging, { recursive: true, force: true });
  }
}

async function openSource(from: string, progress: Restoring['progress']): Promise<{ readonly read: Read; close(): Promise<void> }> {
  const file = await openFile(from, 'r').catch((cause: unknown) => {
    throw new BackupFault(`${from} cannot be read (${cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown reason'}).`, { cause });
  });
  let at = 0;
  const read = async (bytes: number) => {
    const { bytesRead, buffer } = await file.read(Buffer.alloc(bytes), 0, bytes, at);
    at += bytesRead;
    progress?.(at);
    return buffer.subarray(0, bytesRead);
  };
  return { read, close: () => file.close() };
}

type Work = Restoring & { readonly opened: Opened };

/** The file that was there, if any, is one that nobody has used; the new one takes its place in one rename. */
async function intoSqlite(place: Place, staging: string, work: Work): Promise<Restored> {
  const { data } = place;
  const file = sqliteFile(data);
  if (existsSync(file) && !(await isUnusedFile(file))) throw inUse(data);
  const database = openSqlite(sqliteFile(staging), { readers: 1 });
  const restored = await whole(database, { place, staging, work }).finally(() => database.close());
  await putKey(staging, place);
  for (const left of [`${file}-wal`, `${file}-shm`]) await rm(left, { force: true });
  await chmod(sqliteFile(staging), ownerOnly);
  await rename(sqliteFile(staging), file);
  await syncFolder(data);
  return restored;
}

async function isUnusedFile(file: string): Promise<boolean> {
  const database = openSqlite(file, { readers: 1 });
  try {
    await migrate(database);
    return await database.write((tx) => isUnused(tx, 'sqlite'));
  } finally {
    await database.close();
  }
}

async function intoPostgres(place: Place, staging: string, work: Work): Promise<Restored> {
  const database = openPostgres(place.database, { unhurried: true });
  try {
    const restored = await whole(database, { place, staging, work });
    await putKey(staging, place);
    await settle(database);
    return restored;
  } finally {
    await database.close();
  }
}

type Whole = { readonly place: Place; readonly staging: string; readonly work: Work };

/** Up to the schema of the file, its rows, then forward: an older backup comes along as an older database does. */
async function whole(database: Database, { place, staging, work }: Whole): Promise<Restored> {
  const { head } = work.opened;
  if (await isSetUp(database.read)) throw inUse('this database');
  await refuseNewer(database, head);
  await migrate(database, undefined, head.schema);
  const { rows, key } = await database.write(async (tx) => {
    if (!(await isUnused(tx, database.kind))) throw inUse('this database');
    const loaded = await load(tx, database.kind, work.opened.lines);
    checkNamedKey(place, loaded.masterKey);
    await writeFile(join(staging, keyName), loaded.masterKey, { mode: ownerOnly });
    const opened = openHeadKey(staging);
    await checkJournal(tx, opened, head);
    await writeEntry(database, tx, work);
    return { rows: loaded.rows, key: opened };
  });
  await migrate(database);
  await signHead(database, key, work.now);
  const { number } = await headOf(database.read);
  return { head, rows, entries: number };
}

/** Steps forward make what is missing of the rows there are: they must come after the rows. */
async function refuseNewer(database: Database, { schema }: Head): Promise<void> {
  const here = await schemaOf(database);
  if (here > schema)
    throw new BackupFault(
      `This database was made ready by a newer Reeve (schema ${here}) than made the backup (schema ${schema}). Nobody has used it: drop it, create it empty, and restore again.`,
    );
}

/** The chain holds, and it ends where the backup says, signed by the key that came with it. */
async function checkJournal(tx: Tx, key: HeadKey, { journal: { number, hash, signature } }: Head): Promise<void> {
  const verdict = await verify(readOnly(tx), { key });
  const fault = verdict.faults[0];
  if (fault) throw new BackupFault(`The journal in this backup does not verify: entry ${fault.number}: ${inEnglish(fault.says)} Nothing was restored.`);
  const ends = verdict.entries === number && verdict.head === hash && key.verify(number, hash, signature);
  if (!ends) throw new BackupFault('The journal in this backup does not end where its signed head says. Nothing was restored.');
}

/** `change` takes its own transaction; here it is one that is open already. */
async function writeEntry(database: Database, tx: Tx, { opened: { head }, now, actorId, newId }: Work): Promise<void> {
  const inThis: Database = { ...database, write: (body) => body(tx) };
  const header = { actorKind: 'host', actorId, right: 'host', door: 'cli', operation: 'backup.restore', reason: '' };
  await change(inThis, now, header, async (open) => {
    open.record({
      kind: 'backup',
      id: newId(),
      name: `Backup of ${new Date(head.at).toISOString()}`,
      before: null,
      after: { madeAt: head.at, schema: head.schema, entries: head.journal.number, sessions: 'ended', tokens: 'ended' },
    });
    open.touchModel();
  });
}

/** A key of a Reeve that nobody has used gives way, but is kept. One that was named is somebody's: it must be the same. */
async function putKey(staging: string, place: Place): Promise<void> {
  const [from, to] = [join(staging, keyName), masterKeyFile(place)];
  if (existsSync(to) && readFileSync(to, 'utf8') !== readFileSync(from, 'utf8')) await rename(to, `${to}.before-restore`);
  await copyFile(from, to);
  await chmod(to, ownerOnly);
}

/** Inside the transaction: afterwards it would be too late to refuse. */
function checkNamedKey(place: Place, masterKey: string): void {
  if (place.masterKeyFile === '' || !existsSync(place.masterKeyFile)) return;
  if (readFileSync(place.masterKeyFile, 'utf8').trim() !== masterKey.trim())
    throw new BackupFault(
      `${place.masterKeyFile} is another master key than the one in this backup. Leave master_key_file out, or name a file that is not there yet.`,
    );
}

async function syncFolder(path: string): Promise<void> {
  const folder = await openFile(path, 'r');
  await folder.sync().finally(() => folder.close());
}
