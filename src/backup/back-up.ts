// Makes a backup while everything goes on: one snapshot, table after table, line after line, sealed on the way, never whole in memory.
// Called by the command line and before-migration.ts. The file appears under its name only when it is complete and on disk.
import { existsSync } from 'node:fs';
import { open as openFile, readFile, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { sqliteFile } from '#db/open.ts';
import { openHeadKey } from '#journal/sign.ts';
import { masterKeyFile } from '#master-key.ts';
import { BackupFault, type Head, type Place, type Snapshot } from './backup.ts';
import { openPostgresSnapshot } from './queries/postgres.ts';
import { openSqliteSnapshot } from './queries/sqlite.ts';
import { seal } from './seal.ts';

export type Making = {
  readonly passphrase: string;
  readonly to: string;
  readonly now: number;
  readonly cost?: number;
  readonly progress?: (rows: number) => void;
};
export type Made = { readonly head: Head; readonly tables: number; readonly rows: number; readonly bytes: number };

const ownerOnly = 0o600;
export const passphraseLengthMin = 12;

/** BackupFault if the file is there already, the passphrase is too short, or there is nothing to save. */
export async function backUp(place: Place, { passphrase, to, now, cost, progress }: Making): Promise<Made> {
  if (existsSync(to)) throw new BackupFault(`${to} exists already. Give another name; a backup is never written over.`);
  if ([...passphrase].length < passphraseLengthMin)
    throw new BackupFault(`The passphrase needs ${passphraseLengthMin} characters at least: everything hangs on it.`);
  const snapshot = await openSnapshot(place);
  try {
    const head = headOf(snapshot, { place, now });
    const tally = { tables: 0, rows: 0 };
    const bytes = await write(to, seal(linesOf(snapshot, { place, tally, progress }), { head, passphrase, ...(cost === undefined ? {} : { cost }) }));
    return { head, ...tally, bytes };
  } finally {
    await snapshot.close();
  }
}

async function openSnapshot({ data, database }: Place): Promise<Snapshot> {
  if (database !== '') return openPostgresSnapshot(database);
  if (!existsSync(sqliteFile(data))) throw new BackupFault(`There is no database in ${data} yet.`);
  return openSqliteSnapshot(sqliteFile(data));
}

function headOf({ schema, kind, head: { number, hash } }: Snapshot, { place, now }: { readonly place: Place; readonly now: number }): Head {
  const signature = openHeadKey(place.data, place.masterKeyFile).sign(number, hash);
  return { format: 'reeve-backup', version: 1, at: now, schema, database: kind, journal: { number, hash, signature } };
}

type Telling = { readonly place: Place; readonly tally: { tables: number; rows: number }; readonly progress: ((rows: number) => void) | undefined };

/** First the master key, without which the wrapped keys and the signatures are worth nothing elsewhere; then each table with its rows, then how many there were. */
async function* linesOf(snapshot: Snapshot, { place, tally, progress }: Telling): AsyncGenerator<string> {
  yield JSON.stringify({ masterKey: await readFile(masterKeyFile(place), 'utf8') });
  for (const shape of snapshot.shapes) {
    yield JSON.stringify(shape);
    tally.tables += 1;
    for await (const rows of snapshot.rows(shape)) {
      for (const row of rows) yield JSON.stringify(row);
      tally.rows += rows.length;
      progress?.(tally.rows);
    }
  }
  yield JSON.stringify({ end: tally });
}

/** Whole and on disk, or not at all. */
async function write(to: string, pieces: AsyncIterable<Buffer>): Promise<number> {
  const partial = `${to}.partial`;
  // Faults of the file are told apart from those of what is saved.
  const onDisk = <T>(done: Promise<T>): Promise<T> => done.catch((cause) => Promise.reject(unwritten(to, cause)));
  await onDisk(rm(partial, { force: true }));
  const file = await onDisk(openFile(partial, 'wx', ownerOnly));
  try {
    let bytes = 0;
    for await (const piece of pieces) {
      await onDisk(file.writeFile(piece));
      bytes += piece.length;
    }
    await onDisk(file.sync());
    await onDisk(file.close());
    await onDisk(rename(partial, to));
    return bytes;
  } catch (fault) {
    await file.close().catch(() => undefined);
    await rm(partial, { force: true });
    throw fault;
  }
}

function unwritten(to: string, cause: unknown): BackupFault {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown reason';
  const says: Readonly<Record<string, string>> = {
    ENOENT: `There is no folder ${dirname(to)}. Make it first, or give another file.`,
    ENOTDIR: `${dirname(to)} is no folder. Give a file in one.`,
    ENOSPC: `No space is left for ${to}. The backup was taken away again.`,
  };
  return new BackupFault(says[code] ?? `${to} cannot be written (${code}). Give its folder’s owner the right to, or another file.`, { cause });
}
