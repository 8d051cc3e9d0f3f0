import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { UserActor } from '#actor.ts';
import { operations } from '#operations.ts';
import { changeRolesOfUser } from '#users/change-roles-of-user.ts';
import { deleteUser } from '#users/delete-user.ts';
import { lockUser } from '#users/lock-user.ts';
import { resetPassword } from '#users/reset-password.ts';
import { onBothDatabases } from '../../test/databases.ts';
import { identity, peopleOf, refused } from '../../test/people.ts';
import { openTestWorld } from '../../test/world.ts';
import { refusalsAction } from './refusals.ts';

const nobody = '019ab000-0000-7000-8000-000000000000';
const german = { attribute: 'country', equals: 'DE' };

onBothDatabases('what would be refused', (open) => {
  const refusals = refusalsAction(() => operations);
  const begin = async () => {
    const test = await openTestWorld(open);
    const people = peopleOf(test);
    /** operation → code, for this target. */
    const codes = async (actor: UserActor, id: string, kind: 'user' | 'role' = 'user') => {
      const { items } = await people.run(refusals, actor, { kind, id });
      return new Map(items.map(({ operation, code }) => [operation, code]));
    };
    return { ...test, ...people, codes };
  };

  it('says which permission is missing, and nothing of what is allowed', async () => {
    const { person, helper, codes } = await begin();
    const [ann, clerk] = [await person('ann'), await helper('clerk', [`${identity}/usermgt/update`, `${identity}/usermgt/view`])];
    const found = await codes(clerk, ann.id);
    assert.deepEqual([found.get('users.lock'), found.get('users.show'), found.get('users.delete')], [undefined, undefined, 'permission.denied']);
  });

  it('says who holds more, and which permission that is; the operation says the same', async () => {
    const { run, helper, admin } = await begin();
    const clerk = await helper('clerk', [`${identity}/usermgt`]);
    const { items } = await run(refusals, clerk, { kind: 'user', id: admin.id });
    const { says } = await refused('target.holds-more', run(lockUser, clerk, { id: admin.id })).then(({ message }) => ({ says: message }));
    assert.deepEqual(
      items.find(({ operation }) => operation === 'users.lock'),
      { operation: 'users.lock', code: 'target.holds-more', says, permission: 'All Permissions' },
    );
  });

  it('says that nobody does it to himself', async () => {
    const { admin, codes } = await begin();
    const found = await codes(admin, admin.id);
    assert.deepEqual([found.get('users.delete'), found.get('users.show')], ['self.refused', undefined]);
  });

  it('says that somebody is the last administrator, as long as he is; the operations say the same', async () => {
    const { run, person, role, admin, clock, codes } = await begin();
    const deputy = await person('deputy');
    const all = await role('everything', '/permission');
    await run(changeRolesOfUser, admin, { id: deputy.id, give: [{ role: all, until: clock.now() + 60_000 }] });
    const found = await codes(deputy, admin.id);
    assert.deepEqual(
      ['users.delete', 'users.lock', 'users.disable', 'users.reset-password', 'users.unlock'].map((name) => found.get(name)),
      ['admin.last', 'admin.last', 'admin.last', 'admin.last', undefined],
    );
    await refused('admin.last', run(deleteUser, deputy, { id: admin.id }));
    await refused('admin.last', run(lockUser, deputy, { id: admin.id }));
    await refused('admin.last', run(resetPassword, deputy, { id: admin.id }));
    await run(changeRolesOfUser, admin, { id: deputy.id, give: [{ role: all }] });
    assert.equal((await codes(deputy, admin.id)).get('users.delete'), undefined);
  });

  it('whoever lies outside the scope is as if he were not there; inside a part of it, only that part is said to be missing', async () => {
    const { run, person, role, helper, admin, codes } = await begin();
    const [fleur, clerk] = [await person('fleur', { country: 'FR' }), await helper('clerk', [`${identity}/usermgt`], german)];
    const outside = await refused('user.missing', run(refusals, clerk, { kind: 'user', id: fleur.id }));
    const absent = await refused('user.missing', run(refusals, clerk, { kind: 'user', id: nobody }));
    assert.equal(outside.message, absent.message);
    await run(changeRolesOfUser, admin, { id: clerk.id, give: [{ role: await role('looks', `${identity}/usermgt/view`) }] });
    const found = await codes(clerk, fleur.id);
    assert.deepEqual([found.get('users.show'), found.get('users.lock')], [undefined, 'user.missing']);
  });

  it('roles and groups are asked about in the same way', async () => {
    const { run, role, helper, admin, codes } = await begin();
    const clerk = await helper('clerk', [`${identity}/rolemgt`]);
    assert.equal((await codes(clerk, await role('auditors', '/permission/admin/monitor'), 'role')).get('roles.delete'), 'target.holds-more');
    assert.equal((await codes(clerk, await role('shop', '/permission/applications'), 'role')).get('roles.delete'), undefined);
    await refused('group.missing', run(refusals, admin, { kind: 'group', id: nobody }));
  });
});
