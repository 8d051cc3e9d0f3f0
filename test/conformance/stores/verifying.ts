// Conformance of user stores: whether a password is right, and what the store says of him who gave it.
import assert from 'node:assert/strict';
import type { Verdict } from '#user-store.ts';
import { addOutside, type Case, found, type Implementation, type Outside, password, seedName, using, whom } from './implementation.ts';

/** Adds a user, lets his owner do something to him, and asks with the right password and a wrong one. */
const told =
  (name: string, how: keyof Outside, expected: { readonly right: Verdict; readonly wrong: readonly Verdict[] }): Case =>
  async (implementation) => {
    await addOutside(implementation, name);
    // Every step that is asked of here takes a name alone.
    const step = implementation.outside[how] as ((name: string) => Promise<void>) | undefined;
    await (step ?? assert.fail(`Say how: ${how}, or what lacks.`)).call(implementation.outside, name);
    await using(implementation.open(), async (store) => {
      const user = whom(await found(store, name));
      assert.equal(await store.verify(user, password), expected.right);
      assert.ok(expected.wrong.includes(await store.verify(user, 'Another-8-Garden!')));
    });
  };

const verdictOf = (implementation: Implementation, name: string, given: string) =>
  using(implementation.open(), async (store) => store.verify(whom(await found(store, name)), given));

export const verifying = {
  'the right password is right': async (implementation) => assert.equal(await verdictOf(implementation, seedName(4), password), 'right'),

  'another password is wrong': async (implementation) => {
    await addOutside(implementation, 'verify-wrong');
    for (const wrong of ['tulip-9-orchard!', `${password} `, `${password}\u0000`, 'x', '*', '\ud800', 'x'.repeat(4_000)])
      assert.equal(await verdictOf(implementation, 'verify-wrong', wrong), 'wrong', wrong.slice(0, 20));
  },

  'an empty password is always wrong': async (implementation) => assert.equal(await verdictOf(implementation, seedName(5), ''), 'wrong'),

  'somebody who is not there has no right password': async (implementation) =>
    using(implementation.open(), async (store) => {
      const { key, address } = await found(store, seedName(6));
      for (const nobody of [
        { key: `${key}x`, address, name: seedName(6) },
        { key: '', address: '', name: 'nobody-here' },
      ])
        assert.equal(await store.verify(nobody, password), 'wrong', JSON.stringify(nobody));
    }),

  'a user who was renamed or moved since is still the same': async (implementation) => {
    await addOutside(implementation, 'verify-before');
    await using(implementation.open(), async (store) => {
      const before = whom(await found(store, 'verify-before'));
      await implementation.outside.rename('verify-before', 'verify-after');
      assert.equal(await store.verify(before, password), 'right');
    });
  },

  'whoever took over his name and address is not he': async (implementation) => {
    await addOutside(implementation, 'verify-again');
    await using(implementation.open(), async (store) => {
      const before = whom(await found(store, 'verify-again'));
      await implementation.outside.deleteUser('verify-again');
      await addOutside(implementation, 'verify-again');
      assert.equal(await store.verify(before, password), 'wrong');
    });
  },

  'a disabled user is told apart, once his password was right': told('verify-disabled', 'disable', { right: 'disabled', wrong: ['wrong'] }),
  'a locked user is told apart': told('verify-locked', 'lock', { right: 'locked', wrong: ['wrong', 'locked'] }),
  'an expired password is told apart, once it was right': told('verify-expired', 'expirePassword', { right: 'expired', wrong: ['wrong'] }),
  'a password that must be changed is told apart, once it was right': told('verify-change', 'requireChange', { right: 'must-change', wrong: ['wrong'] }),
  'an account that has ended is told apart, once the password was right': told('verify-ended', 'end', { right: 'ended', wrong: ['wrong'] }),

  'many may sign in at once': async (implementation) =>
    using(implementation.open({ connectionsMax: 2 }), async (store) => {
      const users = await Promise.all([11, 12, 13, 14, 15, 16].map((n) => found(store, seedName(n))));
      const verdicts = await Promise.all(users.flatMap((user) => [store.verify(whom(user), password), store.verify(whom(user), 'wrong')]));
      assert.deepEqual(
        verdicts,
        users.flatMap(() => ['right', 'wrong']),
      );
    }),
} as const satisfies Record<string, Case>;
