import assert from 'node:assert/strict';
import { it } from 'node:test';
import { Registry } from 'prom-client';
import { disableStore } from '#stores/switch-store.ts';
import { onBothDatabases } from '../../test/databases.ts';
import { ForeignStores } from '../../test/foreign-stores.ts';
import { watchStores } from './store-metrics.ts';

onBothDatabases('Figures of user stores', (open) => {
  it('tell by domain who answers, how many users, and when they were read; of what is not used, nothing', async () => {
    const stores = await ForeignStores.open(open);
    const { test, people } = stores;
    const well = await stores.added((one) => {
      one.add('ann');
      one.add('bob');
    });
    const ill = await stores.added((one) => void one.add('cyd'));
    const off = await stores.added();
    await people.run(disableStore, test.admin, { id: off.store.id });
    ill.directory.trouble = 'unreachable';
    await stores.again(ill.store);
    const registry = new Registry();
    watchStores(test.world, registry);
    const text = await registry.metrics();
    const value = (name: string, domain: string) => new RegExp(`^reeve_store_${name}\\{domain="${domain}"\\} (\\S+)$`, 'm').exec(text)?.[1];
    assert.deepEqual([value('up', well.domain), value('up', ill.domain), value('up', off.domain)], ['1', '0', undefined]);
    assert.deepEqual([value('users', well.domain), value('users', ill.domain)], ['2', '1']);
    assert.ok(Number(value('synchronised_timestamp_seconds', well.domain)) > 1_700_000_000);
    assert.notEqual(value('answer_seconds', well.domain), undefined);
    const away = {
      ...test.world.db,
      get read(): never {
        throw new Error('The database is away.');
      },
    };
    const other = new Registry();
    watchStores({ ...test.world, db: away }, other);
    assert.match(await other.metrics(), /reeve_store_up/, 'a database that is away takes no other figure with it');
  });
});
