import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { type ConnectionOptions, connect, type TLSSocket } from 'node:tls';
import { madeFor, writePair } from './certificates.ts';
import { openRoom } from './folders.ts';
import { runReeve } from './server.ts';
import { until } from './until.ts';
import { ask } from './visitor.ts';

/** SECLEVEL=0 lets our side speak what is too old, so that it is the server who refuses. */
function shake(url: string, version: ConnectionOptions = {}): Promise<TLSSocket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: '127.0.0.1', port: Number(new URL(url).port), rejectUnauthorized: false, ciphers: 'DEFAULT@SECLEVEL=0', ...version });
    socket.once('secureConnect', () => resolve(socket));
    socket.once('error', reject);
  });
}

async function fingerprint(url: string): Promise<string> {
  const socket = await shake(url);
  const { fingerprint256 } = socket.getPeerCertificate();
  socket.destroy();
  return fingerprint256;
}

const hsts = 'strict-transport-security';

describe('TLS', () => {
  const room = openRoom();

  it('comes with a certificate of its own, made for the host’s names, kept over a restart, its SHA-256 said at first start', async () => {
    const data = await room.folder();
    const env = { REEVE_TLS: 'on', REEVE_BASE_URL: 'https://users.example.com' };
    const server = await room.start({ data, env });
    const made = new X509Certificate(readFileSync(join(data, 'tls-cert.pem')));
    for (const name of ['users.example.com', hostname().toLowerCase(), 'localhost'])
      assert.ok(made.checkHost(name), `${name} is not in ${made.subjectAltName}`);
    for (const address of ['127.0.0.1', '::1']) assert.ok(made.checkIP(address), address);
    assert.ok(server.said().includes(made.fingerprint256), server.said());
    await server.stop();
    assert.ok((await room.start({ data, env })).said().includes(made.fingerprint256));
  });

  it('takes the certificate of an authority that is made while it runs, trusted by whoever trusts that, and gives it away', async () => {
    const data = await room.folder();
    const place = { data, env: { REEVE_TLS: 'on' } };
    const { url } = await room.start(place);
    const download = () => ask(`${url}/reeve-authority.crt`);
    assert.equal((await download()).status, 404);
    const { code, said } = await runReeve(['tls', '--json'], place);
    assert.equal(code, 0, said);
    const { file, fingerprint256 } = JSON.parse(said);
    const ca = readFileSync(file, 'utf8');
    assert.equal(new X509Certificate(ca).fingerprint256, fingerprint256);
    const isTrusted = () =>
      shake(url, { ca, rejectUnauthorized: true, servername: 'localhost' }).then(
        (socket) => socket.destroy() && true,
        () => false,
      );
    await until(isTrusted);
    const given = await download();
    assert.deepEqual([given.status, given.headers['content-type'], given.text], [200, 'application/x-x509-ca-cert', ca]);
    assert.match((await runReeve(['tls'], place)).said, /authority +kept: .*update-ca-certificates/s);
  });

  it('makes no authority beside a certificate that was given, nor without TLS, nor for what is no name', async () => {
    const data = await room.folder();
    const files = writePair(data, await madeFor(['users.example.com']));
    const before = readFileSync(files.cert, 'utf8');
    for (const [words, env, code, says] of [
      [
        ['tls', '--replace'],
        { REEVE_TLS: 'on', REEVE_TLS_CERT: files.cert, REEVE_TLS_KEY: files.key },
        3,
        /cert\.pem \(tls_cert\)\. Take tls_cert and tls_key out/,
      ],
      [['tls'], { REEVE_TLS: 'off' }, 3, /TLS is off/],
      [['tls', 'https://users.example.com'], { REEVE_TLS: 'on' }, 2, /neither a host’s name nor an address/],
    ] as const) {
      const ended = await runReeve(words, { data, env });
      assert.deepEqual([ended.code, says.test(ended.said)], [code, true], ended.said);
    }
    assert.deepEqual(readdirSync(data).sort(), ['cert.pem', 'key.pem']);
    assert.equal(readFileSync(files.cert, 'utf8'), before);
  });

  it('speaks 1.2 and 1.3, and nothing older', async () => {
    const { port } = await started();
    const url = `https://127.0.0.1:${port}`;
    for (const [wanted, spoken] of [
      ['TLSv1.3', 'TLSv1.3'],
      ['TLSv1.2', 'TLSv1.2'],
    ] as const) {
      const socket = await shake(url, { minVersion: 'TLSv1', maxVersion: wanted });
      assert.equal(socket.getProtocol(), spoken);
      socket.destroy();
    }
    await assert.rejects(shake(url, { minVersion: 'TLSv1', maxVersion: 'TLSv1.1' }), /alert|version|protocol/i);
  });

  it('reads given files again when they change, keeps what is connected, and keeps the pair before when they do not fit', async () => {
    const folder = await room.folder();
    const first = await madeFor(['users.example.com']);
    const second = await madeFor(['users.example.com']);
    const files = writePair(folder, first);
    const server = await room.start({
      data: join(folder, 'data'),
      env: { REEVE_TLS: 'on', REEVE_TLS_CERT: files.cert, REEVE_TLS_KEY: files.key, REEVE_BASE_URL: '', REEVE_LOG_LEVEL: 'info' },
    });
    const url = `https://127.0.0.1:${new URL(server.url).port}`;
    assert.equal(await fingerprint(url), new X509Certificate(first.cert).fingerprint256);
    const connected = await shake(url);
    writePair(folder, { cert: 'broken', key: first.key });
    await until(() => server.said().includes('the one before stays in force'));
    assert.equal(await fingerprint(url), new X509Certificate(first.cert).fingerprint256);
    writePair(folder, second);
    await until(async () => (await fingerprint(url)) === new X509Certificate(second.cert).fingerprint256);
    const answered = new Promise<string>((resolve) => connected.once('data', (part: Buffer) => resolve(part.toString())));
    connected.write('GET /health/live HTTP/1.1\r\nHost: users.example.com\r\n\r\n');
    assert.match(await answered, /^HTTP\/1\.1 200/);
    connected.destroy();
    await assert.rejects(shake(url, { minVersion: 'TLSv1', maxVersion: 'TLSv1.1' }), /alert|version|protocol/i);
  });

  it('is pinned in browsers only with a given certificate, and never for localhost or an address', async () => {
    const folder = await room.folder();
    const files = writePair(folder, await madeFor(['users.example.com']));
    const given = await room.start({ data: join(folder, 'data'), env: { REEVE_TLS: 'on', REEVE_TLS_CERT: files.cert, REEVE_TLS_KEY: files.key } });
    const own = await started();
    const pinned = async (port: string, host: string) => (await ask(`https://127.0.0.1:${port}/sign-in`, { headers: { host } })).headers[hsts];
    const { port } = new URL(given.url);
    assert.equal(await pinned(port, 'users.example.com:9443'), 'max-age=31536000');
    for (const host of ['localhost:9443', 'reeve.localhost', '127.0.0.1:9443', '[::1]:9443', '192.0.2.1'])
      assert.equal(await pinned(port, host), undefined, host);
    assert.equal(await pinned(own.port, 'users.example.com'), undefined);
  });

  async function started(): Promise<{ readonly port: string }> {
    const server = await room.start({ data: await room.folder(), env: { REEVE_TLS: 'on' } });
    return { port: new URL(server.url).port };
  }
});
