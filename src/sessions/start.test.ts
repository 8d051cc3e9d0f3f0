import assert from 'node:assert/strict';
import { it } from 'node:test';
import { onBothDatabases } from '../../test/databases.ts';
import { openTestWorld } from '../../test/world.ts';
import { startSession } from './start.ts';

const hour = 3_600_000;

onBothDatabases('a new session', (open) => {
  it('leaves a user the newest hundred beside it, whoever signs in how often', async () => {
    const { world, admin } = await openTestWorld(open);
    const start = (now: number) =>
      world.db.write((tx) => startSession(tx, world, { userNo: admin.no, epoch: admin.epoch, network: '192.0.2.0/24', browser: 'test', now }));
    const idsOf = async () =>
      (await world.db.read.selectFrom('sessions').select('id').where('user_no', '=', admin.no).orderBy('id').execute()).map(({ id }) => id);
    const now = world.now();
    const ids: string[] = [];
    for (let nth = 0; nth < 104; nth += 1) ids.push((await start(now)).id);
    assert.deepEqual(await idsOf(), ids.slice(-101).toSorted());
    const later = now + world.config.sessionHoursMax * hour;
    const newest = await start(later);
    assert.deepEqual(await idsOf(), [newest.id], 'those that have ended by then go too');
  });
});
