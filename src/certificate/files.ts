// A key and its certificate in two PEM files: read and judged, and written whole or not at all.
// Called by this room, src/certificate.ts and the doctor. It does not know who made them.
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { chmodSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CertificateFault } from './fault.ts';

export type Paths = { readonly cert: string; readonly key: string };
/** PEM texts, and the SHA-256 that a browser shows. */
export type KeyPair = { readonly key: string; readonly cert: string; readonly fingerprint256: string };

/** Of the server, made by Reeve. */
export const serverPaths = (data: string): Paths => ({ cert: join(data, 'tls-cert.pem'), key: join(data, 'tls-key.pem') });
/** Of its own authority, once `reeve tls` has made one. */
export const authorityPaths = (data: string): Paths => ({ cert: join(data, 'tls-authority.pem'), key: join(data, 'tls-authority-key.pem') });

/** The pair in the files, or CertificateFault with the one thing that is wrong. */
export function readPair(paths: Paths, now: number): KeyPair {
  const cert = content(paths.cert);
  const key = content(paths.key);
  const parsed = parse(paths.cert, 'certificate', () => new X509Certificate(cert));
  const secret = parse(paths.key, 'private key without a passphrase', () => createPrivateKey(key));
  if (!parsed.checkPrivateKey(secret)) throw new CertificateFault(`${paths.key} is not the private key of the certificate in ${paths.cert}.`);
  if (Date.parse(parsed.validTo) <= now) throw new CertificateFault(`The certificate in ${paths.cert} ended on ${parsed.validTo}. Put a newer one there.`);
  if (Date.parse(parsed.validFrom) > now)
    throw new CertificateFault(`The certificate in ${paths.cert} begins only on ${parsed.validFrom}. Check this machine’s clock.`);
  return { key, cert, fingerprint256: parsed.fingerprint256 };
}

/** A kill between key and certificate leaves a pair that does not match, which its reader sees. */
export function writePair(paths: Paths, { key, cert }: Pick<KeyPair, 'key' | 'cert'>): void {
  store(paths.key, key, 0o600);
  store(paths.cert, cert, 0o644);
}

/** Whatever lies there is taken away and never written through: it may be a link, and `reeve tls` may be run by root. */
function store(path: string, text: string, mode: number): void {
  rmSync(`${path}.new`, { force: true });
  writeFileSync(`${path}.new`, text, { mode, flag: 'wx', flush: true });
  chmodSync(`${path}.new`, mode);
  renameSync(`${path}.new`, path);
}

function content(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    throw new CertificateFault(`${path} cannot be read (${cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown reason'}).`, { cause });
  }
}

function parse<T>(path: string, what: string, read: () => T): T {
  try {
    return read();
  } catch (cause) {
    throw new CertificateFault(`${path} does not hold a ${what} in PEM.`, { cause });
  }
}
