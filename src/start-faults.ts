// Why a start fails, each with one clear sentence and an exit code of its own; and the checks of the data folder that need no database.
// main.ts and the command line use it. It does not know how anything is started.
import { accessSync, chmodSync, constants, existsSync, mkdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { CertificateFault } from '#certificate/fault.ts';
import type { Config } from '#config.ts';
import { MasterKeyFault } from '#master-key.ts';

/** name → [exit code, when]. docs/exit-codes.md is printed from this. */
export const startFaults = {
  'port-taken': [10, 'another program listens on the port'],
  'address-refused': [11, 'this machine may not listen there: it has no such address, or the port needs root'],
  'data-in-use': [12, 'another server uses the data folder'],
  'data-not-writable': [13, 'the data folder, or a file in it, cannot be written'],
  'disk-full': [14, 'no space is left for the data folder'],
  'database-too-new': [15, 'the database was written by a newer Reeve'],
  'database-corrupt': [16, 'the database is damaged, or no database at all'],
  'database-unreachable': [17, 'PostgreSQL does not answer, or refuses the user'],
  certificate: [18, 'the certificate cannot be read, does not match its key, or has ended'],
  'clock-behind': [19, 'this machine’s clock is behind the newest entry of the journal'],
  'clock-apart': [20, 'this machine’s clock is more than 5 s from PostgreSQL’s'],
  'master-key': [21, 'the master key is missing, damaged, or not the one of this database'],
} as const satisfies Record<string, readonly [number, string]>;

export type StartFaultCode = keyof typeof startFaults;

export class StartFault extends Error {
  override readonly name = 'StartFault';
  readonly code: StartFaultCode;
  readonly exitCode: number;

  constructor(code: StartFaultCode, sentence: string, options: ErrorOptions = {}) {
    super(sentence, options);
    this.code = code;
    this.exitCode = startFaults[code][0];
  }

  get sentence(): string {
    return this.message;
  }
}

type Place = Pick<Config, 'data' | 'host' | 'port' | 'database'>;

// ── The data folder ──

/** Makes the data folder if it is missing, for its owner only, and sees that it can be written. */
export function prepareDataFolder(config: Pick<Config, 'data'>): void {
  const { data } = config;
  try {
    makeFolder(data);
    if (!statSync(data).isDirectory()) throw new StartFault('data-not-writable', `The data folder ${data} is a file. Give another one with REEVE_DATA.`);
    accessSync(data, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (cause) {
    throw cause instanceof StartFault ? cause : folderFault(data, cause);
  }
}

/** One by one: Node's own `recursive` tries for ever where nobody may make folders and the system says that they are missing (/proc). */
function makeFolder(path: string): void {
  if (existsSync(path)) return;
  makeFolder(dirname(path));
  mkdirSync(path, { mode: 0o700 });
  chmodSync(path, 0o700);
}

function folderFault(data: string, cause: unknown): StartFault {
  const code = codeOf(cause);
  if (code === 'ENOSPC' || code === 'EDQUOT') return new StartFault('disk-full', `No space is left on the disk of ${data}.`, { cause });
  if (code === 'ENOTDIR' || code === 'EEXIST')
    return new StartFault('data-not-writable', `The data folder ${data} is a file, or lies below one. Give another one with REEVE_DATA.`, { cause });
  return new StartFault(
    'data-not-writable',
    `The data folder ${data} cannot be written (${code}). Give its owner the right to, or another folder with REEVE_DATA.`,
    { cause },
  );
}

export type ServerLock = { release(): void };

/**
 * Holds the data folder for this server. The lock is an exclusive transaction on a little SQLite file: the kernel drops it together with the process,
 * so that kill -9 or a power cut leaves no stale lock behind, as a file with a pid would (pids come again, above all in containers, where all are 1).
 */
export function lockDataFolder(config: Pick<Config, 'data'>): ServerLock {
  const path = join(config.data, 'server.lock');
  let lock: DatabaseSync | null = null;
  try {
    lock = new DatabaseSync(path, { timeout: 0 });
    // No journal file: nothing is ever written, and a left-over one would have to be rolled back.
    lock.exec('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE');
    chmodSync(path, 0o600);
  } catch (cause) {
    lock?.close();
    throw lockFault(config, cause);
  }
  const held = lock;
  return { release: () => (held.isOpen ? held.close() : undefined) };
}

function lockFault({ data }: Pick<Config, 'data'>, cause: unknown): Error {
  if (sqliteCode(cause) === sqliteBusy) {
    return new StartFault('data-in-use', `Another server uses the data folder ${data}. Stop it, or give this one another folder with REEVE_DATA.`, { cause });
  }
  return sqliteFault(data, cause) ?? folderFault(data, cause);
}

// ── Faults of what was tried ──

/** The sentence and exit code for what went wrong while starting, or null: then it is a bug, and its stack belongs in the log. */
export function explainStartFault(error: unknown, config: Place): StartFault | null {
  if (error instanceof StartFault) return error;
  if (error instanceof CertificateFault) return new StartFault('certificate', error.message, { cause: error });
  if (error instanceof MasterKeyFault) return new StartFault('master-key', error.message, { cause: error });
  if (error instanceof Error && error.name === 'DatabaseTooNew') return new StartFault('database-too-new', error.message, { cause: error });
  return (
    listenFault(error, config) ?? fileFault(error, config) ?? sqliteFault(config.data, error) ?? (config.database === '' ? null : postgresFault(error, config))
  );
}

function listenFault(error: unknown, { host, port }: Place): StartFault | null {
  const at = error instanceof Error && 'port' in error ? Number(error.port) : port;
  if (!isCall(error, 'listen')) return null;
  const code = codeOf(error);
  if (code === 'EADDRINUSE')
    return new StartFault('port-taken', `Port ${at} is taken by another program. Stop it, or give another port with REEVE_PORT.`, { cause: error });
  return new StartFault(
    'address-refused',
    `Reeve may not listen on ${host}, port ${at} (${code}). ${at < 1024 ? 'Ports below 1024 need root.' : 'Give an address of this machine with REEVE_HOST.'}`,
    {
      cause: error,
    },
  );
}

function fileFault(error: unknown, { data }: Place): StartFault | null {
  return ['ENOSPC', 'EDQUOT', 'EACCES', 'EPERM', 'EROFS', 'EISDIR', 'ENOTDIR'].includes(codeOf(error)) && !isCall(error, 'connect')
    ? folderFault(data, error)
    : null;
}

/** Primary result codes, https://sqlite.org/rescode.html. */
const sqliteBusy = 5;
const sqliteReadOnly = 8;
const sqliteIo = 10;
const sqliteCorrupt = 11;
const sqliteFull = 13;
const sqliteCannotOpen = 14;
const sqliteNotADatabase = 26;

function sqliteFault(data: string, cause: unknown): StartFault | null {
  switch (sqliteCode(cause)) {
    case sqliteCorrupt:
    case sqliteNotADatabase:
      return new StartFault('database-corrupt', `The database in ${data} is damaged. Put the newest backup in its place: reeve restore.`, { cause });
    case sqliteFull:
      return new StartFault('disk-full', `No space is left on the disk of ${data}.`, { cause });
    case sqliteReadOnly:
    case sqliteCannotOpen:
      return new StartFault('data-not-writable', `The database in ${data} cannot be written. See who owns the files in it.`, { cause });
    case sqliteIo:
      return new StartFault('data-not-writable', `The disk of ${data} does not read or write as it should. See the machine’s log.`, { cause });
    default:
      return null;
  }
}

/** The primary code, which is the low byte of the extended one. Null = not an error of SQLite. */
function sqliteCode(error: unknown): number | null {
  return error instanceof Error && 'errcode' in error && typeof error.errcode === 'number' ? error.errcode & 0xff : null;
}

function postgresFault(error: unknown, { database }: Place): StartFault | null {
  const code = codeOf(error);
  const where = new URL(database).host;
  // Class 28: wrong user or password; 3D000: no such database; 57P03: it is starting or stopping. https://www.postgresql.org/docs/current/errcodes-appendix.html
  if (code.startsWith('28'))
    return new StartFault('database-unreachable', `PostgreSQL at ${where} refuses the user in REEVE_DATABASE. Check his name and password.`, { cause: error });
  if (code === '3D000') return new StartFault('database-unreachable', `PostgreSQL at ${where} has no such database. Make it: createdb.`, { cause: error });
  if (code === '53100') return new StartFault('disk-full', `PostgreSQL at ${where} has no space left.`, { cause: error });
  if (code === 'XX001' || code === 'XX002')
    return new StartFault('database-corrupt', `The database at ${where} is damaged. See PostgreSQL’s log.`, { cause: error });
  const silent = ['ECONNREFUSED', 'ETIMEDOUT', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'ECONNRESET', '57P03', '53300'].includes(code);
  return silent
    ? new StartFault('database-unreachable', `PostgreSQL at ${where} does not answer (${code}). Start it, or correct REEVE_DATABASE.`, { cause: error })
    : null;
}

const codeOf = (error: unknown): string => {
  if (error instanceof AggregateError && error.errors.length > 0) return codeOf(error.errors[0]);
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown reason';
};
const isCall = (error: unknown, call: string): boolean => error instanceof Error && 'syscall' in error && error.syscall === call;

// ── The clock ──

const journalAheadMillisecondsMax = 5000;
const clocksApartMillisecondsMax = 5000;

/** `newest` = the time of the newest journal entry, 0 = none. A few seconds are forgiven: another node's clock may be ahead by as much. */
export function checkClockAgainstJournal(now: number, newest: number): void {
  if (newest - now <= journalAheadMillisecondsMax) return;
  throw new StartFault('clock-behind', `This machine’s clock says ${iso(now)}, but the newest journal entry was made at ${iso(newest)}. Set the clock.`);
}

/** `database` = PostgreSQL's clock, read between `before` and `after` of ours. */
export function checkClockAgainstDatabase({ before, after, database }: { readonly before: number; readonly after: number; readonly database: number }): void {
  const apart = Math.max(before - database, database - after, 0);
  if (apart <= clocksApartMillisecondsMax) return;
  throw new StartFault('clock-apart', `This machine’s clock and PostgreSQL’s are ${Math.round(apart / 1000)} s apart; 5 s are allowed. Set both by NTP.`);
}

const iso = (moment: number): string => new Date(moment).toISOString();
