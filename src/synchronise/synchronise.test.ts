import assert from 'node:assert/strict';
import { after, before, beforeEach, it } from 'node:test';
import { changeRolesOfGroup } from '#groups/change-roles-of-group.ts';
import { asKept, inEnglish } from '#sentences/sentence.ts';
import { storeActions } from '#stores/actions.ts';
import { addStore } from '#stores/add-store.ts';
import type { StoreDetails } from '#stores/contract.ts';
import { synchroniseStore } from '#stores/contract.ts';
import { changeRolesOfUser } from '#users/change-roles-of-user.ts';
import { deleteUser } from '#users/delete-user.ts';
import { onBothDatabases } from '../../test/databases.ts';
import { addressOf, type Directory, groupAddressOf } from '../../test/directory.ts';
import { type People, peopleOf, refused } from '../../test/people.ts';
import { notedIn, runOf, scriptedStores } from '../../test/scripted-stores.ts';
import { openTestWorld, type TestWorld } from '../../test/world.ts';
import { runSynchroniser, type Synchroniser } from './runner.ts';

const settings = (host: string) => ({ urls: [`ldaps://${host}`], userBase: 'dc=example' });

onBothDatabases('Synchronising', (open) => {
  const scripted = scriptedStores('D');
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

  /** A directory of its own for each test, as a store that is read when asked. */
  const added = async (fill: (directory: Directory) => void, more: Partial<Parameters<typeof people.run<typeof addStore.operation>>[2]> = {}) => {
    const { directory, told } = scripted.next(fill);
    const store = await people.run(addStore, test.admin, { ...told, ...more });
    await synchroniser.idle();
    return { directory, store };
  };
  const action = storeActions.find(({ operation }) => operation === synchroniseStore);
  const again = async ({ id }: StoreDetails, input: { readonly full?: boolean; readonly vanishing?: number } = {}) => {
    await action?.run(test.world, test.admin, { id, ...input });
    await synchroniser.idle();
    return state(id);
  };
  const state = (id: string) => runOf(test.world, id);
  const users = (id: string) =>
    test.world.db.read
      .selectFrom('users')
      .innerJoin('stores', 'stores.no', 'store_no')
      .selectAll('users')
      .where('stores.id', '=', id)
      .orderBy('name_key')
      .execute();
  const user = async (id: string, name: string) => {
    const found = (await users(id)).find(({ user_name }) => user_name === name);
    assert.ok(found, `${name} is there`);
    return found;
  };
  const entries = async () => Number((await test.world.db.read.selectFrom('journal_head').select('number').executeTakeFirstOrThrow()).number);
  const mayPublish = async (id: string) => (await test.world.authorizer.may(id, '/permission/admin/manage/api/publish', test.clock.now())).allowed;

  it('takes over every user of a store, in pages, with what is mapped', async () => {
    const { store } = await added((directory) => {
      for (let n = 0; n < 250; n++)
        directory.add(`person${n}`, { profile: { givenName: 'Ann', familyName: `Nr ${n}`, mail: `p${n}@example.com` }, attributes: { floor: ['3'] } });
    });
    const rows = await users(store.id);
    assert.equal(rows.length, 250);
    const ann = rows.find(({ user_name }) => user_name === 'person7');
    assert.deepEqual([ann?.shown_name, ann?.mail, ann?.attributes, ann?.kind], ['Ann Nr 7', 'p7@example.com', '{"floor":"3"}', 'person']);
    const now = await state(store.id);
    assert.deepEqual([now.state, now.seen, now.added, now.skipped], ['idle', 250, 250, 0]);
  });

  it('changes nothing, and writes nothing into the journal, when nothing changed', async () => {
    const { directory, store } = await added((one) => void one.add('ann'));
    directory.deltas = false;
    const number = await entries();
    await again(store, { full: true });
    // The wish itself is no change of anybody.
    assert.equal(await entries(), number);
  });

  it('follows a rename: the same user, by his id, under the new name', async () => {
    const { directory, store } = await added((one) => void one.add('ann', { profile: { mail: 'ann@example.com' } }));
    const before = await user(store.id, 'ann');
    const entry = [...directory.users.values()][0];
    assert.ok(entry);
    directory.change(entry, { name: 'anna.married' });
    await again(store);
    const now = await user(store.id, 'anna.married');
    assert.equal(now.id, before.id);
    const keys = await test.world.db.read.selectFrom('identifiers').select('key').where('user_no', '=', now.no).execute();
    assert.deepEqual(
      keys.map(({ key }) => key),
      ['anna.married'],
    );
  });

  it('disables whom the store disables, and enables only whom nobody here has disabled', async () => {
    const { directory, store } = await added((one) => void [one.add('ann'), one.add('bob')]);
    const [ann, bob] = [...directory.users.values()];
    assert.ok(ann && bob);
    for (const entry of [ann, bob]) directory.change(entry, { disabled: true });
    await again(store);
    assert.ok((await users(store.id)).every(({ disabled_at, store_disabled_at }) => disabled_at > 0 && store_disabled_at > 0));
    // Somebody here disables Bob as well.
    await test.world.db.write((tx) => tx.updateTable('users').set({ disabled_at: 1 }).where('user_name', '=', 'bob').execute());
    for (const entry of [ann, bob]) directory.change(entry, { disabled: false });
    await again(store);
    assert.deepEqual([(await user(store.id, 'ann')).disabled_at, (await user(store.id, 'bob')).disabled_at], [0, 1]);
  });

  it('takes whoever vanished to the recycle bin with his roles, and brings him back with them', async () => {
    const { directory, store } = await added((one) => {
      for (let n = 0; n < 40; n++) one.add(`p${n}`);
    });
    const leaving = [...directory.users.values()][3];
    assert.ok(leaving);
    const { id } = await user(store.id, leaving.name);
    const role = await people.role(`publishes ${store.domain}`, '/permission/admin/manage/api/publish');
    await people.run(changeRolesOfUser, test.admin, { id, give: [{ role }] });
    assert.equal(await mayPublish(id), true);
    directory.users.delete(leaving.key);
    assert.equal((await again(store)).vanished, 1);
    assert.ok((await user(store.id, leaving.name)).deleted_at > 0);
    assert.equal(await mayPublish(id), false);
    directory.users.set(leaving.key, leaving);
    directory.change(leaving, {});
    await again(store);
    assert.equal((await user(store.id, leaving.name)).deleted_at, 0);
    assert.equal(await mayPublish(id), true);
  });

  it('leaves whom an administrator deleted in the recycle bin, though the store still has him', async () => {
    const { directory, store } = await added((one) => void [one.add('ann'), one.add('bob')]);
    const ann = await user(store.id, 'ann');
    await people.run(deleteUser, test.admin, { id: ann.id });
    const entry = [...directory.users.values()].find(({ name }) => name === 'ann');
    assert.ok(entry);
    directory.change(entry, { profile: { mail: 'new@example.com' } });
    await again(store, { full: true });
    assert.ok((await user(store.id, 'ann')).deleted_at > 0);
  });

  it('brakes when nobody is left, in a full run and in a delta, and takes nobody away', async () => {
    for (const deltas of [true, false]) {
      const { directory, store } = await added((one) => void [one.add('ann'), one.add('bob')]);
      directory.deltas = deltas;
      directory.users.clear();
      const now = await again(store, { full: !deltas });
      assert.deepEqual([now.state, now.vanished], ['braked', 2]);
      assert.match(inEnglish(asKept(now.says)), /without any of its 2 users/);
      assert.ok((await users(store.id)).every(({ deleted_at }) => deleted_at === 0));
    }
  });

  it('takes nobody out of his groups before the brake: what they gave him stays', async () => {
    for (const deltas of [true, false]) {
      const { directory, store } = await added((one) => void one.group('staff', addressOf(one.add('ann').name), addressOf(one.add('bob').name)));
      directory.deltas = deltas;
      const inGroups = async () => {
        const nos = (await users(store.id)).map(({ no }) => no);
        return (await test.world.db.read.selectFrom('group_members').select('user_no').where('user_no', 'in', nos).execute()).length;
      };
      assert.equal(await inGroups(), 2);
      directory.users.clear();
      for (const group of directory.groups.values()) directory.change(group, { members: [] });
      const now = await again(store, { full: !deltas });
      assert.deepEqual([now.state, now.changed, await inGroups()], ['braked', 0, 2]);
      assert.equal((await again(store, { full: !deltas, vanishing: 2 })).state, 'idle');
      assert.equal(await inGroups(), 0);
    }
  });

  it('brakes when more than the share would vanish, and goes on with as many as somebody allows, not with more', async () => {
    const { directory, store } = await added(
      (one) => {
        for (let n = 0; n < 100; n++) one.add(`p${n}`);
      },
      { brakePercent: 10 },
    );
    const keys = [...directory.users.keys()];
    for (const key of keys.slice(0, 11)) directory.users.delete(key);
    assert.deepEqual([(await again(store)).state, (await users(store.id)).filter(({ deleted_at }) => deleted_at > 0).length], ['braked', 0]);
    for (const key of keys.slice(11, 12)) directory.users.delete(key);
    assert.equal((await again(store, { vanishing: 11 })).state, 'braked');
    const now = await again(store, { vanishing: 12 });
    assert.deepEqual([now.state, now.vanished], ['idle', 12]);
    assert.equal((await users(store.id)).filter(({ deleted_at }) => deleted_at > 0).length, 12);
  });

  it('puts users into the groups the store says, nested ones too, and takes them out again at once', async () => {
    for (const memberOf of [false, true]) {
      const { directory, store } = await added((one) => {
        one.memberOf = memberOf;
        one.add('ann');
        one.group('staff', addressOf('ann'));
        if (!memberOf) one.group('everybody', groupAddressOf('staff'));
      });
      const ann = await user(store.id, 'ann');
      const group = await test.world.db.read
        .selectFrom('groups')
        .selectAll()
        .where('store_no', '=', ann.store_no)
        .where('name', '=', memberOf ? 'staff' : 'everybody')
        .executeTakeFirstOrThrow();
      const role = await people.role(`of ${store.domain}`, '/permission/admin/manage/api/publish');
      await people.run(changeRolesOfGroup, test.admin, { id: group.id, give: [{ role }] });
      assert.equal(await mayPublish(ann.id), true, 'by a group');
      const staff = [...directory.groups.values()].find(({ name }) => name === 'staff');
      const entry = [...directory.users.values()][0];
      assert.ok(staff && entry);
      directory.change(staff, { members: [] });
      directory.change(entry, {});
      await again(store);
      assert.equal(await mayPublish(ann.id), false, 'not any more');
    }
  });

  it('leaves circles of groups out, and says so', async () => {
    const { store } = await added((one) => {
      one.add('ann');
      one.group('one', groupAddressOf('two'));
      one.group('two', groupAddressOf('three'));
      one.group('three', groupAddressOf('one'), groupAddressOf('three'));
    });
    const edges = await test.world.db.read
      .selectFrom('group_edges')
      .innerJoin('groups', 'groups.no', 'parent_no')
      .innerJoin('stores', 'stores.no', 'groups.store_no')
      .select('groups.name')
      .where('stores.id', '=', store.id)
      .execute();
    assert.deepEqual(edges.map(({ name }) => name).sort(), ['one', 'two']);
    assert.match(notedIn(await state(store.id)), /this circle is left out/);
  });

  it('skips what cannot be taken, says why, and takes the rest', async () => {
    const { store } = await added((one) => {
      one.add('ann');
      one.add('Ann');
      one.add('');
      one.add('x'.repeat(300));
      one.add('nul\u0007');
      one.add('odd', { profile: { country: 'Narnia', mail: 'no address' }, attributes: { 'not a name': ['1'] } });
    });
    assert.deepEqual(
      (await users(store.id)).map(({ user_name, country, mail }) => [user_name, country, mail]),
      [
        ['ann', '', ''],
        ['odd', '', ''],
      ],
    );
    const now = await state(store.id);
    assert.equal(now.skipped, 7);
    for (const says of [
      /Another entry has the user name Ann/,
      /no user name/,
      /more than 255/,
      /control characters/,
      /country was left out/,
      /mail was left out/,
      /not a name was left out/,
    ])
      assert.match(notedIn(now), says);
  });

  it('fails in words when the store does not answer, keeps its rows, and goes on when it does', async () => {
    const { directory, store } = await added((one) => void one.add('ann'));
    directory.trouble = 'unreachable';
    const failed = await again(store);
    assert.deepEqual([failed.state, inEnglish(asKept(failed.says ?? ''))], ['failed', 'directory.test refuses the connection.']);
    assert.equal((await users(store.id)).length, 1);
    directory.trouble = 'none';
    directory.add('bob');
    assert.deepEqual([(await again(store)).state, (await users(store.id)).length], ['idle', 2]);
  });

  it('gives a name that two stores have to both, each under its domain', async () => {
    const [one, two] = [await added((directory) => void directory.add('same.name')), await added((directory) => void directory.add('same.name'))];
    assert.equal((await users(one.store.id)).length + (await users(two.store.id)).length, 2);
  });

  it('rehearses without changing anything', async () => {
    const { directory, store } = await added((one) => void [one.add('ann'), one.add('bob')]);
    directory.add('carla');
    directory.users.delete('id-1');
    const number = await entries();
    const { rehearseStore } = await import('./rehearse.ts');
    const found = await people.run(rehearseStore, test.admin, { kind: 'ldap', id: store.id, settings: settings(`${store.domain.toLowerCase()}.test`) });
    assert.deepEqual([found.users, found.added, found.vanished, found.complete], [2, 1, 1, true]);
    assert.equal(await entries(), number);
  });

  it('is for those alone who hold the right, and everywhere', async () => {
    const adding = { domain: 'NO', kind: 'ldap' as const, settings: settings('d1.test') };
    const viewer = await people.helper('viewer.only', ['/permission/admin/manage/identity/userstore/view']);
    await refused('permission.denied', people.run(addStore, viewer, adding));
    const scoped = await people.helper('scoped.hand', ['/permission/admin/manage/identity/userstore'], { attribute: 'country', equals: 'FR' });
    await refused('scope.too-wide', people.run(addStore, scoped, adding));
  });
});
