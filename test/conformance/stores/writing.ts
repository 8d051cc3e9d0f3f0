// Conformance of user stores: writing. Everything may be said twice, and what the store refuses is said in its words and ours.
import assert from 'node:assert/strict';
import type { NewEntry, UserStore, Writer } from '#user-store.ts';
import { addOutside, type Case, faults, found, type Implementation, isIn, password, readAll, using, whom } from './implementation.ts';

const next = 'Crocus-7-Meadow!';

const entry = (name: string, changes: Partial<NewEntry> = {}): NewEntry => ({
  name,
  profile: { givenName: 'Grace', familyName: 'Hopper', shownName: 'Grace Hopper', mail: `${name}@example.test` },
  attributes: { title: ['Rear admiral'] },
  password: null,
  mustChange: false,
  ...changes,
});

const writingTo = (implementation: Implementation, use: (write: Writer, store: UserStore) => Promise<void>) =>
  using(implementation.open(), (store) => use(store.write ?? assert.fail('It is not writable.'), store));

export const writing = {
  'a user is added with values and password, and may be said twice': async (implementation) =>
    writingTo(implementation, async (write, store) => {
      const wanted = entry('write-added', { password, profile: { ...entry('write-added').profile, familyName: 'Hopper, Jr. \\ "李"' } });
      const added = await write.addUser(wanted);
      assert.equal(added.name, 'write-added');
      assert.equal(added.profile.familyName, 'Hopper, Jr. \\ "李"');
      assert.deepEqual(added.attributes.title, ['Rear admiral']);
      assert.equal((await write.addUser(wanted)).key, added.key);
      assert.equal(await store.verify(whom(added), password), 'right');
    }),

  'nobody is taken over by adding his name again': async (implementation) => {
    await addOutside(implementation, 'write-taken', { password: next });
    await writingTo(implementation, async (write, store) => {
      await faults(write.addUser(entry('write-taken', { password })), 'refused', [password]);
      assert.equal(await store.verify(whom(await found(store, 'write-taken')), next), 'right');
    });
  },

  'a name that would be syntax is only a name': async (implementation) =>
    writingTo(implementation, async (write, store) => {
      for (const name of ['plus+comma', 'write*star', 'a#b(c)']) {
        const added = await write.addUser(entry(name)).catch((fault: unknown) => fault);
        // A store may have names of its own rule; then it says so, and nothing is there.
        if (added instanceof Error) assert.equal(await store.find({ name }), null);
        else assert.equal((await found(store, name)).name, name);
      }
    }),

  'values are changed and taken away, and may be said twice': async (implementation) => {
    await addOutside(implementation, 'write-values');
    await writingTo(implementation, async (write, store) => {
      const user = whom(await found(store, 'write-values'));
      const values = { profile: { givenName: 'Augusta', mail: '' }, attributes: { title: ['Countess'] } };
      for (const _ of ['once', 'twice']) {
        const { profile, attributes } = await write.updateUser(user, values);
        assert.equal(profile.givenName, 'Augusta');
        assert.equal(profile.mail, '');
        assert.equal(profile.familyName, 'Lovelace');
        assert.deepEqual(attributes.title, ['Countess']);
      }
      assert.deepEqual((await write.updateUser(user, { profile: {}, attributes: { title: [] } })).attributes.title ?? [], []);
    });
  },

  'an administrator sets a password, and may say it twice': async (implementation) => {
    await addOutside(implementation, 'write-set');
    await writingTo(implementation, async (write, store) => {
      const user = whom(await found(store, 'write-set'));
      for (const _ of ['once', 'twice']) await write.setPassword(user, next, { mustChange: false });
      assert.equal(await store.verify(user, next), 'right');
      assert.equal(await store.verify(user, password), 'wrong');
    });
  },

  'a password that is set may have to be changed': async (implementation) => {
    await addOutside(implementation, 'write-must');
    await writingTo(implementation, async (write, store) => {
      const user = whom(await found(store, 'write-must'));
      await write.setPassword(user, next, { mustChange: true });
      assert.equal(await store.verify(user, next), 'must-change');
      await write.changePassword(user, { current: next, next: password });
      assert.equal(await store.verify(user, password), 'right');
    });
  },

  'a user changes his own password with the one he has': async (implementation) => {
    await addOutside(implementation, 'write-own');
    await writingTo(implementation, async (write, store) => {
      const user = whom(await found(store, 'write-own'));
      await faults(write.changePassword(user, { current: 'wrong', next }), 'refused', [next]);
      await faults(write.changePassword(user, { current: '', next }), 'refused', [next]);
      assert.equal(await store.verify(user, password), 'right');
      await write.changePassword(user, { current: password, next });
      assert.equal(await store.verify(user, next), 'right');
    });
  },

  'a password that the store’s policy refuses is refused with its reason': async (implementation) => {
    await addOutside(implementation, 'write-weak');
    await writingTo(implementation, async (write, store) => {
      const user = whom(await found(store, 'write-weak'));
      const fault = await faults(write.changePassword(user, { current: password, next: 'abc' }), 'refused', [password]);
      assert.match(fault.message, /password/i);
      assert.equal(await store.verify(user, password), 'right');
    });
  },

  'an empty password is never set': async (implementation) => {
    await addOutside(implementation, 'write-empty');
    await writingTo(implementation, async (write, store) => {
      const user = whom(await found(store, 'write-empty'));
      await faults(write.setPassword(user, '', { mustChange: false }), 'refused');
      assert.equal(await store.verify(user, password), 'right');
    });
  },

  'a user is disabled and enabled, and may be said twice': async (implementation) => {
    await addOutside(implementation, 'write-disabled');
    await writingTo(implementation, async (write, store) => {
      const user = whom(await found(store, 'write-disabled'));
      const setDisabled = write.setDisabled ?? assert.fail('It cannot disable: say what lacks.');
      for (const disabled of [true, true, false, false]) {
        await setDisabled(user, disabled);
        assert.equal((await found(store, 'write-disabled')).disabled, disabled);
      }
      assert.equal(await store.verify(user, password), 'right');
    });
  },

  'members join and leave a group, and may be said twice': async (implementation) => {
    await addOutside(implementation, 'write-member');
    await addOutside(implementation, 'write-stays');
    await implementation.outside.addGroup('write-group', { users: ['write-stays'], groups: [] });
    await writingTo(implementation, async (write, store) => {
      const member = await found(store, 'write-member');
      const readGroup = async () => (await readAll(store)).groups.find(({ name }) => name === 'write-group') ?? assert.fail('no group');
      const group = whom(await readGroup());
      for (const _ of ['once', 'twice']) await write.addMember(group, whom(member));
      assert.ok(isIn(await readGroup(), await found(store, 'write-member')));
      for (const _ of ['once', 'twice']) await write.removeMember(group, whom(member));
      assert.ok(!isIn(await readGroup(), await found(store, 'write-member')));
      assert.ok(isIn(await readGroup(), await found(store, 'write-stays')));
    });
  },

  'a user is deleted with his memberships, and may be said twice': async (implementation) => {
    await addOutside(implementation, 'write-deleted');
    await addOutside(implementation, 'write-left');
    await implementation.outside.addGroup('write-left-group', { users: ['write-deleted', 'write-left'], groups: [] });
    await writingTo(implementation, async (write, store) => {
      const user = whom(await found(store, 'write-deleted'));
      for (const _ of ['once', 'twice']) await write.deleteUser(user);
      assert.equal(await store.find({ name: 'write-deleted' }), null);
      const group = (await readAll(store)).groups.find(({ name }) => name === 'write-left-group') ?? assert.fail('no group');
      assert.ok(!group.memberAddresses.includes(user.address));
    });
  },

  'a user who has vanished cannot be written to': async (implementation) => {
    await addOutside(implementation, 'write-vanished');
    await writingTo(implementation, async (write, store) => {
      const user = whom(await found(store, 'write-vanished'));
      await implementation.outside.deleteUser('write-vanished');
      await addOutside(implementation, 'write-vanished');
      await faults(write.setPassword(user, next, { mustChange: false }), 'refused', [next]);
      await faults(write.updateUser(user, { profile: { givenName: 'Eve' }, attributes: {} }), 'refused');
      await write.deleteUser(user);
      assert.equal((await found(store, 'write-vanished')).profile.givenName, 'Ada');
    });
  },
} as const satisfies Record<string, Case>;
