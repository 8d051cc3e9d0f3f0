// What the LDAP driver makes of what it reads and writes, beyond the port, on a real OpenLDAP: ways to hold groups, odd entries, passwords.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { Attribute, Change, Client } from 'ldapts';
import { openLdapStore } from '#stores/ldap/ldap-store.ts';
import type { LdapSettings } from '#stores/settings-contract.ts';
import type { UserStore } from '#user-store.ts';
import { base, groups, people, type Slapd, service, startSlapd, userPassword } from '../servers/slapd.ts';
import { drivingTo } from './outside/driving.ts';
import { ldapSettings, slapdOutside } from './outside/slapd.ts';
import { faults, found, isIn, readAll, seedName, using, whom } from './stores/implementation.ts';

const open = (slapd: Slapd, changes: Partial<LdapSettings> = {}, password = service.password): UserStore =>
  openLdapStore(ldapSettings(slapd, changes), drivingTo(password));
const replaced = (type: string, ...values: string[]) => new Change({ operation: 'replace', modification: new Attribute({ type, values }) });

describe('What a directory holds', () => {
  let slapd: Slapd;
  before(async () => {
    slapd = await startSlapd({ users: 60 });
  });
  after(() => slapd?.stop());
  const plain = () => `ldap://127.0.0.1:${slapd.ports.ldap}`;
  const outside = () => slapdOutside(slapd.owner);
  const person = (name: string, more: Record<string, string | string[]> = {}) =>
    slapd.owner.add(`uid=${name},${people}`, { objectClass: 'inetOrgPerson', uid: name, cn: name, sn: name, userPassword, ...more });

  describe('holds groups', () => {
    before(async () => {
      await outside().addGroup('team', { users: [seedName(1), seedName(2)], groups: [] });
      await slapd.owner.add(`cn=unix,${groups}`, {
        objectClass: 'posixGroup',
        cn: 'unix',
        gidNumber: '500',
        memberUid: [seedName(2), 'nobody-here', '*)(uid=*'],
      });
    });
    const namesIn = async (changes: Partial<LdapSettings>, group: string) =>
      using(open(slapd, changes), async (store) => {
        const everything = await readAll(store);
        const there = everything.groups.find(({ name }) => name === group) ?? assert.fail(group);
        return {
          names: everything.users
            .filter((user) => isIn(there, user))
            .map(({ name }) => name)
            .sort(),
          delta: (await readAll(store, everything.mark)).delta,
        };
      });

    it('that know their members', async () => assert.deepEqual((await namesIn({}, 'team')).names, [seedName(1), seedName(2)]));

    it('that users know (memberOf), and then everything is read each time', async () =>
      assert.deepEqual(await namesIn({ groups: 'memberOf' }, 'team'), { names: [seedName(1), seedName(2)], delta: false }));

    it('of user names (memberUid)', async () => {
      const posix = { groupFilter: '(objectClass=posixGroup)', groupMember: 'memberUid' };
      assert.deepEqual((await namesIn(posix, 'unix')).names, [seedName(2)]);
      await using(open(slapd, posix), async (store) => {
        const { groups: found } = await readAll(store);
        const unix = found.find(({ name }) => name === 'unix') ?? assert.fail();
        const user = await store.find({ name: seedName(3) });
        assert.ok(user && store.write);
        for (const _ of ['once', 'twice']) await store.write.addMember(whom(unix), whom(user));
        assert.deepEqual((await namesIn(posix, 'unix')).names, [seedName(2), seedName(3)]);
        for (const _ of ['once', 'twice']) await store.write.removeMember(whom(unix), whom(user));
        assert.deepEqual((await namesIn(posix, 'unix')).names, [seedName(2)]);
      });
    });

    it('whose members are spelled in any way', async () => {
      await slapd.owner.add(`cn=spelled,${groups}`, {
        objectClass: 'groupOfNames',
        cn: 'spelled',
        member: `UID=Seed\\2D001 , OU=People,${base.toUpperCase()}`,
      });
      assert.deepEqual((await namesIn({}, 'spelled')).names, [seedName(1)]);
    });

    it('and lets none be empty', async () => {
      await outside().addGroup('last', { users: [seedName(4)], groups: [] });
      await using(open(slapd), async (store) => {
        const group = (await readAll(store)).groups.find(({ name }) => name === 'last') ?? assert.fail();
        const user = await found(store, seedName(4));
        const fault = await faults(store.write?.removeMember(whom(group), whom(user)) ?? assert.fail(), 'refused');
        assert.match(fault.message, /only member/);
      });
    });

    it('or none: then nobody asks for them', async () => {
      const { groups: none, keys } = await using(open(slapd, { groups: 'none' }), (store) => readAll(store));
      assert.deepEqual([none, keys.group], [[], []]);
    });

    it('of very many members, in parts', async () => {
      const member = Array.from({ length: 2_500 }, (_, n) => `uid=member-${n},${people}`);
      await slapd.owner.add(`cn=crowd,${groups}`, { objectClass: 'groupOfNames', cn: 'crowd', member });
      await using(open(slapd), async (store) => {
        const crowd = (await readAll(store)).groups.find(({ name }) => name === 'crowd') ?? assert.fail();
        assert.equal(new Set(crowd.memberAddresses).size, 2_500);
      });
    });
  });

  describe('has entries', () => {
    it('with names that are syntax, in filters and in DNs, found by exactly that name', async () => {
      const names = ['a*b', 'a(b)', 'a\\b', 'comma,plus+', '#hash', ' lead', 'quote"d', 'semi;colon', 'equals=', '<angle>', 'Ünïcödé李'];
      for (const name of names) {
        const escaped = name.replace(/[\\,+"<>;#= ]/g, (character) => `\\${character.charCodeAt(0).toString(16)}`);
        await slapd.owner.add(`uid=${escaped},${people}`, { objectClass: 'inetOrgPerson', uid: name, cn: 'odd', sn: 'odd', userPassword });
        await slapd.owner.add(`cn=of ${escaped},${groups}`, { objectClass: 'groupOfNames', cn: `of ${name}`, member: `uid=${escaped},${people}` });
      }
      await using(open(slapd), async (store) => {
        const { groups: all } = await readAll(store);
        for (const name of names) {
          const user = await found(store, name);
          assert.equal(user.name, name.trim());
          assert.equal(await store.verify(whom(user), userPassword), 'right', name);
          const group = all.find((each) => each.name === `of ${name}`) ?? assert.fail(name);
          assert.ok(isIn(group, user), name);
        }
      });
    });

    it('with several values, of which one is shown and the others are kept', async () => {
      await person('several', { mail: ['one@example.test', 'two@example.test'], title: ['First', 'Second'] });
      await using(open(slapd), async (store) => {
        const user = await found(store, 'several');
        assert.deepEqual([user.profile.mail, [...(user.attributes.title ?? [])].sort()], ['one@example.test', ['First', 'Second']]);
        await store.write?.updateUser(whom(user), { profile: { mail: 'new@example.test' }, attributes: {} });
        const { searchEntries } = await slapd.owner.search(`uid=several,${people}`, { scope: 'base', attributes: ['mail'] });
        assert.deepEqual(searchEntries[0]?.mail, ['new@example.test', 'two@example.test']);
      });
    });

    it('that move, and stay the same', async () => {
      await person('mover');
      await slapd.owner.add(`ou=elsewhere,${people}`, { objectClass: 'organizationalUnit', ou: 'elsewhere' });
      await using(open(slapd), async (store) => {
        const before = await found(store, 'mover');
        await slapd.owner.modifyDN(`uid=mover,${people}`, `uid=mover,ou=elsewhere,${people}`);
        const after = await store.find({ key: before.key });
        assert.deepEqual([after?.name, after?.address], ['mover', `uid=mover,ou=elsewhere,${people}`]);
        assert.equal(await store.verify(whom(before), userPassword), 'right');
        await using(open(slapd, { userScope: 'one' }), async (flat) => assert.equal(await flat.find({ name: 'mover' }), null));
      });
    });

    it('without keys: then they are known by name, and everything is read each time', async () =>
      using(open(slapd, { userId: '', groupId: '' }), async (store) => {
        const first = await readAll(store);
        assert.ok(first.users.every(({ key }) => key === ''));
        assert.ok(first.keys.user.includes(seedName(1)));
        assert.equal((await readAll(store, first.mark)).delta, false);
        assert.equal(await store.verify(whom(await found(store, seedName(1))), userPassword), 'right');
      }));

    it('that its own policy has locked or that a filter calls disabled', async () => {
      await person('barred');
      await slapd.owner.modify(`uid=barred,${people}`, replaced('pwdAccountLockedTime', '000001010000Z'));
      // What an administrator sets to lock somebody for good (slapo-ppolicy); the wizard offers it for OpenLDAP.
      const disabledFilter = '(pwdAccountLockedTime=000001010000Z)';
      await using(open(slapd, { disabledFilter }), async (store) => {
        const disabled = (await readAll(store)).users.filter((user) => user.disabled).map(({ name }) => name);
        assert.deepEqual(disabled, ['barred']);
        assert.equal((await found(store, 'barred')).disabled, true);
        assert.equal((await found(store, seedName(1))).disabled, false);
      });
    });
  });

  it('keeps the password of a new user as a hash of its own', async () => {
    await using(open(slapd), async (store) => store.write?.addUser({ name: 'hashed', profile: {}, attributes: {}, password: userPassword, mustChange: false }));
    const { searchEntries } = await slapd.owner.search(`uid=hashed,${people}`, { scope: 'base', attributes: ['userPassword'] });
    assert.match(String(searchEntries[0]?.userPassword), /^\{SSHA\}/);
    await new Client({ url: plain() }).bind(`uid=hashed,${people}`, userPassword);
  });
});
