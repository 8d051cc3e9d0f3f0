// Reeve's own certificate authority: two files in the data folder, made by `reeve tls` and never by anybody else. It may vouch for this Reeve's names only,
// so that whoever steals its key cannot stand between the people who trust it and the rest of the world.
// Called by src/certificate/own.ts and `reeve tls`. Knows no server's certificate.
import { X509Certificate } from 'node:crypto';
import { existsSync } from 'node:fs';
import { authorityPaths, type KeyPair, readPair, writePair } from './files.ts';

/** Who trusts an authority does so on each of his devices: that should not be soon again. */
const lifeDays = 3_650;
export const dayMilliseconds = 86_400_000;
const hourMilliseconds = 3_600_000;

/** Null = there is none. Throws CertificateFault if the one there is cannot be used. */
export const readAuthority = (data: string, now: number): KeyPair | null => {
  const paths = authorityPaths(data);
  return existsSync(paths.cert) || existsSync(paths.key) ? readPair(paths, now) : null;
};

/** For these names only. Takes the place of the one before, whose trust it does not inherit. */
export async function makeAuthority(data: string, names: readonly string[], now: number): Promise<KeyPair> {
  const { issueAuthority } = await import('./issue.ts');
  const paths = authorityPaths(data);
  // Two of one name are one to nobody: its second makes it its own.
  const subject = `Reeve authority of ${names[0] ?? 'localhost'} since ${new Date(now).toISOString().slice(0, 19)}Z`;
  writePair(paths, await issueAuthority(subject.slice(-commonNameMax), { from: now - hourMilliseconds, until: now + lifeDays * dayMilliseconds }, names));
  return readPair(paths, now);
}

const commonNameMax = 64;

/** Those of `names` that it may not vouch for. */
export async function namesBeyond(authority: KeyPair, names: readonly string[]): Promise<readonly string[]> {
  const allowed = await allowedNames(authority);
  return allowed.length === 0 ? [] : names.filter((name) => !allowed.includes(name));
}

export async function allowedNames(authority: KeyPair): Promise<readonly string[]> {
  const { namesAllowed } = await import('./issue.ts');
  return namesAllowed(authority.cert);
}

export function isIssuedBy(authority: KeyPair, pair: KeyPair): boolean {
  const above = new X509Certificate(authority.cert);
  const below = new X509Certificate(pair.cert);
  return below.checkIssued(above) && below.verify(above.publicKey);
}

export const endOf = ({ cert }: Pick<KeyPair, 'cert'>): number => Date.parse(new X509Certificate(cert).validTo);
