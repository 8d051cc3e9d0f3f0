import assert from 'node:assert/strict';
import { before, beforeEach, it } from 'node:test';
import type { Actor } from '#actor.ts';
import { refusalsAction } from '#asking/refusals.ts';
import { authenticate } from '#authentication/authenticate.ts';
import { addGroup } from '#groups/add-group.ts';
import { operations } from '#operations.ts';
import { startSession } from '#sessions/start.ts';
import { onBothDatabases } from '../../test/databases.ts';
import { addressOf } from '../../test/directory.ts';
import { ForeignStores } from '../../test/foreign-stores.ts';
import { goodPassword, identity, refused } from '../../test/people.ts';
import { addUser } from './add-user.ts';
import { deleteUser } from './delete-user.ts';
import { disableUser } from './disable-user.ts';
import { enableUser } from './enable-user.ts';
import { lockUser } from './lock-user.ts';
import { purgeUser } from './purge-user.ts';
import { resetPassword } from './reset-password.ts';
import { restoreUser } from './restore-user.ts';
import { updateUser } from './update-user.ts';

/** Longer than a write that was cut off is left to whoever began it. */
const leaseMilliseconds = 120_000;

onBothDatabases('Users of stores that others own', (open) => {
  let stores: ForeignStores;
  let admin: Actor;
  const run: ForeignStores['people']['run'] = (action, actor, input) => stores.people.run(action, actor, input);
  before(async () => {
    stores = await ForeignStores.open(open);
    admin = stores.test.admin;
  });
  beforeEach(() => stores.test.world.changes.poll());
  const db = () => stores.test.world.db.read;
  const tables = { sessions: 'sessions', credentials: 'credentials', verifiers: 'outage_verifiers' } as const;
  const count = async (table: keyof typeof tables, userNo: number) =>
    (await db().selectFrom(tables[table]).select('user_no').where('user_no', '=', userNo).execute()).length;
  const signedIn = async (id: string) => {
    const { world, clock } = stores.test;
    const { no, epoch } = await stores.test.actorOf(id);
    await world.db.write(async (tx) => {
      await startSession(tx, world, { userNo: no, epoch, network: '', browser: '', now: clock.now() });
      await tx
        .insertInto('outage_verifiers')
        .values({ user_no: no, password_hash: 'x', made_at: 1, ends_at: clock.now() + 1_000_000 })
        .execute();
    });
    return no;
  };
  const outcomes = async (id: string) => (await stores.told(id)).map(({ operation, after }) => `${operation} ${after.write}: ${after.outcome}`);

  it('are added there first, and are here as the store has them', async () => {
    const { directory, domain, store } = await stores.added();
    const asked = {
      domain,
      userName: 'anna',
      givenName: 'Anna',
      phone: '+4930123456',
      mail: 'a@example.com',
      attributes: { floor: '3' },
      password: goodPassword,
    };
    const { id, shownName } = await run(addUser, admin, asked);
    const [entry] = [...directory.users.values()];
    assert.deepEqual(entry?.profile, { givenName: 'Anna', mail: 'a@example.com' }, 'what it does not keep is not sent');
    assert.deepEqual([entry?.attributes, entry?.password, shownName], [{ floor: ['3'] }, goodPassword, 'Anna']);
    const row = await stores.user(domain, 'anna');
    assert.deepEqual([row?.id, row?.phone, row?.pending, row?.attributes], [id, '+4930123456', '', '{"floor":"3"}']);
    assert.equal(await count('credentials', row?.no ?? 0), 0);
    assert.deepEqual(await stores.writesLeft(store), []);
    assert.deepEqual(await outcomes(id), ['users.add add: asked', 'users.add add: done']);
    assert.equal(await stores.isKept(goodPassword), false);
    const attempt = { typedName: `${domain}/anna`, password: goodPassword, network: '198.51.100.0/24', door: 'sign-in' } as const;
    assert.equal((await authenticate(stores.test.world, attempt)).user.id, id);
  });

  it('keep what their store does not, whatever the next synchronising says', async () => {
    const { directory, domain, store } = await stores.added();
    const { id, endsAt } = await run(addUser, admin, { domain, userName: 'keeper', phone: '+49302222', endsAt: stores.test.clock.now() + 1_000_000 });
    for (const entry of directory.users.values()) directory.change(entry, { profile: { givenName: 'Kim' } });
    await stores.again(store);
    const row = await stores.user(domain, 'keeper');
    assert.deepEqual([row?.id, row?.given_name, row?.phone, row?.ends_at, row?.deleted_at], [id, 'Kim', '+49302222', endsAt, 0]);
  });

  it('are not taken for somebody who is there already', async () => {
    const { directory, domain, store } = await stores.added();
    const there = directory.add('someone', { profile: { givenName: 'Other' } });
    await refused('user.name-taken', run(addUser, admin, { domain, userName: 'someone', givenName: 'Mine' }));
    assert.deepEqual([there.profile, directory.users.size], [{ givenName: 'Other' }, 1]);
    assert.equal(await stores.user(domain, 'someone'), undefined);
    assert.deepEqual(await stores.writesLeft(store), []);
  });

  it('are as they were when the store refuses, which is said in its words and without a secret', async () => {
    const { directory, domain, store } = await stores.added((one) => void one.add('ben', { profile: { mail: 'ben@example.com' } }));
    const id = await stores.idOf(domain, 'ben');
    directory.refuses = `The password "${goodPassword}" was used before.`;
    const fault = await refused('store.refused', run(resetPassword, admin, { id, password: goodPassword }));
    assert.match(fault.message, /The store W\d+ refused: The password "…" was used before\./);
    await refused('store.refused', run(addUser, admin, { domain, userName: 'nobody.yet', password: goodPassword }));
    directory.refuses = 'Constraint violation.';
    await refused('store.refused', run(updateUser, admin, { id, mail: 'new@example.com' }));
    assert.equal((await stores.user(domain, 'ben'))?.mail, 'ben@example.com');
    assert.equal(await stores.user(domain, 'nobody.yet'), undefined);
    assert.equal(await stores.isKept(goodPassword), false);
    assert.deepEqual(await stores.writesLeft(store), []);
    assert.deepEqual((await outcomes(id)).slice(0, 2), [
      'users.reset-password password: asked',
      'users.reset-password password: The password "…" was used before.',
    ]);
  });

  it('are as they were when the store does not answer, and may be written when it does', async () => {
    const { directory, domain, store } = await stores.added((one) => void one.add('cora', { profile: { mail: 'cora@example.com' } }));
    const id = await stores.idOf(domain, 'cora');
    directory.trouble = 'unreachable';
    await refused('store.unavailable', run(updateUser, admin, { id, mail: 'new@example.com' }));
    await refused('store.unavailable', run(deleteUser, admin, { id }));
    const row = await stores.user(domain, 'cora');
    assert.deepEqual([row?.mail, row?.deleted_at], ['cora@example.com', 0]);
    await run(lockUser, admin, { id });
    directory.trouble = 'none';
    await stores.settled();
    assert.deepEqual(await stores.writesLeft(store), []);
    assert.equal((await run(updateUser, admin, { id, mail: 'new@example.com' })).mail, 'new@example.com');
  });

  it('are taken over as the store has them, when it has done what nobody heard of', async () => {
    const { directory, domain, store } = await stores.added((one) => void one.add('dan'));
    const id = await stores.idOf(domain, 'dan');
    directory.diesAfterWriting = true;
    await refused('store.unsure', run(updateUser, admin, { id, mail: 'dan@example.com' }));
    assert.equal((await stores.user(domain, 'dan'))?.mail, '');
    directory.diesAfterWriting = false;
    await stores.settled();
    assert.equal((await stores.user(domain, 'dan'))?.mail, 'dan@example.com');
    assert.deepEqual(await outcomes(id), ['users.update update: asked', 'stores.finish-write update: cut off; taken over as it is in the store now']);
    assert.deepEqual(await stores.writesLeft(store), []);
  });

  it('are finished when the process dies between the store and the row', async () => {
    const { directory, domain, store } = await stores.added((one) => {
      one.add('eve', { profile: { mail: 'eve@example.com' } });
      one.add('fay');
      one.add('gus');
    });
    const [eve, fay, gus] = [await stores.idOf(domain, 'eve'), await stores.idOf(domain, 'fay'), await stores.idOf(domain, 'gus')];
    const fayNo = await signedIn(fay);
    const dies = (promise: Promise<unknown>) => assert.rejects(promise, /process has died/);
    await dies(updateUser.run(stores.dying(1), admin, { id: eve, mail: 'eve@example.org' }));
    await dies(resetPassword.run(stores.dying(1), admin, { id: fay, password: goodPassword }));
    await dies(deleteUser.run(stores.dying(1), admin, { id: gus }));
    await dies(addUser.run(stores.dying(1), admin, { domain, userName: 'hanna', mail: 'hanna@example.com' }));
    assert.equal((await stores.user(domain, 'eve'))?.mail, 'eve@example.com');
    assert.deepEqual([directory.users.size, (await stores.writesLeft(store)).length], [3, 4]);
    await stores.settled();
    assert.equal((await stores.writesLeft(store)).length, 4, 'they are left to whoever began them');
    stores.test.clock.turn(leaseMilliseconds);
    await stores.settled();
    assert.deepEqual(await stores.writesLeft(store), []);
    assert.equal((await stores.user(domain, 'eve'))?.mail, 'eve@example.org');
    assert.equal(await count('sessions', fayNo), 0, 'nobody knows which password holds');
    assert.notEqual((await stores.user(domain, 'gus'))?.deleted_at, 0);
    assert.equal((await stores.user(domain, 'hanna'))?.mail, 'hanna@example.com');
    assert.equal(await stores.isKept(goodPassword), false);
  });

  it('are not written when the intent cannot be kept', async () => {
    const { directory, domain } = await stores.added((one) => void one.add('ida'));
    const asked = directory.asked.length;
    await assert.rejects(updateUser.run(stores.dying(0), admin, { id: await stores.idOf(domain, 'ida'), mail: 'ida@example.com' }), /process has died/);
    assert.deepEqual(directory.asked.slice(asked), []);
  });

  it('are written only where something changes that their store keeps', async () => {
    const { directory, domain } = await stores.added((one) => void one.add('jo', { profile: { givenName: 'Jo', mail: 'jo@example.com' } }));
    const id = await stores.idOf(domain, 'jo');
    const asked = directory.asked.length;
    await run(updateUser, admin, { id, givenName: 'Jo', mail: 'jo@example.com', phone: '+49304444', attributes: { desk: '7' } });
    await run(lockUser, admin, { id });
    assert.deepEqual(directory.asked.slice(asked), []);
    const user = await run(updateUser, admin, { id, givenName: 'Joan', organisation: 'Acme', attributes: { floor: ['4'], desk: '8' } });
    assert.deepEqual(directory.asked.slice(asked), ['updateUser']);
    const [entry] = [...directory.users.values()];
    assert.deepEqual([entry?.profile, entry?.attributes], [{ givenName: 'Joan', mail: 'jo@example.com' }, { floor: ['4'] }]);
    assert.deepEqual([user.givenName, user.organisation, user.attributes, user.shownName], ['Joan', 'Acme', { desk: '8', floor: ['4'] }, 'Joan']);
    await run(updateUser, admin, { id, attributes: { floor: '' }, mail: '' });
    assert.deepEqual([entry?.profile, entry?.attributes], [{ givenName: 'Joan', mail: '' }, { floor: [] }]);
  });

  it('of a store that is only read are changed there; what Reeve keeps itself is changed here', async () => {
    const { directory, domain, store } = await stores.added((one) => void one.add('kay', { profile: { mail: 'kay@example.com' } }), { writable: false });
    const id = await stores.idOf(domain, 'kay');
    const asked = directory.asked.length;
    const fault = await refused('store.read-only', run(updateUser, admin, { id, mail: 'new@example.com', phone: '+49305555' }));
    assert.deepEqual(
      fault.fields.map(({ field, says }) => [field, says]),
      [['mail', `It is kept in ${domain}. Change it there.`]],
    );
    await refused('store.read-only', run(resetPassword, admin, { id, password: goodPassword }));
    await refused('store.read-only', run(addUser, admin, { domain, userName: 'another' }));
    assert.deepEqual(directory.asked.slice(asked), []);
    assert.equal(await count('credentials', (await stores.test.actorOf(id)).no), 0);
    await run(updateUser, admin, { id, phone: '+49305555', endsAt: stores.test.clock.now() + 1_000_000, attributes: { desk: '1' } });
    await run(disableUser, admin, { id });
    await run(enableUser, admin, { id });
    await stores.again(store);
    const row = await stores.user(domain, 'kay');
    assert.deepEqual([row?.phone, row?.mail, row?.attributes, row?.disabled_at], ['+49305555', 'kay@example.com', '{"desk":"1"}', 0]);
  });

  it('get another password there alone; sessions and what would let them in during an outage end', async () => {
    const { directory, domain } = await stores.added((one) => void one.add('lea'));
    const id = await stores.idOf(domain, 'lea');
    const no = await signedIn(id);
    const made = await run(resetPassword, admin, { id });
    const [entry] = [...directory.users.values()];
    assert.deepEqual([entry?.password, entry?.verdict, made.endsAt, made.ended.sessions], [made.temporaryPassword, 'must-change', 0, 1]);
    assert.deepEqual([await count('sessions', no), await count('verifiers', no), await count('credentials', no)], [0, 0, 0]);
    assert.equal(await stores.isKept(made.temporaryPassword ?? assert.fail()), false);
    await refused('password.rejected', run(resetPassword, admin, { id, password: 'short' }));
    assert.equal(entry?.password, made.temporaryPassword);
  });

  it('are disabled and enabled there, and whoever is locked here has no way in during an outage', async () => {
    const { directory, domain, store } = await stores.added((one) => {
      one.add('mia');
      one.add('ned', { disabled: true });
      one.add('ole');
    });
    const [mia, ned, ole] = [await stores.idOf(domain, 'mia'), await stores.idOf(domain, 'ned'), await stores.idOf(domain, 'ole')];
    const isDisabled = (name: string) => [...directory.users.values()].find((one) => one.name === name)?.disabled;
    await signedIn(mia);
    const { user, ended } = await run(disableUser, admin, { id: mia, reason: 'left' });
    assert.deepEqual([isDisabled('mia'), user.state, user.stateReason, ended.sessions], [true, 'disabled', 'left', 1]);
    await stores.again(store);
    assert.equal((await stores.user(domain, 'mia'))?.state_reason, 'left');
    await run(enableUser, admin, { id: mia });
    await run(enableUser, admin, { id: ned });
    await stores.again(store);
    assert.deepEqual([isDisabled('mia'), isDisabled('ned')], [false, false]);
    assert.deepEqual([(await stores.user(domain, 'mia'))?.disabled_at, (await stores.user(domain, 'ned'))?.disabled_at], [0, 0]);
    const no = await signedIn(ole);
    await run(lockUser, admin, { id: ole });
    assert.deepEqual([await count('verifiers', no), isDisabled('ole')], [0, undefined]);
  });

  /** By the early check that screens ask. */
  const saidBefore = async (id: string, operation: string) =>
    (
      await run(
        refusalsAction(() => operations),
        admin,
        { kind: 'user', id },
      )
    ).items.find((one) => one.operation === operation)?.code;

  it('whom a store that is only read has disabled are enabled there', async () => {
    const { domain } = await stores.added((one) => void one.add('pia', { disabled: true }), { writable: false });
    const id = await stores.idOf(domain, 'pia');
    await refused('store.read-only', run(enableUser, admin, { id }));
    assert.equal(await saidBefore(id, 'users.enable'), 'store.read-only');
  });

  it('are deleted there, and come back only with their entry', async () => {
    const { directory, domain, store } = await stores.added((one) => void one.add('quin'));
    const id = await stores.idOf(domain, 'quin');
    const [entry] = [...directory.users.values()];
    await run(deleteUser, admin, { id });
    assert.equal(directory.users.size, 0);
    await stores.again(store);
    await refused('store.gone', run(restoreUser, admin, { id }));
    assert.equal(await saidBefore(id, 'users.restore'), 'store.gone');
    directory.users.set(entry?.key ?? '', entry ?? assert.fail());
    await stores.again(store);
    assert.deepEqual([(await stores.user(domain, 'quin'))?.id, (await stores.user(domain, 'quin'))?.deleted_at], [id, 0]);
  });

  it('of a store that is only read are put away here, and stay so until they are restored', async () => {
    const { directory, domain, store } = await stores.added(
      (one) => {
        for (const name of ['rob', 'sue', 'tim']) one.add(name);
      },
      { writable: false },
    );
    const [rob, sue] = [await stores.idOf(domain, 'rob'), await stores.idOf(domain, 'sue')];
    await run(deleteUser, admin, { id: rob });
    await run(deleteUser, admin, { id: sue });
    await run(purgeUser, admin, { id: sue });
    for (const entry of directory.users.values()) directory.change(entry, { profile: { givenName: 'New' } });
    await stores.again(store);
    assert.notEqual((await stores.user(domain, 'rob'))?.deleted_at, 0);
    assert.equal(await stores.user(domain, 'sue'), undefined, 'whoever was purged is not taken again');
    await run(restoreUser, admin, { id: rob });
    await stores.again(store);
    assert.deepEqual([(await stores.user(domain, 'rob'))?.deleted_at, (await stores.user(domain, 'rob'))?.given_name], [0, 'New']);
    assert.equal(directory.users.size, 3);
  });

  it('are written by nobody beyond his scope, nor by whom they may not be acted on', async () => {
    const { directory, domain, store } = await stores.added((one) => {
      one.add('uma', { attributes: { floor: ['1'] } });
      one.add('vic', { attributes: { floor: ['2'] } });
    });
    const [uma, vic] = [await stores.idOf(domain, 'uma'), await stores.idOf(domain, 'vic')];
    const nodes = [`${identity}/usermgt`, `${identity}/profiles`, `${identity}/passwords`];
    const helper = await stores.people.helper(`helper.of.${domain.toLowerCase()}`, nodes, { all: [{ store: store.id }, { attribute: 'floor', equals: '1' }] });
    const asked = directory.asked.length;
    await refused('user.missing', run(updateUser, helper, { id: vic, mail: 'x@example.com' }));
    await refused('user.missing', run(resetPassword, helper, { id: vic }));
    await refused('user.missing', run(deleteUser, helper, { id: vic }));
    await refused('scope.too-wide', run(addUser, helper, { domain, userName: 'walter', attributes: { floor: '2' } }));
    await refused('scope.too-wide', run(updateUser, helper, { id: uma, attributes: { floor: '2' } }));
    await refused(
      'role.missing',
      run(addUser, helper, { domain, userName: 'walter', attributes: { floor: '1' }, roles: [{ role: stores.test.world.newId() }] }),
    );
    assert.deepEqual(directory.asked.slice(asked), []);
    assert.deepEqual(await stores.writesLeft(store), []);
    await run(updateUser, helper, { id: uma, mail: 'uma@example.com' });
    await run(addUser, helper, { domain, userName: 'walter', attributes: { floor: '1' } });
    assert.deepEqual(directory.asked.slice(asked), ['updateUser', 'find', 'addUser']);
  });

  it('of whom two are changed at once are in the end as their store has them', async () => {
    const { directory, domain } = await stores.added((one) => void one.add('xena'));
    const id = await stores.idOf(domain, 'xena');
    const { version } = (await stores.user(domain, 'xena')) ?? assert.fail();
    const both = await Promise.allSettled(['one@example.com', 'two@example.com'].map((mail) => run(updateUser, admin, { id, version, mail })));
    const refusals = both.flatMap((one) => (one.status === 'rejected' ? [String((one.reason as { code?: string }).code)] : []));
    assert.ok(refusals.length === 1 && ['store.busy', 'version.stale'].includes(refusals[0] ?? ''), refusals.join());
    const [entry] = [...directory.users.values()];
    assert.equal((await stores.user(domain, 'xena'))?.mail, entry?.profile?.mail);
    assert.equal(directory.asked.filter((call) => call === 'updateUser').length, 1);
  });

  it('are put into the groups of their own store there, and into those of PRIMARY here', async () => {
    const { directory, domain } = await stores.added((one) => void one.group('crew'));
    const { id: crew } = await db().selectFrom('groups').selectAll().where('name', '=', 'crew').executeTakeFirstOrThrow();
    const { id: own } = await run(addGroup, admin, { name: `own of ${domain}` });
    const { id } = await run(addUser, admin, { domain, userName: 'yves', groups: [own, crew] });
    assert.deepEqual(
      [...directory.groups.values()].map(({ members }) => members),
      [[addressOf('yves')]],
    );
    const held = await db()
      .selectFrom('group_members')
      .innerJoin('users', 'users.no', 'user_no')
      .innerJoin('groups', 'groups.no', 'group_no')
      .select('groups.name')
      .where('users.id', '=', id)
      .execute();
    assert.deepEqual(held.map(({ name }) => name).sort(), ['crew', `own of ${domain}`].sort());
    await refused('store.other', run(addUser, admin, { userName: 'zoe.of.primary', groups: [crew] }));
  });
});
