// A PostgreSQL and a MariaDB for one suite, and databases of its own in them. Called by suites about SQL stores.
import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { makePostgresDatabase, postgresUrl } from '../../databases.ts';
import { type Authority, makeAuthority } from '../../servers/authority.ts';
import { type Mariadb, startMariadb } from '../../servers/mariadb.ts';
import type { Owner, Place } from './sql.ts';

/** A database of a test's own: where Reeve finds it, and its owner. */
export type Ground = { readonly place: Place; readonly owner: Owner; stop(): Promise<void> };

/** On the server that all tests share: plain, on loopback. */
export async function postgresGround(server = postgresUrl() ?? ''): Promise<Ground> {
  const made = await makePostgresDatabase(server);
  const client = new pg.Client({ connectionString: made.url });
  await client.connect();
  const { hostname: host, port, pathname, username: user, password: secret } = new URL(made.url);
  return {
    place: { dialect: 'postgres', host, port: Number(port), database: pathname.slice(1), user, secret, tls: 'off', authorities: '' },
    owner: {
      async run(sql, values = []) {
        let nth = 0;
        const text = sql.replace(/\?/g, () => `$${++nth}`);
        await client.query(text, [...values]);
      },
      rows: async (sql) => (await client.query<unknown[]>({ text: sql, rowMode: 'array' })).rows,
    },
    async stop() {
      await client.end();
      await made.drop();
    },
  };
}

export type MariadbServer = { readonly mariadb: Mariadb; readonly authority: Authority };

/** Its certificate names the address, and nothing else. */
export async function startMariadbServer(): Promise<MariadbServer> {
  const authority = await makeAuthority();
  return { authority, mariadb: await startMariadb(await authority.issue(['127.0.0.1'])) };
}

/** Over TLS. Ends with the server. */
export async function mariadbGround({ mariadb, authority }: MariadbServer): Promise<Ground> {
  const database = `reeve_${randomBytes(4).toString('hex')}`;
  const { owner, host, port, user, password: secret } = mariadb;
  await owner.query(`create database ${database}; use ${database}`);
  return {
    place: { dialect: 'mariadb', host, port, database, user, secret, tls: 'verify', authorities: authority.cert },
    owner: {
      run: async (sql, values = []) => void (await owner.query(sql, [...values])),
      // With `rowsAsArray` each row is one.
      rows: async (sql) => (await owner.query({ sql, rowsAsArray: true }))[0] as unknown as unknown[][],
    },
    stop: async () => {},
  };
}
