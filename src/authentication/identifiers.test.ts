import assert from 'node:assert/strict';
import { before, it } from 'node:test';
import type { Action } from '#action.ts';
import type { InputOf } from '#contract.ts';
import { addAttribute } from '#defining/add-attribute.ts';
import { editAttribute } from '#defining/edit-attribute.ts';
import { writeVerified } from '#mail/link-queries.ts';
import { deleteUser } from '#users/delete-user.ts';
import { updateUser } from '#users/update-user.ts';
import { mailKeyOf } from '#users/user.ts';
import { onBothDatabases } from '../../test/databases.ts';
import { goodPassword, type People, peopleOf, refused } from '../../test/people.ts';
import { openTestWorld, type TestWorld } from '../../test/world.ts';
import { authenticationActions } from './actions.ts';
import { signIn } from './flow.ts';
import { identifyingOperations } from './identifier-contract.ts';

onBothDatabases('Signing in by something else than a name', (open) => {
  let test: TestWorld;
  let people: People;
  before(async () => {
    test = await openTestWorld(open);
    people = peopleOf(test);
  });
  let networks = 0;
  const enter = async (typedName: string, password: string = goodPassword) => {
    await test.world.changes.poll();
    const at = await signIn(test.world, { typedName, password }, { network: `198.51.${++networks}.0/24`, agent: 'test', to: '' });
    return 'userId' in at ? at.userId : assert.fail(at.step);
  };
  const by = async (...attributes: InputOf<typeof identifyingOperations.change>['attributes'] & object) => {
    const found = authenticationActions.find(({ operation }) => operation === identifyingOperations.change) ?? assert.fail();
    return people.run(found as Action<typeof identifyingOperations.change>, test.admin, { attributes });
  };
  const attribute = async (name: string) => {
    const row = await test.world.db.read.selectFrom('attributes').select('id').where('name', '=', name).executeTakeFirstOrThrow();
    return row.id;
  };
  const confirmed = async (no: number, mail: string) => {
    await test.world.db.write((tx) => writeVerified(tx, { userNo: no, mailKey: mailKeyOf(mail), now: test.clock.now() }));
  };

  it('is refused for what two users may share, or change themselves', async () => {
    await refused('identifier.unfit', by({ name: 'mail', stores: [] }));
    await refused('attribute.missing', by({ name: 'nothing', stores: [] }));
    await people.run(editAttribute, test.admin, { id: await attribute('phone'), unique: true });
    const { fields } = await refused('identifier.unfit', by({ name: 'phone', stores: [] }));
    assert.match(fields[0]?.says ?? '', /may be changed by the users themselves/);
  });

  it('takes a mail address that was confirmed, in any case, and no other', async () => {
    const anne = await people.person('anne', { mail: 'Anne@Example.org' });
    await people.run(editAttribute, test.admin, { id: await attribute('mail'), unique: true });
    await refused('signin.refused', enter('anne@example.org'));
    await by({ name: 'mail', stores: [] });
    await refused('signin.refused', enter('anne@example.org'));
    await confirmed(anne.no, 'Anne@Example.org');
    assert.equal(await enter('anne@EXAMPLE.org'), anne.id);
    assert.equal(await enter('PRIMARY/Anne@Example.org'), anne.id);
    await refused('signin.refused', enter('anne@example.org', 'not his password'));
    await people.run(updateUser, test.admin, { id: anne.id, mail: 'other@example.org' });
    await refused('signin.refused', enter('other@example.org'));
    await refused('signin.refused', enter('anne@example.org'));
    assert.equal(await enter('anne'), anne.id);
  });

  it('takes a number however it is written, and any attribute that is unique, in its order', async () => {
    await people.run(addAttribute, test.admin, { name: 'badge', type: 'text', unique: true });
    await people.run(editAttribute, test.admin, { id: await attribute('phone'), change: 'administrators' });
    const berta = await people.person('berta', { phone: '+44 20 7946 0018', attributes: { badge: 'B-1815' } });
    await by({ name: 'phone', stores: [] }, { name: 'badge', stores: [] });
    assert.equal(await enter('+44 (0)20 7946-0018'), berta.id);
    assert.equal(await enter('b-1815'), berta.id);
    // A name is somebody's before it is anybody's badge.
    const other = await people.person('b-1815');
    assert.equal(await enter('b-1815'), other.id);
    await refused('store.missing', by({ name: 'badge', stores: [test.world.newId()] }));
  });

  it('means nobody who was deleted, who lives in another store than was said, or once it is no longer unique', async () => {
    const cora = await people.person('cora', { attributes: { badge: 'C-7' } });
    await by({ name: 'badge', stores: [] });
    assert.equal(await enter('C-7'), cora.id);
    await refused('signin.refused', enter('CORP/C-7'));
    await people.run(editAttribute, test.admin, { id: await attribute('badge'), unique: false });
    await refused('signin.refused', enter('C-7'));
    await people.run(editAttribute, test.admin, { id: await attribute('badge'), unique: true });
    assert.equal(await enter('C-7'), cora.id);
    await people.run(deleteUser, test.admin, { id: cora.id });
    await refused('signin.refused', enter('C-7'));
  });
});
