import assert from 'node:assert/strict';
import { before, beforeEach, it } from 'node:test';
import { verify } from '#journal/verify.ts';
import { onBothDatabases } from '../../test/databases.ts';
import { identity, type People, peopleOf, refused } from '../../test/people.ts';
import { openTestWorld, type TestWorld } from '../../test/world.ts';
import { addUser } from './add-user.ts';
import { changeRolesOfUser } from './change-roles-of-user.ts';
import { deleteUser } from './delete-user.ts';
import { listUsers } from './list-users.ts';
import { purgeUser } from './purge-user.ts';
import { resetPassword } from './reset-password.ts';
import { restoreUser } from './restore-user.ts';
import { rolesOfUser } from './roles-of-user.ts';
import { showUser } from './show-user.ts';
import { userSummary } from './summary.ts';

onBothDatabases('The recycle bin', (open) => {
  let test: TestWorld;
  let people: People;
  before(async () => {
    test = await openTestWorld(open);
    people = peopleOf(test);
  });
  beforeEach(() => test.world.changes.poll());
  const bin = (id: string) => people.run(deleteUser, test.admin, { id });

  it('gives a user back with password, attributes and roles, and keeps him out of lists meanwhile', async () => {
    const role = await people.role('kept', '/permission/applications');
    const { id, no } = await people.person('back.again', { country: 'SE', attributes: { badge: '9' }, roles: [{ role }] });
    const hash = await test.world.db.read.selectFrom('credentials').select('password_hash').where('user_no', '=', no).executeTakeFirstOrThrow();
    await bin(id);
    const found = async (state?: 'deleted') => (await people.run(listUsers, test.admin, { search: 'back.again', ...(state ? { state } : {}) })).items.length;
    assert.deepEqual([await found(), await found('deleted')], [0, 1]);
    const { user, left } = await people.run(restoreUser, test.admin, { id });
    assert.deepEqual([user.state, user.country, user.attributes, left], ['active', 'SE', { badge: '9' }, []]);
    assert.deepEqual(
      (await people.run(rolesOfUser, test.admin, { id })).items.map((held) => held.role.id),
      [role],
    );
    assert.deepEqual(await test.world.db.read.selectFrom('credentials').select('password_hash').where('user_no', '=', no).executeTakeFirstOrThrow(), hash);
    await refused('user.not-deleted', people.run(restoreUser, test.admin, { id }));
  });

  it('leaves behind, by name, what has ended, temporary passwords, and what the restorer may not give', async () => {
    const [ended, wide] = [await people.role('short', '/permission/applications'), await people.role('wide', `${identity}/usermgt`)];
    const helper = await people.helper('restorer', [`${identity}/usermgt`], { attribute: 'organisation', equals: 'Mill' });
    const { id } = await people.person('left.behind', { organisation: 'Mill', roles: [{ role: ended, until: test.clock.now() + 1_000 }, { role: wide }] });
    await people.run(resetPassword, test.admin, { id });
    await bin(id);
    test.clock.turn(2_000);
    const { user, left } = await people.run(restoreUser, helper, { id });
    assert.deepEqual(left, ['role short (has ended)', 'role wide', 'the temporary password']);
    assert.equal(user.state, 'pending');
    assert.deepEqual((await people.run(rolesOfUser, test.admin, { id })).items, []);
  });

  it('is closed to whoever holds less than the deleted, or reaches less far', async () => {
    const helper = await people.helper('bin.helper', [`${identity}/usermgt`], { attribute: 'organisation', equals: 'Mill' });
    const other = await people.person('bin.other');
    const strong = await people.helper('bin.strong', [`${identity}`]);
    const whole = await people.helper('bin.whole', [`${identity}/usermgt`]);
    await bin(other.id);
    await bin(strong.id);
    for (const action of [restoreUser, purgeUser]) {
      await refused('user.missing', action.run(test.world, helper, { id: other.id }));
      await refused('target.holds-more', action.run(test.world, whole, { id: strong.id }));
    }
  });

  it('purges for ever: the row goes, the name is free, the journal forgets and still adds up', async () => {
    const { id, no } = await people.person('erased.for.ever', { mail: 'erased@example.org' });
    await refused('user.not-deleted', people.run(purgeUser, test.admin, { id }));
    await bin(id);
    await people.run(purgeUser, test.admin, { id });
    await refused('user.missing', people.run(showUser, test.admin, { id }));
    await refused('user.missing', people.run(showUser, test.admin, { id: 'erased.for.ever' }));
    const images = await test.world.db.read.selectFrom('journal_images').selectAll().execute();
    assert.doesNotMatch(JSON.stringify(images), /erased\.for\.ever|erased@example/);
    assert.ok(
      images.filter((image) => image.object_id === id && image.erased_at > 0).every((image) => image.salt === '' && image.before === '' && image.after === ''),
    );
    const verdict = await verify(test.world.db.read);
    assert.deepEqual([verdict.sound, verdict.faults, verdict.erased > 0], [true, [], true]);
    for (const table of ['credentials', 'user_sign_ins', 'identifiers', 'role_users'] as const) {
      assert.equal((await test.world.db.read.selectFrom(table).select('user_no').where('user_no', '=', no).execute()).length, 0, table);
    }
    const again = await people.run(addUser, test.admin, { userName: 'erased.for.ever' });
    assert.notEqual(again.id, id);
    assert.ok((await test.actorOf(again.id)).no > no);
  });

  it('lets nobody inherit from a namesake who was there before', async () => {
    const role = await people.role('inherited', '/permission/applications');
    const first = await people.person('namesake', { roles: [{ role }] });
    await bin(first.id);
    await people.run(purgeUser, test.admin, { id: first.id });
    const second = await people.person('namesake');
    assert.deepEqual((await people.run(rolesOfUser, test.admin, { id: second.id })).items, []);
    await refused('auth.required', people.run(showUser, first, { id: second.id }));
    await refused('user.missing', people.run(changeRolesOfUser, test.admin, { id: first.id, give: [{ role }] }));
  });

  it('counts who is here by kind and state, the deleted apart', async () => {
    const summary = await people.run(userSummary, test.admin, {});
    const shown = async (state: 'active' | 'pending' | 'deleted') => (await people.run(listUsers, test.admin, { state, limit: 200 })).items.length;
    for (const state of ['active', 'pending', 'deleted'] as const) assert.equal(summary.byState[state], await shown(state), state);
    assert.equal(summary.total, (await people.run(listUsers, test.admin, { limit: 200 })).items.length);
    assert.equal(summary.byKind.person, summary.total);
  });
});
