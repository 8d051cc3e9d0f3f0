// A directory that was rebuilt: the same people, groups and names under new ids. Who is whom is rehearsed, done as a job, and taken back.
import assert from 'node:assert/strict';
import { after, before, beforeEach, it } from 'node:test';
import { actions, performer } from '#actions.ts';
import type { Actor } from '#actor.ts';
import type { OutputOf } from '#contract.ts';
import { changeRolesOfGroup } from '#groups/change-roles-of-group.ts';
import type { Job, Plan, PlanRow } from '#jobs/contract.ts';
import { runJobs } from '#jobs/runner.ts';
import type { listJournal } from '#journal/contract.ts';
import { addStore } from '#stores/add-store.ts';
import type { StoreDetails } from '#stores/contract.ts';
import type { Drive } from '#stores/registry.ts';
import { changeRolesOfUser } from '#users/change-roles-of-user.ts';
import { deleteUser } from '#users/delete-user.ts';
import { onBothDatabases } from '../../../test/databases.ts';
import { addressOf, type Directory } from '../../../test/directory.ts';
import { host, identity, type People, peopleOf, refused } from '../../../test/people.ts';
import { runOf, scriptedStores } from '../../../test/scripted-stores.ts';
import { openTestWorld, type TestWorld } from '../../../test/world.ts';
import { runSynchroniser, type Synchroniser } from '../runner.ts';
import { rehearseRelink } from './rehearse.ts';
import { relinkUser } from './relink-user.ts';

type Rehearsed = Plan & { readonly items: readonly PlanRow[] };
const publish = '/permission/admin/manage/api/publish';

onBothDatabases('A store that was rebuilt', (open) => {
  const scripted = scriptedStores('R');
  /** So long a reading takes before it gives its ids. */
  let readingMilliseconds = 0;
  const slowly =
    (drive: Drive): Drive =>
    async (...asked) => {
      const store = await drive(...asked);
      const read = async (since: string) => {
        const reading = await store.read(since);
        const keys: typeof reading.keys = (kind) => {
          test.clock.turn(readingMilliseconds);
          return reading.keys(kind);
        };
        return { ...reading, keys };
      };
      return { ...store, read };
    };
  let test: TestWorld;
  let people: People;
  let synchroniser: Synchroniser;
  before(async () => {
    test = await openTestWorld(open, { drive: slowly(scripted.drive) });
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
  /** The same entries under new ids; `rename` = what they are called now. */
  const rebuild = (directory: Directory, rename = (name: string) => name) => {
    const [users, groups] = [[...directory.users.values()], [...directory.groups.values()]];
    directory.users.clear();
    directory.groups.clear();
    for (const { key: _, changed: __, name, ...entry } of users) directory.add(rename(name), entry);
    for (const { name, members } of groups) directory.group(name, ...members);
  };
  const ask = async (actor: Actor, name: string, input: object) => {
    const action = actions.find(({ operation }) => operation.name === name);
    assert.ok(action, name);
    await test.world.changes.poll();
    return action.run(test.world, actor, input);
  };
  const state = (id: string) => runOf(test.world, id);
  const again = async ({ id }: StoreDetails, input: { readonly vanishing?: number } = {}) => {
    await ask(test.admin, 'stores.synchronise', { id, full: true, ...input });
    await synchroniser.idle();
    return state(id);
  };
  const user = (store: StoreDetails, name: string) =>
    test.world.db.read
      .selectFrom('users')
      .innerJoin('stores', 'stores.no', 'users.store_no')
      .innerJoin('store_entries', (join) => join.onRef('object_no', '=', 'users.no').on('store_entries.kind', '=', 'user'))
      .selectAll('users')
      .select(['store_entries.key'])
      .where('stores.id', '=', store.id)
      .where('user_name', '=', name)
      .executeTakeFirstOrThrow();
  const names = async (store: StoreDetails) =>
    (
      await test.world.db.read
        .selectFrom('users')
        .innerJoin('stores', 'stores.no', 'store_no')
        .select('user_name')
        .where('stores.id', '=', store.id)
        .where('users.deleted_at', '=', 0)
        .orderBy('user_name')
        .execute()
    ).map(({ user_name }) => user_name);
  const mayPublish = async (id: string) => (await test.world.authorizer.may(id, publish, test.clock.now())).allowed;

  const rehearse = (store: StoreDetails, by: 'name' | 'mail', actor: Actor = test.admin): Promise<Rehearsed> =>
    people.run(rehearseRelink, actor, { id: store.id, by });
  const says = ({ items }: Rehearsed) => items.map(({ kind, name, verdict, says: why }) => `${kind} ${name} ${verdict}: ${why}`);
  const ended = async (id: string): Promise<Job> => {
    const runner = runJobs(test.world, performer);
    try {
      for (;;) {
        const job = (await ask(test.admin, 'jobs.show', { id })) as Job;
        if (job.finishedAt > 0) return job;
        await new Promise((resolve) => setImmediate(resolve));
      }
    } finally {
      await runner.stop();
    }
  };
  const done = async ({ id }: Pick<Plan, 'id'>): Promise<Job> => {
    await ask(test.admin, 'plans.carry-out', { id });
    return ended(id);
  };
  const rows = (id: string) =>
    test.world.db.read
      .selectFrom('job_rows')
      .innerJoin('jobs', 'jobs.no', 'job_no')
      .selectAll('job_rows')
      .where('jobs.id', '=', id)
      .orderBy('position')
      .execute();

  it('stops at the brake and counts who bears a name of somebody here', async () => {
    const { directory, store } = await added((one) => {
      one.add('ann');
      one.add('bob');
      one.group('staff', addressOf('ann'));
    });
    rebuild(directory);
    const now = await again(store);
    assert.deepEqual([now.state, now.vanished, now.namesakes], ['braked', 3, 3]);
    const notes = JSON.parse(now.skipped_entries) as readonly { readonly says: string }[];
    assert.equal(notes.filter(({ says }) => /If the store was rebuilt, re-link its users/.test(says)).length, 3);
  });

  it('matches users and groups by name, and each keeps his id, his roles and his groups', async () => {
    const { directory, store } = await added((one) => {
      one.add('ann');
      one.add('bob');
      one.group('staff', addressOf('ann'));
    });
    const [ann, bob] = [await user(store, 'ann'), await user(store, 'bob')];
    const group = await test.world.db.read.selectFrom('groups').selectAll().where('store_no', '=', ann.store_no).executeTakeFirstOrThrow();
    const role = await people.role(`kept in ${store.domain}`, publish);
    await people.run(changeRolesOfUser, test.admin, { id: bob.id, give: [{ role }] });
    await people.run(changeRolesOfGroup, test.admin, { id: group.id, give: [{ role }] });
    rebuild(directory);
    directory.add('carla');
    assert.equal((await again(store)).state, 'braked');
    const plan = await rehearse(store, 'name');
    assert.deepEqual([plan.change, plan.skip, plan.unknown, plan.administrators], [3, 0, 0, 3], says(plan).join('\n'));
    const job = await done(plan);
    assert.deepEqual([job.state, job.done, job.skipped, job.failed], ['done', 3, 0, 0]);
    await synchroniser.idle();
    const now = await state(store.id);
    assert.deepEqual([now.state, now.vanished, now.namesakes, now.full_run], ['idle', 0, 0, 0], now.says);
    assert.deepEqual(await names(store), ['ann', 'bob', 'carla']);
    assert.deepEqual([(await user(store, 'ann')).id, (await user(store, 'bob')).id], [ann.id, bob.id]);
    assert.notEqual((await user(store, 'ann')).key, ann.key);
    await test.world.changes.poll();
    assert.deepEqual([await mayPublish(ann.id), await mayPublish(bob.id)], [true, true]);
    // Done is done: there is nothing more to match.
    const after = await rehearse(store, 'name');
    assert.deepEqual([after.change, after.skip, after.unknown], [0, 0, 0]);
    await refused('plan.carried-out', ask(test.admin, 'plans.carry-out', { id: plan.id }));
  });

  it('journals each with what he was and is, and takes all of it back', async () => {
    const { directory, store } = await added((one) => void one.add('ann'));
    const ann = await user(store, 'ann');
    rebuild(directory);
    const plan = await rehearse(store, 'name');
    const job = await done(plan);
    await synchroniser.idle();
    const [row] = await rows(plan.id);
    const { items } = (await ask(test.admin, 'journal.list', { object: ann.id })) as OutputOf<typeof listJournal>;
    const entry = items.find(({ number }) => number === row?.number);
    const [image] = (entry?.images ?? []) as readonly { readonly before: { readonly entry: string }; readonly after: { readonly entry: string } }[];
    const now = await user(store, 'ann');
    assert.deepEqual([entry?.operation, image?.before.entry, image?.after.entry], ['users.relink', ann.key, now.key]);
    const back = (await ask(test.admin, 'jobs.undo', { id: job.id })) as Rehearsed;
    assert.equal(back.change, 1, says(back).join('\n'));
    assert.equal((await done(back)).done, 1);
    assert.equal((await user(store, 'ann')).key, ann.key);
  });

  it('tells who is gone, who is new, and whose name still belongs to another', async () => {
    const { directory, store } = await added((one) => void [one.add('ann'), one.add('bob'), one.add('still')]);
    const still = [...directory.users.values()].find(({ name }) => name === 'still');
    assert.ok(still);
    rebuild(directory);
    directory.users.delete([...directory.users.values()].find(({ name }) => name === 'bob')?.key ?? '');
    directory.users.set(still.key, still);
    directory.add('carla');
    const plan = await rehearse(store, 'name');
    assert.deepEqual(says(plan).sort(), [
      `user ${store.domain}/ann change: Becomes the entry ${addressOf('ann')}.`,
      `user ${store.domain}/bob skip: No entry of the store has this name: with the next reading he is taken away.`,
      `user carla unknown: ${addressOf('carla')}: Nobody here has this name: it will be new.`,
      `user still unknown: ${addressOf('still')}: Several entries of the store have the same name.`,
    ]);
    assert.deepEqual(plan.skipped, [{ code: 'relink.nobody', says: 'No entry of the store has this name: with the next reading he is taken away.', users: 1 }]);
  });

  it('by mail finds whoever is called otherwise now, in place of whom a run has added for him', async () => {
    const { directory, store } = await added((one) => {
      one.add('ann', { profile: { mail: 'ann@example.com' } });
      one.add('bob', { profile: { mail: 'BOB@Example.com' } });
      for (let n = 0; n < 4; n++) one.add(`p${n}`, { profile: { mail: `p${n}@example.com` } });
    });
    const ann = await user(store, 'ann');
    const role = await people.role(`kept by mail in ${store.domain}`, publish);
    await people.run(changeRolesOfUser, test.admin, { id: ann.id, give: [{ role }] });
    test.clock.turn(1_000);
    rebuild(directory, (name) => `${name}.new`);
    assert.equal((await again(store)).state, 'braked');
    assert.equal((await names(store)).length, 12);
    assert.equal((await rehearse(store, 'name')).change, 0);
    const plan = await rehearse(store, 'mail');
    assert.deepEqual(says(plan).slice(0, 2), [
      `user ${store.domain}/ann change: Becomes the entry ${addressOf('ann.new')}. Is called ann.new there. ann.new, who came with it and has nothing yet, is removed. Holds administrative permissions.`,
      `user ${store.domain}/bob change: Becomes the entry ${addressOf('bob.new')}. Is called bob.new there. bob.new, who came with it and has nothing yet, is removed.`,
    ]);
    assert.equal((await done(plan)).done, 6);
    await synchroniser.idle();
    const now = await state(store.id);
    assert.deepEqual([now.state, await names(store)], ['idle', ['ann.new', 'bob.new', ...[0, 1, 2, 3].map((n) => `p${n}.new`)]], now.says);
    assert.equal((await user(store, 'ann.new')).id, ann.id);
    await test.world.changes.poll();
    assert.equal(await mayPublish(ann.id), true);
  });

  it('by mail also brings back whom the run of a small store has taken away at once, and nobody who left long before', async () => {
    const { directory, store } = await added((one) => {
      one.add('ann', { profile: { mail: 'ann@example.com' } });
      one.add('left', { profile: { mail: 'desk@example.com' } });
    });
    const ann = await user(store, 'ann');
    const left = [...directory.users.values()].find(({ name }) => name === 'left');
    directory.users.delete(left?.key ?? '');
    await again(store);
    test.clock.turn(3 * 86_400_000);
    directory.add('desk', { profile: { mail: 'desk@example.com' } });
    rebuild(directory, (name) => `${name}.new`);
    assert.equal((await again(store)).state, 'idle');
    const plan = await rehearse(store, 'mail');
    assert.deepEqual(says(plan), [
      `user ${store.domain}/ann change: Becomes the entry ${addressOf('ann.new')}. Is called ann.new there. ann.new, who came with it and has nothing yet, is removed. Comes back from the recycle bin.`,
    ]);
    await done(plan);
    await synchroniser.idle();
    assert.deepEqual([await names(store), (await user(store, 'ann.new')).id], [['ann.new', 'desk.new'], ann.id]);
  });

  it('removes nobody who has got something of his own since', async () => {
    const { directory, store } = await added((one) => void one.add('ann', { profile: { mail: 'ann@example.com' } }));
    test.clock.turn(1_000);
    rebuild(directory, (name) => `${name}.new`);
    await again(store);
    const plan = await rehearse(store, 'mail');
    assert.equal(plan.change, 1);
    const role = await people.role(`given meanwhile in ${store.domain}`, publish);
    const fresh = await user(store, 'ann.new');
    await people.run(changeRolesOfUser, test.admin, { id: fresh.id, give: [{ role }] });
    const job = await done(plan);
    assert.deepEqual([job.done, job.skipped], [0, 1]);
    assert.equal((await rows(plan.id))[0]?.outcome_code, 'store.entry-taken');
    assert.equal((await rehearse(store, 'mail')).change, 0);
  });

  it('leaves alone whoever shares a mail: two rows, two entries, or none at all', async () => {
    const { directory, store } = await added((one) => {
      for (const name of ['twin.a', 'twin.b']) one.add(name, { profile: { mail: 'twins@example.com' } });
      one.add('ann', { profile: { mail: 'ann@example.com' } });
      one.add('mute');
    });
    rebuild(directory);
    directory.add('second.ann', { profile: { mail: 'ann@example.com' } });
    const plan = await rehearse(store, 'mail');
    assert.deepEqual([plan.change, plan.skip], [0, 4]);
    assert.deepEqual(
      plan.skipped.map(({ code, users }) => [code, users]).sort(),
      [
        ['relink.no-mark', 1],
        ['relink.several-entries', 3],
      ],
      says(plan).join('\n'),
    );
    directory.users.delete([...directory.users.values()].find(({ name }) => name === 'twin.b')?.key ?? '');
    assert.ok((await rehearse(store, 'mail')).skipped.some(({ code, users }) => code === 'relink.several-rows' && users === 2));
  });

  it('brings back from the recycle bin whoever vanished, and leaves there whom an administrator deleted', async () => {
    const { directory, store } = await added((one) => void [one.add('ann'), one.add('bob')]);
    const [ann, bob] = [await user(store, 'ann'), await user(store, 'bob')];
    await people.run(deleteUser, test.admin, { id: bob.id });
    test.clock.turn(1_000);
    rebuild(directory);
    await again(store, { vanishing: 5 });
    assert.ok((await user(store, 'ann')).deleted_at > 0);
    const plan = await rehearse(store, 'name');
    assert.deepEqual(says(plan), [
      `user ${store.domain}/ann change: Becomes the entry ${addressOf('ann')}. Comes back from the recycle bin.`,
      `user ${store.domain}/bob change: Becomes the entry ${addressOf('bob')}. Stays in the recycle bin.`,
    ]);
    await done(plan);
    await synchroniser.idle();
    assert.deepEqual(await names(store), ['ann']);
    assert.deepEqual([(await user(store, 'ann')).id, (await user(store, 'bob')).deleted_at > 0], [ann.id, true]);
  });

  it('names those who administer, and links nobody who holds more than whoever asks, nor himself', async () => {
    const { directory, store } = await added((one) => {
      one.add('chief');
      one.add('deputy');
      one.add('keeper');
      one.group('rulers', addressOf('deputy'));
    });
    const role = await people.role(`rules ${store.domain}`, `${identity}/rolemgt`);
    const keeping = await people.role(`keeps ${store.domain}`, `${identity}/userstore`, `${identity}/usermgt/list`);
    const [chief, deputy, keeper] = [await user(store, 'chief'), await user(store, 'deputy'), await user(store, 'keeper')];
    const group = await test.world.db.read.selectFrom('groups').selectAll().where('store_no', '=', deputy.store_no).executeTakeFirstOrThrow();
    await people.run(changeRolesOfUser, test.admin, { id: chief.id, give: [{ role }] });
    await people.run(changeRolesOfGroup, test.admin, { id: group.id, give: [{ role }] });
    await people.run(changeRolesOfUser, test.admin, { id: keeper.id, give: [{ role: keeping }] });
    rebuild(directory);
    const plan = await rehearse(store, 'name');
    assert.deepEqual([plan.change, plan.administrators], [4, 4]);
    assert.deepEqual(plan.administering.map(({ kind, name }) => [kind, name]).sort(), [
      ['group', `${store.domain}/rulers`],
      ['user', `${store.domain}/chief`],
      ['user', `${store.domain}/deputy`],
      ['user', `${store.domain}/keeper`],
    ]);
    assert.match(says(plan).join('\n'), /chief change: Becomes .*Holds administrative permissions\./);
    const theirs = await rehearse(store, 'name', await test.actorOf(keeper.id));
    assert.deepEqual(theirs.items.map(({ code }) => code).sort(), ['self.refused', 'target.holds-more', 'target.holds-more', 'target.holds-more']);
  });

  it('skips whoever was changed since, and goes on where it was cut off', async () => {
    const { directory, store } = await added((one) => {
      for (let n = 0; n < 60; n++) one.add(`p${n}`);
    });
    rebuild(directory);
    const plan = await rehearse(store, 'name');
    const changed = await user(store, 'p7');
    await ask(test.admin, 'users.lock', { id: changed.id, reason: 'meanwhile' });
    await ask(test.admin, 'plans.carry-out', { id: plan.id });
    // A runner that is stopped at once has done some, all or none; the next one does the rest, and nothing twice.
    await runJobs(test.world, performer).stop();
    const job = await ended(plan.id);
    assert.deepEqual([job.done, job.skipped], [59, 1]);
    assert.equal((await rows(plan.id)).find(({ object_id }) => object_id === changed.id)?.outcome_code, 'row.changed');
    const numbers = (await rows(plan.id)).map(({ number }) => number).filter((number) => number > 0);
    assert.equal(new Set(numbers).size, 59);
  });

  it('is followed by a reading of the whole store, also when another was under way', async () => {
    const { directory, store } = await added((one) => void one.add('ann'));
    rebuild(directory);
    directory.change([...directory.users.values()][0] ?? assert.fail(), { profile: { givenName: 'Anna' } });
    const plan = await rehearse(store, 'name');
    const { store_no, generation } = await state(store.id);
    const underWay = { state: 'running', lease_owner: 'another', lease_until: test.clock.now() + 30_000 };
    await test.world.db.write((tx) => tx.updateTable('store_states').set(underWay).where('store_no', '=', store_no).execute());
    await done(plan);
    await synchroniser.idle();
    const now = await state(store.id);
    assert.deepEqual([now.state, now.generation, (await user(store, 'ann')).given_name], ['idle', generation + 1, 'Anna']);
  });

  it('says so where there is nothing to link: no ids, PRIMARY, a store that is disabled or does not answer', async () => {
    const { directory, store } = await added((one) => void one.add('ann', { key: '' }));
    await refused('store.no-ids', rehearse(store, 'name'));
    const ann = await user(store, 'ann');
    await refused('store.no-ids', people.run(relinkUser, test.admin, { id: ann.id, entry: 'id-7' }));
    await refused('store.no-ids', people.run(relinkUser, test.admin, { id: (await people.person('of.primary.relinked')).id, entry: 'id-7' }));
    directory.trouble = 'unreachable';
    await refused('store.fault', rehearse(store, 'name'));
    await ask(test.admin, 'stores.disable', { id: store.id });
    await refused('store.disabled', rehearse(store, 'name'));
    const primary = await test.world.db.read.selectFrom('stores').selectAll().where('kind', '=', 'primary').executeTakeFirstOrThrow();
    await refused('store.primary', people.run(rehearseRelink, test.admin, { id: primary.id, by: 'name' }));
  });

  it('matches nobody by halves: a store that is too slow for a connection is refused, and taken on the host', async () => {
    const { directory, store } = await added((one) => void one.add('ann'));
    rebuild(directory);
    readingMilliseconds = 46_000;
    try {
      assert.match((await refused('store.slow', rehearse(store, 'name'))).message, /within 45 s/);
      assert.equal((await rehearse(store, 'name', host)).change, 1);
    } finally {
      readingMilliseconds = 0;
    }
  });

  it('links one by hand: not with an entry that is somebody’s, and twice is once', async () => {
    const { directory, store } = await added((one) => void [one.add('ann'), one.add('bob')]);
    const [ann, bob] = [await user(store, 'ann'), await user(store, 'bob')];
    const taken = await refused('store.entry-taken', people.run(relinkUser, test.admin, { id: ann.id, entry: bob.key }));
    assert.match(taken.message, /bob/);
    rebuild(directory);
    const entry = [...directory.users.values()].find(({ name }) => name === 'ann')?.key ?? '';
    const linked = await people.run(relinkUser, test.admin, { id: ann.id, entry });
    assert.deepEqual(await people.run(relinkUser, test.admin, { id: ann.id, entry }), linked);
    await refused('version.stale', people.run(relinkUser, test.admin, { id: ann.id, version: ann.version, entry: 'id-other' }));
    const scoped = await people.helper('scoped.linker', [`${identity}/userstore`], { store: store.id });
    await refused('scope.too-wide', people.run(relinkUser, scoped, { id: ann.id, entry: 'id-other' }));
    await refused('scope.too-wide', rehearse(store, 'name', scoped));
  });
});
