import assert from 'node:assert/strict';
import { connect, type Socket } from 'node:net';
import { describe, it } from 'node:test';
import { openRoom } from './folders.ts';
import { until } from './until.ts';
import { type Answer, ask, Visitor } from './visitor.ts';

const admin = { REEVE_ADMIN_USER: 'admin', REEVE_ADMIN_PASSWORD: 'tulip-9 Orchard kettle' } as const;

/** Opens a connection, says `text`, and gives all that is answered until the server closes it. */
function said(url: string, text: string): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(Number(new URL(url).port), '127.0.0.1');
    let heard = '';
    socket.on('data', (part: Buffer) => {
      heard += part.toString();
    });
    socket.on('error', () => {});
    socket.once('close', () => resolve(heard));
    socket.write(text);
  });
}

const opened = (url: string): Promise<Socket> =>
  new Promise((resolve) => {
    const socket = connect(Number(new URL(url).port), '127.0.0.1', () => resolve(socket));
    socket.on('error', () => {});
  });

/** What no answer may lack, whoever gives it. */
function assertGuarded(what: string, { headers }: Pick<Answer, 'headers'>) {
  assert.equal(headers['x-content-type-options'], 'nosniff', what);
  assert.equal(headers['x-frame-options'], 'DENY', what);
  assert.equal(headers['referrer-policy'], 'same-origin', what);
  assert.equal(headers['cross-origin-opener-policy'], 'same-origin', what);
  const policy = String(headers['content-security-policy']);
  assert.match(policy, /default-src 'none'/, what);
  assert.match(policy, /frame-ancestors 'none'/, what);
  assert.doesNotMatch(policy, /unsafe/, what);
}

describe('limits and headers of a running server', () => {
  const room = openRoom();
  const small = {
    ...admin,
    REEVE_BODY_BYTES_MAX: '4096',
    REEVE_HEADER_BYTES_MAX: '4096',
    REEVE_HEADER_SECONDS_MAX: '1',
    REEVE_REQUEST_SECONDS_MAX: '2',
    REEVE_CONNECTIONS_MAX: '20',
  };

  it('guard every kind of answer: page, API, asset, error, redirect, and what is no request', async () => {
    const { url } = await room.start({ data: await room.folder(), env: admin });
    const visitor = new Visitor(url);
    await visitor.signIn('admin', admin.REEVE_ADMIN_PASSWORD);
    const page = await visitor.get('/carbon');
    const asset = /"(\/assets\/[^"]+\.js)"/.exec(page.text)?.[1];
    assert.ok(asset, page.text);
    const kinds: readonly (readonly [string, number])[] = [
      ['/', 302],
      ['/sign-in', 302],
      ['/account', 200],
      ['/carbon', 200],
      ['/admin', 200],
      ['/nowhere', 404],
      ['/assets/nothing.js', 404],
      ['/sign-in/style.css', 200],
      ['/health/live', 200],
      ['/metrics', 200],
      ['/api/me', 200],
      ['/api/users/none', 404],
      ['/api/users?limit=many', 400],
      ['/api/nowhere', 404],
      ['/api/docs', 200],
      ['/api/openapi.json', 200],
      ['/%zz', 404],
      [asset, 200],
    ];
    for (const [path, status] of kinds) {
      const answer = await visitor.get(path);
      assert.equal(answer.status, status, `${path}: ${answer.text.slice(0, 200)}`);
      assertGuarded(path, answer);
    }
    assertGuarded('POST to a page', await ask(`${url}/carbon`, { method: 'POST' }));
    assertGuarded('no session', await ask(`${url}/api/me`));
    for (const noRequest of ['nonsense\r\n\r\n', `GET / HTTP/1.1\r\nHost: x\r\nX-Big: ${'x'.repeat(70_000)}\r\n\r\n`]) {
      const [head = ''] = (await said(url, noRequest)).split('\r\n\r\n');
      const headers = Object.fromEntries(
        head
          .split('\r\n')
          .slice(1)
          .map((line) => line.toLowerCase().split(': ') as [string, string]),
      );
      assertGuarded(noRequest.slice(0, 20), { headers: { ...headers, 'x-frame-options': String(headers['x-frame-options']).toUpperCase() } });
    }
  });

  it('refuse a body that is too large, declared or not, and go on', async () => {
    const { url } = await room.start({ data: await room.folder(), env: small });
    const headers = { 'content-type': 'application/json' };
    const large = JSON.stringify({ user: 'x'.repeat(5_000), permission: '/permission' });
    const refused = await ask(`${url}/api/may`, { method: 'POST', headers, body: large });
    assert.ok(refused.status === 413 || refused.status === 400, String(refused.status));
    assert.match(refused.text, /body is too large/);
    assert.match(String(refused.headers['content-type']), /problem\+json/);
    const chunk = `${(5_000).toString(16)}\r\n${'x'.repeat(5_000)}\r\n0\r\n\r\n`;
    const undeclared = await said(
      url,
      `POST /api/may HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n${chunk}`,
    );
    assert.match(undeclared, /^HTTP\/1\.1 4\d\d[\s\S]*body is too large/);
    assert.equal((await ask(`${url}/health/live`)).status, 200);
  });

  it('refuse a head that is too large, and let go of clients who are slow with theirs', async () => {
    const { url } = await room.start({ data: await room.folder(), env: small });
    assert.match(
      await said(url, `GET / HTTP/1.1\r\nHost: x\r\nX-Big: ${'x'.repeat(5_000)}\r\n\r\n`),
      /^HTTP\/1\.1 431 [\s\S]*head of the request is too large/,
    );
    const slow = await said(url, 'GET / HTTP/1.1\r\nHost: x\r\nX-Slow: ');
    assert.match(slow, /^(HTTP\/1\.1 408 |$)/);
    const slowBody = await said(url, 'POST /sign-in HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 100\r\n\r\nuser');
    assert.match(slowBody, /^(HTTP\/1\.1 408 |$)/);
  });

  it('close connections beyond the most it may have, keep those that are open, and take new ones when there is room', async () => {
    const { url } = await room.start({ data: await room.folder(), env: { ...small, REEVE_HEADER_SECONDS_MAX: '60', REEVE_REQUEST_SECONDS_MAX: '60' } });
    const kept = await Promise.all(Array.from({ length: 20 }, () => opened(url)));
    assert.equal(await said(url, 'GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n'), '');
    const [first, ...others] = kept;
    assert.ok(first);
    const answered = new Promise<string>((resolve) => first.once('data', (part: Buffer) => resolve(part.toString())));
    first.write('GET /health/live HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n');
    assert.match(await answered, /^HTTP\/1\.1 200/);
    await Promise.all(others.map((socket) => new Promise((next) => socket.once('close', next).end())));
    await until(async () => (await ask(`${url}/health/live`).catch(() => null))?.status === 200);
  });
});

describe('the rate of requests at doors that need no sign-in', () => {
  const room = openRoom();
  const few = { ...admin, REEVE_ANYONE_REQUESTS_PER_MINUTE_MAX: '3' };

  it('is bounded for each network at each of them, with 429 and Retry-After', async () => {
    const { url } = await room.start({ data: await room.folder(), env: few });
    const doors = ['/', '/sign-in', '/sign-in/password', '/set-up/nothing', '/api/password-rule', '/api/openapi.json', '/api/docs'];
    for (const door of doors) {
      const statuses = [];
      for (let turn = 0; turn < 3; turn++) statuses.push((await ask(`${url}${door}`)).status);
      assert.ok(!statuses.includes(429), `${door}: ${statuses.join(', ')}`);
      const refused = await ask(`${url}${door}`);
      assert.equal(refused.status, 429, door);
      assert.match(String(refused.headers['retry-after']), /^\d+$/, door);
      assertGuarded(door, refused);
    }
    for (let turn = 0; turn < 3; turn++) await ask(`${url}/sign-in`, { method: 'POST' });
    assert.equal((await ask(`${url}/sign-in`, { method: 'POST' })).status, 429);
    assert.equal((await ask(`${url}/health/ready`)).status, 200);
  });

  it('is counted by the address that a trusted proxy names, and by nobody else’s word', async () => {
    const direct = await room.start({ data: await room.folder(), env: few });
    const proxied = await room.start({ data: await room.folder(), env: { ...few, REEVE_TRUSTED_PROXIES: '127.0.0.1/32' } });
    const lastOf = async (url: string) => {
      let last = 0;
      for (let network = 1; network <= 5; network++) last = (await ask(`${url}/api/docs`, { headers: { 'x-forwarded-for': `198.51.${network}.7` } })).status;
      return last;
    };
    assert.equal(await lastOf(direct.url), 429);
    assert.equal(await lastOf(proxied.url), 200);
    const from = { 'x-forwarded-for': '203.0.113.7' };
    const more = { 'x-forwarded-for': '198.51.100.1, 203.0.113.9' };
    for (let turn = 0; turn < 3; turn++) assert.equal((await ask(`${proxied.url}/api/docs`, { headers: from })).status, 200);
    // What a client writes before the proxy's own entry chooses nothing; the /24 is one network.
    assert.equal((await ask(`${proxied.url}/api/docs`, { headers: more })).status, 429);
  });
});
