// What `reeve tls` does: sees that there is an authority which can vouch for these names, and a server's certificate signed by it.
// Called by src/cli/tls.ts. It does not know how anybody is told to trust it.
import { allowedNames, endOf, makeAuthority, namesBeyond, readAuthority } from './authority.ts';
import { CertificateFault } from './fault.ts';
import { authorityPaths } from './files.ts';
import { ownPair, withLoopback } from './own.ts';

/** `wanted`: what must be vouched for. `host`: names of this machine, which may change with each container, and are taken when the authority is made. */
type Wanted = { readonly wanted: readonly string[]; readonly host: readonly string[]; readonly replace: boolean; readonly now: number };
type Ending = { readonly fingerprint256: string; readonly endsAt: number };
export type LocalAuthority = {
  readonly isNew: boolean;
  readonly path: string;
  readonly names: readonly string[];
  readonly authority: Ending;
  readonly server: Ending;
};

/** Idempotent: an authority that people trust stays as it is. Throws CertificateFault if it cannot vouch for all names, or cannot be used. */
export async function localAuthority(data: string, { wanted, host, replace, now }: Wanted): Promise<LocalAuthority> {
  const names = withLoopback([...wanted, ...host]);
  const before = replace ? null : readAuthority(data, now);
  const authority = before ?? (await makeAuthority(data, names, now));
  const path = authorityPaths(data).cert;
  const allowed = await allowedNames(authority);
  const beyond = await namesBeyond(authority, wanted);
  if (beyond.length > 0) throw new CertificateFault(`The authority in ${path} vouches for ${allowed.join(', ')}, and cannot for ${beyond.join(', ')}.`);
  // Nothing to warn of: the authority can be used, and vouches for what was wanted.
  const server = await ownPair(data, { names, now, log: { warn: () => undefined } });
  return { isNew: before === null, path, names: allowed, authority: ending(authority), server: ending(server) };
}

const ending = (pair: { readonly cert: string; readonly fingerprint256: string }): Ending => ({ fingerprint256: pair.fingerprint256, endsAt: endOf(pair) });
