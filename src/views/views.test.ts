import assert from 'node:assert/strict';
import { it } from 'node:test';
import { addRole } from '#roles/add-role.ts';
import { changeRolesOfUser } from '#users/change-roles-of-user.ts';
import { deleteUser } from '#users/delete-user.ts';
import { listUsers } from '#users/list-users.ts';
import { purgeUser } from '#users/purge-user.ts';
import { onBothDatabases } from '../../test/databases.ts';
import { allow, begin, refusedAs } from '../../test/giving.ts';
import { addView } from './add-view.ts';
import { sharingNeeds } from './contract.ts';
import { deleteView } from './delete-view.ts';
import { listViews } from './list-views.ts';
import { showView } from './show-view.ts';
import { updateView } from './update-view.ts';

const listing = '/permission/admin/manage/identity/usermgt/list';

onBothDatabases('Saved views', (open) => {
  it('keep a filter, an order and columns, and say them again', async () => {
    const { as, person } = await begin(open);
    const anna = await person('anna', listing);
    const content = {
      filter: { state: 'locked', search: 'an', notSignedInDays: 90 },
      sort: 'lastSignInAt',
      descending: true,
      columns: ['shownName', 'attribute.badge'],
    };
    const made = await as(anna)(addView, { name: '  Locked   long ago ', ...content });
    assert.deepEqual({ ...made, ...content }, made);
    assert.deepEqual([made.name, made.shared, made.mine, made.version], ['Locked long ago', false, true, 1]);
    assert.deepEqual(await as(anna)(showView, { id: made.id }), made);
    const plain = await as(anna)(addView, { name: 'everybody' });
    assert.deepEqual([plain.filter, plain.sort, plain.descending, plain.columns], [{}, 'userName', false, []]);
    assert.deepEqual(
      (await as(anna)(listViews, {})).items.map(({ name }) => name),
      ['everybody', 'Locked long ago'],
    );
    assert.deepEqual(
      (await as(anna)(listViews, { search: 'LOCK' })).items.map(({ id }) => id),
      [made.id],
    );
  });

  it('are his who made them: nobody else sees, changes or deletes a private one', async () => {
    const { as, admin, person } = await begin(open);
    const { id } = await as(await person('anna', listing))(addView, { name: 'mine' });
    for (const other of [admin, await person('bert', listing)]) {
      assert.deepEqual((await as(other)(listViews, {})).items, []);
      await assert.rejects(as(other)(showView, { id }), refusedAs('view.missing'));
      await assert.rejects(as(other)(updateView, { id, name: 'his' }), refusedAs('view.missing'));
      await assert.rejects(as(other)(deleteView, { id }), refusedAs('view.missing'));
    }
  });

  it('are shared, changed and taken down only by those who manage users as a whole', async () => {
    const { as, person } = await begin(open);
    const [anna, lead, other] = [await person('anna', listing), await person('lead', sharingNeeds), await person('second lead', sharingNeeds)];
    await assert.rejects(as(anna)(addView, { name: 'for all', shared: true }), refusedAs('permission.denied'));
    const own = await as(anna)(addView, { name: 'own' });
    await assert.rejects(as(anna)(updateView, { id: own.id, shared: true }), refusedAs('permission.denied'));
    const shared = await as(lead)(addView, { name: 'for all', shared: true, filter: { kind: 'person' } });
    assert.deepEqual((await as(anna)(showView, { id: shared.id })).mine, false);
    await assert.rejects(as(anna)(updateView, { id: shared.id, filter: {} }), refusedAs('permission.denied'));
    await assert.rejects(as(anna)(deleteView, { id: shared.id }), refusedAs('permission.denied'));
    assert.deepEqual((await as(other)(updateView, { id: shared.id, name: 'for everybody' })).filter, { kind: 'person' });
    await as(other)(deleteView, { id: shared.id });
    await assert.rejects(as(lead)(showView, { id: shared.id }), refusedAs('view.missing'));
  });

  it('are shared by nobody who holds that right only on some users', async () => {
    const { as, admin, person } = await begin(open);
    const helper = await person('helper');
    const role = await as(admin)(addRole, { name: 'greek helpers', entries: allow(sharingNeeds) });
    await as(admin)(changeRolesOfUser, { id: helper.id, give: [{ role: role.id, scope: { attribute: 'country', equals: 'GR' } }] });
    await as(helper)(addView, { name: 'mine' });
    await assert.rejects(as(helper)(addView, { name: 'for all', shared: true }), refusedAs('permission.denied'));
  });

  it('show each reader only whom his own reach lets him see', async () => {
    const { as, admin, person, world } = await begin(open);
    const [greek, dane, helper] = [await person('greek'), await person('dane'), await person('helper')];
    await world.db.write(async (tx) => {
      await tx.updateTable('users').set({ country: 'GR' }).where('id', '=', greek.id).execute();
      await tx.updateTable('users').set({ country: 'DK' }).where('id', '=', dane.id).execute();
    });
    const role = await as(admin)(addRole, { name: 'greek helpers', entries: allow(listing) });
    await as(admin)(changeRolesOfUser, { id: helper.id, give: [{ role: role.id, scope: { attribute: 'country', equals: 'GR' } }] });
    const { id } = await as(admin)(addView, { name: 'persons', shared: true, filter: { kind: 'person' } });
    const through = async (reader: typeof admin) => {
      const { filter, sort, descending } = await as(reader)(showView, { id });
      return (await as(reader)(listUsers, { ...filter, sort, descending })).items.map(({ userName }) => userName);
    };
    assert.deepEqual(await through(helper), ['greek']);
    assert.deepEqual(await through(admin), ['admin', 'dane', 'greek', 'helper']);
  });

  it('have names of their own among his and among the shared ones, and refuse a version that is old', async () => {
    const { as, admin } = await begin(open);
    const { id } = await as(admin)(addView, { name: 'Night' });
    await assert.rejects(as(admin)(addView, { name: 'night' }), refusedAs('view.name-taken'));
    await assert.rejects(as(admin)(addView, { name: ' \u3000 ' }), refusedAs('input.invalid'));
    const shared = await as(admin)(addView, { name: 'night', shared: true });
    await assert.rejects(as(admin)(updateView, { id, shared: true }), refusedAs('view.name-taken'));
    assert.equal((await as(admin)(updateView, { id, version: 1, name: 'NIGHT' })).version, 2);
    assert.equal((await as(admin)(updateView, { id, version: 2, name: 'NIGHT' })).version, 2);
    await assert.rejects(as(admin)(updateView, { id, version: 1, sort: 'mail' }), refusedAs('version.stale'));
    await assert.rejects(as(admin)(deleteView, { id, version: 1 }), refusedAs('version.stale'));
    assert.equal((await as(admin)(updateView, { id: shared.id, shared: false, name: 'late' })).shared, false);
  });

  it('are journaled, and go with him who is removed for ever, but for those that all share', async () => {
    const { as, admin, person, world } = await begin(open);
    const lead = await person('lead', sharingNeeds);
    const own = await as(lead)(addView, { name: 'own', filter: { state: 'locked' } });
    const shared = await as(lead)(addView, { name: 'for all', shared: true });
    const images = await world.db.read.selectFrom('journal_images').select(['kind', 'name', 'after']).where('object_id', '=', own.id).execute();
    assert.deepEqual(
      images.map(({ kind, name, after }) => [kind, name, JSON.parse(after).filter]),
      [['view', 'own', { state: 'locked' }]],
    );
    await as(admin)(deleteUser, { id: lead.id });
    await as(admin)(purgeUser, { id: lead.id });
    const left = await world.db.read.selectFrom('saved_views').select('id').execute();
    assert.deepEqual(
      left.map(({ id }) => id),
      [shared.id],
    );
  });
});
