// A directory that was rebuilt: the same people, groups and names under new ids. Who is whom is rehearsed, done as a job, and taken back.
import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { OutputOf } from '#contract.ts';
import { changeRolesOfGroup } from '#groups/change-roles-of-group.ts';
import type { Plan, PlanRow } from '#jobs/contract.ts';
import type { listJournal } from '#journal/contract.ts';
import type { Drive } from '#stores/registry.ts';
import { changeRolesOfUser } from '#users/change-roles-of-user.ts';
import { onBothDatabases } from '../../../test/databases.ts';
import { addressOf } from '../../../test/directory.ts';
import { host, refused } from '../../../test/people.ts';
import { rebuiltStores } from '../../../test/rebuilt-stores.ts';
import { notedIn } from '../../../test/scripted-stores.ts';
import { rehearseRelink } from './rehearse.ts';
import { relinkUser } from './relink-user.ts';

type Rehearsed = Plan & { readonly items: readonly PlanRow[] };
const publish = '/permission/admin/manage/api/publish';

onBothDatabases('A store that was rebuilt', (open) => {
  /** So long a reading takes before it gives its ids. */
  let readingMilliseconds = 0;
  const slowly =
    (drive: Drive): Drive =>
    async (...asked) => {
      const store = await drive(...asked);
      const read = async (since: string) => {
        const reading = await store.read(since);
        const keys: typeof reading.keys = (kind) => {
          rig.test.clock.turn(readingMilliseconds);
          return reading.keys(kind);
        };
        return { ...reading, keys };
      };
      return { ...store, read };
    };
  const rig = rebuiltStores(open, slowly);
  const { added, rebuild, ask, state, again, user, names, may, rehearse, says, done, rows } = rig;

  it('stops at the brake and counts who bears a name of somebody here', async () => {
    const { directory, store } = await added((one) => {
      one.add('ann');
      one.add('bob');
      one.group('staff', addressOf('ann'));
    });
    rebuild(directory);
    const now = await again(store);
    assert.deepEqual([now.state, now.vanished, now.namesakes], ['braked', 3, 3]);
    assert.equal(notedIn(now).match(/If the store was rebuilt, re-link its users/g)?.length, 3);
  });

  it('matches users and groups by name, and each keeps his id, his roles and his groups', async () => {
    const { directory, store } = await added((one) => {
      one.add('ann');
      one.add('bob');
      one.group('staff', addressOf('ann'));
    });
    const [ann, bob] = [await user(store, 'ann'), await user(store, 'bob')];
    const group = await rig.test.world.db.read.selectFrom('groups').selectAll().where('store_no', '=', ann.store_no).executeTakeFirstOrThrow();
    const role = await rig.people.role(`kept in ${store.domain}`, publish);
    await rig.people.run(changeRolesOfUser, rig.test.admin, { id: bob.id, give: [{ role }] });
    await rig.people.run(changeRolesOfGroup, rig.test.admin, { id: group.id, give: [{ role }] });
    rebuild(directory);
    directory.add('carla');
    assert.equal((await again(store)).state, 'braked');
    const plan = await rehearse(store, 'name');
    assert.deepEqual([plan.change, plan.skip, plan.unknown, plan.administrators], [3, 0, 0, 3], says(plan).join('\n'));
    const job = await done(plan);
    assert.deepEqual([job.state, job.done, job.skipped, job.failed], ['done', 3, 0, 0]);
    await rig.synchroniser.idle();
    const now = await state(store.id);
    assert.deepEqual([now.state, now.vanished, now.namesakes, now.full_run], ['idle', 0, 0, 0], now.says);
    assert.deepEqual(await names(store), ['ann', 'bob', 'carla']);
    assert.deepEqual([(await user(store, 'ann')).id, (await user(store, 'bob')).id], [ann.id, bob.id]);
    assert.notEqual((await user(store, 'ann')).key, ann.key);
    await rig.test.world.changes.poll();
    assert.deepEqual([await may(ann.id, publish), await may(bob.id, publish)], [true, true]);
    // Done is done: there is nothing more to match.
    const after = await rehearse(store, 'name');
    assert.deepEqual([after.change, after.skip, after.unknown], [0, 0, 0]);
    await refused('plan.carried-out', ask(rig.test.admin, 'plans.carry-out', { id: plan.id }));
  });

  it('journals each with what he was and is, and takes all of it back', async () => {
    const { directory, store } = await added((one) => void one.add('ann'));
    const ann = await user(store, 'ann');
    rebuild(directory);
    const plan = await rehearse(store, 'name');
    const job = await done(plan);
    await rig.synchroniser.idle();
    const [row] = await rows(plan.id);
    const { items } = (await ask(rig.test.admin, 'journal.list', { object: ann.id })) as OutputOf<typeof listJournal>;
    const entry = items.find(({ number }) => number === row?.number);
    const [image] = (entry?.images ?? []) as readonly { readonly before: { readonly entry: string }; readonly after: { readonly entry: string } }[];
    const now = await user(store, 'ann');
    assert.deepEqual([entry?.operation, image?.before.entry, image?.after.entry], ['users.relink', ann.key, now.key]);
    const back = (await ask(rig.test.admin, 'jobs.undo', { id: job.id })) as Rehearsed;
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
    const role = await rig.people.role(`kept by mail in ${store.domain}`, publish);
    await rig.people.run(changeRolesOfUser, rig.test.admin, { id: ann.id, give: [{ role }] });
    rig.test.clock.turn(1_000);
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
    await rig.synchroniser.idle();
    const now = await state(store.id);
    assert.deepEqual([now.state, await names(store)], ['idle', ['ann.new', 'bob.new', ...[0, 1, 2, 3].map((n) => `p${n}.new`)]], now.says);
    assert.equal((await user(store, 'ann.new')).id, ann.id);
    await rig.test.world.changes.poll();
    assert.equal(await may(ann.id, publish), true);
  });

  it('removes nobody who has got something of his own since', async () => {
    const { directory, store } = await added((one) => void one.add('ann', { profile: { mail: 'ann@example.com' } }));
    rig.test.clock.turn(1_000);
    rebuild(directory, (name) => `${name}.new`);
    await again(store);
    const plan = await rehearse(store, 'mail');
    assert.equal(plan.change, 1);
    const role = await rig.people.role(`given meanwhile in ${store.domain}`, publish);
    const fresh = await user(store, 'ann.new');
    await rig.people.run(changeRolesOfUser, rig.test.admin, { id: fresh.id, give: [{ role }] });
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

  it('is followed by a reading of the whole store, also when another was under way', async () => {
    const { directory, store } = await added((one) => void one.add('ann'));
    rebuild(directory);
    directory.change([...directory.users.values()][0] ?? assert.fail(), { profile: { givenName: 'Anna' } });
    const plan = await rehearse(store, 'name');
    const { store_no, generation } = await state(store.id);
    const underWay = { state: 'running', lease_owner: 'another', lease_until: rig.test.clock.now() + 30_000 };
    await rig.test.world.db.write((tx) => tx.updateTable('store_states').set(underWay).where('store_no', '=', store_no).execute());
    await done(plan);
    await rig.synchroniser.idle();
    const now = await state(store.id);
    assert.deepEqual([now.state, now.generation, (await user(store, 'ann')).given_name], ['idle', generation + 1, 'Anna']);
  });

  it('says so where there is nothing to link: no ids, PRIMARY, a store that is disabled or does not answer', async () => {
    const { directory, store } = await added((one) => void one.add('ann', { key: '' }));
    await refused('store.no-ids', rehearse(store, 'name'));
    const ann = await user(store, 'ann');
    await refused('store.no-ids', rig.people.run(relinkUser, rig.test.admin, { id: ann.id, entry: 'id-7' }));
    await refused('store.no-ids', rig.people.run(relinkUser, rig.test.admin, { id: (await rig.people.person('of.primary.relinked')).id, entry: 'id-7' }));
    directory.trouble = 'unreachable';
    await refused('store.fault', rehearse(store, 'name'));
    await ask(rig.test.admin, 'stores.disable', { id: store.id });
    await refused('store.disabled', rehearse(store, 'name'));
    const primary = await rig.test.world.db.read.selectFrom('stores').selectAll().where('kind', '=', 'primary').executeTakeFirstOrThrow();
    await refused('store.primary', rig.people.run(rehearseRelink, rig.test.admin, { id: primary.id, by: 'name' }));
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
});
