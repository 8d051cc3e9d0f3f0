// A PostgreSQL that hangs without closing its connections, as behind a cable that was pulled: the server knows nothing, says so, and comes back by itself.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { describe, it } from 'node:test';
import { makePostgresDatabase, postgresUrl } from '../databases.ts';
import { openRoom, type Room } from './folders.ts';
import { until } from './until.ts';
import { ask, Visitor } from './visitor.ts';

const admin = { REEVE_ADMIN_USER: 'admin', REEVE_ADMIN_PASSWORD: 'tulip-9 Orchard kettle' } as const;
const stopMillisecondsMax = 5_000;
const formMillisecondsMax = 10_000;

/** Stands between a server and PostgreSQL; while it hangs it takes everything and passes nothing on. */
async function openProxy(target: URL, room: Room) {
  const sockets = new Set<Socket>();
  let hanging = false;
  const keep = (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => {}).once('close', () => sockets.delete(socket));
    if (hanging) socket.pause();
  };
  const proxy = createServer((near) => {
    const far = connect(Number(target.port), target.hostname);
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      keep(from);
      from.on('data', (part: Buffer) => void to.write(part));
      from.once('close', () => to.destroy());
    }
    if (hanging) for (const one of [near, far]) one.pause();
  });
  proxy.listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  room.undo(() => {
    for (const socket of sockets) socket.destroy();
    proxy.close();
  });
  const url = new URL(target);
  url.port = String((proxy.address() as AddressInfo).port);
  return {
    url: url.href,
    hang() {
      hanging = true;
      for (const socket of sockets) socket.pause();
    },
    forward() {
      hanging = false;
      for (const socket of sockets) socket.resume();
    },
  };
}

describe('while PostgreSQL hangs', () => {
  const room = openRoom();

  it('nobody is let in, the server is not ready, it comes back by itself, and SIGTERM still ends it in time', async () => {
    const server = postgresUrl();
    assert.ok(server, 'these tests need a PostgreSQL: REEVE_TEST_POSTGRES');
    const { url: direct, drop } = await makePostgresDatabase(server);
    room.undo(drop);
    const proxy = await openProxy(new URL(direct), room);
    const running = await room.start({
      data: await room.folder(),
      database: proxy.url,
      env: { ...admin, REEVE_STALE_SECONDS_MAX: '1', REEVE_STOP_SECONDS_MAX: '2' },
    });
    const visitor = new Visitor(running.url);
    assert.equal((await visitor.signIn('admin', admin.REEVE_ADMIN_PASSWORD)).status, 303);
    const readiness = async () => (await ask(`${running.url}/health/ready`)).status;
    await until(async () => (await readiness()) === 200);
    const atTheForm = new Visitor(running.url);

    proxy.hang();
    await until(async () => (await readiness()) === 503);
    assert.equal((await visitor.get('/api/me')).status, 503);
    const tried = performance.now();
    const refused = await atTheForm.get('/sign-in');
    assert.equal(refused.status, 503);
    assert.ok(Number(refused.headers['retry-after']) >= 1);
    assert.match(refused.text, /has not heard from the database/);
    // The database itself would be waited for half a minute.
    assert.ok(performance.now() - tried < formMillisecondsMax);
    assert.equal((await ask(`${running.url}/health/live`)).status, 200);

    proxy.forward();
    await until(async () => (await readiness()) === 200);
    // Stale after a second: on a slow machine it may be so again for a moment.
    await until(async () => (await visitor.get('/api/me')).status === 200);

    proxy.hang();
    await until(async () => (await readiness()) === 503);
    const { code, milliseconds } = await running.stop();
    assert.equal(code, 0, running.said());
    assert.ok(milliseconds < stopMillisecondsMax, `${milliseconds} ms`);
  });
});
