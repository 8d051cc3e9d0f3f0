// Reeve over a real OpenLDAP: from the settings somebody types to rows, roles, sign-in, and what happens when the directory changes, lies, or is away.
// On SQLite; that the rows are right on both databases is held by src/synchronise and src/authentication.
import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { performer } from '#actions.ts';
import { authenticate } from '#authentication/authenticate.ts';
import { changeRolesOfGroup } from '#groups/change-roles-of-group.ts';
import { carryOut } from '#jobs/carry-out.ts';
import { runJobs } from '#jobs/runner.ts';
import { addStore } from '#stores/add-store.ts';
import type { StoreDetails } from '#stores/contract.ts';
import { editStore } from '#stores/edit-store.ts';
import { previewStore, testStore } from '#stores/try-store.ts';
import { rehearseStore } from '#synchronise/rehearse.ts';
import { rehearseRelink } from '#synchronise/relink/rehearse.ts';
import { runSynchroniser, type Synchroniser } from '#synchronise/runner.ts';
import { onSqlite } from '../databases.ts';
import { goodPassword, type People, peopleOf, refused } from '../people.ts';
import { base, groups, service, userPassword } from '../servers/slapd.ts';
import { openTestWorld, type TestWorld } from '../world.ts';
import { ldapSettings, startSlapdImplementation } from './outside/slapd.ts';

onSqlite('Living with a directory', (open) => {
  let test: TestWorld;
  let people: People;
  let there: Awaited<ReturnType<typeof startSlapdImplementation>>;
  let synchroniser: Synchroniser;
  let store: StoreDetails;
  before(async () => {
    [test, there] = await Promise.all([openTestWorld(open), startSlapdImplementation({ seeded: 120 })]);
    people = peopleOf(test);
    synchroniser = runSynchroniser(test.world);
  });
  after(async () => {
    await synchroniser?.stop();
    await test?.world.stores.close();
    await there?.stop();
  });
  const settings = (more = {}) => ({ ...ldapSettings(there.slapd, more) });
  const tried = (typedName: string, password: string) => authenticate(test.world, { typedName, password, network: '198.51.100.0/24', door: 'sign-in' });
  const again = async (id: string) => {
    await test.world.db.write((tx) => tx.updateTable('store_states').set({ due_at: 1, state: 'waiting' }).execute());
    await synchroniser.idle();
    await test.world.changes.poll();
    return test.world.db.read
      .selectFrom('store_states')
      .innerJoin('stores', 'stores.no', 'store_no')
      .selectAll('store_states')
      .where('stores.id', '=', id)
      .executeTakeFirstOrThrow();
  };
  const user = (name: string) => test.world.db.read.selectFrom('users').selectAll().where('user_name', '=', name).executeTakeFirstOrThrow();
  const mayPublish = async (name: string) =>
    (await test.world.authorizer.may((await user(name)).id, '/permission/admin/manage/api/publish', test.clock.now())).allowed;

  it('tries the connection first: the certificate that answers, and a failure in one sentence', async () => {
    const works = await people.run(testStore, test.admin, { kind: 'ldap', settings: settings(), password: service.password });
    assert.deepEqual([works.works, works.certificate !== null], [true, true], works.says);
    const unknownAuthority = await people.run(testStore, test.admin, { kind: 'ldap', settings: settings({ authorities: '' }), password: service.password });
    assert.deepEqual([unknownAuthority.works, unknownAuthority.certificate !== null], [false, true]);
    const wrongPassword = await people.run(testStore, test.admin, { kind: 'ldap', settings: settings(), password: 'not this' });
    assert.equal(wrongPassword.works, false);
    assert.ok(!JSON.stringify([unknownAuthority, wrongPassword]).includes(service.password));
  });

  it('shows the first entries as they would be mapped, and rehearses the whole', async () => {
    const preview = await people.run(previewStore, test.admin, { kind: 'ldap', settings: settings(), password: service.password });
    assert.equal(preview.users.length, 10);
    assert.ok(preview.users.every(({ mail, values }) => mail.endsWith('@example.test') && values.familyName?.[0] === 'Seed'));
    assert.deepEqual(
      preview.groups.map(({ name, members }) => [name, members]),
      [['seed-group', 10]],
    );
    const found = await people.run(rehearseStore, test.admin, { kind: 'ldap', settings: settings(), password: service.password });
    assert.deepEqual([found.users, found.added, found.groups, found.clashes], [120, 120, 1, 0]);
  });

  it('reads users and groups, and roles of Reeve hold for them, through nested groups too', async () => {
    await there.outside.addGroup('everybody', { users: [], groups: ['seed-group'] });
    store = await people.run(addStore, test.admin, {
      domain: 'LDAP',
      kind: 'ldap',
      settings: settings(),
      password: service.password,
      writable: true,
      syncMinutes: 0,
    });
    assert.ok(!JSON.stringify(store).includes(service.password));
    await synchroniser.idle();
    const group = await test.world.db.read.selectFrom('groups').selectAll().where('name', '=', 'everybody').executeTakeFirstOrThrow();
    const role = await people.role('publishes', '/permission/admin/manage/api/publish');
    await people.run(changeRolesOfGroup, test.admin, { id: group.id, give: [{ role }] });
    assert.deepEqual([await mayPublish('seed-003'), await mayPublish('seed-100')], [true, false]);
  });

  it('lets them sign in with their own passwords', async () => {
    assert.equal((await tried('LDAP/seed-003', userPassword)).user.domain, 'LDAP');
    assert.equal((await tried('SEED-004', userPassword)).user.user_name, 'seed-004');
    await refused('signin.refused', tried('seed-003', 'not his'));
    await refused('signin.refused', tried('seed-003', ''));
    assert.equal((await tried('seed-005', userPassword)).mustChoose, false);
    await there.outside.requireChange?.('seed-005');
    assert.equal((await tried('seed-005', userPassword)).mustChoose, true, 'the directory asks for another, and may be written');
  });

  it('follows what changes there: a rename is the same user, a group that somebody leaves takes what it gave', async () => {
    const before = await user('seed-006');
    await there.outside.rename('seed-006', 'married');
    await there.outside.removeUserFromGroup('seed-group', 'seed-003');
    const run = await again(store.id);
    assert.deepEqual([run.state, run.full_run, (await user('married')).id], ['idle', 0, before.id]);
    assert.equal(await mayPublish('seed-003'), false);
    assert.equal((await tried('married', userPassword)).user.id, before.id);
  });

  it('takes whoever left to the recycle bin, and nobody when the base is wrong or another directory answers', async () => {
    await there.outside.deleteUser('seed-010');
    assert.equal((await again(store.id)).vanished, 1);
    assert.ok((await user('seed-010')).deleted_at > 0);
    await people.run(editStore, test.admin, { id: store.id, settings: settings({ userBase: groups }) });
    const braked = await again(store.id);
    assert.equal(braked.state, 'braked', braked.says);
    await people.run(editStore, test.admin, { id: store.id, settings: settings({ userBase: `ou=nowhere,${base}` }) });
    const failed = await again(store.id);
    assert.equal(failed.state, 'failed', failed.says);
    const { n } = await test.world.db.read
      .selectFrom('users')
      .select((row) => row.fn.countAll<number>().as('n'))
      .where('deleted_at', '>', 0)
      .executeTakeFirstOrThrow();
    assert.equal(Number(n), 1);
    await people.run(editStore, test.admin, { id: store.id, settings: settings() });
    assert.equal((await again(store.id)).state, 'idle');
  });

  it('goes on without it: rows stay, PRIMARY signs in, and it is used again as soon as it is back', async () => {
    await people.person('of.primary');
    await there.slapd.pause();
    await refused('signin.unsure', tried('seed-020', userPassword));
    assert.equal((await tried('of.primary', goodPassword)).user.domain, 'PRIMARY');
    const failed = await again(store.id);
    assert.deepEqual([failed.state, failed.failing_since > 0], ['failed', true]);
    await there.slapd.resume();
    test.clock.turn(61_000);
    await test.world.changes.poll();
    assert.equal((await tried('seed-020', userPassword)).user.domain, 'LDAP');
    assert.equal((await again(store.id)).state, 'idle');
  });

  it('is rebuilt under new ids: nobody vanishes, and everybody is linked again by his mail, with roles, groups and password', async () => {
    const [married, gone] = [await user('married'), await user('seed-010')];
    test.clock.turn(1_000);
    await there.slapd.rebuild();
    await there.outside.addGroup('seed-group', { users: ['seed-001', 'seed-004'], groups: [] });
    await there.outside.addGroup('everybody', { users: [], groups: ['seed-group'] });
    assert.equal((await again(store.id)).state, 'braked', 'what changed since');
    const braked = await again(store.id);
    assert.deepEqual([braked.state, braked.namesakes, braked.added], ['braked', 121, 1], braked.says);
    const byName = await people.run(rehearseRelink, test.admin, { id: store.id, by: 'name' });
    assert.deepEqual([byName.change, byName.skip, byName.unknown], [121, 1, 0]);
    const plan = await people.run(rehearseRelink, test.admin, { id: store.id, by: 'mail' });
    assert.deepEqual([plan.change, plan.skip, plan.unknown], [122, 0, 0], JSON.stringify(plan.skipped));
    const jobs = runJobs(test.world, performer);
    await people.run(
      carryOut(async () => {}),
      test.admin,
      { id: plan.id },
    );
    const job = () => test.world.db.read.selectFrom('jobs').selectAll().where('id', '=', plan.id).executeTakeFirstOrThrow();
    while ((await job()).finished_at === 0) await pause(10);
    await jobs.stop();
    await synchroniser.idle();
    await test.world.changes.poll();
    assert.deepEqual([(await user('seed-006')).id, (await user('seed-010')).id], [married.id, gone.id]);
    assert.deepEqual([(await user('seed-010')).deleted_at, await mayPublish('seed-004'), await mayPublish('seed-003')], [0, true, false]);
    assert.equal((await tried('LDAP/seed-006', userPassword)).user.id, married.id);
    const now = await again(store.id);
    assert.deepEqual([now.state, now.vanished, now.namesakes], ['idle', 0, 0], now.says);
  });
});
