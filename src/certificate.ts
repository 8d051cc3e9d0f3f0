// The certificate of the server: made by Reeve itself in the data folder, or read from PEM files, checked, and followed when it changes.
// main.ts opens it and hands it to the HTTPS listener. It does not know who listens, nor which names browsers use beyond the host's own.
import { unwatchFile, watchFile } from 'node:fs';
import { type KeyPair, type Paths, readPair, serverPaths } from '#certificate/files.ts';
import { hostNames, ownPair, withLoopback } from '#certificate/own.ts';
import type { Config } from '#config.ts';
import type { Log } from '#log.ts';

export type Certificate = KeyPair & {
  /** Made by Reeve: browsers warn once, unless they trust its authority, and the fingerprint is how a person checks it. */
  readonly selfMade: boolean;
  /** Calls back with each new pair; the answer stops it. Files that do not fit are logged, and the pair before stays in force. */
  watch(onChange: (pair: KeyPair) => void): () => void;
};
export type CertificateOptions = { readonly names?: readonly string[]; readonly now?: () => number; readonly pollMilliseconds?: number };

type Settings = Pick<Config, 'data' | 'tlsCert' | 'tlsKey' | 'baseUrl'>;

/** Longer waits overflow setInterval's 32 bits; once a day is often enough for what ends in 30. */
const renewEveryMilliseconds = 86_400_000;
const pollMillisecondsUsual = 2_000;

export async function openCertificate(config: Settings, log: Log, options: CertificateOptions = {}): Promise<Certificate> {
  const watching = { log, now: options.now ?? Date.now, pollMilliseconds: options.pollMilliseconds ?? pollMillisecondsUsual };
  if (config.tlsCert !== '') return openGiven({ cert: config.tlsCert, key: config.tlsKey }, watching);
  const own = () => ownPair(config.data, { names: withLoopback(options.names ?? hostNames(config.baseUrl)), now: watching.now(), log });
  const pair = await own();
  return {
    ...pair,
    selfMade: true,
    watch(onChange) {
      // Followed too: `reeve tls` writes another while the server runs.
      const stops = [renewing(own, log), following(serverPaths(config.data), pair, watching, onChange)];
      return () => {
        for (const stop of stops) stop();
      };
    },
  };
}

function openGiven(paths: Paths, watching: Watching): Certificate {
  const pair = readPair(paths, watching.now());
  return { ...pair, selfMade: false, watch: (onChange) => following(paths, pair, watching, onChange) };
}

type Watching = { readonly log: Log; readonly now: () => number; readonly pollMilliseconds: number };

/** Polls by stat: unlike inotify it follows the symbolic links that Kubernetes and certbot swap, and works on network folders. */
function following(paths: Paths, first: KeyPair, { log, now, pollMilliseconds }: Watching, onChange: (pair: KeyPair) => void): () => void {
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

/** A server that runs for a year renews its certificate without a restart: it writes it, and whoever follows the files takes it. */
function renewing(renew: () => Promise<unknown>, log: Log): () => void {
  const timer = setInterval(() => {
    renew().catch((fault: unknown) => log.error({ err: fault }, 'The certificate could not be renewed.'));
  }, renewEveryMilliseconds);
  timer.unref();
  return () => clearInterval(timer);
}
