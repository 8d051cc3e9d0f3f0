import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { type AddressInfo, isIP } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { connect, createServer } from 'node:tls';
import { isIssuedBy, readAuthority } from './authority.ts';
import { authorityPaths, type KeyPair, readPair, serverPaths } from './files.ts';
import { issueServer, type Pair } from './issue.ts';
import { localAuthority } from './local-authority.ts';
import { ownPair } from './own.ts';

const day = 86_400_000;
const host = ['box', 'localhost'];

function place(t: TestContext) {
  const data = mkdtempSync(join(tmpdir(), 'reeve-authority-'));
  t.after(() => rmSync(data, { recursive: true }));
  const warned: unknown[] = [];
  return {
    data,
    warned,
    log: { warn: (...says: unknown[]) => void warned.push(says) },
    authority: (wanted: readonly string[] = ['users.example.com'], { replace = false, now = Date.now() } = {}) =>
      localAuthority(data, { wanted, host, replace, now }),
  };
}

/** What a client that trusts `ca` and nothing else says of a server that shows `pair` under `name`; '' = it trusts it. */
async function judged(t: TestContext, pair: Pair, { ca, name }: { readonly ca: string; readonly name: string }): Promise<string> {
  const server = createServer({ key: pair.key, cert: pair.cert }, (socket) => socket.end());
  server.on('tlsClientError', () => undefined);
  await once(server.listen(0, '127.0.0.1'), 'listening');
  t.after(() => server.close());
  // The port is there: it listens.
  const { port } = server.address() as AddressInfo;
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port, servername: name, ca }, () => resolve(''));
    socket.on('error', (fault) => resolve(fault.message));
    socket.resume();
  });
}

const pairIn = (data: string): KeyPair => readPair(serverPaths(data), Date.now());
const authorityIn = (data: string): KeyPair => readPair(authorityPaths(data), Date.now());

test('who trusts the authority trusts the server by each of its names, and its keys are its owner’s only', async (t) => {
  const { data, authority } = place(t);
  const made = await authority(['users.example.com', '192.0.2.10', '2001:db8::10']);
  assert.deepEqual(made.names, ['users.example.com', '192.0.2.10', '2001:db8::10', 'box', 'localhost', '127.0.0.1', '::1']);
  const ca = authorityIn(data).cert;
  for (const name of ['users.example.com', 'box', 'localhost']) assert.equal(await judged(t, pairIn(data), { ca, name }), '', name);
  assert.match(await judged(t, pairIn(data), { ca, name: 'other.example' }), /does not match certificate's altnames/);
  for (const { key, cert } of [authorityPaths(data), serverPaths(data)])
    assert.deepEqual([statSync(key).mode & 0o777, statSync(cert).mode & 0o777], [0o600, 0o644]);
});

test('with its key stolen, nobody can be made to trust a certificate for another name or address', async (t) => {
  const { data, authority } = place(t);
  await authority();
  const stolen = authorityIn(data);
  const lasting = { from: Date.now() - day, until: Date.now() + day };
  for (const name of ['bank.example', 'example.com', 'users.example.org', 'notusers.example.com', '192.0.2.1', '2001:db8::1']) {
    const forged = await issueServer([name], lasting, stolen);
    // An address is no server name (RFC 6066, §3); who vouches is judged first.
    const asked = isIP(name) === 0 ? name : 'localhost';
    assert.match(await judged(t, forged, { ca: stolen.cert, name: asked }), /permitted subtree violation/, name);
  }
});

test('a link that somebody has put where a file is written first leads to nothing', async (t) => {
  const { data, authority } = place(t);
  const other = join(data, 'other');
  writeFileSync(other, 'mine', { mode: 0o644 });
  for (const { key, cert } of [authorityPaths(data), serverPaths(data)]) for (const path of [key, cert]) symlinkSync(other, `${path}.new`);
  await authority();
  assert.deepEqual([readFileSync(other, 'utf8'), statSync(other).mode & 0o777], ['mine', 0o644]);
  assert.equal(await judged(t, pairIn(data), { ca: authorityIn(data).cert, name: 'localhost' }), '');
});

test('repeated, it keeps both; before the end of the server’s certificate only that is renewed', async (t) => {
  const { data, authority, log } = place(t);
  const begun = Date.now() - 380 * day;
  const first = await authority(undefined, { now: begun });
  assert.equal(first.isNew, true);
  assert.deepEqual({ ...(await authority(undefined, { now: begun + 300 * day })), isNew: true }, first);
  const now = Date.now();
  const renewed = await ownPair(data, { names: first.names, now, log });
  assert.notEqual(renewed.fingerprint256, first.server.fingerprint256);
  assert.equal(authorityIn(data).fingerprint256, first.authority.fingerprint256);
  assert.equal(await judged(t, renewed, { ca: authorityIn(data).cert, name: 'users.example.com' }), '');
});

test('other names are refused, with what to do; a replaced authority is another, and its server’s certificate too', async (t) => {
  const { data, authority } = place(t);
  const first = await authority();
  await assert.rejects(authority(['users.example.com', 'new.example']), /vouches for users\.example\.com, box, .*, and cannot for new\.example\.$/);
  assert.equal(authorityIn(data).fingerprint256, first.authority.fingerprint256);
  const before = authorityIn(data).cert;
  await authority(['new.example'], { replace: true });
  const ca = authorityIn(data).cert;
  assert.notEqual(ca, before);
  assert.equal(await judged(t, pairIn(data), { ca, name: 'new.example' }), '');
  assert.match(await judged(t, pairIn(data), { ca: before, name: 'new.example' }), /unable to verify/);
});

test('a host that has got another name keeps the trusted certificate, and is told; a certificate of its own gives way to the authority’s', async (t) => {
  const { data, authority, log, warned } = place(t);
  const own = await ownPair(data, { names: host, now: Date.now(), log });
  const { server } = await authority();
  assert.notEqual(server.fingerprint256, own.fingerprint256);
  const kept = await ownPair(data, { names: ['another', 'localhost'], now: Date.now(), log });
  assert.equal(kept.fingerprint256, server.fingerprint256);
  assert.deepEqual(warned, [
    [{ names: ['another'] }, 'Reeve’s authority does not vouch for these names: browsers warn there. Make another: reeve tls --replace.'],
  ]);
});

test('a damaged authority keeps no server from starting, and is not replaced unasked', async (t) => {
  const { data, authority, log, warned } = place(t);
  await authority();
  const trusted = authorityIn(data);
  writeFileSync(authorityPaths(data).key, 'broken');
  const pair = await ownPair(data, { names: host, now: Date.now(), log });
  assert.ok(isIssuedBy(trusted, pair));
  assert.equal(warned.length, 1);
  assert.throws(() => readAuthority(data, Date.now()), /tls-authority-key\.pem does not hold a private key/);
  await assert.rejects(authority(), /does not hold a private key/);
  assert.equal(readFileSync(authorityPaths(data).key, 'utf8'), 'broken');
});
