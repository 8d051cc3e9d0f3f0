// The certificate of the server: made by Reeve itself in the data folder, or read from PEM files, checked, and followed when it changes.
// main.ts opens it and hands it to the HTTPS listener. It does not know who listens, nor which names browsers use beyond the host's own.
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { chmodSync, existsSync, readFileSync, renameSync, unwatchFile, watchFile, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { CertificateFault } from '#certificate/fault.ts';
import type { Config } from '#config.ts';
import type { Log } from '#log.ts';

export { CertificateFault };

/** PEM texts, and the SHA-256 that a browser shows. */
export type KeyPair = { readonly key: string; readonly cert: string; readonly fingerprint256: string };
export type Certificate = KeyPair & {
  /** Made by Reeve: browsers warn once, and the fingerprint is how a person checks it. */
  readonly selfMade: boolean;
  /** Calls back with each new pair; the answer stops it. Files that do not fit are logged, and the pair before stays in force. */
  watch(onChange: (pair: KeyPair) => void): () => void;
};
export type CertificateOptions = { readonly names?: readonly string[]; readonly now?: () => number; readonly pollMilliseconds?: number };

type Settings = Pick<Config, 'data' | 'tlsCert' | 'tlsKey' | 'baseUrl'>;
type Paths = { readonly cert: string; readonly key: string };

const dayMilliseconds = 86_400_000;
/** Apple's systems refuse certificates that live longer than 398 days. */
const lifeDays = 397;
const renewDays = 30;
/** Longer waits overflow setInterval's 32 bits; once a day is often enough for what ends in 30. */
const renewEveryMilliseconds = dayMilliseconds;

export async function openCertificate(config: Settings, log: Log, options: CertificateOptions = {}): Promise<Certificate> {
  const now = options.now ?? Date.now;
  if (config.tlsCert !== '') return openGiven({ cert: config.tlsCert, key: config.tlsKey }, log, now, options.pollMilliseconds ?? 2000);
  const paths = { cert: join(config.data, 'tls-cert.pem'), key: join(config.data, 'tls-key.pem') };
  const names = () => options.names ?? hostNames(config.baseUrl);
  const pair = kept(paths, names(), now()) ?? (await make(paths, names(), now()));
  return { ...pair, selfMade: true, watch: (onChange) => renewing(paths, names, { log, now }, onChange) };
}

// ── Files that were given ──

function openGiven(paths: Paths, log: Log, now: () => number, pollMilliseconds: number): Certificate {
  const pair = readPair(paths, now());
  return { ...pair, selfMade: false, watch: (onChange) => following(paths, pair, { log, now, pollMilliseconds }, onChange) };
}

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

type Watching = { readonly log: Log; readonly now: () => number };

/** Polls by stat: unlike inotify it follows the symbolic links that Kubernetes and certbot swap, and works on network folders. */
function following(
  paths: Paths,
  first: KeyPair,
  { log, now, pollMilliseconds }: Watching & { readonly pollMilliseconds: number },
  onChange: (pair: KeyPair) => void,
): () => void {
  let current = first;
  const look = () => {
    const pair = readOrNull(paths, log, now());
    if (pair === null || (pair.cert === current.cert && pair.key === current.key)) return;
    current = pair;
    log.info({ fingerprint256: pair.fingerprint256 }, 'The certificate was read again.');
    onChange(pair);
  };
  const files = [paths.cert, paths.key];
  for (const file of files) watchFile(file, { interval: pollMilliseconds, persistent: false }, look);
  // What changed after it was read and before it was first looked at is no change to the watcher.
  const once = setTimeout(look, pollMilliseconds);
  once.unref();
  return () => {
    clearTimeout(once);
    for (const file of files) unwatchFile(file, look);
  };
}

function readOrNull(paths: Paths, log: Log, now: number): KeyPair | null {
  try {
    return readPair(paths, now);
  } catch (fault) {
    log.warn({ reason: fault instanceof Error ? fault.message : '' }, 'The changed certificate does not fit; the one before stays in force.');
    return null;
  }
}

// ── One of our own ──

/** The names of this machine, and of the address it is reached by. */
function hostNames(baseUrl: string): readonly string[] {
  const own = baseUrl === '' ? [] : [new URL(baseUrl).hostname];
  return [...new Set([...own, hostname(), 'localhost'].map((name) => name.toLowerCase()).filter((name) => /^[a-z0-9.-]+$/.test(name)))];
}

/** The pair in the data folder, unless it is missing, broken, about to end, or made for other names. */
function kept(paths: Paths, names: readonly string[], now: number): KeyPair | null {
  if (!existsSync(paths.cert) || !existsSync(paths.key)) return null;
  try {
    const pair = readPair(paths, now);
    const parsed = new X509Certificate(pair.cert);
    const lasts = Date.parse(parsed.validTo) - now > renewDays * dayMilliseconds;
    return lasts && names.every((name) => parsed.checkHost(name) !== undefined || parsed.checkIP(name) !== undefined) ? pair : null;
  } catch {
    return null;
  }
}

async function make(paths: Paths, names: readonly string[], now: number): Promise<KeyPair> {
  // Loaded only now: its ASN.1 parts cost 100 ms, and most starts need none.
  const { generate } = await import('selfsigned');
  const altNames = [...names.map((value) => ({ type: 2 as const, value })), { type: 7 as const, ip: '127.0.0.1' }, { type: 7 as const, ip: '::1' }];
  const made = await generate([{ name: 'commonName', value: (names[0] ?? 'localhost').slice(0, 64) }], {
    keyType: 'ec',
    curve: 'P-256',
    algorithm: 'sha256',
    // An hour back, so that clients whose clock is a little behind accept it.
    notBeforeDate: new Date(now - 3_600_000),
    notAfterDate: new Date(now + lifeDays * dayMilliseconds),
    extensions: [
      { name: 'basicConstraints', cA: false, critical: true },
      { name: 'keyUsage', digitalSignature: true, critical: true },
      { name: 'extKeyUsage', serverAuth: true },
      { name: 'subjectAltName', altNames },
    ],
  });
  store(paths.key, made.private, 0o600);
  store(paths.cert, made.cert, 0o644);
  return readPair(paths, now);
}

/** Whole or not at all; a kill between key and certificate leaves a pair that does not match, which `kept` sees and makes anew. */
function store(path: string, text: string, mode: number): void {
  writeFileSync(`${path}.new`, text, { mode, flush: true });
  chmodSync(`${path}.new`, mode);
  renameSync(`${path}.new`, path);
}

/** A server that runs for a year renews its certificate without a restart. */
function renewing(paths: Paths, names: () => readonly string[], { log, now }: Watching, onChange: (pair: KeyPair) => void): () => void {
  const look = async () => {
    if (kept(paths, names(), now()) !== null) return;
    const pair = await make(paths, names(), now());
    log.info({ fingerprint256: pair.fingerprint256 }, 'The certificate was renewed.');
    onChange(pair);
  };
  const timer = setInterval(() => {
    look().catch((fault: unknown) => log.error({ err: fault }, 'The certificate could not be renewed.'));
  }, renewEveryMilliseconds);
  timer.unref();
  return () => clearInterval(timer);
}
