// What strangers can do to the doors themselves: addresses nobody can read, connections that never speak, files that cost more than they should.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type AddressInfo, connect } from 'node:net';
import { before, describe, it } from 'node:test';
import { pino } from 'pino';
import { openCertificate } from '#certificate.ts';
import { signInPages } from '#edges/sign-in/pages.ts';
import { openWeb } from '#edges/web.ts';
import { openApi } from '../api.ts';
import { onBothDatabases } from '../databases.ts';
import { openTestWorld, type TestWorld } from '../world.ts';

/** Of many requests, in milliseconds of this thread: others on the machine change nothing. */
async function timeOf(ask: () => Promise<unknown>): Promise<number> {
  const began = process.threadCpuUsage().user;
  for (let nth = 0; nth < 30; nth += 1) await ask();
  return (process.threadCpuUsage().user - began) / 1_000;
}

onBothDatabases('doors', (open) => {
  let test: TestWorld;
  before(async () => {
    test = await openTestWorld(open);
  });

  describe('an address that cannot be read', () => {
    for (const url of ['/%zz', '/api/users/%zz', `/api/users/${'a'.repeat(1_025)}`])
      it(`${url.slice(0, 20)} is not there, and is not said again`, async () => {
        const { server, close } = await openApi(test.world);
        const answer = await server.inject({ url, headers: { host: 'localhost' } });
        assert.deepEqual([answer.statusCode, answer.json().code], [404, 'route.missing']);
        assert.match(String(answer.headers['content-security-policy']), /default-src 'none'/);
        assert.ok(!answer.body.includes('zz') && !answer.body.includes('aaa'));
        await close();
      });
  });

  it('a connection that never shakes hands is closed as soon as one that sends no head', async () => {
    const certificate = await openCertificate(test.world.config, pino({ level: 'silent' }));
    const server = await openWeb({ ...test.world, config: { ...test.world.config, headerSecondsMax: 1 } }, certificate);
    await server.listen({ host: '127.0.0.1', port: 0 });
    const { port } = server.server.address() as AddressInfo;
    const socket = connect(port, '127.0.0.1');
    await once(socket, 'close', { signal: AbortSignal.timeout(60_000) });
    await server.close();
  });

  it('the scripts of the sign-in page cost no more than its styles', async () => {
    const server = await openWeb({ ...test.world, config: { ...test.world.config, anyoneRequestsPerMinuteMax: 1_000 } }, null);
    await server.register(signInPages(test.world));
    const ask = (file: string) => () => server.inject({ url: `/sign-in/${file}`, headers: { host: 'localhost' } });
    for (const file of ['strength.js', 'style.css']) await ask(file)();
    const [script, style] = [await timeOf(ask('strength.js')), await timeOf(ask('style.css'))];
    assert.ok(script < 5 * style + 50, `${script} ms against ${style} ms`);
    await server.close();
  });
});
