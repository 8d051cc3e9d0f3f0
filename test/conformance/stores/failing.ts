// Conformance of user stores: how it looks when a store is well, and when it is dead, silent, or will not have us.
import assert from 'node:assert/strict';
import { createServer, type Socket } from 'node:net';
import { freePort } from '../../servers/free-port.ts';
import { type Case, faults, found, seedName, using, whom } from './implementation.ts';

const host = '127.0.0.1';
/** Waited for in vain, so short. */
const answerMilliseconds = 400;

/** A server that takes connections and never says a word. */
async function silently(use: (port: number) => Promise<void>): Promise<void> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => sockets.add(socket.on('error', () => socket.destroy()).resume()));
  const port = await freePort();
  await new Promise<void>((resolve) => server.listen(port, host, resolve));
  try {
    await use(port);
  } finally {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  }
}

export const failing = {
  'a look at it tells who answered, and nothing secret': async (implementation) =>
    using(implementation.open(), async (store) => {
      const health = await store.check();
      assert.ok(health.milliseconds >= 0);
      assert.notEqual(health.answeredBy, '');
      assert.ok(!JSON.stringify(health).includes(implementation.secret));
      if (health.certificate) assert.match(health.certificate.fingerprint, /^([0-9A-F]{2}:){31}[0-9A-F]{2}$/);
    }),

  'where nobody listens, every question says that it is unreachable': async (implementation) =>
    using(implementation.open({ at: { host, port: await freePort() } }), async (store) => {
      const nobody = { key: 'x', address: 'x', name: 'x' };
      for (const question of [() => store.check(), () => store.read(''), () => store.find({ name: 'x' }), () => store.verify(nobody, 'x')])
        await faults(question(), 'unreachable', [implementation.secret]);
    }),

  'where nobody answers, every question is given up and says so': async (implementation) =>
    silently((port) =>
      using(implementation.open({ at: { host, port }, answerMilliseconds }), async (store) => {
        const nobody = { key: 'x', address: 'x', name: 'x' };
        await Promise.all(
          [() => store.check(), () => store.read(''), () => store.find({ name: 'x' }), () => store.verify(nobody, 'x')].map((question) =>
            faults(question(), 'silent', [implementation.secret]),
          ),
        );
      }),
    ),

  'a wrong password of our own is told apart': async (implementation) =>
    using(implementation.open({ password: 'Not-4-The-Reader!' }), async (store) => {
      await faults(store.check(), 'credentials', ['Not-4-The-Reader!']);
      await faults(store.find({ name: seedName(1) }), 'credentials', ['Not-4-The-Reader!']);
    }),

  'a base that is not there is a fault, never an empty answer': async (implementation) =>
    using(implementation.open({ wrongBase: true }), async (store) => {
      await faults(store.check(), 'settings', [implementation.secret]);
      await faults(
        (async () => {
          const reading = await store.read('');
          try {
            for await (const _ of reading.users());
          } finally {
            await reading.close();
          }
        })(),
        'settings',
        [implementation.secret],
      );
    }),

  'a fault leaves the store usable': async (implementation) =>
    using(implementation.open({ connectionsMax: 1 }), async (store) => {
      const user = whom(await found(store, seedName(8)));
      for (let n = 0; n < 5; n++) {
        await store.find({ name: '\u0000' }).catch(() => null);
        await store.verify(user, 'wrong');
      }
      assert.ok(await store.find({ name: seedName(8) }));
    }),

  'closing may be said twice': async (implementation) => {
    const store = implementation.open();
    await found(store, seedName(9));
    await store.close();
    await store.close();
  },
} as const satisfies Record<string, Case>;
