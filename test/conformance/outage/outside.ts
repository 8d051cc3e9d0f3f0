// Somebody else's directory and somebody else's database, each with users seed-001 … of one password, for what a world does while they are in trouble.
// Called by outage.test.ts and failover.test.ts. Knows no Reeve but the settings by which it is told of them.
import { createHash } from 'node:crypto';
import type { InputOf } from '#contract.ts';
import type { addStore } from '#stores/contract.ts';
import { blankSettings } from '#stores/settings-contract.ts';
import type { Trouble } from '../../servers/rough-link.ts';
import { service, startSlapd, userPassword } from '../../servers/slapd.ts';
import { ldapSettings } from '../outside/slapd.ts';
import { postgresGround } from '../outside/sql-servers.ts';

export type OutsideStore = {
  readonly host: string;
  readonly port: number;
  /** As it is told to Reeve, reached at these ports of loopback; a database at the first. */
  told(...ports: readonly number[]): Pick<InputOf<typeof addStore>, 'kind' | 'settings' | 'password'>;
  /** Where an answer of a whole reading is cut, and how. */
  readonly cuts: readonly (readonly [bytes: number, trouble: Trouble])[];
  add(name: string): Promise<void>;
  stop(): Promise<void>;
};

export async function outsideDirectory(users: number): Promise<OutsideStore> {
  const slapd = await startSlapd({ users });
  return {
    host: slapd.host,
    port: slapd.ports.ldaps,
    told: (...ports) => ({
      kind: 'ldap',
      settings: ldapSettings(slapd, { urls: ports.map((port) => `ldaps://127.0.0.1:${port}`), pageSize: 20 }),
      password: service.password,
    }),
    cuts: [
      [8_000, 'reset'],
      [8_000, 'silent'],
      [20_000, 'half'],
      [20_000, 'reset'],
    ],
    add: (name) => slapd.owner.add(`uid=${name},ou=people,dc=example,dc=test`, { objectClass: 'inetOrgPerson', uid: name, cn: name, sn: name, userPassword }),
    stop: slapd.stop,
  };
}

export async function outsideDatabase(users: number): Promise<OutsideStore> {
  const { place, owner, stop } = await postgresGround();
  const hash = createHash('sha256').update(userPassword).digest('hex');
  await owner.run('create table people (id int primary key generated always as identity, login text, remark text, hash text)');
  await owner.run(
    `insert into people (login, remark, hash) select 'seed-' || lpad(n::text, 3, '0'), repeat('x', 400), '${hash}' from generate_series(1, ${users}) n`,
  );
  const { secret, ...connection } = place;
  return {
    host: place.host,
    port: place.port,
    told: (port = place.port) => ({
      kind: 'sql',
      settings: {
        ...connection,
        host: '127.0.0.1',
        port,
        userTable: 'people',
        userKey: 'id',
        userName: 'login',
        mapping: { remark: 'remark' },
        password: 'hash',
        passwordFormat: { ...blankSettings.sql.passwordFormat, format: 'sha-256' },
      },
      password: secret,
    }),
    cuts: [
      [8_000, 'reset'],
      [8_000, 'silent'],
      [20_000, 'half'],
    ],
    add: (name) => owner.run('insert into people (login, hash) values (?, ?)', [name, hash]),
    stop,
  };
}
