import assert from 'node:assert/strict';
import { it } from 'node:test';
import { sql } from 'kysely';
import type { Database } from '#db/database.ts';
import { change } from '#journal/change.ts';
import { onBothDatabases } from '../../test/databases.ts';
import { openFeed } from './feed.ts';

const header = { actorKind: 'host', actorId: 'host:test', right: 'host', door: 'cli', operation: 'test.note', reason: '' } as const;

/** A change that names one object. */
const note = (database: Database, id: string) =>
  change(database, Date.now(), header, async (open) => open.record({ kind: 'group', id, name: id, before: null, after: { version: 1 } }));

onBothDatabases('the feed', (open, kind) => {
  it('asks by itself four times a second, and tells what others have changed, once', async (t) => {
    const { database } = await open();
    t.mock.timers.enable({ apis: ['setInterval'] });
    const feed = await openFeed(database, Date.now);
    const heard: (readonly string[])[] = [];
    const two = Promise.withResolvers<void>();
    feed.listen(({ objects }) => {
      heard.push(objects);
      if (heard.length === 2) two.resolve();
    });
    feed.start();
    await note(database, 'one');
    t.mock.timers.tick(249);
    await feed.poll();
    assert.deepEqual(heard, [['one']], 'asked for');
    await note(database, 'two');
    t.mock.timers.tick(1);
    await two.promise;
    await feed.poll();
    assert.deepEqual(heard, [['one'], ['two']]);
    feed.stop();
  });

  it('tells of a change that was committed before the question, whatever was being asked then', async () => {
    const { database } = await open();
    const feed = await openFeed(database, Date.now);
    const heard = new Set<string>();
    feed.listen(({ objects }) => {
      for (const id of objects) heard.add(id);
    });
    for (let nth = 0; nth < 20; nth++) {
      const asking = feed.poll();
      await note(database, `n${nth}`);
      await Promise.all([feed.poll(), feed.poll(), asking]);
      assert.ok(heard.has(`n${nth}`), `n${nth}`);
    }
  });

  // SQLite answers a reader at once, whatever happens; PostgreSQL may let it wait.
  if (kind === 'postgres')
    it('gives up a question that is not answered, lets nobody believe otherwise, and goes on when there are answers again', async (t) => {
      const { database } = await open();
      let now = 1_000_000;
      const feed = await openFeed(database, () => now);
      const [locked, over] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
      const locking = database.write(async (tx) => {
        await sql`lock table journal_head in access exclusive mode`.execute(tx);
        locked.resolve();
        await over.promise;
      });
      await locked.promise;
      now += 7_000;
      t.mock.timers.enable({ apis: ['setTimeout'] });
      const asking = feed.poll();
      // The question is under way once `poll` has begun, which is at most a turn away.
      await new Promise((next) => setImmediate(next));
      t.mock.timers.tick(4_000);
      await assert.rejects(asking, /did not answer within 4000 ms/);
      t.mock.timers.reset();
      assert.equal(feed.sinceConfirmed(), 7_000);
      over.resolve();
      await locking;
      await feed.poll();
      assert.equal(feed.sinceConfirmed(), 0);
    });
});
