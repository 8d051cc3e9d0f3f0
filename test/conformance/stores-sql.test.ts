// The port of user stores, on a real PostgreSQL and a real MariaDB: tables as an application might have made them, and those of WSO2.
import { randomBytes } from 'node:crypto';
import { after, before } from 'node:test';
import pg from 'pg';
import { makePostgresDatabase, postgresUrl } from '../databases.ts';
import { type Authority, makeAuthority } from '../servers/authority.ts';
import { type Mariadb, startMariadb } from '../servers/mariadb.ts';
import { mariadbTables, postgresTables } from './outside/application-tables.ts';
import { fill, implementationOn, type Owner, type Tables } from './outside/sql.ts';
import { wso2Tables } from './outside/wso2-tables.ts';
import type { Implementation } from './stores/implementation.ts';
import { conformsAsUserStore, type Lacks } from './stores.ts';

type Make = (owner: Owner) => Tables;

async function onPostgres(make: Make): Promise<Implementation> {
  const made = await makePostgresDatabase(postgresUrl() ?? '');
  const client = new pg.Client({ connectionString: made.url });
  await client.connect();
  const owner: Owner = {
    async run(sql, values = []) {
      let place = 0;
      const text = sql.replace(/\?/g, () => `$${++place}`);
      await client.query(text, [...values]);
    },
  };
  const tables = make(owner);
  await fill(owner, tables);
  const { hostname: host, port, pathname, username: user, password: secret } = new URL(made.url);
  const place = { dialect: 'postgres' as const, host, port: Number(port), database: pathname.slice(1), user, secret, tls: 'off' as const, authorities: '' };
  return implementationOn(place, tables, async () => {
    await client.end();
    await made.drop();
  });
}

let mariadb: Mariadb | undefined;
let authority: Authority | undefined;
before(async () => {
  authority = await makeAuthority();
  mariadb = await startMariadb(await authority.issue(['127.0.0.1', 'localhost']));
});
after(async () => {
  await mariadb?.stop();
});

async function onMariadb(make: Make): Promise<Implementation> {
  if (!mariadb || !authority) throw new Error('MariaDB did not start.');
  const database = `reeve_${randomBytes(4).toString('hex')}`;
  const { owner: connection, host, port, user, password: secret } = mariadb;
  await connection.query(`create database ${database}; use ${database}`);
  const owner: Owner = { run: async (sql, values = []) => void (await connection.query(sql, [...values])) };
  const tables = make(owner);
  await fill(owner, tables);
  return implementationOn({ dialect: 'mariadb', host, port, database, user, secret, tls: 'verify', authorities: authority.cert }, tables, async () => {});
}

const lacks: Lacks = {
  'a group in a group is a member of it, and a ring of groups ends': 'a table of members names users only',
  'a locked user is told apart': 'tables say nothing of it that Reeve reads',
  'an expired password is told apart, once it was right': 'tables say nothing of it that Reeve reads',
  'an account that has ended is told apart, once the password was right': 'tables say nothing of it that Reeve reads',
  'a password that the store’s policy refuses is refused with its reason': 'a database has no policy for passwords',
};
const lacksOfWso2: Lacks = {
  ...lacks,
  'a user who is disabled there is shown so': 'WSO2 keeps it outside of these tables',
  'a disabled user is told apart, once his password was right': 'WSO2 keeps it outside of these tables',
  'a user is disabled and enabled, and may be said twice': 'WSO2 keeps it outside of these tables',
  'after a mark only what changed is read': 'no column tells of a changed attribute: everything is read',
  'after a mark with nothing changed, nothing of long before is read, and the mark stays good': 'no column tells of a changed attribute: everything is read',
};

conformsAsUserStore('PostgreSQL', () => onPostgres(postgresTables), lacks);
conformsAsUserStore('MariaDB', () => onMariadb(mariadbTables), lacks);
conformsAsUserStore('WSO2 on PostgreSQL', () => onPostgres((owner) => wso2Tables(owner, 'postgres')), lacksOfWso2);
conformsAsUserStore('WSO2 on MariaDB', () => onMariadb((owner) => wso2Tables(owner, 'mariadb')), lacksOfWso2);
