// The certificate: there, fitting its key, and not about to end.
import { X509Certificate } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { CertificateFault, readPair } from '#certificate.ts';
import type { Config } from '#config.ts';
import { type Finding, fail, ok, warn } from './finding.ts';

const dayMilliseconds = 86_400_000;
const daysWarn = 21;

export function checkCertificate({ tls, tlsCert, tlsKey, data }: Config, now: number): readonly Finding[] {
  if (tls === 'off') return [warn('certificate', 'TLS is off', 'See that the proxy in front does TLS.')];
  const own = tlsCert === '';
  const paths = own ? { cert: join(data, 'tls-cert.pem'), key: join(data, 'tls-key.pem') } : { cert: tlsCert, key: tlsKey };
  if (own && !existsSync(paths.cert)) return [ok('certificate', 'none yet: the server makes one when it starts')];
  try {
    const days = Math.floor((Date.parse(new X509Certificate(readPair(paths, now).cert).validTo) - now) / dayMilliseconds);
    const says = `${paths.cert} ends in ${days} days`;
    // Its own one the server renews by itself.
    return [
      days < daysWarn && !own
        ? warn('certificate', says, 'Put a newer one in its place; the server reads it by itself.')
        : ok('certificate', own ? `${says} (made by Reeve, renewed by itself)` : says),
    ];
  } catch (fault) {
    if (fault instanceof CertificateFault)
      return [fail('certificate', fault.message, own ? 'Restart the server: it makes a new one.' : 'Correct tls_cert and tls_key.')];
    throw fault;
  }
}
