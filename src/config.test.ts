import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { test } from 'node:test';
import { ConfigFault, configurationDocs, loadConfig, settings } from '#config.ts';

type Given = { toml?: string; env?: Record<string, string>; argv?: string[] };

function load({ toml, env = {}, argv = [] }: Given) {
  const folder = mkdtempSync(join(tmpdir(), 'reeve-config-'));
  try {
    const file = toml === undefined ? null : join(folder, 'reeve.toml');
    if (file !== null) writeFileSync(file, toml ?? '');
    return { config: loadConfig({ argv, env, file }), folder };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test('without any source every setting has its default', () => {
  const { config } = load({});
  assert.equal(config.port, 9443);
  assert.equal(config.tls, 'on');
  assert.equal(config.argon2MemoryKib, 19_456);
  assert.equal(config.data, resolve('data'));
  assert.deepEqual(config.trustedProxies, []);
});

test('flags win over the environment, which wins over the file', () => {
  const toml = 'port = 1\nhost = "127.0.0.1"\nlog_level = "warn"';
  const { config } = load({ toml, env: { REEVE_PORT: '2', REEVE_HOST: '127.0.0.2' }, argv: ['--port', '3'] });
  assert.deepEqual([config.port, config.host, config.logLevel], [3, '127.0.0.2', 'warn']);
});

test('a relative path starts from the folder of the file it stands in', () => {
  const { config, folder } = load({ toml: 'data = "here"' });
  assert.equal(config.data, join(folder, 'here'));
});

test('lists are arrays in the file, split at commas elsewhere, and a flag may be repeated', () => {
  assert.deepEqual(load({ toml: 'trusted_proxies = [\n "10.0.0.0/8",\n "::1"\n]' }).config.trustedProxies, ['10.0.0.0/8', '::1']);
  assert.deepEqual(load({ env: { REEVE_TRUSTED_PROXIES: '10.0.0.0/8, ::1' } }).config.trustedProxies, ['10.0.0.0/8', '::1']);
  assert.deepEqual(load({ argv: ['--trusted-proxies=10.0.0.0/8', '--trusted-proxies', '::1'] }).config.trustedProxies, ['10.0.0.0/8', '::1']);
});

test('variables that Kubernetes makes for a service called reeve are left alone', () => {
  const env = { REEVE_SERVICE_HOST: '10.0.0.1', REEVE_SERVICE_PORT: '9443', REEVE_PORT: 'tcp://10.0.0.1:9443', REEVE_PORT_9443_TCP_ADDR: '10.0.0.1' };
  assert.equal(load({ env }).config.port, 9443);
});

test('TLS may be off on loopback and behind a named proxy', () => {
  for (const argv of [
    ['--host', '127.0.0.1'],
    ['--host', '::1'],
    ['--host', 'localhost'],
    ['--trusted-proxies', '10.0.0.0/8'],
  ]) {
    assert.equal(load({ argv: ['--tls', 'off', ...argv] }).config.tls, 'off');
  }
});

const refused: readonly (readonly [string, Given, RegExp])[] = [
  ['an unknown key with its line and the nearest right one', { toml: '# x\n\nprot = 1' }, /reeve\.toml, line 3: there is no key prot\. Did you mean port\?$/],
  ['a key far from all others without a guess', { toml: 'xylophone_quartet = 1' }, /line 1: there is no key xylophone_quartet\.$/],
  ['a key that also stands inside a multi-line text, at its true line', { toml: 'admin_user = """\nprot = 1\n"""\nprot = 2' }, /line 4: there is no key prot/],
  ['a quoted key', { toml: '\n"prot" = 1' }, /line 2: there is no key prot/],
  ['a table, with the key to write instead', { toml: '\n[argon2]\nmemory_kib = 1' }, /line 2: there are no tables here; write argon2_memory_kib = …/],
  ['a broken line', { toml: 'port = 1\nhost = ' }, /reeve\.toml, line [23]: .+\.$/],
  ['a key given twice', { toml: 'port = 1\nport = 2' }, /line 2: trying to redefine/],
  ['a text for a number', { toml: 'log_level = "warn"\nport = "9443"' }, /line 2: port takes a whole number from 0 to 65535, not "9443"\.$/],
  ['a fraction for a whole number', { toml: 'port = 1.5' }, /takes a whole number from 0 to 65535, not 1\.5\.$/],
  ['a number beyond its range', { env: { REEVE_PORT: '70000' } }, /^Environment: REEVE_PORT takes a whole number from 0 to 65535, not 70000\.$/],
  ['words for a number', { env: { REEVE_PORT: 'many' } }, /REEVE_PORT takes a whole number from 0 to 65535, not "many"\.$/],
  ['a word that is not offered', { argv: ['--log-format=prety'] }, /--log-format takes "auto", "json" or "pretty", not "prety"\. Did you mean "pretty"\?$/],
  ['a boolean for a word', { toml: 'tls = true' }, /tls takes "on" or "off", not true/],
  ['a text for a list', { toml: 'trusted_proxies = "10.0.0.0/8"' }, /takes a list of networks such as .* not "10\.0\.0\.0\/8"/],
  ['a network with bits behind its prefix', { env: { REEVE_TRUSTED_PROXIES: '10.1.2.3/8' } }, /without bits behind the prefix, not "10\.1\.2\.3\/8"/],
  ['an address that is none', { argv: ['--host', '1.2.3'] }, /--host takes an IP address or a host name, not "1\.2\.3"/],
  ['a base URL with a path', { argv: ['--base-url', 'https://a.example/x'] }, /takes a URL without a path/],
  ['a metrics address without a port', { argv: ['--metrics-listen', '127.0.0.1'] }, /takes an address and a port/],
  [
    'an unknown variable with the nearest right one',
    { env: { REEVE_PROT: '1' } },
    /^Environment: there is no variable REEVE_PROT\. Did you mean REEVE_PORT\?$/,
  ],
  ['an unknown flag with the nearest right one', { argv: ['--prot=1'] }, /^Flags: there is no flag --prot\. Did you mean --port\?$/],
  ['a flag without its value', { argv: ['--port'] }, /^Flags: --port needs a value\.$/],
  ['a flag given twice', { argv: ['--port=1', '--port=2'] }, /--port was given 2 times/],
  ['a password as a flag', { argv: ['--admin-password=hunter2hunter2'] }, /there is no flag --admin-password/],
  ['TLS off towards a network', { argv: ['--tls=off'] }, /tls = "off" needs a loopback host/],
  ['half a certificate', { argv: ['--tls-cert=/x.pem'] }, /tls_cert and tls_key belong together/],
  ['an idle time above the whole', { toml: 'session_idle_hours_max = 13' }, /session_idle_hours_max must not be above/],
  ['an administrator without a password', { env: { REEVE_ADMIN_USER: 'admin' } }, /admin_user needs admin_password_file/],
];

for (const [what, given, says] of refused) {
  test(`the configuration refuses ${what}`, () => {
    assert.throws(
      () => load(given),
      (error: unknown) => {
        assert.ok(error instanceof ConfigFault, String(error));
        assert.match(error.message, says);
        assert.doesNotMatch(error.message, /\n/);
        return true;
      },
    );
  });
}

test('a wrong secret is refused without being repeated', () => {
  const wrong: Given[] = [
    { env: { REEVE_DATABASE: 'mysql://me:hunter2@db/x' } },
    { toml: 'admin_password = ["hunter2"]' },
    { argv: ['--database', 'hunter2'] },
  ];
  for (const given of wrong) {
    assert.throws(
      () => load(given),
      (error: unknown) => error instanceof ConfigFault && !error.message.includes('hunter2'),
    );
  }
});

test('a file that was named must be there', () => {
  assert.throws(() => loadConfig({ argv: [], env: {}, file: '/nowhere/reeve.toml' }), /\/nowhere\/reeve\.toml: this file cannot be read \(ENOENT\)/);
  assert.throws(() => loadConfig({ argv: [], env: { REEVE_CONFIG: '/nowhere/else.toml' } }), /else\.toml: this file cannot be read/);
});

test('every setting has a group, a sentence and a default that it accepts itself', () => {
  for (const { fact, description, fallback, toml } of settings()) {
    assert.match(description, /\.$/, toml);
    assert.ok(fact.group.length > 0 && fallback !== undefined, toml);
  }
});

test('docs/configuration.md is what the schema prints', () => {
  assert.equal(
    readFileSync(new URL('../docs/configuration.md', import.meta.url), 'utf8'),
    configurationDocs(),
    'print it again: bin/reeve docs configuration --write',
  );
});
