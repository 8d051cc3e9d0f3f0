import assert from 'node:assert/strict';
import { it } from 'node:test';
import { onBothDatabases } from '../../test/databases.ts';
import { openTestWorld } from '../../test/world.ts';
import { writeKnownBrowser } from './flow-queries.ts';
import { browserHashOf, isKnown, newBrowser } from './known-browsers.ts';

onBothDatabases('known browsers', (open) => {
  it('are the newest twenty of a user, and one that signs in again is new again', async () => {
    const { world, admin } = await openTestWorld(open);
    const browsers = Array.from({ length: 24 }, () => newBrowser(world.random));
    const signIn = (browser: string | undefined, now: number) =>
      world.db.write((tx) => writeKnownBrowser(tx, { userNo: admin.no, browserHash: browserHashOf(browser ?? '', admin.no), now }));
    for (const [nth, browser] of browsers.entries()) {
      await signIn(browser, nth + 1);
      if (nth === 10) await signIn(browsers[0], nth + 1);
    }
    const known = await Promise.all(browsers.map((browser) => isKnown(world, { browser, userNo: admin.no })));
    assert.deepEqual(
      known.flatMap((yes, nth) => (yes ? [nth] : [])),
      [0, ...Array.from({ length: 19 }, (_, nth) => nth + 5)],
    );
  });
});
