// A private Samba as an Active Directory domain controller: its own folder, and an address of loopback of its own, because its ports 389 and 636 are given.
// Called by suites that need one. Making a domain takes seconds, so it is made once for a run and then copied.
// Only LDAP runs. What tests change in it they change through `owner`: ldapts' own client, which Reeve does not use, bound as Administrator.
import { type ChildProcess, execFile, spawn, spawnSync } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { Client } from 'ldapts';
import { type Authority, makeAuthority } from './authority.ts';
import { pathOf } from './packages.ts';

export const domain = { realm: 'AD.TEST', short: 'ADTEST', base: 'DC=ad,DC=test' } as const;
export const administrator = { dn: `CN=Administrator,CN=Users,${domain.base}`, password: 'Adm1n-Passw0rd!' };

const run = promisify(execFile);
const startSecondsMax = 60;
const madeSecondsMax = 120;

export type Samba = {
  readonly host: string;
  readonly authority: Authority;
  /** As the domain's own administrator, beside Reeve. */
  readonly owner: Client;
  /** Writes what a domain lets nobody write, such as a password's age: into its files, as its own programs do. */
  writePastRules(dn: string, attribute: string, value: string): Promise<void>;
  stop(): Promise<void>;
};

export async function startSamba(): Promise<Samba> {
  if (process.getuid?.() !== 0) throw new Error('Samba listens on ports below 1024 and keeps files of the domain’s owners: run these tests as root.');
  const folder = mkdtempSync(join(tmpdir(), 'reeve-samba-'));
  const remove = () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  try {
    cpSync(await madeDomain(), folder, { recursive: true });
    const host = `127.${randomInt(64, 128)}.${randomInt(1, 255)}.${randomInt(2, 255)}`;
    const authority = await makeAuthority();
    await writeTls(folder, authority, host);
    writeFileSync(join(folder, 'smb.conf'), configuration(folder, host));
    return await serve(folder, { host, authority, remove });
  } catch (fault) {
    remove();
    throw fault;
  }
}

async function writeTls(folder: string, authority: Authority, host: string): Promise<void> {
  const pair = await authority.issue([host, 'dc1.ad.test']);
  writeFileSync(join(folder, 'ca.pem'), authority.cert);
  writeFileSync(join(folder, 'cert.pem'), pair.cert);
  writeFileSync(join(folder, 'key.pem'), pair.key, { mode: 0o600 });
}

/** Strong authentication is off so that a test can prove that we send no password in the clear although we could. */
const configuration = (folder: string, host: string): string => `[global]
  netbios name = DC1
  realm = ${domain.realm}
  workgroup = ${domain.short}
  server role = active directory domain controller
  server services = ldap
  dns update command = /bin/true
  interfaces = ${host}/8
  bind interfaces only = yes
  private dir = ${folder}/private
  state directory = ${folder}/state
  cache directory = ${folder}/cache
  lock directory = ${folder}
  binddns dir = ${folder}/bind-dns
  pid directory = ${folder}
  ncalrpc dir = ${folder}/ncalrpc
  log file = ${folder}/samba.log
  vfs objects = dfs_samba4 acl_xattr xattr_tdb
  ldap server require strong auth = no
  tls keyfile = ${folder}/key.pem
  tls certfile = ${folder}/cert.pem
  tls cafile = ${folder}/ca.pem
`;

// ── A domain, made once ──

/** Where two processes want it at once, the second waits for the first. */
async function madeDomain(): Promise<string> {
  const made = join(tmpdir(), 'reeve-samba-domain');
  const lock = `${made}.lock`;
  const until = Date.now() + madeSecondsMax * 1000;
  while (!existsSync(made)) {
    if (tookLock(lock)) makeDomain(made, lock);
    else if (Date.now() > until) throw new Error(`Nobody finished the domain in ${made}. Remove ${lock}.`);
    else await pause(100);
  }
  return made;
}

function tookLock(lock: string): boolean {
  try {
    mkdirSync(lock);
    return true;
  } catch {
    return false;
  }
}

function makeDomain(made: string, lock: string): void {
  const folder = mkdtempSync(join(tmpdir(), 'reeve-samba-making-'));
  try {
    provision(folder);
    mkdirSync(join(folder, 'cache'), { recursive: true });
    renameSync(folder, made);
  } finally {
    rmSync(folder, { recursive: true, force: true });
    rmSync(lock, { recursive: true, force: true });
  }
}

function provision(folder: string): void {
  const tool = join(pathOf('samba'), '../../bin/samba-tool');
  const words = [
    'domain',
    'provision',
    `--realm=${domain.realm}`,
    `--domain=${domain.short}`,
    '--server-role=dc',
    '--dns-backend=NONE',
    `--adminpass=${administrator.password}`,
    '--host-name=dc1',
    '--host-ip=127.0.0.1',
    `--targetdir=${folder}`,
    '--option=vfs objects=dfs_samba4 acl_xattr xattr_tdb',
  ];
  const done = spawnSync(tool, words, { encoding: 'utf8' });
  if (done.status !== 0) throw new Error(`${basename(tool)} could not make a domain:\n${`${done.stdout}${done.stderr}`.slice(-2_000)}`);
}

// ── The server ──

async function serve(folder: string, { host, authority, remove }: { host: string; authority: Authority; remove: () => void }): Promise<Samba> {
  const server = spawn(pathOf('samba'), ['-i', '-M', 'single', '-s', join(folder, 'smb.conf'), '--debug-stdout', '-d0'], {
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  const owner = new Client({ url: `ldaps://${host}`, tlsOptions: { ca: authority.cert, host }, timeout: 30_000 });
  await bound(owner, server);
  return {
    host,
    authority,
    owner,
    writePastRules: async (dn, attribute, value) => {
      await run('/usr/bin/python3', ['-c', writingPastRules, folder, dn, attribute, value]);
    },
    async stop() {
      await owner.unbind();
      await ended(server);
      remove();
    },
  };
}

/** With Samba's own modules (Debian's python3-samba) and the control by which passwords are restored: DSDB_CONTROL_BYPASS_PASSWORD_HASH_OID. */
const writingPastRules = `
import sys, ldb
from samba.auth import system_session
from samba.param import LoadParm
from samba.samdb import SamDB
folder, dn, attribute, value = sys.argv[1:]
settings = LoadParm()
settings.load(folder + '/smb.conf')
domain = SamDB(url=folder + '/private/sam.ldb', lp=settings, session_info=system_session())
message = ldb.Message(ldb.Dn(domain, dn))
message[attribute] = ldb.MessageElement(value, ldb.FLAG_MOD_REPLACE, attribute)
domain.modify(message, controls=['local_oid:1.3.6.1.4.1.7165.4.3.12:0', 'relax:0', 'bypassoperational:0'])
`;

async function bound(owner: Client, server: ChildProcess): Promise<void> {
  const until = Date.now() + startSecondsMax * 1000;
  for (;;) {
    try {
      return await owner.bind(administrator.dn, administrator.password);
    } catch (fault) {
      if (server.exitCode !== null || Date.now() > until) throw new Error('Samba did not start.', { cause: fault });
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
