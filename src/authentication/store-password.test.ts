import assert from 'node:assert/strict';
import { before, beforeEach, it } from 'node:test';
import { addStore } from '#stores/add-store.ts';
import { editStore } from '#stores/edit-store.ts';
import { deleteStore, disableStore, enableStore } from '#stores/switch-store.ts';
import { runSynchroniser } from '#synchronise/runner.ts';
import { lockUser } from '#users/lock-user.ts';
import { unlockUser } from '#users/unlock-user.ts';
import { onBothDatabases } from '../../test/databases.ts';
import { Directory, driveOf } from '../../test/directory.ts';
import { goodPassword, type People, peopleOf, refused } from '../../test/people.ts';
import { openTestWorld, type TestWorld } from '../../test/world.ts';
import { attemptLimits } from './attempts.ts';
import { authenticate } from './authenticate.ts';
import { signIn } from './flow.ts';

onBothDatabases('The password of somebody from another store', (open) => {
  const directories: Record<string, Directory> = {};
  let test: TestWorld;
  let people: People;
  before(async () => {
    test = await openTestWorld(open, { drive: driveOf(directories) });
    people = peopleOf(test);
  });
  beforeEach(() => test.world.changes.poll());

  let stores = 0;
  const added = async (
    fill: (directory: Directory) => void,
    more: { readonly outageDays?: number; readonly justInTime?: boolean; readonly answerSeconds?: number } = {},
  ) => {
    const host = `s${++stores}.test`;
    const directory = new Directory();
    directories[host] = directory;
    fill(directory);
    const store = await people.run(addStore, test.admin, {
      domain: `S${stores}`,
      kind: 'ldap',
      settings: { urls: [`ldaps://${host}`] },
      syncMinutes: 0,
      ...more,
    });
    const synchroniser = runSynchroniser(test.world);
    await synchroniser.idle();
    await synchroniser.stop();
    return { directory, store, domain: store.domain };
  };
  let networks = 0;
  const tried = async (typedName: string, password: string) => {
    await test.world.changes.poll();
    return authenticate(test.world, { typedName, password, network: `198.51.${++networks}.0/24`, door: 'sign-in' });
  };
  const idOf = async (name: string) => (await test.world.db.read.selectFrom('users').select('id').where('user_name', '=', name).executeTakeFirstOrThrow()).id;

  it('is checked by that store, with its domain and without', async () => {
    const { domain } = await added((directory) => void directory.add('ada', { password: 'Lovelace 1815 notes' }));
    assert.equal((await tried(`${domain}/ada`, 'Lovelace 1815 notes')).user.user_name, 'ada');
    assert.equal((await tried('ADA', 'Lovelace 1815 notes')).user.domain, domain);
    await refused('signin.refused', tried('ada', 'something else'));
    await refused('signin.refused', tried('ada', ''));
    assert.deepEqual(
      await test.world.db.read.selectFrom('credentials').innerJoin('users', 'users.no', 'user_no').where('user_name', '=', 'ada').selectAll().execute(),
      [],
    );
  });

  it('leads to a session like any other', async () => {
    await added((directory) => void directory.add('grace', { password: 'Hopper 1906 nanosecond' }));
    const step = await signIn(test.world, { typedName: 'grace', password: 'Hopper 1906 nanosecond' }, { network: '203.0.113.0/24', agent: 'test', to: '' });
    assert.equal(step.step, 'done');
  });

  it('means PRIMARY’s user first, then the stores in their order', async () => {
    await people.person('twice.there');
    const { domain } = await added((directory) => void directory.add('twice.there', { password: 'of the directory' }));
    assert.equal((await tried('twice.there', goodPassword)).user.domain, 'PRIMARY');
    await refused('signin.refused', tried('twice.there', 'of the directory'));
    assert.equal((await tried(`${domain}/twice.there`, 'of the directory')).user.domain, domain);
  });

  it('tells what the store says only to whoever has the right password, and "locked" to nobody', async () => {
    const { directory } = await added((one) => {
      one.add('expired.one', { verdict: 'expired' });
      one.add('must.change', { verdict: 'must-change' });
      one.add('ended.one', { verdict: 'ended' });
      one.add('locked.one', { verdict: 'locked' });
    });
    const passwordOf = (name: string) => `${name} has a password`;
    await refused('store.password-ended', tried('expired.one', passwordOf('expired.one')));
    await refused('store.password-ended', tried('must.change', passwordOf('must.change')));
    await refused('user.ended', tried('ended.one', passwordOf('ended.one')));
    await refused('signin.refused', tried('locked.one', passwordOf('locked.one')));
    await refused('signin.refused', tried('expired.one', 'wrong'));
    assert.ok(directory.asked.includes('verify'));
  });

  it('lets in nobody who is locked here, whatever his store says', async () => {
    await added((directory) => void directory.add('locked.here', { password: 'still right there' }));
    await people.run(lockUser, test.admin, { id: await idOf('locked.here'), reason: 'test' });
    await refused('user.locked', tried('locked.here', 'still right there'));
  });

  it('finds somebody whom the store has got since it was read', async () => {
    const { directory, domain } = await added((one) => void one.add('old.hand'));
    directory.add('new.hand', { password: 'came on Monday' });
    assert.equal((await tried('new.hand', 'came on Monday')).user.domain, domain);
    directory.add('newer.hand', { password: 'came on Tuesday' });
    await refused('signin.refused', tried('PRIMARY/newer.hand', 'came on Tuesday'));
    await refused('signin.refused', tried('nobody.at.all', 'came on Tuesday'));
  });

  it('reads him anew when he signs in: his groups are those of today', async () => {
    const { directory } = await added((one) => {
      one.memberOf = true;
      one.add('moves.on', { password: 'every day another' });
      one.group('night shift');
    });
    const [group] = directory.groups.values();
    assert.ok(group);
    directory.change(group, { members: ['uid=moves.on,ou=people,dc=example'] });
    const { user } = await tried('moves.on', 'every day another');
    const groups = await test.world.db.read.selectFrom('group_members').select('group_no').where('user_no', '=', user.no).execute();
    assert.equal(groups.length, 1);
  });

  it('of a store that does not answer lets nobody in, says so to all alike, and slows no other store down', async () => {
    const { directory } = await added((one) => void one.add('cut.off', { password: 'was right' }));
    directory.trouble = 'unreachable';
    const known = await refused('signin.unsure', tried('cut.off', 'was right'));
    const unknown = await refused('signin.unsure', tried('never.heard.of', 'was right'));
    assert.match(known.message, /does not answer at the moment/);
    assert.equal(known.message, unknown.message);
    for (let n = 0; n < 4; n++) await refused('signin.unsure', tried('cut.off', 'was right'));
    const before = directory.asked.length;
    await refused('signin.unsure', tried('cut.off', 'was right'));
    assert.equal(directory.asked.length, before, 'it is left alone');
    await people.person('elsewhere');
    assert.equal((await tried('elsewhere', goodPassword)).user.user_name, 'elsewhere');
    directory.trouble = 'none';
    test.clock.turn(61_000);
    assert.equal((await tried('cut.off', 'was right')).user.user_name, 'cut.off');
  });

  it('of a store that is away is no guess at all: whoever shares a network with its users signs in as ever', async () => {
    const names = Array.from({ length: attemptLimits.network.freeTries + 5 }, (_, n) => `of.office.${n}`);
    const { directory, domain } = await added((one) => {
      for (const name of names) one.add(name);
    });
    await people.person('in.the.office');
    directory.trouble = 'unreachable';
    const from = (typedName: string, password: string) => authenticate(test.world, { typedName, password, network: '192.0.2.0/24', door: 'sign-in' });
    await refused('signin.unsure', from(`${domain}/${names[0]}`, 'to begin with'));
    for (let at = 1; at < names.length; at += 35)
      await Promise.all(names.slice(at, at + 35).map((name) => refused('signin.unsure', from(`${domain}/${name}`, `${name} has a password`))));
    assert.equal((await from('in.the.office', goodPassword)).user.user_name, 'in.the.office');
    // He himself is counted, so that nothing tells whether there is somebody of this name.
    for (let n = 1; n <= attemptLimits.pair.freeTries; n++) await refused('signin.unsure', from(`${domain}/${names[0]}`, 'a guess'));
    await refused('signin.throttled', from(`${domain}/${names[0]}`, 'a guess'));
    directory.trouble = 'none';
    test.clock.turn(61_000);
    await test.world.changes.poll();
    assert.equal((await from(`${domain}/${names[1]}`, `${names[1]} has a password`)).user.user_name, names[1]);
  });

  it('nobody knows yet is not waited for at a store that is away while another has him', async () => {
    const away = await added((one) => void one.add('away.first'));
    const well = await added((one) => void one.add('well.too'));
    well.directory.add('came.since', { password: 'came since' });
    away.directory.trouble = 'unreachable';
    await refused('signin.unsure', tried(`${away.domain}/away.first`, 'away.first has a password'));
    const before = away.directory.asked.length;
    assert.equal((await tried('came.since', 'came since')).user.domain, well.domain);
    assert.equal(away.directory.asked.length, before, 'the one that is away comes last');
    away.directory.trouble = 'none';
    assert.equal((await tried(`${away.domain}/away.first`, 'away.first has a password')).user.domain, away.domain);
  });

  it('may be the last right one while its store is away, if that was allowed, and for so many days', async () => {
    const { directory, store } = await added((one) => void one.add('keeps.working', { password: 'last known right' }), { outageDays: 2 });
    await tried('keeps.working', 'last known right');
    directory.trouble = 'unreachable';
    assert.equal((await tried('keeps.working', 'last known right')).user.user_name, 'keeps.working');
    await refused('signin.unsure', tried('keeps.working', 'a guess'));
    test.clock.turn(3 * 86_400_000);
    await refused('signin.unsure', tried('keeps.working', 'last known right'));
    directory.trouble = 'none';
    test.clock.turn(120_000);
    await tried('keeps.working', 'last known right');
    const verifiers = () => test.world.db.read.selectFrom('outage_verifiers').selectAll().execute();
    assert.equal((await verifiers()).length, 1);
    assert.ok(!JSON.stringify(await verifiers()).includes('last known right'));
    // A refusal by the store ends it, and so does switching it off.
    await refused('signin.refused', tried('keeps.working', 'a guess'));
    assert.equal((await verifiers()).length, 0);
    await tried('keeps.working', 'last known right');
    await people.run(editStore, test.admin, { id: store.id, outageDays: 0 });
    assert.equal((await verifiers()).length, 0);
  });

  it('that was the last right one is forgotten when he is locked, and counts for no more days than are allowed now', async () => {
    const { directory, store } = await added((one) => void one.add('held.on', { password: 'last known right' }), { outageDays: 7 });
    const own = await idOf('held.on');
    await tried('held.on', 'last known right');
    await refused('input.invalid', people.run(editStore, test.admin, { id: store.id, outageDays: 8 }));
    await people.run(editStore, test.admin, { id: store.id, outageDays: 1 });
    directory.trouble = 'unreachable';
    assert.equal((await tried('held.on', 'last known right')).user.user_name, 'held.on');
    test.clock.turn(2 * 86_400_000);
    await refused('signin.unsure', tried('held.on', 'last known right'));
    await people.run(editStore, test.admin, { id: store.id, outageDays: 7 });
    assert.equal((await tried('held.on', 'last known right')).user.user_name, 'held.on');
    await people.run(lockUser, test.admin, { id: own, reason: 'test' });
    await people.run(unlockUser, test.admin, { id: own });
    await refused('signin.unsure', tried('held.on', 'last known right'));
    directory.trouble = 'none';
    test.clock.turn(61_000);
    assert.equal((await tried('held.on', 'last known right')).user.user_name, 'held.on');
  });

  it('helps nobody while his store is disabled: no sign-in, no session, no decision; and all again when it is enabled', async () => {
    const { store, domain } = await added((directory) => void directory.add('shut.out', { password: 'right all along' }));
    const name = `${domain}/shut.out`;
    await signIn(test.world, { typedName: name, password: 'right all along' }, { network: '203.0.113.0/24', agent: 'test', to: '' });
    const id = await idOf('shut.out');
    const may = async () => (await test.world.authorizer.may(id, '/permission/admin', test.clock.now())).refusal?.code;
    assert.equal(await may(), 'permission.denied');
    await people.run(disableStore, test.admin, { id: store.id });
    await refused('signin.refused', tried(name, 'right all along'));
    assert.equal(await may(), 'user.disabled');
    const sessions = await test.world.db.read
      .selectFrom('sessions')
      .innerJoin('users', 'users.no', 'user_no')
      .where('users.id', '=', id)
      .selectAll('sessions')
      .execute();
    assert.deepEqual(sessions, []);
    await people.run(enableStore, test.admin, { id: store.id });
    assert.equal((await tried(name, 'right all along')).user.id, id);
  });

  it('ends with its store: a deleted one leaves its users in the recycle bin', async () => {
    const { store } = await added((directory) => void directory.add('left.over'));
    await refused('store.enabled', people.run(deleteStore, test.admin, { id: store.id }));
    await people.run(disableStore, test.admin, { id: store.id });
    await people.run(deleteStore, test.admin, { id: store.id });
    const synchroniser = runSynchroniser(test.world);
    await synchroniser.idle();
    await synchroniser.stop();
    const row = await test.world.db.read
      .selectFrom('users')
      .select('deleted_at')
      .where('id', '=', await idOf('left.over'))
      .executeTakeFirstOrThrow();
    assert.ok(row.deleted_at > 0);
  });
});
