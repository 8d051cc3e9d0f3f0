// Where a directory is: its addresses as settings write them, and what may never be said there in the clear.
// Called when a store is opened. Pure.

import { X509Certificate } from 'node:crypto';
import { say } from '#sentences/sentence.ts';
import { StoreFault } from '#user-store.ts';

export type Server = {
  /** As it was typed. */
  readonly url: string;
  readonly host: string;
  readonly port: number;
  /** `none` only where the address turns out to be loopback. */
  readonly tls: 'at-once' | 'start' | 'none';
};

export type ConnectionSettings = { readonly urls: readonly string[]; readonly startTls: boolean; readonly authorities: string; readonly bindDn: string };

const ports = { ldap: 389, ldaps: 636 } as const;

/** StoreFault `settings` for what is no address of a directory, or would be spoken to in the clear. */
export function serversOf({ urls, startTls }: Pick<ConnectionSettings, 'urls' | 'startTls'>): readonly Server[] {
  if (urls.length === 0) throw new StoreFault('settings', say('directory.no-address'));
  return urls.map((url) => serverAt(url, startTls));
}

export function serverAt(url: string, startTls: boolean): Server {
  const [, scheme = '', host = '', port] = /^(ldaps?):\/\/(\[[0-9a-f:.]+\]|[a-z0-9_.-]+)(?::(\d{1,5}))?\/?$/i.exec(url) ?? [];
  const kind = scheme.toLowerCase();
  if (kind !== 'ldap' && kind !== 'ldaps') throw new StoreFault('settings', say('directory.odd-address', { url: url.slice(0, 100) }));
  const bare = host.replace(/^\[(.*)\]$/, '$1').toLowerCase();
  if (kind === 'ldap' && !startTls && !mayBeLoopback(bare)) throw new StoreFault('settings', say('directory.clear-address', { url }));
  return { url, host: bare, port: Number(port ?? ports[kind]), tls: kind === 'ldaps' ? 'at-once' : startTls ? 'start' : 'none' };
}

/** By its name alone; where it really leads to is looked at once more when it is connected. */
const mayBeLoopback = (host: string): boolean => host === 'localhost' || host === '::1' || /^127\.\d+\.\d+\.\d+$/.test(host);

/** StoreFault `settings` when a text that should hold certificates holds none, or something else too. */
export function checkAuthorities(authorities: string): void {
  const blocks = authorities.match(/-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g) ?? [];
  try {
    for (const block of blocks) new X509Certificate(block);
  } catch (cause) {
    throw new StoreFault('settings', say('directory.odd-authority'), { cause });
  }
  if (authorities.trim() !== '' && blocks.length === 0) throw new StoreFault('settings', say('directory.no-authority'));
}
