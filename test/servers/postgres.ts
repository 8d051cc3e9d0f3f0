// A private PostgreSQL: its own folder, its own port on loopback, an ordinary process that ends with the tests.
// Called by run.ts. Nobody cuts its power, so it does not wait for the disk; its default collation sorts unlike "C", so that a forgotten COLLATE shows.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chownSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { freePort } from './free-port.ts';
import { pathOf } from './packages.ts';

export type Postgres = {
  readonly url: string;
  stop(): Promise<void>;
  stopNow(): void;
  /** Stops serving, as for an update; `resume` starts again with the same data on the same port. */
  pause(): Promise<void>;
  resume(): void;
};

const startSecondsMax = 60;
const settings = [
  'listen_addresses=127.0.0.1',
  'max_connections=200',
  'shared_buffers=256MB',
  'logging_collector=off',
  'log_min_messages=fatal',
  'fsync=off',
  'full_page_writes=off',
];

/** A cluster with one role that may make databases and is no superuser: what a careful host would give Reeve. `certificate` in PEM; without one it speaks no TLS. */
export async function startPostgres(certificate?: { readonly cert: string; readonly key: string }): Promise<Postgres> {
  const folder = mkdtempSync(join(tmpdir(), 'reeve-postgres-'));
  const owner = ownerOf(folder);
  const password = randomBytes(18).toString('base64url');
  const port = await freePort();
  const stopNow = () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  try {
    makeCluster(folder, owner, password);
    const tls = certificate ? writeCertificate(folder, owner, certificate) : [];
    const start = () => serve(folder, owner, [`port=${port}`, ...tls]);
    const first = start();
    const running = { url: `postgres://reeve:${password}@127.0.0.1:${port}/postgres`, ...stopping(first, start, stopNow) };
    await ready(first, `postgres://postgres:${password}@127.0.0.1:${port}/postgres`, password).catch(async (fault: unknown) => {
      await running.stop();
      throw fault;
    });
    return running;
  } catch (fault) {
    stopNow();
    throw fault;
  }
}

type Owner = { readonly uid?: number; readonly gid?: number };

/** PostgreSQL refuses to run as root, so root lends the folder to the user that Debian's package made. */
function ownerOf(folder: string): Owner {
  if (process.getuid?.() !== 0) return {};
  const number = (flag: string) => Number(spawnSync('id', [flag, 'postgres'], { encoding: 'utf8' }).stdout);
  const owner = { uid: number('-u'), gid: number('-g') };
  if (!owner.uid) throw new Error('There is no user "postgres" to run PostgreSQL as.');
  chownSync(folder, owner.uid, owner.gid);
  return owner;
}

function makeCluster(folder: string, owner: Owner, password: string): void {
  const passwordFile = join(folder, 'password');
  writeFileSync(passwordFile, password, { mode: 0o600 });
  if (owner.uid !== undefined && owner.gid !== undefined) chownSync(passwordFile, owner.uid, owner.gid);
  const words = [
    '-D',
    join(folder, 'data'),
    '-U',
    'postgres',
    '--auth=scram-sha-256',
    `--pwfile=${passwordFile}`,
    '-E',
    'UTF8',
    '--locale=C.UTF-8',
    '--locale-provider=icu',
    '--icu-locale=en',
    '--no-sync',
  ];
  const made = spawnSync(join(dirname(pathOf('postgres')), 'initdb'), words, { ...owner, cwd: folder, encoding: 'utf8' });
  if (made.status !== 0) throw new Error(`initdb failed:\n${made.stdout}${made.stderr}`);
}

/** PostgreSQL wants its key readable by itself alone. */
function writeCertificate(folder: string, { uid, gid }: Owner, { cert, key }: { readonly cert: string; readonly key: string }): readonly string[] {
  const [certFile, keyFile] = [join(folder, 'cert.pem'), join(folder, 'key.pem')];
  writeFileSync(certFile, cert);
  writeFileSync(keyFile, key, { mode: 0o600 });
  if (uid !== undefined && gid !== undefined) chownSync(keyFile, uid, gid);
  return ['ssl=on', `ssl_cert_file=${certFile}`, `ssl_key_file=${keyFile}`];
}

function serve(folder: string, owner: Owner, more: readonly string[]): ChildProcess {
  const words = [...settings, ...more, `unix_socket_directories=${folder}`].flatMap((setting) => ['-c', setting]);
  return spawn(pathOf('postgres'), ['-D', join(folder, 'data'), ...words], { ...owner, cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] });
}

function stopping(first: ChildProcess, start: () => ChildProcess, removeFolder: () => void): Omit<Postgres, 'url'> {
  let server = first;
  const pauseServer = async () => {
    const ended = new Promise<void>((resolve) => server.once('exit', () => resolve()));
    if (server.exitCode !== null || server.signalCode !== null) return;
    // SIGINT is PostgreSQL's fast shutdown: it drops its clients and ends.
    server.kill('SIGINT');
    await Promise.race([ended, pause(10_000, undefined, { ref: false })]);
    server.kill('SIGQUIT');
  };
  return {
    pause: pauseServer,
    resume() {
      server = start();
    },
    async stop() {
      await pauseServer();
      removeFolder();
    },
    stopNow() {
      // Nothing in it is worth a clean end, and only a killed server leaves its folder alone. Its own processes see it gone and end too.
      server.kill('SIGKILL');
      removeFolder();
    },
  };
}

async function ready(server: ChildProcess, url: string, password: string): Promise<void> {
  const until = Date.now() + startSecondsMax * 1000;
  for (;;) {
    const client = new pg.Client({ connectionString: url });
    try {
      await client.connect();
      await client.query(`create role reeve login createdb password ${pg.escapeLiteral(password)}`);
      return;
    } catch (fault) {
      if (server.exitCode !== null || Date.now() > until) throw new Error('PostgreSQL did not start.', { cause: fault });
      await pause(50);
    } finally {
      await client.end();
    }
  }
}
