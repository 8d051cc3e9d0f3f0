import assert from 'node:assert/strict';
import { before, beforeEach, it } from 'node:test';
import type { InputOf } from '#contract.ts';
import { onBothDatabases } from '../../test/databases.ts';
import { host, identity, type People, peopleOf, refused } from '../../test/people.ts';
import { openTestWorld, type TestWorld } from '../../test/world.ts';
import { addUser } from './add-user.ts';
import { changeRolesOfUser } from './change-roles-of-user.ts';
import { deleteUser } from './delete-user.ts';
import { listUsers } from './list-users.ts';
import { showUser } from './show-user.ts';
import { updateUser } from './update-user.ts';

onBothDatabases('Changing a user', (open) => {
  let test: TestWorld;
  let people: People;
  before(async () => {
    test = await openTestWorld(open);
    people = peopleOf(test);
  });
  beforeEach(() => test.world.changes.poll());
  const update = (input: InputOf<(typeof updateUser)['operation']>, actor = test.admin) => people.run(updateUser, actor, input);
  const imagesOf = (id: string) =>
    test.world.db.read.selectFrom('journal_images').selectAll().where('object_id', '=', id).where('kind', '=', 'user').orderBy('number').execute();

  it('changes what is given and leaves the rest', async () => {
    const made = await people.run(addUser, test.admin, {
      userName: 'sparse',
      givenName: 'Bo',
      familyName: 'Berg',
      phone: '+46 8 123 456',
      attributes: { badge: '1', desk: 'A' },
    });
    const changed = await update({ id: made.id, familyName: 'Dahl', attributes: { desk: '', room: '12' } });
    assert.deepEqual(changed, {
      ...made,
      version: 2,
      familyName: 'Dahl',
      shownName: 'Bo Dahl',
      attributes: { badge: '1', room: '12' },
      changedAt: changed.changedAt,
    });
    const [, image] = await imagesOf(made.id);
    assert.deepEqual([JSON.parse(image?.before ?? ''), JSON.parse(image?.after ?? '')], [made, changed]);
    const found = async (attribute: string) => (await people.run(listUsers, test.admin, { attribute })).items.length;
    assert.deepEqual([await found('desk=A'), await found('room=12'), await found('badge=1')], [0, 1, 1]);
  });

  it('writes nothing, not even to the journal, when all stays as it is', async () => {
    const made = await people.run(addUser, test.admin, { userName: 'same', givenName: 'Cy', attributes: { badge: ['1', '2'] } });
    assert.deepEqual(await update({ id: made.id, givenName: ' Cy ', userName: 'same', attributes: { badge: ['1', '2', '2'] }, version: 1 }), made);
    assert.equal((await imagesOf(made.id)).length, 1);
  });

  it('refuses a stale version, and lets one of two at once win', async () => {
    const { id } = await people.run(addUser, test.admin, { userName: 'raced' });
    const second = await test.another();
    const both = await Promise.allSettled(
      [test.world, second].map((world, place) => updateUser.run(world, test.admin, { id, version: 1, organisation: `Mill ${place}` })),
    );
    assert.deepEqual(both.map((one) => (one.status === 'fulfilled' ? 'done' : one.reason.code)).sort(), ['done', 'version.stale']);
    assert.match((await refused('version.stale', update({ id, version: 1, organisation: 'Mill' }))).message, /you saw version 1, it is now 2/);
  });

  it('never changes a user name, and says what to do instead', async () => {
    const { id } = await people.run(addUser, test.admin, { userName: 'named' });
    const refusal = await refused('user.name-fixed', update({ id, userName: 'renamed' }));
    assert.equal(refusal.fields[0]?.field, 'userName');
    assert.match(refusal.message, /Change the shown name/);
  });

  it('judges both dates together, and stops him who has ended at once', async () => {
    const { id } = await people.person('dated');
    await update({ id, startsAt: 5_000 });
    await refused('dates.reversed', update({ id, endsAt: 4_000 }));
    const stopped = await update({ id, endsAt: 6_000 });
    assert.equal(stopped.state, 'ended');
    const { epoch } = await test.actorOf(id);
    assert.equal(epoch, 1);
    assert.equal((await update({ id, endsAt: 0 })).state, 'active');
  });

  it('lets a mail be one’s own name, never another’s', async () => {
    await people.run(addUser, test.admin, { userName: 'zoe@example.org' });
    const { id } = await people.run(addUser, test.admin, { userName: 'max@example.org' });
    assert.equal((await update({ id, mail: 'max@example.org' })).mail, 'max@example.org');
    await refused('mail.taken', update({ id, mail: 'zoe@EXAMPLE.org' }));
  });

  it('binds a scoped helper to his own, and to the attributes that his rights test', async () => {
    await people.person('from.north', { attributes: { site: 'north' } });
    const helper = await people.helper('de.helper', [`${identity}/profiles`], {
      any: [
        { attribute: 'country', equals: 'DE' },
        { attribute: 'site', equals: 'north' },
      ],
    });
    const [german, french] = [await people.person('a.german', { country: 'DE' }), await people.person('a.french', { country: 'FR' })];
    assert.equal((await update({ id: german.id, organisation: 'Mill' }, helper)).organisation, 'Mill');
    await refused('user.missing', update({ id: french.id, organisation: 'Mill' }, helper));
    await refused('user.missing', update({ id: test.world.newId(), organisation: 'Mill' }, helper));
    for (const change of [{ country: 'FR' }, { attributes: { site: 'north' } }]) await refused('scope.too-wide', update({ id: german.id, ...change }, helper));
    const whole = await people.role('profiles everywhere', `${identity}/profiles`);
    await people.run(changeRolesOfUser, test.admin, { id: helper.id, give: [{ role: whole }] });
    assert.equal((await update({ id: german.id, country: 'AT' }, helper)).country, 'AT');
  });

  it('is not done to oneself, to whoever holds more, nor to the deleted', async () => {
    const helper = await people.helper('profiles.helper', [`${identity}/profiles`]);
    await refused('self.refused', update({ id: helper.id, givenName: 'Me' }, helper));
    await refused('target.holds-more', update({ id: test.admin.id, mail: 'mine@example.org' }, helper));
    const { id } = await people.person('gone.soon');
    await people.run(deleteUser, test.admin, { id });
    await refused('user.deleted', update({ id, givenName: 'Late' }));
  });

  it('keeps the last administrator from being given an end', async () => {
    await refused('admin.last', people.run(updateUser, host, { id: test.admin.id, endsAt: test.clock.now() + 1_000_000 }));
    assert.equal((await people.run(showUser, test.admin, { id: test.admin.id })).endsAt, 0);
  });

  it('gives a device another owner, who is an active person', async () => {
    const { id } = await people.run(addUser, test.admin, { userName: 'scanner', kind: 'device' });
    const keeper = await people.person('keeper');
    assert.equal((await update({ id, owner: keeper.id })).owner, keeper.id);
    await refused('attribute.invalid', update({ id, owner: id }));
    assert.equal((await update({ id, owner: '' })).owner, '');
  });

  it('holds attributes of odd names and long values', async () => {
    const { id } = await people.run(addUser, test.admin, { userName: 'odd.names', attributes: { constructor: 'x', long: 'ﷺ'.repeat(1000) } });
    const shown = await people.run(showUser, test.admin, { id });
    assert.deepEqual(Object.keys(shown.attributes), ['constructor', 'long']);
    assert.equal((await people.run(listUsers, test.admin, { hasAttribute: 'long' })).items.length, 1);
    for (const name of ['country', 'kind', 'userName', 'state', 'id']) await refused('attribute.invalid', update({ id, attributes: { [name]: 'x' } }));
    for (const name of ['__proto__', 'Bad Name', '']) await refused('input.invalid', update({ id, attributes: JSON.parse(`{"${name}":"x"}`) }));
  });
});
