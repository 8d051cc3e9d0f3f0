import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, it } from 'node:test';
import { sql } from 'kysely';
import { onBothDatabases } from '../../test/databases.ts';
import { openTestWorld, type TestWorld } from '../../test/world.ts';
import { runCommandLine } from './run.ts';

const secret = 'of the store, 47 Mules';

onBothDatabases('reeve store', (open, kind) => {
  let test: TestWorld;
  before(async () => {
    test = await openTestWorld(open);
  });
  const folder = mkdtempSync(join(tmpdir(), 'reeve-cli-'));
  after(() => rmSync(folder, { recursive: true, force: true }));
  const fileWith = (name: string, text: string) => {
    const path = join(folder, name);
    writeFileSync(path, text);
    return path;
  };
  const run = (...argv: string[]) => reeve('store', ...argv);
  const reeve = async (...argv: string[]) => {
    const { config } = test.world;
    const env = { REEVE_DATA: config.data, ...(config.database ? { REEVE_DATABASE: config.database } : {}), REEVE_EGRESS_NETWORKS: '127.0.0.0/8' };
    const out: string[] = [];
    const err: string[] = [];
    const code = await runCommandLine({
      argv,
      env,
      stdout: { write: (text) => out.push(text) },
      stderr: { write: (text) => err.push(text) },
    });
    return { code, out: out.join(''), err: err.join('') };
  };
  /** What it answers with --json; it must have been done. */
  const json = async (...argv: string[]) => {
    const { code, out, err } = await run(...argv, '--json');
    assert.equal(code, 0, err);
    return JSON.parse(out);
  };
  const draft = [
    '--preset',
    'openldap',
    '--set',
    'urls=ldaps://127.0.0.1:1',
    '--set',
    'userBase=ou=people,dc=example,dc=org',
    '--set',
    'groupBase=ou=groups,dc=example,dc=org',
    '--map',
    'floor=roomNumber',
  ];

  it('adds, shows, changes, disables and deletes a store, and never says its password', async () => {
    const said: string[] = [];
    const telling = async (...argv: string[]) => {
      const answer = await run(...argv);
      said.push(answer.out, answer.err);
      return answer;
    };
    const made = await telling('add', 'corp', ...draft, '--password-file', fileWith('password', `${secret}\n`), '--sync-minutes', '0', '--writable', 'yes');
    assert.equal(made.code, 0, made.err);
    assert.match((await telling('list')).out, /CORP +ldap +0 +read and written +not read yet/);
    const shown = await telling('show', 'CORP');
    assert.match(shown.out, /userBase +ou=people,dc=example,dc=org\n/);
    assert.match(shown.out, /mapping +\{.*"floor":"roomNumber".*\}\n/);
    assert.match(shown.out, /password +kept\n/);
    const changed = await json('edit', 'corp', '--set', 'userName=cn', '--map', 'floor=', '--outage-days', '2');
    assert.deepEqual(
      [changed.settings.userName, changed.settings.userBase, changed.outageDays, changed.hasPassword, changed.version],
      ['cn', 'ou=people,dc=example,dc=org', 2, true, 2],
    );
    assert.equal((await telling('disable', 'CORP', '--reason', 'moved')).code, 0);
    assert.match((await telling('list')).out, /CORP .* disabled/);
    assert.equal((await telling('enable', 'CORP')).code, 0);
    assert.match((await telling('delete', 'CORP')).err, /Disable it first/);
    await telling('disable', 'CORP');
    assert.match((await telling('delete', 'CORP')).out, /The store CORP is gone/);
    assert.equal(said.join('').includes(secret), false);
    assert.equal(JSON.stringify(await test.world.db.read.selectFrom('journal_images').selectAll().execute()).includes(secret), false);
  });

  it('says what is wrong with what was typed', async () => {
    assert.match((await run('add', 'X')).err, /Say --kind/);
    assert.match((await run('add', 'X', '--kind', 'tape')).err, /Say --kind ldap, active-directory, sql/);
    assert.match((await run('add', 'X', '--preset', 'nothing')).err, /--preset takes one of openldap/);
    assert.match((await run('add', 'X', ...draft, '--set', 'userBase')).err, /--set takes NAME=VALUE/);
    assert.match((await run('add', 'X', ...draft, '--set', 'usrBase=dc=x')).err, /usrBase/);
    assert.match((await run('add', 'X', ...draft, '--writable', 'maybe')).err, /--writable takes yes or no/);
    assert.match((await run('add', 'X', ...draft, '--settings-file', fileWith('odd.json', '{'))).err, /is not JSON/);
    assert.match((await run('add', 'X', ...draft, '--authorities-file', join(folder, 'absent'))).err, /cannot be read \(ENOENT\)/);
    const without = await run('add', 'X', '--preset', 'openldap', '--set', 'urls=ldaps://127.0.0.1:1', '--set', 'userBase=dc=x');
    assert.deepEqual([without.code, /Say the base of groups/.test(without.err)], [40, true], without.err);
    assert.equal((await run('add', 'PRIMARY', ...draft)).code, 40);
    assert.match((await run('show', 'PRIMRY')).err, /Did you mean PRIMARY\?/);
    assert.equal((await run('test', 'PRIMARY')).code, 42);
    assert.equal((await run('add', 'X', '--password', secret, ...draft)).code, 2, 'a password is no flag');
  });

  it('tries and checks a store that does not answer, and says so by its exit code', async () => {
    const tried = await run('test', ...draft);
    assert.deepEqual([tried.code, /works +no\n/.test(tried.out)], [4, true], tried.out + tried.err);
    await json('add', 'dead', ...draft, '--sync-minutes', '0');
    assert.match((await run('edit', 'dead', '--set', 'groupBase=')).err, /Say the base of groups/);
    assert.match((await run('test', 'dead', '--set', 'groupBase=')).out, /works +no\nsays +Say the base of groups/);
    const checked = await run('check');
    assert.deepEqual([checked.code, /fail +DEAD +.*cannot be reached/.test(checked.out)], [4, true], checked.out + checked.err);
    assert.equal((await run('synchronise', 'dead', '--wait')).code, 4);
    assert.match((await reeve('doctor')).out, /(fail|warn) +store DEAD +.*reeve store check DEAD/);
    await json('disable', 'dead');
    assert.deepEqual([(await run('check')).code, (await json('check'))[0].is], [0, 'off']);
    await run('delete', 'dead');
  });

  if (kind === 'postgres')
    it('tries, shows, rehearses, reads and checks a store that answers', async () => {
      const { hostname, port, pathname, username, password } = new URL(test.world.config.database);
      await test.world.db.write(async (tx) => {
        await sql`create table people_elsewhere (id integer primary key, login text, mail text, password text)`.execute(tx);
        await sql`insert into people_elsewhere values (1, 'ada', 'ada@example.org', ''), (2, 'grace', 'grace@example.org', '')`.execute(tx);
      });
      const settings = {
        host: hostname,
        port: Number(port),
        database: pathname.slice(1),
        user: decodeURIComponent(username),
        tls: 'off',
        userTable: 'people_elsewhere',
        userKey: 'id',
        userName: 'login',
        password: 'password',
        mapping: { mail: 'mail' },
      };
      const table = ['--kind', 'sql', '--settings-file', fileWith('table.json', JSON.stringify(settings))];
      const own = password === '' ? [] : ['--password-file', fileWith('own', decodeURIComponent(password))];
      assert.equal((await json('test', ...table, ...own)).works, true);
      assert.match((await run('preview', ...table, ...own)).out, /ada +\S* +ada@example\.org/);
      const { users, added } = await json('rehearse', ...table, ...own);
      assert.deepEqual([users, added], [2, 2]);
      const unmapped = ['--kind', 'sql', '--settings-file', fileWith('unmapped.json', JSON.stringify({ ...settings, userTable: '' }))];
      assert.match((await run('add', 'nothing', ...unmapped, ...own)).err, /Nothing is mapped yet: say which table holds the users/);
      await json('add', 'tables', ...table, ...own, '--sync-minutes', '0');
      const read = await run('synchronise', 'tables', '--full', '--wait');
      assert.deepEqual([read.code, /added +2\n/.test(read.out)], [0, true], read.out + read.err);
      assert.match((await run('edit', 'tables', ...unmapped.slice(2))).err, /Nothing is mapped yet/);
      const checked = await run('check', 'tables');
      assert.deepEqual([checked.code, /ok +TABLES/.test(checked.out)], [0, true], checked.out + checked.err);
      assert.match((await run('synchronise', 'tables')).out, /read as soon as a server takes it up/);
    });

  if (kind === 'postgres')
    it('links users anew whose ids are others since: shown first, then done', async () => {
      assert.match((await run('relink', 'tables')).err, /Say --by name or --by mail/);
      await test.world.db.write((tx) => sql`update people_elsewhere set id = id + 100`.execute(tx));
      const braked = await run('synchronise', 'tables', '--full', '--wait');
      assert.deepEqual([braked.code, /seems to have been rebuilt.*reeve store relink TABLES --by name/.test(braked.err)], [4, true], braked.out + braked.err);
      const shown = await run('relink', 'tables', '--by', 'name');
      assert.match(shown.out, /This would link 2 users and groups of TABLES anew\./);
      assert.match(shown.err, /Say --yes to do it/);
      const done = await run('relink', 'tables', '--by', 'mail', '--yes');
      assert.deepEqual([done.code, /done: 2 done\./.test(done.out)], [0, true], done.out + done.err);
      const read = await run('synchronise', 'tables', '--wait');
      assert.deepEqual([read.code, /state +idle\n/.test(read.out), /seen +2\n/.test(read.out)], [0, true, true], read.out + read.err);
    });
});
