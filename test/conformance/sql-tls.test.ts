// TLS to SQL stores, on real servers: no password goes to a server that has not proven who it is, and whoever cannot is shown by his certificate.
import assert from 'node:assert/strict';
import { createServer, type Socket } from 'node:net';
import { after, before, describe, it } from 'node:test';
import { type Authority, makeAuthority } from '../servers/authority.ts';
import { startMariadb } from '../servers/mariadb.ts';
import { type Postgres, startPostgres } from '../servers/postgres.ts';
import { type Place, storeAt } from './outside/sql.ts';
import { type MariadbServer, mariadbGround, postgresGround, startMariadbServer } from './outside/sql-servers.ts';
import { faults, using } from './stores/implementation.ts';

const checking = (place: Place) => using(storeAt(place, {}), (store) => store.check());
const faulty = (place: Place) => using(storeAt(place, {}), (store) => faults(store.check(), 'tls', [place.secret]));

let mariadb: MariadbServer | undefined;
let postgres: Postgres | undefined;
let authority: Authority | undefined;
const places: Place[] = [];
before(async () => {
  authority = await makeAuthority();
  postgres = await startPostgres(await authority.issue(['127.0.0.1']));
  mariadb = await startMariadbServer();
  const onPostgres = await postgresGround(postgres.url);
  await onPostgres.stop();
  // The database is gone again; the one that is always there will do.
  places.push({ ...onPostgres.place, database: 'postgres', tls: 'verify', authorities: authority.cert }, (await mariadbGround(mariadb)).place);
});
after(async () => {
  await postgres?.stop();
  await mariadb?.mariadb.stop();
});
const everyPlace = async (tries: (place: Place) => Promise<void>) => {
  assert.equal(places.length, 2);
  for (const place of places) await tries(place);
};

describe('TLS to a SQL store', () => {
  it('is verified, and its certificate is shown', () =>
    everyPlace(async (place) => {
      const { certificate, server, clockMilliseconds } = await checking(place);
      assert.match(certificate?.subject ?? '', /127\.0\.0\.1/);
      assert.match(certificate?.fingerprint ?? '', /^([0-9A-F]{2}:){31}[0-9A-F]{2}$/);
      assert.match(server, place.dialect === 'postgres' ? /^PostgreSQL \d/ : /^MariaDB \d/);
      assert.ok(Math.abs(clockMilliseconds ?? Number.NaN) < 60_000);
    }));

  it('by an authority that is not trusted is refused, and the certificate is shown', () =>
    everyPlace(async (place) => {
      const other = await makeAuthority('Somebody else');
      for (const authorities of [other.cert, '']) {
        const { message, certificate } = await faulty({ ...place, authorities });
        assert.match(message, /not from an authority that is trusted/);
        assert.match(certificate?.subject ?? '', /127\.0\.0\.1/);
      }
    }));

  it('for another name than the one that was asked for is refused', () =>
    everyPlace(async (place) => {
      const { message, certificate } = await faulty({ ...place, host: 'localhost' });
      assert.match(message, /another name/);
      assert.match(certificate?.subject ?? '', /127\.0\.0\.1/);
    }));

  it('that a server does not offer is never done without', async () => {
    const plain = await postgresGround();
    assert.match((await faulty({ ...plain.place, tls: 'verify' })).message, /does not offer TLS/);
    await plain.stop();
    const server = await startMariadb();
    const { host, port, user, password: secret } = server;
    assert.match(
      (await faulty({ dialect: 'mariadb', host, port, user, secret, database: 'mysql', tls: 'verify', authorities: '' })).message,
      /does not offer TLS/,
    );
    await server.stop();
  });

  it('is not begun with a server that speaks before it is known (CVE-2021-23222)', async () => {
    const sockets = new Set<Socket>();
    const server = createServer((socket) => sockets.add(socket.on('error', () => {}).once('data', () => socket.write('SQL'))));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const [place] = places;
    assert.ok(place && typeof address === 'object' && address);
    assert.match((await faulty({ ...place, port: address.port })).message, /like no PostgreSQL/);
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  });

  it('may be off on this machine’s own loopback only', () =>
    everyPlace(async (place) => {
      const elsewhere = { ...place, host: '192.0.2.7', tls: 'off' as const };
      const fault = await using(storeAt(elsewhere, {}), (store) => faults(store.check(), 'settings', [place.secret]));
      assert.match(fault.message, /loopback/);
      assert.equal((await checking({ ...place, tls: 'off' })).certificate, null);
    }));
});
