// Undo of what was done to users and groups of stores that Reeve writes: there first, then here, and said before.
import assert from 'node:assert/strict';
import { before, beforeEach, it } from 'node:test';
import type { Action } from '#action.ts';
import { actions } from '#actions.ts';
import { onBothDatabases } from '../../test/databases.ts';
import { addressOf } from '../../test/directory.ts';
import { ForeignStores } from '../../test/foreign-stores.ts';
import { refused } from '../../test/people.ts';

const named = (name: string): Action => actions.find(({ operation }) => operation.name === name) ?? assert.fail(name);
type Foreseen = { readonly can: boolean; readonly code: string; readonly changes: readonly string[] };

onBothDatabases('Undo in a store that others own', (open) => {
  let stores: ForeignStores;
  before(async () => {
    stores = await ForeignStores.open(open);
  });
  beforeEach(() => stores.test.world.changes.poll());
  const ask = async <T>(name: string, input: object): Promise<T> => {
    await stores.test.world.changes.poll();
    // The operation of this name gives it; the compiler cannot follow a name.
    return (await named(name).run(stores.test.world, stores.test.admin, input)) as T;
  };
  const done = async (name: string, input: object): Promise<number> => {
    const numbers: number[] = [];
    await named(name).run(stores.test.world, stores.test.admin, input, { committed: (number) => void numbers.push(number) });
    await stores.test.world.changes.poll();
    return numbers.at(-1) ?? assert.fail(`${name} changed nothing`);
  };
  const undoable = (number: number) => ask<Foreseen>('journal.undoable', { number });
  const undo = (number: number) => ask<{ numbers: readonly number[] }>('journal.undo', { number });
  const inStore = 'It is written in the user store first: what that refuses is not undone.';

  it('puts values back there and here, is linked to its entry, and asking about it writes nothing', async () => {
    const { directory, domain, store } = await stores.added((one) => void one.add('ann', { profile: { mail: 'old@example.com' } }));
    const [entry] = [...directory.users.values()];
    const id = await stores.idOf(domain, 'ann');
    const number = await done('users.update', { id, mail: 'new@example.com', phone: '+4315550001' });
    const foreseen = await undoable(number);
    assert.deepEqual(
      [foreseen.can, foreseen.changes],
      [true, ['The mail address becomes “old@example.com” again.', 'The phone number becomes nothing again.', inStore]],
    );
    assert.equal(entry?.profile?.mail, 'new@example.com');
    const { numbers } = await undo(number);
    const row = await stores.user(domain, 'ann');
    assert.deepEqual([entry?.profile?.mail, row?.mail, row?.phone], ['old@example.com', 'old@example.com', '']);
    assert.deepEqual(await stores.writesLeft(store), []);
    assert.equal(numbers.length, 1);
    await refused('undo.done', undo(number));
  });

  it('enables who was disabled, and takes whoever was put into a group out of it', async () => {
    const { directory, domain } = await stores.added((one) => {
      one.add('bob');
      one.add('cyd');
      one.group('crew', addressOf('bob'));
    });
    const [id, cyd] = [await stores.idOf(domain, 'bob'), await stores.idOf(domain, 'cyd')];
    const isOff = () => [...directory.users.values()].find(({ name }) => name === 'bob')?.disabled ?? false;
    const disabled = await done('users.disable', { id });
    assert.equal(isOff(), true);
    await undo(disabled);
    assert.deepEqual([isOff(), (await stores.user(domain, 'bob'))?.disabled_at], [false, 0]);
    const { items } = await ask<{ items: readonly { id: string; name: string }[] }>('groups.list', { search: 'crew' });
    const joined = await done('groups.change-members', { id: items[0]?.id, add: [cyd] });
    const members = () => [...directory.groups.values()][0]?.members;
    assert.deepEqual(members(), [addressOf('bob'), addressOf('cyd')]);
    await undo(joined);
    assert.deepEqual(members(), [addressOf('bob')]);
  });

  it('is not done where the store refuses, and can be tried again', async () => {
    const { directory, domain } = await stores.added((one) => void one.add('dee', { profile: { mail: 'old@example.com' } }));
    const number = await done('users.update', { id: await stores.idOf(domain, 'dee'), mail: 'new@example.com' });
    directory.refuses = 'Not today.';
    await refused('store.refused', undo(number));
    assert.equal((await stores.user(domain, 'dee'))?.mail, 'new@example.com');
    directory.refuses = null;
    assert.equal((await undoable(number)).can, true);
    await undo(number);
    assert.equal((await stores.user(domain, 'dee'))?.mail, 'old@example.com');
  });

  it('is not offered for what only the store can bring back, and leaves alone what was changed since', async () => {
    const { domain } = await stores.added((one) => {
      one.add('eve', { profile: { mail: 'old@example.com' } });
      one.add('fay');
    });
    const id = await stores.idOf(domain, 'eve');
    const first = await done('users.update', { id, mail: 'new@example.com' });
    await done('users.update', { id, mail: 'newer@example.com' });
    const conflict = await undoable(first);
    assert.deepEqual([conflict.can, conflict.code], [false, 'undo.conflict']);
    const deleted = await undoable(await done('users.delete', { id: await stores.idOf(domain, 'fay') }));
    assert.deepEqual([deleted.can, deleted.code], [false, 'store.gone']);
    const added = await undoable(await done('users.add', { domain, userName: 'gil.added' }));
    assert.deepEqual([added.can, added.code], [false, 'store.apart']);
  });
});
