// How the LDAP driver comes to its servers, on real OpenLDAP servers and on some that only seem to be: TLS, servers that come and go, referrals, and what it says is wrong.

import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { inEnglish } from '#sentences/sentence.ts';
import { openLdapStore } from '#stores/ldap/ldap-store.ts';
import type { LdapSettings } from '#stores/settings-contract.ts';
import type { UserStore } from '#user-store.ts';
import { freePort } from '../servers/free-port.ts';
import * as ber from '../servers/scripted-directory.ts';
import { startScripted } from '../servers/scripted-directory.ts';
import { people, type Slapd, service, sizeLimit, startSlapd, userPassword } from '../servers/slapd.ts';
import { drivingTo } from './outside/driving.ts';
import { ldapSettings } from './outside/slapd.ts';
import { faults, found, readAll, seedName, using, whom } from './stores/implementation.ts';

const open = (slapd: Slapd, changes: Partial<LdapSettings> = {}, password = service.password): UserStore =>
  openLdapStore(ldapSettings(slapd, changes), drivingTo(password));

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
          assert.match(inEnglish(skipped.find(({ address }) => address.startsWith('ldaps://'))?.says ?? ''), /another server/);
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
});
