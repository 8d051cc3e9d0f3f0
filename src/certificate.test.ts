import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { copyFileSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { type CertificateOptions, openCertificate } from '#certificate.ts';
import { openLog } from '#log.ts';

function place(t: TestContext) {
  const data = mkdtempSync(join(tmpdir(), 'reeve-certificate-'));
  t.after(() => rmSync(data, { recursive: true }));
  const written: string[] = [];
  const log = openLog({ logLevel: 'info', logFormat: 'json' }, { sink: { write: (line) => void written.push(line) } });
  const own = { data, tlsCert: '', tlsKey: '', baseUrl: '' };
  const given = { ...own, tlsCert: join(data, 'tls-cert.pem'), tlsKey: join(data, 'tls-key.pem') };
  const open = (options: CertificateOptions = {}) => openCertificate(own, log, { names: ['reeve.example'], ...options });
  return { data, log, written, own, given, open };
}

test('the first start makes a certificate for the host’s names, readable by its owner only', async (t) => {
  const { data, open } = place(t);
  const made = await open();
  const parsed = new X509Certificate(made.cert);
  assert.ok(made.selfMade && parsed.checkHost('reeve.example') && parsed.checkIP('127.0.0.1') && parsed.checkIP('::1'));
  assert.equal(parsed.publicKey.asymmetricKeyDetails?.namedCurve, 'prime256v1');
  assert.match(made.fingerprint256, /^([0-9A-F]{2}:){31}[0-9A-F]{2}$/);
  assert.equal(statSync(join(data, 'tls-key.pem')).mode & 0o777, 0o600);
});

test('the next start keeps it, other names or a near end renew it, and so does half a pair', async (t) => {
  const { data, open } = place(t);
  const first = await open();
  assert.equal((await open()).cert, first.cert);
  const named = await open({ names: ['other.example'] });
  assert.notEqual(named.cert, first.cert);
  const later = await open({ names: ['other.example'], now: () => Date.now() + 380 * 86_400_000 });
  assert.notEqual(later.cert, named.cert);
  rmSync(join(data, 'tls-key.pem'));
  assert.notEqual((await open({ names: ['other.example'] })).cert, later.cert);
});

test('given files that do not fit are refused in one line', async (t) => {
  const { data, log, given, open } = place(t);
  const key = join(data, 'old-key.pem');
  await open();
  copyFileSync(given.tlsKey, key);
  await open({ names: ['other.example'] });
  await assert.rejects(openCertificate({ ...given, tlsKey: key }, log), /old-key\.pem is not the private key of the certificate in .*tls-cert\.pem\.$/);
  await assert.rejects(openCertificate(given, log, { now: () => Date.now() + 400 * 86_400_000 }), /ended on .*\. Put a newer one there\.$/);
  await assert.rejects(openCertificate(given, log, { now: () => Date.now() - 86_400_000 }), /begins only on/);
  await assert.rejects(openCertificate({ ...given, tlsCert: key }, log), /does not hold a certificate in PEM\.$/);
  await assert.rejects(openCertificate({ ...given, tlsKey: join(data, 'none') }, log), /none cannot be read \(ENOENT\)\.$/);
});

test('given files are read again when they change; files that do not fit keep the old ones and are logged', async (t) => {
  const { log, written, own, given, open } = place(t);
  await open();
  const followed = await openCertificate(given, log, { pollMilliseconds: 20 });
  const logged = Promise.withResolvers<void>();
  const changed = Promise.withResolvers<string>();
  const stop = followed.watch((pair) => changed.resolve(pair.fingerprint256));
  const original = written.push.bind(written);
  written.push = (...lines) => {
    if (lines.some((line) => line.includes('does not fit'))) logged.resolve();
    return original(...lines);
  };
  const keepAlive = setInterval(() => undefined, 1000);
  t.after(() => {
    clearInterval(keepAlive);
    stop();
  });
  writeFileSync(given.tlsCert, 'broken');
  await logged.promise;
  const renewed = await openCertificate(own, log, { names: ['new.example'] });
  assert.equal(await changed.promise, renewed.fingerprint256);
});
