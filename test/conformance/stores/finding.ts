// Conformance of user stores: finding one user, by name and by key, whatever the name looks like.
import assert from 'node:assert/strict';
import { addOutside, type Case, found, seedName, using } from './implementation.ts';

/** What would be syntax somewhere, if it were not escaped (RFC 4514, RFC 4515, SQL). */
const hostileNames = [
  '*',
  'seed-*',
  'seed-001)(uid=*',
  '*)(objectClass=*))(|(uid=*',
  '\\2a',
  "' or '1'='1",
  "seed-001'--",
  'seed-001"; drop table users; --',
  'seed-001\u0000',
  '\u0000',
  '',
  ' ',
  'seed-001 ',
  '%',
  'seed-0__',
  'seed-001,ou=people',
  'x'.repeat(5_000),
  '\ud800',
];

export const finding = {
  'a user is found by his name and by his key': async (implementation) =>
    using(implementation.open(), async (store) => {
      const byName = await found(store, seedName(3));
      assert.equal(byName.name, seedName(3));
      assert.deepEqual(await store.find({ key: byName.key }), byName);
    }),

  'nobody is found where nobody is': async (implementation) =>
    using(implementation.open(), async (store) => {
      assert.equal(await store.find({ name: 'nobody-here' }), null);
      const { key } = await found(store, seedName(3));
      assert.equal(await store.find({ key: key.replace(/[0-9a-f](?=[^0-9a-f]*$)/i, (letter) => (letter === '1' ? '2' : '1')) }), null);
      for (const key of ['', 'x', '*', "' or 1=1 --"]) assert.equal(await store.find({ key }), null, key);
    }),

  'no name is read as anything but a name': async (implementation) =>
    using(implementation.open(), async (store) => {
      for (const name of hostileNames) {
        const entry = await store.find({ name });
        // A directory leaves out spaces at the ends (RFC 4518 §2.6.1); nothing else may make another name this one.
        if (entry) assert.equal(entry.name, name.trim(), JSON.stringify(name.slice(0, 40)));
      }
    }),

  'a user who is renamed keeps his key': async (implementation) => {
    await addOutside(implementation, 'find-before');
    await using(implementation.open(), async (store) => {
      const before = await found(store, 'find-before');
      await implementation.outside.rename('find-before', 'find-after');
      const after = await store.find({ key: before.key });
      assert.equal(after?.name, 'find-after');
      assert.equal(await store.find({ name: 'find-before' }), null);
    });
  },

  'a name that is used again is another user': async (implementation) => {
    await addOutside(implementation, 'find-again');
    await using(implementation.open(), async (store) => {
      const before = await found(store, 'find-again');
      await implementation.outside.deleteUser('find-again');
      await addOutside(implementation, 'find-again');
      const after = await found(store, 'find-again');
      assert.notEqual(after.key, before.key);
      assert.equal(await store.find({ key: before.key }), null);
    });
  },

  'many questions at once share a few connections': async (implementation) =>
    using(implementation.open({ connectionsMax: 2 }), async (store) => {
      const names = Array.from({ length: 40 }, (_, n) => seedName(n + 1));
      const entries = await Promise.all(names.map((name) => store.find({ name })));
      assert.deepEqual(
        entries.map((entry) => entry?.name),
        names,
      );
    }),

  'a user who is disabled there is shown so': async (implementation) => {
    await addOutside(implementation, 'find-disabled');
    await (implementation.outside.disable ?? assert.fail('Say how to disable, or what lacks.'))('find-disabled');
    await using(implementation.open(), async (store) => assert.equal((await found(store, 'find-disabled')).disabled, true));
  },
} as const satisfies Record<string, Case>;
