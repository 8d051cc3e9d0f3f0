// A rehearsal of a store that is too large for one answer: it stops at its time limit, and says that there is more.
import assert from 'node:assert/strict';
import { before, it } from 'node:test';
import type { Drive } from '#stores/registry.ts';
import type { Reading } from '#user-store.ts';
import { onSqlite } from '../../test/databases.ts';
import { addressOf } from '../../test/directory.ts';
import { type People, peopleOf } from '../../test/people.ts';
import { scriptedStores } from '../../test/scripted-stores.ts';
import { openTestWorld, type TestWorld } from '../../test/world.ts';
import { rehearseStore } from './rehearse.ts';

onSqlite('Rehearsing a large store', (open) => {
  const scripted = scriptedStores('L');
  let slow: 'users' | 'groups' = 'users';
  let test: TestWorld;
  let people: People;
  const slowly: Drive = async (...asked) => {
    const store = await scripted.drive(...asked);
    const read = async (since: string): Promise<Reading> => {
      const reading = await store.read(since);
      const taking = <T>(what: typeof slow, pages: AsyncIterable<T>) => (slow === what ? later(pages) : pages);
      return { ...reading, users: () => taking('users', reading.users()), groups: () => taking('groups', reading.groups()) };
    };
    return { ...store, read };
  };
  async function* later<T>(pages: AsyncIterable<T>): AsyncGenerator<T> {
    for await (const page of pages) {
      test.clock.turn(46_000);
      yield page;
    }
  }
  before(async () => {
    test = await openTestWorld(open, { drive: slowly });
    people = peopleOf(test);
  });

  for (const [what, users, groups] of [
    ['users', 1, 0],
    ['groups', 2, 1],
  ] as const)
    it(`stops where it has read ${what} for longer than an answer may take`, async () => {
      slow = what;
      const { told } = scripted.next((one) => {
        one.pageSize = 1;
        for (const name of ['ann', 'bob']) one.add(name);
        for (const name of ['staff', 'board']) one.group(name, addressOf('ann'));
      });
      const found = await people.run(rehearseStore, test.admin, { kind: told.kind, settings: told.settings });
      assert.deepEqual([found.users, found.groups, found.complete], [users, groups, false]);
    });
});
