// The certificate that Reeve makes for itself: signed by its own authority where there is one, else by itself. Kept until it is about to end or does not fit.
// Called by src/certificate.ts and `reeve tls`. It does not know who listens.
import { X509Certificate } from 'node:crypto';
import { existsSync } from 'node:fs';
import { hostname } from 'node:os';
import type { Log } from '#log.ts';
import { parseAddress } from '#network.ts';
import { allowedNames, dayMilliseconds, endOf, isIssuedBy, readAuthority } from './authority.ts';
import { CertificateFault } from './fault.ts';
import { type KeyPair, readPair, serverPaths, writePair } from './files.ts';

/** Apple's systems refuse certificates that live longer than 398 days. */
const lifeDays = 397;
const renewDays = 30;
/** An hour back, so that clients whose clock is a little behind accept it. */
const backMilliseconds = 3_600_000;
const loopbacks = ['127.0.0.1', '::1'];

/** The name or address by which it is reached, as far as that is known. */
export const reachedBy = (baseUrl: string): readonly string[] => (baseUrl === '' ? [] : [new URL(baseUrl).hostname.replace(/^\[|\]$/g, '')]);

/** That, and the names of this machine. */
export function hostNames(baseUrl: string): readonly string[] {
  return [...reachedBy(baseUrl), hostname(), 'localhost'].map((name) => name.toLowerCase()).filter((name) => /^[a-z0-9.:-]+$/.test(name));
}

/** The loopback always belongs to it. */
export const withLoopback = (names: readonly string[]): readonly string[] => [...new Set([...names, ...loopbacks])];

type Wanted = { readonly names: readonly string[]; readonly now: number; readonly log: Pick<Log, 'warn'> };

/** The pair in the data folder, made anew if it must be. What an authority vouches for does not change, so what it has signed is not made anew for other names. */
export async function ownPair(data: string, { names, now, log }: Wanted): Promise<KeyPair> {
  const kept = pairThatLasts(data, now);
  const authority = authorityOrWarn(data, { now, log });
  if (authority === null) return kept && namesWithout(kept, names).length === 0 ? kept : made(data, { names, now });
  const pair = kept && isIssuedBy(authority, kept) ? kept : await made(data, { names: await namesToSign(authority, names), now, authority });
  const without = namesWithout(pair, names);
  if (without.length > 0)
    log.warn({ names: without }, 'Reeve’s authority does not vouch for these names: browsers warn there. Make another: reeve tls --replace.');
  return pair;
}

/** Null = missing, broken, or about to end. */
function pairThatLasts(data: string, now: number): KeyPair | null {
  const paths = serverPaths(data);
  if (!existsSync(paths.cert) || !existsSync(paths.key)) return null;
  try {
    const pair = readPair(paths, now);
    return endOf(pair) - now > renewDays * dayMilliseconds ? pair : null;
  } catch (fault) {
    if (fault instanceof CertificateFault) return null;
    throw fault;
  }
}

function namesWithout({ cert }: KeyPair, names: readonly string[]): readonly string[] {
  const parsed = new X509Certificate(cert);
  return names.filter((name) => (parseAddress(name) ? parsed.checkIP(name) : parsed.checkHost(name)) === undefined);
}

/** All that it vouches for; one without such a list, which somebody else has put there, vouches for any. */
async function namesToSign(authority: KeyPair, names: readonly string[]): Promise<readonly string[]> {
  const allowed = await allowedNames(authority);
  return allowed.length === 0 ? names : allowed;
}

type Making = { readonly names: readonly string[]; readonly now: number; readonly authority?: KeyPair };

async function made(data: string, { names, now, authority }: Making): Promise<KeyPair> {
  // Loaded only now: its ASN.1 parts cost 100 ms, and most starts need none.
  const { issueServer } = await import('./issue.ts');
  const until = Math.min(now + lifeDays * dayMilliseconds, authority ? endOf(authority) : Number.POSITIVE_INFINITY);
  const paths = serverPaths(data);
  writePair(paths, await issueServer(names, { from: now - backMilliseconds, until }, authority));
  return readPair(paths, now);
}

/** A damaged authority must not keep a server from starting. */
function authorityOrWarn(data: string, { now, log }: Pick<Wanted, 'now' | 'log'>): KeyPair | null {
  try {
    return readAuthority(data, now);
  } catch (fault) {
    if (!(fault instanceof CertificateFault)) throw fault;
    log.warn({ reason: fault.message }, 'The authority cannot be used, so browsers will warn. Make another: reeve tls --replace.');
    return null;
  }
}
