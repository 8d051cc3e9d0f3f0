import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { makePostgresDatabase, postgresUrl } from '../databases.ts';
import { openRoom } from './folders.ts';
import { type Place, runReeve } from './server.ts';

/** Nobody answers there. */
const section = `[stores.CORP]
kind = "ldap"
password_file = "corp-password"
sync_minutes = 0

[stores.CORP.settings]
urls = ["ldaps://127.0.0.1:1"]
userBase = "ou=people,dc=example,dc=org"
groupBase = "ou=groups,dc=example,dc=org"
`;

const environment = (file: string) => ({ REEVE_CONFIG: file, REEVE_ADMIN_USER: 'admin', REEVE_ADMIN_PASSWORD: 'tulip-9 Orchard kettle' });

describe('a server whose file declares a user store', () => {
  const room = openRoom();

  async function follow(place: Place, file: string) {
    writeFileSync(join(place.data, 'corp-password'), 'of the store\n');
    writeFileSync(file, section);
    const reeve = (...words: string[]) => runReeve(words, place);
    for (let starts = 0; starts < 2; starts += 1) {
      const server = await room.start(place);
      assert.equal((await server.stop()).code, 0);
    }
    const shown = JSON.parse((await reeve('store', 'show', 'CORP', '--json')).said);
    assert.deepEqual([shown.declaredIn, shown.version, shown.hasPassword], [file, 1, true], 'the second start changed nothing');
    const refused = await reeve('store', 'edit', 'CORP', '--description', 'x');
    assert.match(refused.stderr, new RegExp(`declared in ${file}`));
    assert.notEqual(refused.code, 0);
    writeFileSync(file, section.replace('userBase', 'usrBase'));
    const wrong = await reeve('serve');
    assert.deepEqual([wrong.code, /line 8: there is no setting usrBase .* Did you mean userBase\?/.test(wrong.stderr)], [3, true], wrong.said);
    writeFileSync(file, '');
    assert.equal((await (await room.start(place)).stop()).code, 0);
    assert.equal((await reeve('store', 'edit', 'CORP', '--description', 'by hand')).code, 0);
  }

  it('starts though the store is silent, keeps it as declared, and lets it go, on SQLite', async () => {
    const data = await room.folder();
    const file = join(data, 'reeve.toml');
    await follow({ data, env: environment(file) }, file);
  });

  it('does so on PostgreSQL', async () => {
    const server = postgresUrl();
    assert.ok(server, 'these tests need a PostgreSQL: REEVE_TEST_POSTGRES');
    const { url: database, drop } = await makePostgresDatabase(server);
    room.undo(drop);
    const data = await room.folder();
    const file = join(data, 'reeve.toml');
    await follow({ data, database, env: environment(file) }, file);
  });
});
