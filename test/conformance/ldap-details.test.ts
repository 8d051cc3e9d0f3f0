// What the LDAP driver promises beyond the port, on real OpenLDAP servers: ways to connect, servers that come and go, ways to hold groups, odd entries.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { Attribute, Change, Client } from 'ldapts';
import { openLdapStore } from '#stores/ldap/ldap-store.ts';
import type { LdapSettings } from '#stores/settings-contract.ts';
import type { UserStore } from '#user-store.ts';
import { freePort } from '../servers/free-port.ts';
import * as ber from '../servers/scripted-directory.ts';
import { startScripted } from '../servers/scripted-directory.ts';
import { base, groups, people, type Slapd, service, sizeLimit, startSlapd, userPassword } from '../servers/slapd.ts';
import { drivingTo } from './outside/driving.ts';
import { ldapSettings, slapdOutside } from './outside/slapd.ts';
import { faults, found, isIn, readAll, seedName, using, whom } from './stores/implementation.ts';

const open = (slapd: Slapd, changes: Partial<LdapSettings> = {}, password = service.password): UserStore =>
  openLdapStore(ldapSettings(slapd, changes), drivingTo(password));
const replaced = (type: string, ...values: string[]) => new Change({ operation: 'replace', modification: new Attribute({ type, values }) });

describe('A directory', () => {
  let slapd: Slapd;
  let other: Slapd;
  before(async () => {
    [slapd, other] = await Promise.all([startSlapd({ users: 60 }), startSlapd({ users: 60 })]);
  });
  after(async () => {
    await slapd?.stop();
    await other?.stop();
  });
  const plain = () => `ldap://127.0.0.1:${slapd.ports.ldap}`;
  const outside = () => slapdOutside(slapd.owner);
  const person = (name: string, more: Record<string, string | string[]> = {}) =>
    slapd.owner.add(`uid=${name},${people}`, { objectClass: 'inetOrgPerson', uid: name, cn: name, sn: name, userPassword, ...more });

  describe('is reached', () => {
    it('by LDAPS, by StartTLS, and in the clear on loopback alone', async () => {
      const works = async (changes: Partial<LdapSettings>) =>
        using(open(slapd, changes), async (store) => ({ ...(await store.check()), user: await found(store, seedName(1)) }));
      assert.match((await works({})).certificate?.fingerprint ?? '', /:/);
      const started = await works({ urls: [plain()], startTls: true });
      assert.match(started.certificate?.issuer ?? '', /Authority of the tests/);
      assert.deepEqual([started.server, started.answeredBy], ['OpenLDAP', plain()]);
      assert.equal((await works({ urls: [plain()], authorities: '' })).certificate, null);
      assert.throws(() => open(slapd, { urls: ['ldap://ldap.example.com'] }), /would send passwords in the clear/);
    });

    it('by a name that leads to this machine, and not by one that only looks so', async () => {
      await using(open(slapd, { urls: [`ldaps://localhost:${slapd.ports.ldaps}`] }), async (store) => assert.ok(await store.find({ name: seedName(1) })));
      for (const url of [
        'http://localhost',
        'ldaps://',
        'ldaps://host/dc=example',
        'ldaps://user:secret@host',
        'ldap://127.0.0.1.example.com',
        'ldaps://host:99999999',
        '',
      ])
        assert.throws(() => open(slapd, { urls: [url] }), /no address of a directory|in the clear/, url);
    });

    it('not under another authority or another name: nothing is said to it, and its certificate is shown', async () => {
      for (const changes of [{ authorities: other.authority.cert }, { authorities: '' }]) {
        for (const connection of [{}, { urls: [plain()], startTls: true }]) {
          const fault = await using(open(slapd, { ...changes, ...connection }), (store) => faults(store.check(), 'tls', [service.password]));
          assert.equal(fault.certificate !== null, true);
        }
      }
      assert.throws(() => open(slapd, { authorities: 'not PEM' }), /hold no certificate/);
      assert.throws(() => open(slapd, { authorities: '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----' }), /no certificate/);
    });

    it('by nobody who has no password', () => assert.throws(() => open(slapd, {}, ''), /Give the password/));
  });

  describe('that refuses StartTLS or slips something in before it', () => {
    const startTls = 0x77;
    const trying = async (answer: (id: number) => ber.Answer) => {
      const stripped = await startScripted(({ id, operation }) => (operation === startTls ? answer(id) : [ber.bound(id)]));
      try {
        const fault = await using(open(slapd, { urls: [`ldap://127.0.0.1:${stripped.port}`], startTls: true }), (store) =>
          store.check().catch((thrown: unknown) => thrown),
        );
        assert.equal(stripped.received().includes(service.password), false, 'the password was sent in the clear');
        return fault;
      } finally {
        await stripped.stop();
      }
    };
    it('is told no password', async () => {
      assert.match(String(await trying((id) => [ber.message(id, ber.result(0x78, 52))])), /does not offer StartTLS/);
      assert.match(String(await trying((id) => [ber.message(id, ber.result(0x78, 0)), Buffer.from('what no TLS begins with')])), /StoreFault/);
    });
    it('is not believed for what came in the clear', async () => {
      const slippedIn = (id: number) => Buffer.concat([ber.message(id, ber.result(0x78, 0)), ber.bound(id + 1)]);
      assert.match(String(await trying((id) => [slippedIn(id)])), /no LDAP/);
      assert.match(String(await trying((id) => [slippedIn(id).subarray(0, -3)])), /no LDAP/);
    });
  });

  describe('of several servers', () => {
    const both = () => [`ldaps://127.0.0.1:${slapd.ports.ldaps}`, `ldaps://127.0.0.1:${other.ports.ldaps}`];
    const authorities = () => `${slapd.authority.cert}\n${other.authority.cert}`;

    it('answers by the next where the first is dead or silent', async () => {
      const silent = await startScripted(() => []);
      try {
        for (const first of [`ldaps://127.0.0.1:${await freePort()}`, `ldaps://127.0.0.1:${silent.port}`]) {
          const settings = ldapSettings(slapd, { urls: [first, ...both()], authorities: authorities() });
          await using(openLdapStore(settings, drivingTo(service.password, { answerMilliseconds: 3_000 })), async (store) => {
            assert.equal((await store.check()).answeredBy, both()[0]);
            const user = whom(await found(store, seedName(2)));
            assert.equal(await store.verify(user, userPassword), 'right');
          });
        }
      } finally {
        await silent.stop();
      }
    });

    it('goes on by the second when the first dies, and by the first when it is back', async () => {
      let time = Date.now();
      const settings = ldapSettings(slapd, { urls: both(), authorities: authorities() });
      await using(openLdapStore(settings, { ...drivingTo(service.password), now: () => time }), async (store) => {
        assert.equal((await store.check()).answeredBy, both()[0]);
        await found(store, seedName(2));
        await slapd.pause();
        // The connection that lies in the pool is dead too.
        assert.equal((await found(store, seedName(2))).name, seedName(2));
        assert.equal((await store.check()).answeredBy, both()[1]);
        await slapd.resume();
        time += 60_000;
        assert.equal((await store.check()).answeredBy, both()[0]);
      });
    });

    it('is read from the start where another server answers than the one that gave the mark', async () => {
      const { mark } = await using(open(slapd), (store) => readAll(store));
      assert.equal((await using(open(slapd), (store) => readAll(store, mark))).delta, true);
      assert.equal((await using(open(other), (store) => readAll(store, mark))).delta, false);
      assert.equal((await using(open(slapd, { userFilter: '(uid=seed-*)' }), (store) => readAll(store, mark))).delta, false, 'nor by other settings');
    });
  });

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

  describe('that refers to another server', () => {
    const branch = `ou=branch,${people}`;
    before(async () => {
      await other.owner.add(branch, { objectClass: 'organizationalUnit', ou: 'branch' });
      await other.owner.add(`uid=abroad,${branch}`, { objectClass: 'inetOrgPerson', uid: 'abroad', cn: 'abroad', sn: 'abroad', userPassword });
      const ref = `ldaps://127.0.0.1:${other.ports.ldaps}/${branch}`;
      await slapd.owner.add(branch, { objectClass: ['referral', 'extensibleObject'], ou: 'branch', ref });
    });
    const following = () => ({ referrals: 'follow' as const, authorities: `${slapd.authority.cert}\n${other.authority.cert}` });

    it('is not followed, and says so', async () => {
      for (const changes of [{}, following(), { ...following(), referralHosts: ['localhost'] }])
        await using(open(slapd, changes), async (store) => {
          const { users, skipped } = await readAll(store);
          assert.equal(
            users.some(({ name }) => name === 'abroad'),
            false,
          );
          assert.match(skipped.find(({ address }) => address.startsWith('ldaps://'))?.says ?? '', /another server/);
          assert.equal(await store.find({ name: 'abroad' }), null);
        });
    });

    it('is followed to a host that is named: its users are read, found, verified and written to', async () =>
      using(open(slapd, { ...following(), referralHosts: ['127.0.0.1'] }), async (store) => {
        const { users, skipped, delta } = await readAll(store);
        assert.deepEqual([users.filter(({ name }) => name === 'abroad').length, delta], [1, false]);
        assert.equal(
          skipped.some(({ address }) => address.startsWith('ldaps://')),
          false,
        );
        const user = await found(store, 'abroad');
        assert.deepEqual(await store.find({ key: user.key }), user);
        assert.equal(await store.verify(whom(user), userPassword), 'right');
        assert.equal(await store.verify(whom(user), 'wrong'), 'wrong');
        await store.write?.setPassword(whom(user), 'Crocus-7-Meadow!', { mustChange: false });
        assert.equal(await store.verify(whom(user), 'Crocus-7-Meadow!'), 'right');
        assert.equal(await store.verify(whom(await found(store, seedName(1))), userPassword), 'right');
        await store.check();
      }));

    it('fails whole where that one does not answer, so that nobody seems to have vanished', async () => {
      await other.pause();
      try {
        await using(open(slapd, { ...following(), referralHosts: ['127.0.0.1'] }), (store) => faults(readAll(store), 'unreachable'));
      } finally {
        await other.resume();
      }
    });
  });

  describe('says what is wrong', () => {
    it('with a reader who is given only so many entries', async () => {
      const limited = { bindDn: `uid=${seedName(30)},${people}`, pageSize: 100 };
      const fault = await using(open(slapd, limited, userPassword), (store) => faults(readAll(store), 'settings'));
      assert.match(fault.message, /size limit/);
      assert.ok(sizeLimit < 60);
    });

    it('with filters, bases and attributes that are none', async () => {
      for (const [changes, says] of [
        [{ userFilter: '(uid=' }, /filter of users is no LDAP filter/],
        [{ disabledFilter: 'nonsense)' }, /filter of disabled users is no LDAP filter/],
        [{ userBase: ' ' }, /base of users/],
        [{ userName: '' }, /attribute that holds the user name/],
        [{ groupBase: '' }, /base of groups/],
        [{ groups: 'memberOf', userMemberOf: '' }, /memberOf/],
        [{ groupMember: '' }, /holds the members/],
      ] as const satisfies readonly (readonly [Partial<LdapSettings>, RegExp])[])
        assert.throws(() => open(slapd, changes), says);
      await using(open(slapd, { userBase: 'no DN at all' }), (store) => faults(store.find({ name: 'x' }), 'settings'));
    });

    it('and is looked at before it is said where its users lie', async () => {
      const driving = { ...drivingTo(service.password), checksOnly: true };
      await using(openLdapStore(ldapSettings(slapd, { userBase: '', groups: 'none' }), driving), async (store) => {
        assert.match((await store.check()).server, /OpenLDAP/);
        assert.match((await faults(store.find({ name: 'x' }), 'settings')).message, /base of users first/);
      });
      await using(openLdapStore(ldapSettings(slapd, { userBase: '' }), { ...driving, password: 'wrong' }), (store) => faults(store.check(), 'credentials'));
      const stranger = ldapSettings(slapd, { userBase: '', authorities: '' });
      await using(openLdapStore(stranger, driving), async (store) => assert.ok((await faults(store.check(), 'tls')).certificate));
    });

    it('with a value that has no place, a place that is none, and an entry that it will not have', async () =>
      using(open(slapd, { newUserDn: 'ou=people' }), async (store) => {
        const { write } = store;
        assert.ok(write);
        const user = whom(await found(store, seedName(5)));
        assert.match((await faults(write.updateUser(user, { profile: { country: 'DE' }, attributes: {} }), 'refused')).message, /“country”/);
        assert.match(
          (await faults(write.updateUser(user, { profile: { familyName: '' }, attributes: {} }), 'refused')).message,
          /refused to change the values.*It says/,
        );
        const entry = { name: 'placed', profile: {}, attributes: {}, password: null, mustChange: false };
        assert.match((await faults(write.addUser(entry), 'settings')).message, /uid=\{name\}/);
      }));

    it('and leaves nobody behind whose password it refused', async () =>
      using(open(slapd), async (store) => {
        const entry = { name: 'half-way', profile: {}, attributes: {}, password: 'short', mustChange: false };
        assert.match((await faults(store.write?.addUser(entry) ?? assert.fail(), 'refused', ['short“'])).message, /too short/);
        assert.equal(await store.find({ name: 'half-way' }), null);
      }));
  });

  it('keeps the password of a new user as a hash of its own', async () => {
    await using(open(slapd), async (store) => store.write?.addUser({ name: 'hashed', profile: {}, attributes: {}, password: userPassword, mustChange: false }));
    const { searchEntries } = await slapd.owner.search(`uid=hashed,${people}`, { scope: 'base', attributes: ['userPassword'] });
    assert.match(String(searchEntries[0]?.userPassword), /^\{SSHA\}/);
    await new Client({ url: plain() }).bind(`uid=hashed,${people}`, userPassword);
  });
});
