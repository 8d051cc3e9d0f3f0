// What is tried before it is kept is tried as it will be lived with.
import assert from 'node:assert/strict';
import { before, it } from 'node:test';
import { onSqlite } from '../../test/databases.ts';
import { type People, peopleOf } from '../../test/people.ts';
import { scriptedStores } from '../../test/scripted-stores.ts';
import { openTestWorld, type TestWorld } from '../../test/world.ts';
import type { Drive } from './registry.ts';
import { testStore } from './try-store.ts';

onSqlite('Trying a store', (open) => {
  const scripted = scriptedStores('T');
  const patience: number[] = [];
  const listening: Drive = async (kind, settings, driving) => {
    patience.push(driving.answerMilliseconds);
    return scripted.drive(kind, settings, driving);
  };
  let test: TestWorld;
  let people: People;
  before(async () => {
    test = await openTestWorld(open, { drive: listening });
    people = peopleOf(test);
  });

  it('waits as long for an answer as whoever uses the store will', async () => {
    const { told } = scripted.next(() => {});
    const asked = { kind: told.kind, settings: told.settings };
    await people.run(testStore, test.admin, asked);
    await people.run(testStore, test.admin, { ...asked, answerSeconds: 30 });
    assert.deepEqual(patience, [5_000, 30_000]);
  });
});
