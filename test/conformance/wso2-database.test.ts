// Reeve over a WSO2 user store as it stands in PostgreSQL: its users are listed, hold roles by WSO2's own, sign in with the passwords they have, and change them there.
import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';
import { authenticate } from '#authentication/authenticate.ts';
import { changeRolesOfGroup } from '#groups/change-roles-of-group.ts';
import { addStore } from '#stores/add-store.ts';
import { blankSettings } from '#stores/settings-contract.ts';
import { previewStore } from '#stores/try-store.ts';
import { runSynchroniser, type Synchroniser } from '#synchronise/runner.ts';
import { resetPassword } from '#users/reset-password.ts';
import { onSqlite } from '../databases.ts';
import { type People, peopleOf, refused } from '../people.ts';
import { openTestWorld, type TestWorld } from '../world.ts';
import { fill, seedGroup } from './outside/sql.ts';
import { type Ground, postgresGround } from './outside/sql-servers.ts';
import { wso2Tables } from './outside/wso2-tables.ts';
import { password } from './stores/implementation.ts';

onSqlite('A database of WSO2', (open) => {
  let test: TestWorld;
  let people: People;
  let ground: Ground;
  let synchroniser: Synchroniser;
  before(async () => {
    [test, ground] = await Promise.all([openTestWorld(open), postgresGround()]);
    people = peopleOf(test);
    synchroniser = runSynchroniser(test.world);
    await fill(ground.owner, wso2Tables(ground.owner, 'postgres'));
  });
  after(async () => {
    await synchroniser?.stop();
    await test?.world.stores.close();
    await ground?.stop();
  });
  const settings = () => {
    const { secret, ...place } = ground.place;
    return { kind: 'sql' as const, settings: { ...blankSettings.sql, ...place, preset: 'wso2' as const }, password: secret };
  };
  const tried = (typedName: string, given: string) => authenticate(test.world, { typedName, password: given, network: '198.51.100.0/24', door: 'sign-in' });
  const user = (name: string) => test.world.db.read.selectFrom('users').selectAll().where('user_name', '=', name).executeTakeFirstOrThrow();

  it('needs its address and nothing else to be shown as it would be mapped', async () => {
    const { users, groups, skipped } = await people.run(previewStore, test.admin, settings());
    assert.deepEqual([users.length, users[0]?.name, users[0]?.mail, users[0]?.shownName], [10, 'seed-001', 'seed-001@example.test', '1 Seed']);
    assert.deepEqual([groups, skipped], [[{ address: groups[0]?.address ?? '', name: seedGroup, members: 10 }], []]);
  });

  it('takes whoever has more rows of an attribute than one answer holds, with the first of them, and all the others of his page', async () => {
    await ground.owner.run(
      `insert into UM_USER_ATTRIBUTE (UM_ATTR_NAME, UM_ATTR_VALUE, UM_PROFILE_ID, UM_USER_ID, UM_TENANT_ID)
        select 'title', to_char(n, 'FM0000'), 'default', (select UM_ID from UM_USER where UM_USER_NAME = 'seed-002' and UM_TENANT_ID = -1234), -1234
        from generate_series(9000, 1, -1) as n`,
    );
    const { kind, settings: whole, password: secret } = settings();
    const mapped = { ...whole, mapping: { mail: 'mail', title: 'title' } };
    const { users, skipped } = await people.run(previewStore, test.admin, { kind, settings: mapped, password: secret });
    assert.deepEqual(
      skipped.map(({ says }) => says),
      ['The value title of seed-002 has more than 50 values; the others are left out.'],
    );
    assert.deepEqual(
      users.map(({ name, mail }) => mail === `${name}@example.test`),
      Array(10).fill(true),
    );
    assert.deepEqual(users[1]?.values.title?.slice(0, 2), ['0001', '0002']);
    await ground.owner.run("delete from UM_USER_ATTRIBUTE where UM_ATTR_NAME = 'title'");
  });

  it('lets its users in, with the roles that WSO2’s give them here, and asks for another password where WSO2 does', async () => {
    await people.run(addStore, test.admin, { domain: 'WSO2', ...settings(), writable: true, syncMinutes: 0 });
    await synchroniser.idle();
    const group = await test.world.db.read.selectFrom('groups').selectAll().where('name', '=', seedGroup).executeTakeFirstOrThrow();
    await people.run(changeRolesOfGroup, test.admin, {
      id: group.id,
      give: [{ role: await people.role('publishes', '/permission/admin/manage/api/publish') }],
    });
    const may = async (name: string) =>
      (await test.world.authorizer.may((await user(name)).id, '/permission/admin/manage/api/publish', test.clock.now())).allowed;
    assert.deepEqual([await may('seed-003'), await may('seed-100')], [true, false]);
    const signedIn = await tried('WSO2/seed-003', password);
    assert.deepEqual([signedIn.user.domain, signedIn.mustChoose], ['WSO2', false]);
    await refused('signin.refused', tried('seed-003', `${password}.`));
    await refused('signin.refused', tried('seed-004', 'Other-5-Tenant!'));
    await ground.owner.run("update UM_USER set UM_REQUIRE_CHANGE = true where UM_USER_NAME = 'seed-005'");
    assert.equal((await tried('seed-005', password)).mustChoose, true);
  });

  it('gets a new password as WSO2 would have written it', async () => {
    await people.run(resetPassword, test.admin, { id: (await user('seed-006')).id, password: 'Crocus-7-Meadow!' });
    await refused('signin.refused', tried('seed-006', password));
    const signedIn = await tried('seed-006', 'Crocus-7-Meadow!');
    assert.deepEqual([signedIn.user.user_name, signedIn.mustChoose], ['seed-006', true]);
    const [row] = await ground.owner.rows(
      "select length(UM_USER_PASSWORD), length(UM_SALT_VALUE), UM_CHANGED_TIME > '2026-01-01' from UM_USER where UM_USER_NAME = 'seed-006'",
    );
    assert.deepEqual(row, [44, 24, true]);
  });
});
