// A private OpenLDAP: its own folder, its own ports on loopback (plain with StartTLS, and LDAPS), an ordinary process that ends with the suite.
// Called by suites that need a directory. Has users of long before, groups by the wire, memberOf, referential integrity and a password policy.
// What tests change in it they change through `owner`: ldapts' own client, which Reeve does not use, bound as the directory's administrator.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Client } from 'ldapts';
import { type Authority, makeAuthority } from './authority.ts';
import { freePort } from './free-port.ts';
import { pathOf } from './packages.ts';

export const base = 'dc=example,dc=test';
export const people = `ou=people,${base}`;
export const groups = `ou=groups,${base}`;
/** May read and write all but other people's passwords as they are kept. Not bound by the size limit that others have. */
export const service = { dn: `cn=svc,${base}`, password: 'svc-secret-4711' };
const admin = { dn: `cn=admin,${base}`, password: 'admin-secret-0815' };
/** Each seeded user's. */
export const userPassword = 'Tulip-9-Orchard!';
export const sizeLimit = 50;

const startSecondsMax = 20;
const longAgo = '20240101000000Z';

export type Slapd = {
  readonly host: '127.0.0.1';
  readonly ports: { readonly ldap: number; readonly ldaps: number };
  readonly authority: Authority;
  /** As the directory's own administrator, beside Reeve. */
  readonly owner: Client;
  /** Stops answering, as a dead machine does; `resume` starts it again on the same ports with the same data. */
  pause(): Promise<void>;
  resume(): Promise<void>;
  /** Made anew from its seeds: the same people under new ids, without what was added by the wire. */
  rebuild(): Promise<void>;
  stop(): Promise<void>;
};

export type SlapdOptions = {
  readonly users: number;
  /** Entries of LDIF to be there from the start, such as those that no client may add. */
  readonly more?: string;
  /** Whom the certificate names, and until when. */
  readonly certificate?: { readonly names: readonly string[]; readonly from?: number; readonly until?: number };
};

export async function startSlapd({ users, more = '', certificate = { names: ['127.0.0.1', 'localhost'] } }: SlapdOptions): Promise<Slapd> {
  const folder = mkdtempSync(join(tmpdir(), 'reeve-slapd-'));
  const ports = { ldap: await freePort(), ldaps: await freePort() };
  const authority = await makeAuthority();
  const pair = await authority.issue(certificate.names, certificate);
  writeFileSync(join(folder, 'ca.pem'), authority.cert);
  writeFileSync(join(folder, 'cert.pem'), pair.cert);
  writeFileSync(join(folder, 'key.pem'), pair.key, { mode: 0o600 });
  writeFileSync(join(folder, 'slapd.conf'), configuration(folder));
  writeFileSync(join(folder, 'seeds.ldif'), `${seeds(users)}${more}`);
  const remove = () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  try {
    fill(folder);
    return await serve(folder, ports, authority, remove);
  } catch (fault) {
    remove();
    throw fault;
  }
}

const configuration = (folder: string): string => `
include /etc/ldap/schema/core.schema
include /etc/ldap/schema/cosine.schema
include /etc/ldap/schema/inetorgperson.schema
include /etc/ldap/schema/nis.schema
modulepath /usr/lib/ldap
moduleload back_mdb
moduleload memberof
moduleload refint
moduleload ppolicy
pidfile ${folder}/slapd.pid
argsfile ${folder}/slapd.args
TLSCertificateFile ${folder}/cert.pem
TLSCertificateKeyFile ${folder}/key.pem
sizelimit ${sizeLimit}
database mdb
suffix ${base}
rootdn ${admin.dn}
rootpw ${admin.password}
directory ${folder}/db
maxsize 1073741824
# Nobody cuts its power.
dbnosync
index objectClass,member,memberUid,entryUUID,uid eq
limits dn.exact="${service.dn}" size=unlimited
access to attrs=userPassword by dn.exact="${service.dn}" write by self write by anonymous auth by * none
access to * by dn.exact="${service.dn}" manage by self write by users read by * read
overlay memberof
memberof-group-oc groupOfNames
overlay refint
refint_attributes member memberOf
refint_nothing cn=nobody,${base}
overlay ppolicy
ppolicy_default cn=default,ou=policies,${base}
ppolicy_use_lockout
ppolicy_hash_cleartext
`;

const entry = (dn: string, lines: string): string => `dn: ${dn}\n${lines}\ncreateTimestamp: ${longAgo}\nmodifyTimestamp: ${longAgo}\n\n`;

/** The policy locks nobody by itself (a test's own step does), asks for eight letters, and for a change after a reset. */
function seeds(users: number): string {
  const hash = createHash('sha1').update(`${userPassword}salt`).digest();
  const hashed = `{SSHA}${Buffer.concat([hash, Buffer.from('salt')]).toString('base64')}`;
  const person = (n: number): string => {
    const name = `seed-${String(n).padStart(3, '0')}`;
    return entry(
      `uid=${name},${people}`,
      `objectClass: inetOrgPerson\nuid: ${name}\ncn: Seed ${n}\nsn: Seed\ngivenName: ${n}\nmail: ${name}@example.test\nuserPassword: ${hashed}`,
    );
  };
  return [
    entry(base, 'objectClass: dcObject\nobjectClass: organization\ndc: example\no: Example'),
    ...['people', 'groups', 'policies'].map((ou) => entry(`ou=${ou},${base}`, `objectClass: organizationalUnit\nou: ${ou}`)),
    entry(
      `cn=default,ou=policies,${base}`,
      'objectClass: device\nobjectClass: pwdPolicy\ncn: default\npwdAttribute: 2.5.4.35\npwdLockout: TRUE\npwdMaxFailure: 50\npwdMustChange: TRUE\npwdCheckQuality: 2\npwdMinLength: 8\npwdAllowUserChange: TRUE',
    ),
    entry(
      `cn=ageing,ou=policies,${base}`,
      'objectClass: device\nobjectClass: pwdPolicy\ncn: ageing\npwdAttribute: 2.5.4.35\npwdMaxAge: 60\npwdGraceAuthNLimit: 0',
    ),
    entry(service.dn, `objectClass: organizationalRole\nobjectClass: simpleSecurityObject\ncn: svc\nuserPassword: ${service.password}`),
    ...Array.from({ length: users }, (_, n) => person(n + 1)),
  ].join('');
}

function fill(folder: string): void {
  mkdirSync(join(folder, 'db'));
  const words = ['-T', 'add', '-q', '-f', join(folder, 'slapd.conf'), '-l', join(folder, 'seeds.ldif')];
  const made = spawnSync(pathOf('slapd'), words, { encoding: 'utf8' });
  if (made.status !== 0) throw new Error(`slapadd failed:\n${made.stdout}${made.stderr}`);
}

async function serve(folder: string, ports: Slapd['ports'], authority: Authority, remove: () => void): Promise<Slapd> {
  const host = '127.0.0.1';
  const urls = `ldap://${host}:${ports.ldap} ldaps://${host}:${ports.ldaps}`;
  const start = () =>
    spawn('sh', ['-c', watched, 'sh', pathOf('slapd'), '-f', join(folder, 'slapd.conf'), '-h', urls, '-d', '0'], { stdio: ['pipe', 'ignore', 'inherit'] });
  let server = start();
  const owner = new Client({ url: `ldap://${host}:${ports.ldap}`, timeout: 20_000 });
  await bound(owner, server);
  const end = async () => {
    await owner.unbind();
    await ended(server);
  };
  const resume = async () => {
    server = start();
    await bound(owner, server);
  };
  return {
    host,
    ports,
    authority,
    owner,
    pause: end,
    resume,
    async rebuild() {
      await end();
      rmSync(join(folder, 'db'), { recursive: true });
      fill(folder);
      await resume();
    },
    async stop() {
      await end();
      remove();
    },
  };
}

/**
 * A server that nobody waits for any more must not outlive its tests, however they end: when our end of the pipe closes, a shell ends its own child.
 * With -d it stays in the foreground. The shell never reaps it before, so that its number is nobody else's.
 */
const watched = '"$@" & read -r _; kill -9 $!; wait 2>/dev/null';

async function bound(owner: Client, server: ChildProcess): Promise<void> {
  const until = Date.now() + startSecondsMax * 1000;
  for (;;) {
    try {
      return await owner.bind(admin.dn, admin.password);
    } catch (fault) {
      if (server.exitCode !== null || Date.now() > until) throw new Error('OpenLDAP did not start.', { cause: fault });
      await pause(20);
    }
  }
}

async function ended(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return;
  const gone = new Promise<void>((resolve) => server.once('exit', () => resolve()));
  server.stdin?.end();
  await gone;
}
