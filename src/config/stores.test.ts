import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { ConfigFault, loadConfig } from '#config.ts';

function load(toml: string) {
  const folder = mkdtempSync(join(tmpdir(), 'reeve-config-'));
  try {
    const file = join(folder, 'reeve.toml');
    writeFileSync(file, toml);
    return { file, folder, stores: loadConfig({ argv: [], env: {}, file }).stores };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const whole = `port = 1
[stores.corp]
kind = "ldap"
password_file = "secret"
enabled = false
sync_minutes = 5
[stores.corp.settings]
urls = [
  "ldaps://one",
]
userBase = "dc=x"
`;

test('a store is declared whole: what is not said has its default', () => {
  const { stores, folder, file } = load(whole);
  const [store] = stores;
  assert.equal(stores.length, 1);
  assert.deepEqual(
    [store?.domain, store?.kind, store?.enabled, store?.passwordFile, store?.file, store?.place],
    ['CORP', 'ldap', false, join(folder, 'secret'), file, `${file}, line 2`],
  );
  assert.deepEqual([store?.living.syncMinutes, store?.living.brakePercent, store?.living.writable], [5, 10, false]);
  assert.deepEqual([store?.settings.urls, store?.settings.userBase, store?.settings.userName], [['ldaps://one'], 'dc=x', 'uid']);
});

test('settings may be written in the section too', () => {
  assert.equal(load('[stores.A]\nkind = "ldap"\nsettings.urls = ["ldaps://a"]\nsettings.pageSize = 50').stores[0]?.settings.pageSize, 50);
});

test('a file without stores declares none', () => assert.deepEqual(load('port = 1').stores, []));

const refused: readonly (readonly [string, string, RegExp])[] = [
  ['an unknown key', whole.replace('sync_minutes', 'sync_minuts'), /line 6: there is no key sync_minuts\. Did you mean sync_minutes\?$/],
  ['an unknown setting', whole.replace('userBase', 'usrBase'), /line 11: there is no setting usrBase of the kind ldap\. Did you mean userBase\?$/],
  ['a setting outside of them', whole.replace('sync_minutes = 5', 'userBase = "x"'), /line 6: userBase is a setting: write settings\.userBase = …\.$/],
  ['a number beyond its range', whole.replace('= 5', '= 10081'), /line 6: sync_minutes takes a whole number from 0 to 10080\.$/],
  [
    'a text for a list, where it begins',
    whole.replace('[\n  "ldaps://one",\n]', '"ldaps://one"'),
    /line 8: settings\.urls takes a list of one or more texts\.$/,
  ],
  ['a list with a number in it', whole.replace('"ldaps://one"', '1'), /line 8: settings\.urls takes a list/],
  ['a word that is not offered', `${whole}userScope = "all"\n`, /line 12: settings\.userScope takes one of "sub", "one"\.$/],
  ['no kind', '\n[stores.A]\n', /line 2: the store A needs a kind: one of "ldap", "active-directory", "sql"\.$/],
  ['a kind that is none', '[stores.A]\n\nkind = "tape"', /line 3: kind takes one of "ldap"/],
  ['a setting that is needed', '\n[stores.A]\nkind = "ldap"', /line 2: the store A needs settings\.urls: a list of one or more texts\.$/],
  ['one store twice', `${whole}[stores.CORP]\nkind = "ldap"`, /line 12: the store CORP is declared twice\.$/],
  ['a section that is none', '[stores]\nA = 1', /line 2: A takes a section \[stores\.A\]\.$/],
  ['stores that are none', 'stores = 1', /line 1: stores takes sections such as \[stores\.CORP\]\.$/],
  ['another table', '\n[store.CORP]\nkind = "ldap"', /line 2: there is no table store\. Did you mean \[stores\.CORP\]\?$/],
];

for (const [what, toml, says] of refused) {
  test(`the configuration refuses of stores: ${what}`, () => {
    assert.throws(
      () => load(toml),
      (error: unknown) => error instanceof ConfigFault && says.test(error.message) && !error.message.includes('\n'),
      toml,
    );
  });
}

test('a password is refused without being repeated', () => {
  assert.throws(
    () => load(whole.replace('sync_minutes = 5', 'password = "hunter2"')),
    (error: unknown) => error instanceof ConfigFault && /line 6: .*password_file\.$/.test(error.message) && !error.message.includes('hunter2'),
  );
});
