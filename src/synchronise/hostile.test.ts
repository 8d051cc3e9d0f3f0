// A store that says odd things: whatever it is, it is said, the others are taken, and nobody who was here is lost or changes places.

import assert from 'node:assert/strict';
import { after, before, beforeEach, it } from 'node:test';
import { inEnglish, say } from '#sentences/sentence.ts';
import { storeActions } from '#stores/actions.ts';
import { addStore } from '#stores/add-store.ts';
import { type StoreDetails, synchroniseStore } from '#stores/contract.ts';
import { storeByNo } from '#stores/queries.ts';
import { type GroupEntry, StoreFault } from '#user-store.ts';
import { onBothDatabases } from '../../test/databases.ts';
import { addressOf, type Directory, groupAddressOf } from '../../test/directory.ts';
import { type People, peopleOf } from '../../test/people.ts';
import { notedIn, runOf, scriptedStores } from '../../test/scripted-stores.ts';
import { openTestWorld, type TestWorld } from '../../test/world.ts';
import { RunLost, synchronise } from './run.ts';
import { runSynchroniser, type Synchroniser } from './runner.ts';
import { takeGroups } from './take-groups.ts';
import { takeMembers } from './take-members.ts';
import { newTaking } from './taking.ts';

onBothDatabases('A store that says odd things', (open) => {
  const scripted = scriptedStores('ODD');
  let test: TestWorld;
  let people: People;
  let synchroniser: Synchroniser;
  before(async () => {
    test = await openTestWorld(open, { drive: scripted.drive });
    people = peopleOf(test);
    synchroniser = runSynchroniser(test.world);
  });
  after(() => synchroniser?.stop());
  beforeEach(() => test.world.changes.poll());

  const added = async (fill: (directory: Directory) => void) => {
    const { directory, told } = scripted.next(fill);
    const store = await people.run(addStore, test.admin, told);
    await synchroniser.idle();
    return { directory, store };
  };
  const action = storeActions.find(({ operation }) => operation === synchroniseStore);
  const read = async ({ id }: StoreDetails, full = true) => {
    await action?.run(test.world, test.admin, { id, full });
    await synchroniser.idle();
    await test.world.changes.poll();
    return state(id);
  };
  const state = (id: string) => runOf(test.world, id);
  const users = async ({ id }: StoreDetails) => {
    const rows = await test.world.db.read
      .selectFrom('users')
      .innerJoin('stores', 'stores.no', 'store_no')
      .select(['users.id', 'users.no', 'user_name', 'users.mail', 'users.deleted_at'])
      .where('stores.id', '=', id)
      .orderBy('users.no')
      .execute();
    return rows.map(({ id, user_name, mail, deleted_at }) => ({ id, name: user_name, mail, lives: Number(deleted_at) === 0 }));
  };
  const signsInAs = async (userId: string) => {
    const rows = await test.world.db.read
      .selectFrom('identifiers')
      .innerJoin('users', 'users.no', 'user_no')
      .select('key')
      .where('users.id', '=', userId)
      .execute();
    return rows.map(({ key }) => key);
  };
  const memberNames = async ({ id }: StoreDetails, group: string) => {
    const rows = await test.world.db.read
      .selectFrom('group_members')
      .innerJoin('groups', 'groups.no', 'group_no')
      .innerJoin('stores', 'stores.no', 'groups.store_no')
      .innerJoin('users', 'users.no', 'user_no')
      .select('users.user_name')
      .where('stores.id', '=', id)
      .where('groups.name', '=', group)
      .execute();
    return rows.map(({ user_name }) => user_name).sort();
  };
  const takingOf = async ({ id }: StoreDetails, limits: { readonly groupsOfStore: number; readonly membersOfGroup: number }) => {
    const { store_no } = await state(id);
    const store = (await storeByNo(test.world.db.read, store_no)) ?? assert.fail('the store is there');
    return newTaking(test.world, store, { generation: 99, limits });
  };
  /** As another answer of the same directory might have them. */
  const turned = (directory: Directory) => {
    const entries = [...directory.users].reverse();
    directory.users.clear();
    for (const [key, entry] of entries) directory.users.set(key, entry);
  };

  it('counts as changed who was there before and is not as he was, each once', async () => {
    for (const memberOf of [false, true]) {
      const { directory, store } = await added((one) => {
        one.memberOf = memberOf;
        for (const name of ['ann', 'bob', 'cy']) one.add(name);
        one.group('staff', addressOf('ann'), addressOf('bob'));
      });
      const first = await state(store.id);
      assert.deepEqual([first.added, first.changed], [3, 0], 'a first reading changes nobody');
      assert.deepEqual([(await read(store)).added, (await state(store.id)).changed], [0, 0]);
      const [ann, , cy] = [...directory.users.values()];
      const [staff] = [...directory.groups.values()];
      assert.ok(ann && cy && staff);
      directory.change(ann, { profile: { mail: 'ann@example.com' } });
      directory.change(staff, { name: 'everybody', members: [addressOf('cy')] });
      for (const entry of directory.users.values()) directory.change(entry, {});
      const now = await read(store, false);
      // With memberOf: all three users, and the group by its name; else Ann and the group.
      assert.deepEqual([now.added, now.changed, now.vanished], [0, memberOf ? 4 : 2, 0]);
    }
  });

  it('takes one of two names that differ in case alone, says the other, and neither changes places', async () => {
    for (const ids of [true, false]) {
      const { directory, store } = await added((one) => {
        one.ids = ids;
        one.add('anna', { profile: { mail: 'small@example.com' } });
        one.add('Anna', { profile: { mail: 'great@example.com' } });
        one.add('bob');
      });
      const before = await users(store);
      assert.deepEqual(
        before.map(({ name, mail }) => [name, mail]),
        [
          ['anna', 'small@example.com'],
          ['bob', ''],
        ],
      );
      for (let run = 0; run < 3; run++) {
        turned(directory);
        const now = await read(store);
        assert.deepEqual([now.state, now.added, now.changed, now.vanished, now.skipped], ['idle', 0, 0, 0, 1]);
        assert.match(notedIn(now), /uid=Anna,.*rename one of the two there/i);
        assert.deepEqual(await users(store), before);
      }
    }
  });

  it('keeps who is here when his new name is another’s, and gives him that name once it is free', async () => {
    const { directory, store } = await added((one) => void [one.add('ann'), one.add('bob')]);
    const [ann, bob] = [...directory.users.values()];
    assert.ok(ann && bob);
    const before = await users(store);
    directory.change(ann, { name: 'BOB' });
    const clash = await read(store);
    assert.deepEqual([clash.vanished, clash.skipped], [0, 1]);
    assert.deepEqual(await users(store), before, 'he is there as he was');
    directory.change(bob, { name: 'robert' });
    assert.equal((await read(store)).skipped, 0);
    assert.deepEqual(
      (await users(store)).map(({ id, name }) => [id, name]),
      [
        [before[0]?.id, 'BOB'],
        [before[1]?.id, 'robert'],
      ],
    );
  });

  it('gives names to those who exchange them all round, in one run, on whichever pages they come, and whatever kind of run it is', async () => {
    for (const [pageSize, deltas] of [
      [100, true],
      [2, false],
      [1, true],
    ] as const) {
      const { directory, store } = await added((one) => {
        for (const name of ['ann', 'bob', 'carla', 'dora', 'eve', 'finn']) one.add(name);
        Object.assign(one, { pageSize, deltas });
      });
      const before = new Map((await users(store)).map(({ id, name }) => [name, id]));
      const becomes = { ann: 'bob', bob: 'ann', carla: 'dora', dora: 'eve', eve: 'carla', finn: 'gus' } as const;
      for (const entry of directory.users.values()) directory.change(entry, { name: becomes[entry.name as keyof typeof becomes] });
      for (const name of ['finn', 'ann', 'bob']) directory.add(name);
      const now = await read(store, false);
      assert.deepEqual([now.state, now.added, now.changed, now.vanished, now.skipped], ['idle', 1, 6, 0, 2], now.skipped_entries);
      const after = new Map((await users(store)).map(({ id, name }) => [id, name]));
      for (const [was, is] of Object.entries(becomes)) assert.equal(after.get(before.get(was) ?? ''), is, `${was}, ${pageSize} on a page`);
      assert.deepEqual(await signsInAs(before.get('ann') ?? ''), ['bob']);
    }
  });

  it('takes nobody away whose entry cannot be read this time', async () => {
    for (const ids of [true, false]) {
      const { directory, store } = await added((one) => {
        one.ids = ids;
        for (let n = 0; n < 20; n++) one.add(`p${n}`);
        one.group('staff', addressOf('p3'));
      });
      const [before, members] = [await users(store), await memberNames(store, 'staff')];
      for (const key of [...directory.users.keys()].slice(0, 3)) directory.unfit.add(key);
      for (const key of directory.groups.keys()) directory.unfit.add(key);
      const now = await read(store);
      assert.deepEqual([now.state, now.vanished], ['idle', 0], now.says);
      assert.ok(now.skipped >= 4);
      assert.deepEqual([await users(store), await memberNames(store, 'staff')], [before, members]);
      // Whoever is really gone goes.
      directory.users.delete([...directory.users.keys()][0] ?? '');
      assert.equal((await read(store)).vanished, 1);
    }
  });

  it('says that it goes on while it is told very many ids, and stops when it may not', async () => {
    const { directory, store } = await added((one) => {
      for (let n = 0; n < 30; n++) one.add(`p${n}`);
    });
    directory.pageSize = 2;
    const { store_no } = await state(store.id);
    const row = (await storeByNo(test.world.db.read, store_no)) ?? assert.fail('the store is there');
    // In a delta of nothing there is nothing else to be told.
    const running = { store: row, run: await state(store.id), open: directory.store };
    let times = 0;
    const outcome = await synchronise(test.world, { ...running, alive: async () => ++times > 0 });
    assert.deepEqual([outcome.state, outcome.full, times > 0], ['idle', false, true]);
    await assert.rejects(synchronise(test.world, { ...running, alive: async () => false }), RunLost);
  });

  it('leaves names out that nobody can see, and says which sign and what to do', async () => {
    const { store } = await added((one) => {
      one.add('ann');
      one.add('an\u200bn');
      one.add('nna\u202e');
      one.add('a\u0000nn');
      one.group('staff', addressOf('ann'));
      one.group('sta\u200dff', addressOf('ann'));
    });
    const now = await state(store.id);
    assert.deepEqual([(await users(store)).map(({ name }) => name), now.skipped], [['ann'], 4]);
    for (const sign of ['U+200B', 'U+202E', 'U+0000', 'U+200D']) assert.match(notedIn(now), new RegExp(`\\(${sign.replace('+', '\\+')}\\)\\. Take`), sign);
    assert.deepEqual(await memberNames(store, 'staff'), ['ann']);
  });

  it('takes so many groups and no more, says it once, and keeps those that are here', async () => {
    const { directory, store } = await added((one) => {
      one.add('ann');
      for (const name of ['one', 'two']) one.group(name, addressOf('ann'));
    });
    const taking = await takingOf(store, { groupsOfStore: 3, membersOfGroup: 10 });
    const groups = Array.from(
      { length: 50 },
      (_, n): GroupEntry => ({ key: `new-${n}`, address: `cn=new-${n}`, name: `new ${n}`, description: '', members: null }),
    );
    assert.equal(await takeGroups(taking, { entries: groups, skipped: [] }, 2), 1);
    assert.deepEqual([taking.tally.skipped, taking.notes.length], [49, 1], 'one note for all that are alike');
    assert.match(inEnglish(taking.notes[0]?.says ?? ''), /A store may have 3 groups.*Narrow the base or the filter/);
    for (const [n, name] of [...directory.groups.values()].entries()) directory.change(name, { name: `renamed ${n}` });
    assert.equal((await read(store)).skipped, 0);
    assert.deepEqual([await memberNames(store, 'renamed 0'), await memberNames(store, 'renamed 1')], [['ann'], ['ann']]);
  });

  it('takes so many members of a group and no more; who is in it stays, whichever the store tells first', async () => {
    const names = Array.from({ length: 9 }, (_, n) => `m${n}`);
    const { directory, store } = await added((one) => {
      for (const name of names) one.add(name);
      one.group('large', ...['m7', 'm8'].map(addressOf));
    });
    const [group] = [...directory.groups.values()];
    assert.ok(group);
    const told = (members: readonly string[]): GroupEntry => ({
      key: group.key,
      address: groupAddressOf(group.name),
      name: group.name,
      description: '',
      members: async function* () {
        yield members.map(addressOf);
      },
    });
    const limits = { groupsOfStore: 10, membersOfGroup: 4 };
    for (const order of [names, names.toReversed(), names]) {
      const taking = await takingOf(store, limits);
      await takeMembers(taking, told(order));
      assert.match(inEnglish(taking.notes[0]?.says ?? ''), /A group may have 4 members; 5 are left out\. Split it/);
      assert.deepEqual(await memberNames(store, 'large'), ['m0', 'm1', 'm7', 'm8']);
    }
    // Whoever the store took out goes, and makes room.
    await takeMembers(await takingOf(store, limits), told(names.filter((name) => name !== 'm8')));
    assert.deepEqual(await memberNames(store, 'large'), ['m0', 'm1', 'm7']);
    await takeMembers(await takingOf(store, limits), told(names.filter((name) => name !== 'm8')));
    assert.deepEqual(await memberNames(store, 'large'), ['m0', 'm1', 'm2', 'm7']);
  });

  it('leaves a group as it is whose members are too many to be read, and goes on with the others', async () => {
    const { directory, store } = await added((one) => {
      for (const name of ['ann', 'bob']) one.add(name);
      one.group('huge', addressOf('ann'));
    });
    const [group] = [...directory.groups.values()];
    assert.ok(group);
    const taking = await takingOf(store, { groupsOfStore: 10, membersOfGroup: 10 });
    const telling = (fault: Error): GroupEntry => ({
      key: group.key,
      address: groupAddressOf(group.name),
      name: group.name,
      description: '',
      members: async function* () {
        yield [addressOf('bob')];
        throw fault;
      },
    });
    await takeMembers(taking, telling(new StoreFault('too-large', say('as-is', { says: 'It is larger than 1 byte.' }))));
    assert.match(inEnglish(taking.notes[0]?.says ?? ''), /^It is larger than 1 byte\. Whoever is in this group here stays in it\. Split it/);
    assert.deepEqual(await memberNames(store, 'huge'), ['ann']);
    await assert.rejects(takeMembers(taking, telling(new StoreFault('silent', say('as-is', { says: 'No answer.' })))), { message: 'No answer.' });
  });
});
