// Settings that are allowed and still deserve a word.
import { type Config, isLoopback } from '#config.ts';
import { type Finding, ok, warn } from './finding.ts';

const argon2MemoryKibMin = 19_456;
const passwordLengthMin = 12;
const eventDaysMin = 30;

type Rule = { readonly odd: (config: Config) => boolean; readonly says: string; readonly todo: string };
const rules: readonly Rule[] = [
  {
    odd: ({ adminPassword }) => adminPassword !== '',
    says: 'admin_password stands in the configuration in the clear',
    todo: 'Take it out once set-up is done; next time use admin_password_file.',
  },
  {
    odd: ({ trustedProxies }) => trustedProxies.some((network) => /\/0$/.test(network)),
    says: 'trusted_proxies believes everybody',
    todo: 'Name the proxy’s own network: whoever is believed can pretend any address.',
  },
  {
    odd: ({ trustedProxies, baseUrl }) => trustedProxies.length > 0 && baseUrl === '',
    says: 'there is a proxy in front, and no base_url',
    todo: 'Set base_url to what browsers type.',
  },
  {
    odd: ({ argon2MemoryKib, argon2Passes }) => argon2MemoryKib < argon2MemoryKibMin || argon2Passes < 2,
    says: 'password hashes are cheaper than the default',
    todo: 'Set argon2_memory_kib to 19456 and argon2_passes to 2 at least.',
  },
  {
    odd: (config) => config.passwordLengthMin < passwordLengthMin,
    says: 'passwords may be shorter than 12 characters',
    todo: 'Set password_length_min to 12.',
  },
  {
    odd: ({ metricsListen }) => metricsListen !== '' && !isLoopback(metricsListen.replace(/:\d+$/, '')),
    says: '/metrics is open beyond this machine',
    todo: 'Set metrics_listen to 127.0.0.1:9464, or keep others out by a firewall.',
  },
  { odd: ({ logLevel }) => logLevel === 'silent' || logLevel === 'fatal', says: 'the log says almost nothing', todo: 'Set log_level to info.' },
  {
    odd: ({ eventDaysMax }) => eventDaysMax < eventDaysMin,
    says: 'sign-ins are forgotten within a month',
    todo: 'Set event_days_max higher, unless a rule asks for this.',
  },
];

export function checkConfig(config: Config): readonly Finding[] {
  const odd = rules.filter((rule) => rule.odd(config)).map(({ says, todo }) => warn('configuration', says, todo));
  return odd.length === 0 ? [ok('configuration', 'nothing odd')] : odd;
}
