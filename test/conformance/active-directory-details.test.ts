// What the driver for Active Directory promises beyond the port, on a real Samba.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { Attribute, Change } from 'ldapts';
import { openActiveDirectoryStore } from '#stores/active-directory/active-directory-store.ts';
import type { ActiveDirectorySettings } from '#stores/settings-contract.ts';
import type { UserStore } from '#user-store.ts';
import { domain } from '../servers/samba.ts';
import { drivingTo } from './outside/driving.ts';
import { activeDirectorySettings, people, startSambaImplementation, userDn } from './outside/samba.ts';
import { addOutside, faults, found, isIn, password, readAll, seedName, using, whom } from './stores/implementation.ts';

describe('An Active Directory', () => {
  let there: Awaited<ReturnType<typeof startSambaImplementation>>;
  before(async () => {
    there = await startSambaImplementation({ seeded: 3 });
  });
  after(() => there?.stop());
  const open = (changes: Partial<ActiveDirectorySettings> = {}): UserStore =>
    openActiveDirectoryStore(activeDirectorySettings(there.samba, changes), drivingTo(there.secret));
  const modify = (dn: string, type: string, value: string) =>
    there.samba.owner.modify(dn, new Change({ operation: 'replace', modification: new Attribute({ type, values: [value] }) }));

  it('shows the key that its own tools show, its name and its clock', async () =>
    using(open(), async (store) => {
      const { key } = await found(store, seedName(1));
      assert.match(key, /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/);
      const { searchEntries } = await there.samba.owner.search(`<GUID=${key}>`, { scope: 'base', attributes: ['sAMAccountName'] });
      assert.equal(searchEntries[0]?.sAMAccountName, seedName(1));
      const health = await store.check();
      assert.match(health.server, /^Samba/);
      assert.ok(Math.abs(health.clockMilliseconds ?? Number.POSITIVE_INFINITY) < 60_000);
    }));

  it('is reached by StartTLS too', async () =>
    using(open({ urls: [`ldap://${there.samba.host}`], startTls: true }), async (store) => {
      const user = whom(await found(store, seedName(1)));
      assert.equal(await store.verify(user, password), 'right');
      await store.write?.setPassword(user, password, { mustChange: false });
    }));

  it('would take a password in the clear, and is given none', async () =>
    using(open({ urls: [`ldap://${there.samba.host}`] }), async (store) => {
      const user = whom(await found(store, seedName(1)));
      await faults(store.write?.setPassword(user, 'Another-7-Secret!', { mustChange: false }) ?? assert.fail(), 'tls');
      assert.equal(await store.verify(user, password), 'right');
    }));

  it('names users by their principal name where that is wanted', async () => {
    await addOutside(there, 'upn-user');
    await modify(userDn('upn-user'), 'userPrincipalName', 'upn.user@ad.test');
    await using(open({ userName: 'userPrincipalName' }), async (store) => {
      const user = await found(store, 'UPN.User@ad.test');
      assert.equal(user.name, 'upn.user@ad.test');
      assert.equal(await store.verify(whom(user), password), 'right');
      assert.equal(await store.find({ name: 'upn-user' }), null);
      const added = await store.write?.addUser({ name: 'new.user@ad.test', profile: {}, attributes: {}, password, mustChange: false });
      assert.equal(added?.name, 'new.user@ad.test');
    });
  });

  it('knows who has a group as his primary one, also those who came since', async () => {
    await addOutside(there, 'primary-old');
    await using(open({ groupBase: domain.base, groupFilter: '(&(objectCategory=group)(cn=Domain *))' }), async (store) => {
      const everybody = (all: Awaited<ReturnType<typeof readAll>>) => all.groups.find(({ name }) => name === 'Domain Users');
      const first = await readAll(store);
      const group = everybody(first) ?? assert.fail();
      assert.ok(isIn(group, await found(store, 'primary-old')));
      assert.equal(everybody(await readAll(store, first.mark)), undefined, 'nothing of it changed');
      await addOutside(there, 'primary-new');
      const second = await readAll(store, first.mark);
      assert.equal(second.delta, true);
      assert.ok(isIn(everybody(second) ?? assert.fail('it is not read again'), await found(store, 'primary-new')));
      await there.outside.changeMail('primary-old', 'other@example.test');
      assert.equal(everybody(await readAll(store, second.mark)), undefined, 'somebody who only changed is not new');
    });
  });

  it('is read from the start where the mark is of another controller, or of before it was restored', async () =>
    using(open(), async (store) => {
      const { mark } = await readAll(store);
      const said = JSON.parse(mark) as { invocation: string; usn: string };
      const deltaAfter = async (changes: Partial<typeof said>) => (await readAll(store, JSON.stringify({ ...said, ...changes }))).delta;
      assert.equal(await deltaAfter({}), true);
      assert.equal(await deltaAfter({ invocation: '33221100-5544-7766-8899-aabbccddeeff' }), false);
      assert.equal(await deltaAfter({ usn: '9223372036854775807' }), false);
      assert.equal(await deltaAfter({ usn: '-1' }), false);
      await using(open({ userFilter: '(objectClass=user)' }), async (other) => assert.equal((await readAll(other, mark)).delta, false));
    }));

  it('keeps whom it has deleted, and does not count them', async () => {
    await addOutside(there, 'deleted-user');
    await using(open({ userBase: domain.base }), async (store) => {
      const { key } = await found(store, 'deleted-user');
      const { mark } = await readAll(store);
      await there.outside.deleteUser('deleted-user');
      const { users, keys, skipped } = await readAll(store, mark);
      assert.deepEqual(skipped, [], 'the domain’s own partitions are no loss');
      assert.equal(await store.find({ key }), null);
      assert.ok(!keys.user.includes(key) && !users.some((user) => user.key === key));
    });
  });

  it('has a user without a password disabled, and one with a password not', async () =>
    using(open(), async (store) => {
      const add = (name: string, given: string | null) =>
        store.write?.addUser({ name, profile: { givenName: 'A' }, attributes: {}, password: given, mustChange: false });
      assert.equal((await add('added-without', null))?.disabled, true);
      const added = await add('added-with', password);
      assert.equal(added?.disabled, false);
      assert.match((await faults(add('added-weak', 'abc') ?? assert.fail(), 'refused', ['abc"'])).message, /refused|password/i);
      assert.equal(await store.find({ name: 'added-weak' }), null);
    }));

  it('changes a password that has expired or must be changed, by whoever knows it', async () => {
    await addOutside(there, 'late');
    await there.outside.expirePassword?.('late');
    await using(open(), async (store) => {
      const user = whom(await found(store, 'late'));
      assert.equal(await store.verify(user, password), 'expired');
      assert.match(
        (await faults(store.write?.changePassword(user, { current: 'not it', next: 'Crocus-7-Meadow!' }) ?? assert.fail(), 'refused')).message,
        /current password is wrong/,
      );
      await store.write?.changePassword(user, { current: password, next: 'Crocus-7-Meadow!' });
      assert.equal(await store.verify(user, 'Crocus-7-Meadow!'), 'right');
    });
  });

  it('says what is missing from the settings', () => {
    assert.throws(() => open({ userBase: '' }), /base of users/);
    assert.throws(() => open({ groupBase: '' }), /base of groups/);
    assert.throws(() => open({ userFilter: '(' }), /filter of users/);
  });

  it('takes nobody in where it was not said where new users lie', async () =>
    using(open({ newUserParent: '' }), async (store) => {
      const fault = await faults(
        store.write?.addUser({ name: 'x', profile: {}, attributes: {}, password: null, mustChange: false }) ?? assert.fail(),
        'settings',
      );
      assert.ok(/^The settings of the store do not say where new users lie/.test(fault.message) && people !== '');
    }));
});
