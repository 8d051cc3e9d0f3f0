import assert from 'node:assert/strict';
import { it } from 'node:test';
import { onBothDatabases } from '../../test/databases.ts';
import { openTestWorld } from '../../test/world.ts';
import { newLink } from './links.ts';

const minute = 60_000;

onBothDatabases('Links in mails', (open) => {
  it('of nobody, which strangers leave, are a thousand at most; of one user ten from each place, the newest, and none pushed out from elsewhere (CVE-2025-10470)', async () => {
    const { world, admin } = await openTestWorld(open);
    const begun = world.now();
    const leave = (userNo: number, now: number, place = '') =>
      world.db.write((tx) =>
        newLink(tx, world, {
          purpose: 'recovery',
          user: { no: userNo, epoch: 0, credentialAt: 0, mail: '', mailKey: '' },
          browser: '',
          place,
          now,
          endsAt: now + minute,
        }),
      );
    const linksOf = (userNo: number) => world.db.read.selectFrom('mail_links').selectAll().where('user_no', '=', userNo).execute();
    await leave(0, begun);
    const [one] = await linksOf(0);
    assert.ok(one);
    const flood = Array.from({ length: 1_500 }, (_, nth) => ({ ...one, id: world.newId(), created_at: begun + nth }));
    await world.db.write((tx) => tx.insertInto('mail_links').values(flood).execute());
    await leave(0, begun + flood.length);
    assert.equal((await linksOf(0)).length, 1_000);
    await leave(admin.no, begun - 1, 'his own browser');
    for (let nth = 0; nth < 12; nth += 1) await leave(admin.no, begun + nth);
    const timesOf = async (from: string) => (await linksOf(admin.no)).filter(({ place }) => place === from).map(({ created_at }) => created_at - begun);
    assert.deepEqual(
      (await timesOf('')).sort((a, b) => a - b),
      [2, 3, 4, 5, 6, 7, 8, 9, 10, 11],
    );
    for (let nth = 0; nth < 60; nth += 1) await leave(admin.no, begun + nth, `network ${nth % 12}`);
    assert.deepEqual(await timesOf('his own browser'), [-1]);
    assert.equal((await linksOf(admin.no)).length, 40);
  });
});
