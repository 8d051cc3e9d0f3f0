// Conformance of user stores: reading all, reading what changed, and what has vanished.

import assert from 'node:assert/strict';
import { inEnglish } from '#sentences/sentence.ts';
import { limits } from '#stores/driver.ts';
import { addOutside, type Case, collect, found, isIn, readAll, seedName, using } from './implementation.ts';

const named = <E extends { readonly name: string }>(entries: readonly E[], name: string): readonly E[] => entries.filter((entry) => entry.name === name);

export const reading = {
  'everything is read when there is no mark': async (implementation) =>
    using(implementation.open(), async (store) => {
      const { delta, users, pageMost } = await readAll(store);
      assert.equal(delta, false);
      assert.ok(pageMost > 0 && pageMost <= limits.pageSizeMax);
      for (let n = 1; n <= implementation.seeded; n++) assert.equal(named(users, seedName(n)).length, 1, seedName(n));
      const [seed] = named(users, seedName(7));
      assert.ok(seed && seed.key !== '' && seed.address !== '');
      assert.equal(seed.profile.mail, 'seed-007@example.test');
      assert.equal(seed.disabled, false);
    }),

  'each user and group comes once, with a key and an address of its own': async (implementation) =>
    using(implementation.open(), async (store) => {
      const { users, groups } = await readAll(store);
      for (const entries of [users, groups]) assert.equal(new Set(entries.map(({ key }) => key)).size, entries.length);
      // Members are given by address: a user's must never be a group's, or he would bring everybody of it along.
      const entries = [...users, ...groups];
      assert.equal(new Set(entries.map(({ address }) => address)).size, entries.length);
    }),

  'the keys are those of the entries that are read': async (implementation) =>
    using(implementation.open(), async (store) => {
      const { users, groups, keys } = await readAll(store);
      assert.deepEqual([...keys.user].sort(), users.map(({ key }) => key).sort());
      assert.deepEqual([...keys.group].sort(), groups.map(({ key }) => key).sort());
    }),

  'a value that is not set comes as an empty text, and letters of all scripts as they are': async (implementation) => {
    await addOutside(implementation, 'read-letters', { givenName: 'Дмитрий', familyName: "O'Neil, Jr. (李) \\ 1*" });
    await using(implementation.open(), async (store) => {
      const { profile, attributes } = await found(store, 'read-letters');
      assert.equal(profile.givenName, 'Дмитрий');
      assert.equal(profile.familyName, "O'Neil, Jr. (李) \\ 1*");
      assert.deepEqual(attributes.title ?? [], []);
    });
  },

  'groups know their members, or users their groups': async (implementation) =>
    using(implementation.open(), async (store) => {
      const { users, groups } = await readAll(store);
      const [group] = named(groups, implementation.seedGroup);
      assert.ok(group);
      const members = users.filter((user) => isIn(group, user)).map(({ name }) => name);
      assert.deepEqual(
        members.sort(),
        Array.from({ length: 10 }, (_, n) => seedName(n + 1)),
      );
    }),

  'a group in a group is a member of it, and a ring of groups ends': async (implementation) => {
    const { outside } = implementation;
    await addOutside(implementation, 'ring-user');
    await outside.addGroup('ring-inner', { users: ['ring-user'], groups: [] });
    await outside.addGroup('ring-outer', { users: [], groups: ['ring-inner'] });
    await outside.addGroupToGroup('ring-inner', 'ring-outer');
    await using(implementation.open(), async (store) => {
      const { groups } = await readAll(store);
      const of = (name: string) => groups.find((group) => group.name === name) ?? assert.fail(name);
      assert.ok(of('ring-outer').memberAddresses.includes(of('ring-inner').address));
      assert.ok(of('ring-inner').memberAddresses.includes(of('ring-outer').address));
    });
  },

  'after a mark only what changed is read': async (implementation) => {
    await addOutside(implementation, 'delta-changed');
    await addOutside(implementation, 'delta-renamed');
    await using(implementation.open(), async (store) => {
      const first = await readAll(store);
      await implementation.outside.changeMail('delta-changed', 'new@example.test');
      await addOutside(implementation, 'delta-added');
      const { key } = await found(store, 'delta-renamed');
      await implementation.outside.rename('delta-renamed', 'delta-renamed-2');
      const second = await readAll(store, first.mark);
      assert.equal(second.delta, true);
      assert.equal(named(second.users, 'delta-added').length, 1);
      assert.equal(second.users.find(({ name }) => name === 'delta-changed')?.profile.mail, 'new@example.test');
      assert.equal(second.users.find(({ name }) => name === 'delta-renamed-2')?.key, key);
      assert.ok(second.users.length < implementation.seeded, 'those who were there long before are read again');
      assert.ok(second.keys.user.length > implementation.seeded, 'the keys are always all');
    });
  },

  'after a mark with nothing changed, nothing of long before is read, and the mark stays good': async (implementation) =>
    using(implementation.open(), async (store) => {
      const first = await readAll(store);
      const second = await readAll(store, first.mark);
      await implementation.outside.changeMail(seedName(20), 'moved@example.test');
      const third = await readAll(store, second.mark);
      assert.ok(second.users.length < implementation.seeded);
      assert.equal(third.users.find(({ name }) => name === seedName(20))?.profile.mail, 'moved@example.test');
      await implementation.outside.changeMail(seedName(20), 'seed-020@example.test');
    }),

  'a change of who is in a group is read after a mark': async (implementation) => {
    const { outside } = implementation;
    for (const name of ['team-one', 'team-two']) await addOutside(implementation, name);
    await outside.addGroup('team', { users: ['team-one'], groups: [] });
    await using(implementation.open(), async (store) => {
      const first = await readAll(store);
      await outside.addUserToGroup('team', 'team-two');
      await outside.removeUserFromGroup('team', 'team-one');
      const { groups } = await readAll(store, first.mark);
      const [team] = named(groups, 'team');
      assert.ok(team);
      assert.deepEqual(team.memberAddresses, [(await found(store, 'team-two')).address]);
    });
  },

  'a deleted user or group is missing from the keys': async (implementation) => {
    const { outside } = implementation;
    await addOutside(implementation, 'gone-user');
    await outside.addGroup('gone-group', { users: ['gone-user'], groups: [] });
    await using(implementation.open(), async (store) => {
      const first = await readAll(store);
      const user = first.users.find(({ name }) => name === 'gone-user');
      const group = first.groups.find(({ name }) => name === 'gone-group');
      assert.ok(user && group);
      await outside.deleteGroup('gone-group');
      await outside.deleteUser('gone-user');
      const { keys } = await readAll(store, first.mark);
      assert.ok(!keys.user.includes(user.key));
      assert.ok(!keys.group.includes(group.key));
    });
  },

  'a mark that it cannot have given means: read everything': async (implementation) =>
    using(implementation.open(), async (store) => {
      for (const mark of ['x', '{}', '{"server":"elsewhere","since":"20200101000000Z"}', '9'.repeat(2_000)]) {
        const reading = await store.read(mark);
        assert.equal(reading.delta, false, mark.slice(0, 40));
        await reading.close();
      }
    }),

  'what cannot be taken is said, and hides nobody else': async (implementation) => {
    const says = (await implementation.outside.addSpoiledUser?.('spoiled')) ?? assert.fail('Say how to spoil a user, or what lacks.');
    await using(implementation.open(), async (store) => {
      const { users, skipped } = await readAll(store);
      assert.ok(
        skipped.some((entry) => says.test(inEnglish(entry.says)) && entry.address !== ''),
        JSON.stringify(skipped),
      );
      assert.equal(named(users, seedName(1)).length, 1);
    });
    await implementation.outside.deleteUser('spoiled');
  },

  'a reading may be left half way, and the store goes on': async (implementation) =>
    using(implementation.open({ connectionsMax: 2 }), async (store) => {
      for (let round = 0; round < 5; round++) {
        const reading = await store.read('');
        for await (const { entries } of reading.users()) if (entries.length > 0) break;
        await reading.close();
      }
      assert.ok(await store.find({ name: seedName(1) }));
    }),

  'reading keeps no question from its answer': async (implementation) =>
    using(implementation.open({ connectionsMax: 1 }), async (store) => {
      const reading = await store.read('');
      for await (const { entries } of reading.users()) if (entries.length > 0) assert.ok(await store.find({ name: seedName(2) }));
      await collect(reading.groups());
      await reading.close();
    }),
} as const satisfies Record<string, Case>;
