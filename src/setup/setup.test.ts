import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { it } from 'node:test';
import { pino } from 'pino';
import { openWorld } from '#open-world.ts';
import { onBothDatabases } from '../../test/databases.ts';
import { testConfig } from '../../test/world.ts';
import { finishSetup } from './finish.ts';
import { finishThroughLink, goOnWithLink, lookAtLink, openSetup, reopenSetup } from './link.ts';
import { finishSetupUnattended } from './unattended.ts';

const administrator = { userName: 'admin', password: 'tulip-9 Orchard kettle' };
const refused = (code: string) => ({ name: 'Refusal', code });

onBothDatabases('set-up', (open) => {
  const begin = async (env: Record<string, string> = {}) => {
    const { database, url, dataFolder } = await open();
    let turned = 0;
    const config = { ...testConfig(dataFolder, url), ...env };
    const world = await openWorld({ config, database, log: pino({ level: 'silent' }), now: () => Date.now() + turned, random: randomBytes });
    return {
      world,
      dataFolder,
      turn: (milliseconds: number) => {
        turned += milliseconds;
      },
    };
  };
  const secretOf = (path: string) => path.split('/').at(-1) ?? '';

  it('gives a link in a file of its owner, binds it to the first browser, and works once', async () => {
    const { world, dataFolder } = await begin();
    const link = await openSetup(world, 'https://reeve.test');
    assert.ok(link);
    const file = join(dataFolder, 'setup-link');
    assert.equal((await readFile(file, 'utf8')).trim(), link.url);
    assert.equal((await stat(file)).mode & 0o777, 0o600);
    const secret = secretOf(link.path);
    for (let at = 0; at < 3; at++) assert.deepEqual(await lookAtLink(world, secret, undefined), { first: true, reopened: false });
    await assert.rejects(finishThroughLink(world, { secret, browser: 'x' }, administrator), refused('setup.link-refused'));
    const browser = await goOnWithLink(world, secret);
    await assert.rejects(goOnWithLink(world, secret), refused('setup.link-refused'));
    await assert.rejects(lookAtLink(world, secret, 'another browser'), refused('setup.link-refused'));
    await assert.rejects(finishThroughLink(world, { secret, browser }, { ...administrator, password: 'short' }), refused('password.rejected'));
    const { userId } = await finishThroughLink(world, { secret, browser }, administrator);
    assert.equal((await world.authorizer.may(userId, '/permission', world.now())).allowed, true);
    await assert.rejects(lookAtLink(world, secret, browser), refused('setup.closed'));
    await assert.rejects(readFile(file), { code: 'ENOENT' });
    assert.equal(await openSetup(world), null);
    await assert.rejects(finishSetup(world, { ...administrator, userName: 'second' }), refused('setup.closed'));
  });

  it('lets a link die after its time and when a newer one is made', async () => {
    const { world, turn } = await begin();
    const old = secretOf((await openSetup(world))?.path ?? '');
    const link = secretOf((await openSetup(world))?.path ?? '');
    await assert.rejects(lookAtLink(world, old, undefined), refused('setup.link-refused'));
    turn(30 * 60_000);
    await assert.rejects(lookAtLink(world, link, undefined), refused('setup.link-refused'));
  });

  it('makes one administrator of two who finish at once', async () => {
    const { world } = await begin();
    const both = await Promise.allSettled([finishSetup(world, administrator), finishSetup(world, { ...administrator, userName: 'other' })]);
    assert.deepEqual(both.map(({ status }) => status).sort(), ['fulfilled', 'rejected']);
    assert.equal((await world.db.read.selectFrom('users').select('no').execute()).length, 1);
    assert.equal((await world.db.read.selectFrom('journal').select('operation').execute()).length, 1);
  });

  it('lets the host bring a locked administrator back, journaled, and ends what he was signed in with', async () => {
    const { world } = await begin();
    const first = await finishSetup(world, administrator);
    await world.db.write((tx) => tx.updateTable('users').set({ locked_at: 1, disabled_at: 1, deleted_at: 1 }).execute());
    const secret = secretOf((await reopenSetup(world)).path);
    const browser = await goOnWithLink(world, secret);
    const back = await finishThroughLink(world, { secret, browser }, { userName: 'ADMIN', password: 'another Walnut 12 door' });
    assert.equal(back.userId, first.userId);
    assert.equal(back.epoch, first.epoch + 1);
    assert.equal((await world.authorizer.may(first.userId, '/permission', world.now())).allowed, true);
    const entries = await world.db.read.selectFrom('journal').select(['operation', 'door', 'actor_id']).orderBy('number').execute();
    assert.deepEqual(
      entries.map((entry) => ({ ...entry })),
      Array(2).fill({ operation: 'setup.finish', door: 'setup', actor_id: 'host:setup' }),
    );
  });

  it('stays shut when its administrator, and everybody else, is gone (CVE-2023-46249)', async () => {
    const { world, dataFolder } = await begin();
    const link = await openSetup(world);
    await finishSetup(world, administrator);
    await world.db.write((tx) => tx.deleteFrom('users').execute());
    assert.equal((await world.db.read.selectFrom('users').select('no').execute()).length, 0);
    assert.equal(await openSetup(world), null);
    await assert.rejects(lookAtLink(world, secretOf(link?.path ?? ''), undefined), refused('setup.closed'));
    await assert.rejects(finishSetup(world, administrator), refused('setup.closed'));
    const file = join(dataFolder, 'password');
    await writeFile(file, administrator.password);
    assert.equal(await finishSetupUnattended({ ...world, config: { ...world.config, adminUser: 'root-admin', adminPasswordFile: file } }), null);
  });

  it('finishes unattended from the configuration, once', async () => {
    const { world, dataFolder } = await begin();
    const file = join(dataFolder, 'password');
    await writeFile(file, `${administrator.password}\nsecond line\n`);
    const named = { ...world, config: { ...world.config, adminUser: 'root-admin', adminPasswordFile: file } };
    assert.ok(await finishSetupUnattended(named));
    assert.equal(await finishSetupUnattended(named), null);
    assert.equal(await finishSetupUnattended(world), null);
  });
});
