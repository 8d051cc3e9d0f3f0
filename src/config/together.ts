// Settings that are right alone and wrong together.
// Used by src/config/load.ts. It does not know where the values came from, and never repeats a secret.

import { parseAddress } from '#network.ts';
import type { FlatConfig } from './keys.ts';

type Rule = { readonly broken: (config: FlatConfig) => boolean; readonly says: string };

/** Argon2 needs 8 KiB per lane (RFC 9106 §3.1). */
const kibPerLane = 8;

const rules: readonly Rule[] = [
  {
    broken: ({ tls, host, trustedProxies }) => tls === 'off' && !isLoopback(host) && trustedProxies.length === 0,
    says: 'tls = "off" needs a loopback host (host = "127.0.0.1") or a proxy that does TLS (trusted_proxies = ["10.0.0.0/8"]): passwords would cross the network in the clear.',
  },
  { broken: ({ tlsCert, tlsKey }) => (tlsCert === '') !== (tlsKey === ''), says: 'tls_cert and tls_key belong together: give both, or neither.' },
  { broken: ({ tls, tlsCert }) => tls === 'off' && tlsCert !== '', says: 'tls = "off" and tls_cert contradict each other: leave one out.' },
  {
    broken: ({ tls, baseUrl, trustedProxies }) =>
      baseUrl.startsWith('http:') && (tls === 'on' || trustedProxies.length > 0) && !isLoopback(new URL(baseUrl).hostname),
    says: 'base_url must begin with https:// here: browsers send the session’s cookie over TLS only.',
  },
  {
    broken: ({ adminPassword, adminPasswordFile }) => adminPassword !== '' && adminPasswordFile !== '',
    says: 'admin_password and admin_password_file contradict each other: give one.',
  },
  {
    broken: ({ adminUser, adminPassword, adminPasswordFile }) => adminUser === '' && (adminPassword !== '' || adminPasswordFile !== ''),
    says: 'admin_user is missing: admin_password alone makes no administrator.',
  },
  {
    broken: ({ adminUser, adminPassword, adminPasswordFile }) => adminUser !== '' && adminPassword === '' && adminPasswordFile === '',
    says: 'admin_user needs admin_password_file (or admin_password) as well.',
  },
  {
    broken: ({ argon2MemoryKib, argon2Lanes }) => argon2MemoryKib < kibPerLane * argon2Lanes,
    says: `argon2_memory_kib must be at least ${kibPerLane} times argon2_lanes.`,
  },
  {
    broken: ({ sessionIdleHoursMax, sessionHoursMax }) => sessionIdleHoursMax > sessionHoursMax,
    says: 'session_idle_hours_max must not be above session_hours_max.',
  },
  {
    broken: ({ headerSecondsMax, requestSecondsMax }) => headerSecondsMax > requestSecondsMax,
    says: 'header_seconds_max must not be above request_seconds_max.',
  },
];

/** The first broken rule in words, or null. */
export function checkTogether(config: FlatConfig): string | null {
  return rules.find((rule) => rule.broken(config))?.says ?? null;
}

/** 127.0.0.0/8, ::1, and the name that always means them (RFC 6761 §6.3). */
export function isLoopback(host: string): boolean {
  const address = parseAddress(host.replace(/^\[(.*)\]$/, '$1'));
  if (address === null) return host === 'localhost' || host.endsWith('.localhost');
  return address.family === 4 ? address.value >> 24n === 127n : address.value === 1n;
}
