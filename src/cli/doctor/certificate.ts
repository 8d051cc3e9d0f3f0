// The certificate: there, fitting its key, and not about to end.
import { existsSync } from 'node:fs';
import { endOf, readAuthority } from '#certificate/authority.ts';
import { CertificateFault } from '#certificate/fault.ts';
import { authorityPaths, readPair, serverPaths } from '#certificate/files.ts';
import type { Config } from '#config.ts';
import { type Finding, fail, ok, warn } from './finding.ts';

const dayMilliseconds = 86_400_000;
const daysWarn = 21;
/** Whoever trusts an authority has to be told, on each of his devices. */
const authorityDaysWarn = 90;

export const checkCertificate = (config: Config, now: number): readonly Finding[] => [...ofServer(config, now), ...ofAuthority(config, now)];

function ofServer({ tls, tlsCert, tlsKey, data }: Config, now: number): readonly Finding[] {
  if (tls === 'off') return [warn('certificate', 'TLS is off', 'See that the proxy in front does TLS.')];
  const own = tlsCert === '';
  const paths = own ? serverPaths(data) : { cert: tlsCert, key: tlsKey };
  if (own && !existsSync(paths.cert)) return [ok('certificate', 'none yet: the server makes one when it starts')];
  try {
    const days = Math.floor((endOf(readPair(paths, now)) - now) / dayMilliseconds);
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

function ofAuthority({ tls, tlsCert, data }: Config, now: number): readonly Finding[] {
  if (tls === 'off' || tlsCert !== '') return [];
  const again = 'Make another: reeve tls --replace. Everybody has to trust it anew.';
  try {
    const authority = readAuthority(data, now);
    if (!authority) return [];
    const days = Math.floor((endOf(authority) - now) / dayMilliseconds);
    const says = `${authorityPaths(data).cert} ends in ${days} days`;
    return [days < authorityDaysWarn ? warn('authority', says, again) : ok('authority', says)];
  } catch (fault) {
    if (fault instanceof CertificateFault) return [fail('authority', fault.message, again)];
    throw fault;
  }
}
