import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { describe, it } from 'node:test';
import { makePostgresDatabase, postgresUrl } from '../databases.ts';
import { freePort } from '../servers/free-port.ts';
import { pathOf } from '../servers/packages.ts';
import { startPostgres } from '../servers/postgres.ts';
import { openRoom } from './folders.ts';
import { until } from './until.ts';
import { ask, Visitor } from './visitor.ts';

const password = 'tulip-9 Orchard kettle';
const admin = { REEVE_ADMIN_USER: 'admin', REEVE_ADMIN_PASSWORD: password } as const;

describe('for those who run the server', () => {
  const room = openRoom();

  it('/metrics is what promtool accepts, without a token on its own address and with one among the other doors', async () => {
    const port = await freePort();
    const { url } = await room.start({ data: await room.folder(), env: { ...admin, REEVE_METRICS_LISTEN: `127.0.0.1:${port}` } });
    const visitor = new Visitor(url);
    await visitor.signIn('admin', password);
    const token = await visitor.makeToken('prometheus');
    const body = JSON.stringify({ permission: '/permission' });
    const asking = { method: 'POST', headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' }, body };
    for (let nth = 0; nth < 3; nth += 1) assert.equal((await ask(`${url}/api/may`, asking)).status, 200);
    const open = await ask(`http://127.0.0.1:${port}/metrics`);
    const byToken = await ask(`${url}/metrics`, { headers: { authorization: `Bearer ${token}` } });
    for (const { status, headers, text } of [open, byToken]) {
      assert.equal(status, 200);
      assert.match(String(headers['content-type']), /^text\/plain; version=0\.0\.4/);
      const judged = spawnSync(pathOf('promtool'), ['check', 'metrics'], { input: text, encoding: 'utf8' });
      // 3 = style only: process_cpu_seconds_total and its like are named by the library as Prometheus itself names them.
      assert.ok(judged.status === 0 || judged.status === 3, `${judged.stdout}${judged.stderr}`);
      assert.match(text, /reeve_requests_total\{method="POST",route="\/sign-in",status="303"\} 1/);
      assert.match(text, /reeve_requests_total\{method="POST",route="\/api\/may",status="200"\} 3/);
      assert.match(text, /reeve_request_duration_seconds_count\{method="POST",route="\/api\/may"\} 3/);
      assert.ok(!text.includes('admin"'), 'a user is named');
    }
    assert.equal((await ask(`${url}/metrics`)).status, 401);
    assert.equal((await ask(`http://127.0.0.1:${port}/api/me`)).status, 404);
  });

  it('/health/ready says 503 while PostgreSQL is away, and 200 again by itself; /health/live stays 200', async () => {
    const postgres = await startPostgres();
    room.undo(postgres.stop);
    const { url: database } = await makePostgresDatabase(postgres.url);
    const { url } = await room.start({ data: await room.folder(), database, env: { ...admin, REEVE_STALE_SECONDS_MAX: '1' } });
    const visitor = new Visitor(url);
    await visitor.signIn('admin', password);
    assert.equal((await ask(`${url}/health/ready`)).status, 200);
    await postgres.pause();
    await until(async () => (await ask(`${url}/health/ready`)).status === 503);
    assert.equal((await ask(`${url}/health/live`)).status, 200);
    assert.equal((await visitor.get('/api/me')).status, 503);
    await postgres.resume();
    await until(async () => (await ask(`${url}/health/ready`)).status === 200);
    assert.equal((await visitor.get('/api/me')).status, 200);
  });

  it('the log is JSON, and holds no secret of anything that was done', async () => {
    const server = postgresUrl();
    const made = server ? await makePostgresDatabase(server) : { url: '', drop: async () => {} };
    room.undo(made.drop);
    const running = await room.start({ data: await room.folder(), database: made.url, env: { ...admin, REEVE_LOG_LEVEL: 'trace' } });
    const visitor = new Visitor(running.url);
    await visitor.signIn('admin', 'wrong Barrel saddle-7');
    assert.equal((await visitor.signIn('admin', password)).status, 303);
    const token = await visitor.makeToken('log');
    const bearer = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    const given = 'cobalt-4 Meadow engine';
    const added = await ask(`${running.url}/api/users`, {
      method: 'POST',
      headers: bearer,
      body: JSON.stringify({ kind: 'person', userName: 'ann', password: given }),
    });
    assert.equal(added.status, 200, added.text);
    await ask(`${running.url}/api/users`, { method: 'POST', headers: bearer, body: `{"password":"${given}"` });
    await ask(`${running.url}/sign-in?to=${encodeURIComponent(token)}`);
    const secrets = [
      password,
      'wrong Barrel saddle-7',
      given,
      token,
      visitor.cookie('__Host-reeve') ?? '',
      made.url === '' ? 'no password' : new URL(made.url).password,
    ];
    await running.stop();
    for (const secret of secrets) {
      assert.ok(secret.length > 10, secret);
      for (const part of new Set([secret, encodeURIComponent(secret), secret.split('.').at(-1) ?? secret]))
        assert.ok(!running.said().includes(part), `the log holds ${part}`);
    }
    const lines = running
      .said()
      .split('\n')
      .filter((line) => line.startsWith('{'));
    assert.ok(lines.length >= 2);
    for (const line of lines) assert.equal(typeof (JSON.parse(line) as { readonly msg: unknown }).msg, 'string');
  });
});
