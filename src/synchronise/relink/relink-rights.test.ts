// Who may say which entry somebody of a rebuilt store is, and with what he comes back: nobody gains by it what he who links could not give.
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { performer } from '#actions.ts';
import { changeRolesOfGroup } from '#groups/change-roles-of-group.ts';
import { runJobs } from '#jobs/runner.ts';
import { changeRolesOfUser } from '#users/change-roles-of-user.ts';
import { deleteUser } from '#users/delete-user.ts';
import { onBothDatabases } from '../../../test/databases.ts';
import { addressOf } from '../../../test/directory.ts';
import { identity, refused } from '../../../test/people.ts';
import { rebuiltStores } from '../../../test/rebuilt-stores.ts';
import { relinkUser } from './relink-user.ts';

onBothDatabases('Linking whoever is of a rebuilt store', (open) => {
  const rig = rebuiltStores(open);
  const { added, rebuild, ask, again, user, names, keyOf, rolesOf, rehearse, says, ended, done, rows } = rig;

  it('by mail also brings back whom the run of a small store has taken away at once, and nobody who left long before', async () => {
    const { directory, store } = await added((one) => {
      one.add('ann', { profile: { mail: 'ann@example.com' } });
      one.add('left', { profile: { mail: 'desk@example.com' } });
    });
    const ann = await user(store, 'ann');
    const left = [...directory.users.values()].find(({ name }) => name === 'left');
    directory.users.delete(left?.key ?? '');
    await again(store);
    rig.test.clock.turn(3 * 86_400_000);
    directory.add('desk', { profile: { mail: 'desk@example.com' } });
    rebuild(directory, (name) => `${name}.new`);
    assert.equal((await again(store)).state, 'idle');
    const plan = await rehearse(store, 'mail');
    assert.deepEqual(says(plan), [
      `user ${store.domain}/ann change: Becomes the entry ${addressOf('ann.new')}. Is called ann.new there. ann.new, who came with it and has nothing yet, is removed. Comes back from the recycle bin with the roles that you may give.`,
    ]);
    await done(plan);
    await rig.synchroniser.idle();
    assert.deepEqual([await names(store), (await user(store, 'ann.new')).id], [['ann.new', 'desk.new'], ann.id]);
  });

  it('brings back from the recycle bin whoever vanished, and leaves there whom an administrator deleted', async () => {
    const { directory, store } = await added((one) => void [one.add('ann'), one.add('bob')]);
    const [ann, bob] = [await user(store, 'ann'), await user(store, 'bob')];
    await rig.people.run(deleteUser, rig.test.admin, { id: bob.id });
    rig.test.clock.turn(1_000);
    rebuild(directory);
    await again(store, { vanishing: 5 });
    assert.ok((await user(store, 'ann')).deleted_at > 0);
    const plan = await rehearse(store, 'name');
    assert.deepEqual(says(plan), [
      `user ${store.domain}/ann change: Becomes the entry ${addressOf('ann')}. Comes back from the recycle bin with the roles that you may give.`,
      `user ${store.domain}/bob change: Becomes the entry ${addressOf('bob')}. Stays in the recycle bin.`,
    ]);
    await done(plan);
    await rig.synchroniser.idle();
    assert.deepEqual(await names(store), ['ann']);
    assert.deepEqual([(await user(store, 'ann')).id, (await user(store, 'bob')).deleted_at > 0], [ann.id, true]);
  });

  it('brings back only the roles that whoever links him may give: none for longer than he holds them himself, and none that have ended', async () => {
    const { directory, store } = await added((one) => void [one.add('ann'), one.add('bob')]);
    const [ann, bob] = [await user(store, 'ann'), await user(store, 'bob')];
    const ruling = await rig.people.role(`rules for long in ${store.domain}`, `${identity}/rolemgt`);
    const plain = await rig.people.role(`nothing in ${store.domain}`);
    const passing = await rig.people.role(`soon over in ${store.domain}`);
    const day = 86_400_000;
    const soon = rig.test.clock.now() + day;
    for (const { id } of [ann, bob])
      await rig.people.run(changeRolesOfUser, rig.test.admin, { id, give: [{ role: ruling }, { role: plain }, { role: passing, until: soon }] });
    const linker = await rig.people.helper(`linker.${store.domain.toLowerCase()}`, [`${identity}/userstore`, `${identity}/usermgt/list`]);
    await rig.people.run(changeRolesOfUser, rig.test.admin, { id: linker.id, give: [{ role: ruling, until: soon + 10 * day }] });
    await again(store);
    rebuild(directory);
    await again(store, { vanishing: 5 });
    rig.test.clock.turn(2 * day);
    const plan = await rehearse(store, 'name', linker);
    assert.equal(plan.change, 2, says(plan).join('\n'));
    await rig.people.run(relinkUser, linker, { id: ann.id, entry: keyOf(directory, 'ann') });
    await rig.people.run(relinkUser, rig.test.admin, { id: bob.id, entry: keyOf(directory, 'bob') });
    await again(store);
    assert.deepEqual(await names(store), ['ann', 'bob']);
    assert.deepEqual([await rolesOf(ann.id), await rolesOf(bob.id)], [[plain], [plain, ruling].sort()]);
  });

  it('names those who administer, and links nobody who holds more than whoever asks, nor himself', async () => {
    const { directory, store } = await added((one) => {
      one.add('chief');
      one.add('deputy');
      one.add('keeper');
      one.group('rulers', addressOf('deputy'));
    });
    const role = await rig.people.role(`rules ${store.domain}`, `${identity}/rolemgt`);
    const keeping = await rig.people.role(`keeps ${store.domain}`, `${identity}/userstore`, `${identity}/usermgt/list`);
    const [chief, deputy, keeper] = [await user(store, 'chief'), await user(store, 'deputy'), await user(store, 'keeper')];
    const group = await rig.test.world.db.read.selectFrom('groups').selectAll().where('store_no', '=', deputy.store_no).executeTakeFirstOrThrow();
    await rig.people.run(changeRolesOfUser, rig.test.admin, { id: chief.id, give: [{ role }] });
    await rig.people.run(changeRolesOfGroup, rig.test.admin, { id: group.id, give: [{ role }] });
    await rig.people.run(changeRolesOfUser, rig.test.admin, { id: keeper.id, give: [{ role: keeping }] });
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
    const theirs = await rehearse(store, 'name', await rig.test.actorOf(keeper.id));
    assert.deepEqual(theirs.items.map(({ code }) => code).sort(), ['self.refused', 'target.holds-more', 'target.holds-more', 'target.holds-more']);
  });

  it('skips whoever was changed since, and goes on where it was cut off', async () => {
    const { directory, store } = await added((one) => {
      for (let n = 0; n < 60; n++) one.add(`p${n}`);
    });
    rebuild(directory);
    const plan = await rehearse(store, 'name');
    const changed = await user(store, 'p7');
    await ask(rig.test.admin, 'users.lock', { id: changed.id, reason: 'meanwhile' });
    await ask(rig.test.admin, 'plans.carry-out', { id: plan.id });
    // A runner that is stopped at once has done some, all or none; the next one does the rest, and nothing twice.
    await runJobs(rig.test.world, performer).stop();
    const job = await ended(plan.id);
    assert.deepEqual([job.done, job.skipped], [59, 1]);
    assert.equal((await rows(plan.id)).find(({ object_id }) => object_id === changed.id)?.outcome_code, 'row.changed');
    const numbers = (await rows(plan.id)).map(({ number }) => number).filter((number) => number > 0);
    assert.equal(new Set(numbers).size, 59);
  });

  it('links one by hand: not with an entry that is somebody’s, and twice is once', async () => {
    const { directory, store } = await added((one) => void [one.add('ann'), one.add('bob')]);
    const [ann, bob] = [await user(store, 'ann'), await user(store, 'bob')];
    const taken = await refused('store.entry-taken', rig.people.run(relinkUser, rig.test.admin, { id: ann.id, entry: bob.key }));
    assert.match(taken.message, /bob/);
    rebuild(directory);
    const entry = [...directory.users.values()].find(({ name }) => name === 'ann')?.key ?? '';
    const linked = await rig.people.run(relinkUser, rig.test.admin, { id: ann.id, entry });
    assert.deepEqual(await rig.people.run(relinkUser, rig.test.admin, { id: ann.id, entry }), linked);
    await refused('version.stale', rig.people.run(relinkUser, rig.test.admin, { id: ann.id, version: ann.version, entry: 'id-other' }));
    const scoped = await rig.people.helper('scoped.linker', [`${identity}/userstore`], { store: store.id });
    await refused('scope.too-wide', rig.people.run(relinkUser, scoped, { id: ann.id, entry: 'id-other' }));
    await refused('scope.too-wide', rehearse(store, 'name', scoped));
  });
});
