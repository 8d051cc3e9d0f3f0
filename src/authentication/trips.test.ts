import assert from 'node:assert/strict';
import { before, it } from 'node:test';
import { onBothDatabases } from '../../test/databases.ts';
import { openTestWorld, type TestWorld } from '../../test/world.ts';
import { newTrip, spendTrip, tripOf } from './trips.ts';

const signs = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
/** The same bytes in other letters: the last of them carries bits that count for nothing. */
const otherwise = (state: string): string => `${state.slice(0, -1)}${signs[signs.indexOf(state.slice(-1)) ^ 1]}`;

onBothDatabases('A trip to an identity provider', (open) => {
  let test: TestWorld;
  before(async () => {
    test = await openTestWorld(open);
  });

  it('is spent once, however its state is spelled', async () => {
    const traveller = { purpose: 'link', browser: 'a session' } as const;
    const read = (state: string) => tripOf(test.world, traveller, state);
    // Of each length that leaves such bits, one.
    for (const to of ['', '/', '/a']) {
      const { state } = newTrip(test.world, traveller, { whither: test.world.newId(), to });
      const trip = read(state) ?? assert.fail('no trip');
      assert.equal(await spendTrip(test.world, trip), true);
      const again = read(otherwise(state));
      assert.equal(again !== null && (await spendTrip(test.world, again)), false, to);
    }
  });
});
