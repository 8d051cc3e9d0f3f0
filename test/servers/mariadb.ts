// A private MariaDB: its own folder, its own port on loopback, TLS by an authority of the tests, an ordinary process that ends with the suite.
// Called by suites that need one. Nobody cuts its power, so it does not wait for the disk.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { chownSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { type Connection, createConnection } from 'mysql2/promise';
import { freePort } from './free-port.ts';
import { pathOf } from './packages.ts';

export type Mariadb = {
  readonly host: '127.0.0.1';
  readonly port: number;
  readonly user: string;
  readonly password: string;
  /** As the database's own administrator, beside Reeve. */
  readonly owner: Connection;
  stop(): Promise<void>;
};

const startSecondsMax = 60;
/** Whom Reeve comes as: reads and writes rows, and makes nothing. */
const reader = { user: 'reeve', password: 'mariadb-secret-4711' };
const owner = { user: 'owner', password: 'owner-secret-0815' };
/** A statement a line. */
const init = [
  `create user '${reader.user}'@'127.0.0.1' identified by '${reader.password}';`,
  `grant select, insert, update, delete on *.* to '${reader.user}'@'127.0.0.1';`,
  `create user '${owner.user}'@'127.0.0.1' identified by '${owner.password}';`,
  `grant all on *.* to '${owner.user}'@'127.0.0.1';`,
].join('\n');
/** Small, and without what only a long-lived server needs. */
const settings = [
  '--skip-name-resolve',
  '--skip-log-bin',
  '--performance-schema=off',
  '--innodb-buffer-pool-size=32M',
  '--innodb-log-file-size=8M',
  '--innodb-flush-log-at-trx-commit=0',
  '--innodb-doublewrite=off',
  '--character-set-server=utf8mb4',
];

/** `certificate` in PEM; without one it speaks no TLS. */
export async function startMariadb(certificate?: { readonly cert: string; readonly key: string }): Promise<Mariadb> {
  const folder = mkdtempSync(join(tmpdir(), 'reeve-mariadb-'));
  const remove = () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  try {
    const tls = certificate ? writeCertificate(folder, certificate) : ['--skip-ssl'];
    const system = systemUser(folder);
    makeTables(folder, system);
    const port = await freePort();
    const words = [...usual(folder), ...settings, ...tls, '--bind-address=127.0.0.1', `--port=${port}`, `--init-file=${join(folder, 'init.sql')}`];
    const server = spawn(pathOf('mariadb'), words, { ...system, cwd: folder, stdio: 'ignore' });
    process.once('exit', () => server.kill('SIGKILL'));
    const connection = await ready(server, port).catch(async (fault: unknown) => {
      await ended(server);
      throw fault;
    });
    const stop = async () => {
      await connection.end();
      await ended(server);
      remove();
    };
    return { host: '127.0.0.1', port, ...reader, owner: connection, stop };
  } catch (fault) {
    remove();
    throw fault;
  }
}

/** Whatever the machine's own configuration says is not read. */
const usual = (folder: string): readonly string[] => [
  '--no-defaults',
  `--datadir=${join(folder, 'data')}`,
  `--socket=${join(folder, 'socket')}`,
  `--tmpdir=${folder}`,
];

function writeCertificate(folder: string, { cert, key }: { readonly cert: string; readonly key: string }): readonly string[] {
  writeFileSync(join(folder, 'cert.pem'), cert);
  writeFileSync(join(folder, 'key.pem'), key, { mode: 0o644 });
  return [`--ssl-cert=${join(folder, 'cert.pem')}`, `--ssl-key=${join(folder, 'key.pem')}`];
}

type SystemUser = { readonly uid?: number; readonly gid?: number };

/** MariaDB refuses to run as root, so root lends the folder to the user that Debian's package made. */
function systemUser(folder: string): SystemUser {
  writeFileSync(join(folder, 'init.sql'), init);
  if (process.getuid?.() !== 0) return {};
  const number = (flag: string) => Number(spawnSync('id', [flag, 'mysql'], { encoding: 'utf8' }).stdout);
  const system = { uid: number('-u'), gid: number('-g') };
  if (!system.uid) throw new Error('There is no user "mysql" to run MariaDB as.');
  chownSync(folder, system.uid, system.gid);
  return system;
}

function makeTables(folder: string, system: SystemUser): void {
  const install = join(dirname(dirname(pathOf('mariadb'))), 'bin', 'mariadb-install-db');
  const words = [...usual(folder), '--auth-root-authentication-method=normal', '--skip-test-db', '--skip-name-resolve', '--innodb-log-file-size=8M'];
  const made = spawnSync(install, words, { ...system, cwd: folder, encoding: 'utf8' });
  if (made.status !== 0) throw new Error(`mariadb-install-db failed:\n${made.stdout}${made.stderr}`);
}

async function ready(server: ChildProcess, port: number): Promise<Connection> {
  const until = Date.now() + startSecondsMax * 1000;
  for (;;) {
    try {
      return await createConnection({ host: '127.0.0.1', port, ...owner, multipleStatements: true, dateStrings: true });
    } catch (fault) {
      if (server.exitCode !== null || Date.now() > until) throw new Error('MariaDB did not start.', { cause: fault });
      await pause(50);
    }
  }
}

async function ended(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return;
  const gone = new Promise<void>((resolve) => server.once('exit', () => resolve()));
  server.kill('SIGKILL');
  await gone;
}
