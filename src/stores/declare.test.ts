import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, it } from 'node:test';
import { ConfigFault, loadConfig } from '#config.ts';
import { Refusal } from '#errors.ts';
import { unseal } from '#sealing.ts';
import { onBothDatabases } from '../../test/databases.ts';
import { Directory, driveOf } from '../../test/directory.ts';
import { openTestWorld, type TestWorld } from '../../test/world.ts';
import { storeActions } from './actions.ts';
import { declareStores } from './declare.ts';
import { storeByDomain } from './queries.ts';
import { boundTo } from './settings.ts';

onBothDatabases('Declared stores', (open) => {
  const directory = new Directory();
  const folder = mkdtempSync(join(tmpdir(), 'reeve-declared-'));
  const file = join(folder, 'reeve.toml');
  let test: TestWorld;
  before(async () => {
    test = await openTestWorld(open, { drive: driveOf({ here: directory }) });
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  const section = (domain: string, more = '', settings = '') =>
    `[stores.${domain}]\nkind = "ldap"\nsync_minutes = 0\n${more}\n[stores.${domain}.settings]\nurls = ["ldaps://here"]\n${settings}\n`;
  /** What a server does that starts with this file. */
  const start = async (toml: string) => {
    writeFileSync(file, toml);
    const { stores } = loadConfig({ argv: [], env: {}, file });
    await declareStores({ ...test.world, config: { ...test.world.config, stores } });
  };
  const run = async (name: string, input: unknown): Promise<Record<string, unknown>> => {
    const found = storeActions.find(({ operation }) => operation.name === `stores.${name}`);
    assert.ok(found);
    const answer: unknown = await found.run(test.world, test.admin, input);
    assert.ok(typeof answer === 'object' && answer !== null);
    return { ...answer };
  };
  const row = async (domain: string) => {
    const found = await storeByDomain(test.world.db.read, domain.toLowerCase());
    assert.ok(found, `there is no store ${domain}`);
    return found;
  };
  const show = async (domain: string) => run('show', { id: (await row(domain)).id });
  const newest = async () => test.world.db.read.selectFrom('journal').selectAll().orderBy('number', 'desc').executeTakeFirstOrThrow();
  const isDeclared = (thrown: unknown) => thrown instanceof Refusal && thrown.code === 'store.declared' && thrown.message.includes(file);

  it('are made by the host, shown as declared, and journaled only when something changes', async () => {
    writeFileSync(join(folder, 'secret'), 'first secret\n');
    const toml = section('ONE', 'password_file = "secret"\nwritable = true\nposition = 3');
    await start(toml);
    const { actor_id: actor, operation, number } = await newest();
    assert.deepEqual([actor, operation], ['host:reeve.toml', 'stores.add']);
    const shown = await show('ONE');
    assert.deepEqual([shown.declared, shown.declaredIn, shown.writable, shown.position, shown.hasPassword, shown.enabled], [true, file, true, 3, true, true]);
    await start(toml);
    assert.equal((await newest()).number, number, 'the same file changes nothing');
    await start(section('ONE', 'password_file = "secret"\nposition = 4'));
    assert.deepEqual([(await newest()).operation, (await show('ONE')).position, (await show('ONE')).writable], ['stores.edit', 4, false]);
    writeFileSync(join(folder, 'secret'), 'second secret\n');
    await start(section('ONE', 'password_file = "secret"\nposition = 4'));
    const { id, secret } = await row('ONE');
    assert.equal(unseal(test.world, secret, boundTo(id)), 'second secret');
    assert.equal(JSON.stringify(await test.world.db.read.selectFrom('journal_images').selectAll().execute()).includes('second secret'), false);
  });

  it('are refused to be edited, switched and deleted elsewhere, with the file to change', async () => {
    await start(section('TWO'));
    const { id } = await row('TWO');
    for (const name of ['edit', 'enable', 'disable', 'delete']) await assert.rejects(run(name, { id }), isDeclared, name);
    assert.equal((await run('synchronise', { id })).state, 'waiting');
  });

  it('are disabled and enabled by the file', async () => {
    await start(section('THREE', 'enabled = false'));
    assert.equal((await row('THREE')).enabled, 0);
    await start(section('THREE'));
    assert.deepEqual([(await row('THREE')).enabled, (await newest()).operation], [1, 'stores.enable']);
    await start(section('THREE', 'enabled = false'));
    assert.deepEqual([(await row('THREE')).enabled, (await newest()).operation], [0, 'stores.disable']);
  });

  it('are edited like any other when their section is gone, and lose nothing', async () => {
    await start(section('FOUR', '', 'userBase = "dc=four"'));
    const declared = await row('FOUR');
    await start('');
    const { id, settings, enabled, declared_in: declaredIn } = await row('FOUR');
    assert.deepEqual([id, settings, enabled, declaredIn], [declared.id, declared.settings, 1, '']);
    const { number } = await newest();
    await start('');
    assert.equal((await newest()).number, number);
    assert.equal((await run('edit', { id, description: 'by hand' })).description, 'by hand');
    await run('disable', { id });
    await run('delete', { id });
  });

  it('take over a store of that domain and kind, with what is kept of it', async () => {
    const made = await run('add', { domain: 'FIVE', kind: 'ldap', settings: { urls: ['ldaps://here'] }, password: 'kept', syncMinutes: 0 });
    await start(section('FIVE', 'description = "of the file"'));
    const shown = await show('FIVE');
    assert.deepEqual([shown.id, shown.declaredIn, shown.description, shown.hasPassword], [made.id, file, 'of the file', true]);
  });

  it('stop the start with their line where only now shows what is wrong', async () => {
    const wrong = async (toml: string, says: RegExp) =>
      assert.rejects(
        start(toml),
        (thrown: unknown) => thrown instanceof ConfigFault && thrown.message.startsWith(`${file}, line 1: `) && says.test(thrown.message),
      );
    await run('add', { domain: 'SIX', kind: 'ldap', settings: { urls: ['ldaps://here'] }, syncMinutes: 0 });
    await wrong('[stores.SIX]\nkind = "sql"\nsettings = { host = "h", database = "d", user = "u" }', /SIX is of the kind ldap, and stays so/);
    await wrong(section('PRIMARY'), /PRIMARY/);
    await wrong(section('"no space"'), /A domain has letters/);
    await wrong(section('SEVEN', 'password_file = "absent"'), /absent cannot be read \(ENOENT\)\.$/);
    await wrong(section('SEVEN').replace('ldaps://here', 'ldaps://nowhere'), /There is no such directory/);
  });

  it('may be silent at the start', async () => {
    directory.trouble = 'unreachable';
    await start(section('EIGHT'));
    assert.equal((await show('EIGHT')).declared, true);
    directory.trouble = 'none';
  });
});
