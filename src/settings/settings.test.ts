import assert from 'node:assert/strict';
import { it } from 'node:test';
import { Type } from 'typebox';
import { change } from '#journal/change.ts';
import type { World } from '#world.ts';
import { onBothDatabases } from '../../test/databases.ts';
import { openTestWorld } from '../../test/world.ts';
import { changeSettings } from './change.ts';
import { section } from './contract.ts';

const tea = section('tea', {
  minutes: Type.Integer({ minimum: 1, maximum: 10, default: 4 }),
  kinds: Type.Array(Type.String(), { default: ['green'] }),
});
const header = { actorKind: 'host', actorId: 'host:test', right: 'host', door: 'cli', operation: 'settings.change-tea', reason: '' };

type Asked = Parameters<typeof changeSettings<typeof tea>>[2];
async function set(world: World, asked: Asked, judge?: Parameters<typeof changeSettings<typeof tea>>[3], reach: readonly unknown[] | null = null) {
  const committed = await change(world.db, world.now(), header, (open) => changeSettings({ ...open, reach }, tea, asked, judge));
  await world.changes.committed(committed);
  return committed;
}

onBothDatabases('Settings', (open) => {
  it('are what the program says until somebody changes them, on every node', async () => {
    const { world, another } = await openTestWorld(open);
    const other = await another();
    assert.deepEqual(world.settings.of(tea), { minutes: 4, kinds: ['green'] });
    await set(world, { set: { minutes: 7 } });
    assert.deepEqual(world.settings.of(tea), { minutes: 7, kinds: ['green'] });
    await other.changes.poll();
    assert.deepEqual([other.settings.of(tea).minutes, other.settings.versionOf(tea)], [7, 1]);
  });

  it('are changed by whoever saw their newest version, and written once', async () => {
    const { world } = await openTestWorld(open);
    await set(world, { set: { minutes: 5 } });
    await assert.rejects(set(world, { version: 3, set: { minutes: 6 } }), { code: 'version.stale' });
    const again = await set(world, { version: 1, set: { minutes: 5 } });
    assert.deepEqual([again.number, again.value.version], [0, 1]);
  });

  it('stay as they were where the whole is refused', async () => {
    const { world } = await openTestWorld(open);
    const tooStrong = set(world, { set: { minutes: 10 } }, ({ minutes }) => {
      if (minutes > 8) throw new Error('bitter');
    });
    await assert.rejects(tooStrong, /bitter/);
    assert.equal(world.settings.of(tea).minutes, 4);
  });

  it('are for nobody who holds his right within a scope', async () => {
    const { world } = await openTestWorld(open);
    await assert.rejects(set(world, { set: { minutes: 5 } }, undefined, [{}]), { code: 'scope.too-wide' });
    assert.equal(world.settings.of(tea).minutes, 4);
  });

  it('are journaled without their secret', async () => {
    const { world } = await openTestWorld(open);
    const { number } = await set(world, { set: {}, secret: 'sealed text' });
    const image = await world.db.read
      .selectFrom('journal_images')
      .select(['object_id', 'before', 'after'])
      .where('number', '=', number)
      .executeTakeFirstOrThrow();
    assert.deepEqual([image.object_id, JSON.parse(image.after).secret], ['settings:tea', 'changed']);
    assert.doesNotMatch(image.after + image.before, /sealed text/);
    assert.equal(world.settings.secretOf(tea), 'sealed text');
  });

  it('that a newer or older program kept and this one would not accept count as never set', async () => {
    const { world } = await openTestWorld(open);
    await world.db.write((tx) =>
      tx.insertInto('settings').values({ key: 'tea', version: 3, value: '{"minutes":99,"sugar":1,"kinds":["black"]}', secret: '', changed_at: 1 }).execute(),
    );
    await set(world, { version: 3, set: { kinds: ['white'] } });
    assert.deepEqual(world.settings.of(tea), { minutes: 4, kinds: ['white'] });
  });
});
