import assert from 'node:assert/strict';
import { before, beforeEach, it } from 'node:test';
import type { InputOf } from '#contract.ts';
import { addGroup } from '#groups/add-group.ts';
import { onBothDatabases } from '../../test/databases.ts';
import { goodPassword, host, identity, type People, peopleOf, refused } from '../../test/people.ts';
import { openTestWorld, type TestWorld } from '../../test/world.ts';
import { addUser } from './add-user.ts';
import { changeRolesOfUser } from './change-roles-of-user.ts';
import { deleteUser } from './delete-user.ts';
import { listUsers } from './list-users.ts';
import { rolesOfUser } from './roles-of-user.ts';
import { showUser } from './show-user.ts';

onBothDatabases('Adding a user', (open) => {
  let test: TestWorld;
  let people: People;
  before(async () => {
    test = await openTestWorld(open);
    people = peopleOf(test);
  });
  beforeEach(() => test.world.changes.poll());
  const add = (input: InputOf<(typeof addUser)['operation']>, actor = test.admin) => people.run(addUser, actor, input);
  const imagesOf = (id: string) => test.world.db.read.selectFrom('journal_images').selectAll().where('object_id', '=', id).orderBy('number').execute();

  it('answers what was asked, in the form that is stored, and shows it again', async () => {
    const made = await add({
      userName: 'Ann.Lee',
      givenName: ' Ann ',
      familyName: 'Lee',
      mail: 'Ann@EXAMPLE.org',
      country: 'de',
      organisation: 'Mill',
      password: goodPassword,
      attributes: { badge: ['7', '7', ''], costCentre: 'K-12', empty: '' },
    });
    assert.equal(made.shownName, 'Ann Lee');
    assert.equal(made.country, 'DE');
    assert.equal(made.state, 'active');
    assert.equal(made.mustChangePassword, true);
    assert.deepEqual(made.attributes, { badge: ['7'], costCentre: 'K-12' });
    assert.equal('temporaryPassword' in made, false);
    for (const id of [made.id, 'PRIMARY/ann.lee', 'primary/ANN.LEE', 'ann.lee']) assert.deepEqual(await people.run(showUser, test.admin, { id }), { ...made });
    const { items } = await people.run(listUsers, test.admin, { search: 'ann.lee' });
    assert.deepEqual(
      items.map((row) => row.id),
      [made.id],
    );
    const { items: byBadge } = await people.run(listUsers, test.admin, { attribute: 'badge=7' });
    assert.deepEqual(
      byBadge.map((row) => row.id),
      [made.id],
    );
  });

  it('shows everybody again as he was answered, whatever he was added with', async () => {
    const all: readonly InputOf<(typeof addUser)['operation']>[] = [
      { userName: 'shown.bare' },
      { userName: 'shown.device', kind: 'device', owner: test.admin.id, disabled: true },
      {
        userName: 'shown.later',
        startsAt: test.world.now() + 60_000,
        endsAt: test.world.now() + 120_000,
        mail: 'Later@Example.org',
        timeZone: 'Europe/Berlin',
      },
      { userName: 'shown.kept', password: goodPassword, mustChangePassword: false, attributes: { badge: '9' } },
      { userName: 'shown.role', roles: [{ role: await people.role('shown') }] },
    ];
    for (const one of all) {
      const made = await add(one);
      const shown = await people.run(showUser, test.admin, { id: made.id });
      assert.deepEqual(shown, made, one.userName);
    }
    const { temporaryPassword, ...made } = await add({ userName: 'shown.made', generatePassword: true });
    assert.ok(temporaryPassword);
    assert.deepEqual(await people.run(showUser, test.admin, { id: made.id }), made);
  });

  it('journals the user as the contract shows him, with no secret in it', async () => {
    const made = await add({ userName: 'journaled', password: goodPassword });
    const [image] = await imagesOf(made.id);
    assert.equal(image?.before, '');
    assert.deepEqual(JSON.parse(image?.after ?? ''), made);
    const all = JSON.stringify([
      await test.world.db.read.selectFrom('journal').selectAll().execute(),
      await test.world.db.read.selectFrom('journal_images').selectAll().execute(),
    ]);
    assert.equal(all.includes(goodPassword), false);
    assert.equal(all.includes('argon2'), false);
  });

  it('makes a password, answers it once, and lets it die after a day', async () => {
    const made = await add({ userName: 'generated', generatePassword: true });
    assert.match(made.temporaryPassword ?? '', /^[a-z]{5}(-[a-z]{5}){4}$/);
    const { no } = await test.actorOf(made.id);
    const stored = await test.world.db.read.selectFrom('credentials').selectAll().where('user_no', '=', no).executeTakeFirstOrThrow();
    assert.equal(stored.temporary_until, stored.changed_at + 24 * 3_600_000);
    assert.equal(await test.world.hashing.verify(stored.password_hash, made.temporaryPassword ?? ''), true);
    const all = JSON.stringify(await test.world.db.read.selectFrom('journal_images').selectAll().execute());
    assert.equal(all.includes(made.temporaryPassword ?? ''), false);
    await refused('input.invalid', add({ userName: 'both.ways', generatePassword: true, password: goodPassword }));
  });

  it('leaves a person without password pending, and a device or program active', async () => {
    const person = await add({ userName: 'no.password' });
    assert.deepEqual([person.state, person.mustChangePassword], ['pending', false]);
    const device = await add({ userName: 'printer-1', kind: 'device', owner: test.admin.id });
    assert.deepEqual([device.state, device.owner], ['active', test.admin.id]);
    const program = await add({ userName: 'nightly', kind: 'program', password: goodPassword });
    assert.equal(program.mustChangePassword, false);
  });

  it('refuses a taken name, however it is written, and says when the recycle bin holds it', async () => {
    await add({ userName: 'Straße' });
    await refused('user.name-taken', add({ userName: 'strAße' }));
    const { id } = await add({ userName: 'thrown.away' });
    await people.run(deleteUser, test.admin, { id });
    assert.match((await refused('user.name-taken', add({ userName: 'Thrown.Away' }))).message, /recycle bin/);
  });

  it('lets no name be the mail of another, nor a mail the name of another', async () => {
    await add({ userName: 'owner.of.mail', mail: 'bob@bücher.example' });
    await refused('user.name-taken', add({ userName: 'Bob@xn--bcher-kva.example' }));
    await add({ userName: 'eve@example.org', mail: 'eve@example.org' });
    const refusal = await refused('mail.taken', add({ userName: 'other.eve', mail: 'EVE@example.org' }));
    assert.equal(refusal.fields[0]?.field, 'mail');
  });

  it('names each field that does not fit', async () => {
    for (const [field, input] of [
      ['userName', { userName: 'a b' }],
      ['mail', { userName: 'bad.mail', mail: 'nobody' }],
      ['country', { userName: 'bad.country', country: 'ZZ' }],
      ['owner', { userName: 'bad.owner', kind: 'device', owner: 'nobody' }],
      ['owner', { userName: 'owned.person', owner: test.admin.id }],
      ['endsAt', { userName: 'bad.dates', startsAt: 2000, endsAt: 1000 }],
      ['password', { userName: 'bad.password', password: 'short' }],
      ['domain', { userName: 'bad.domain', domain: 'NOWHERE' }],
      ['attributes.country', { userName: 'bad.attribute', attributes: { country: 'DE' } }],
      ['unknown', { userName: 'bad.field', unknown: 1 }],
    ] as const) {
      const fault = await add(input as never).then(
        () => assert.fail(`${field} was taken`),
        (reason: { fields?: { field: string }[] }) => reason,
      );
      assert.equal(fault.fields?.[0]?.field, field, String(fault));
    }
    const { items } = await people.run(listUsers, test.admin, { search: 'bad.' });
    assert.deepEqual(items, []);
  });

  it('gives roles and groups in the same change, or adds nobody at all', async () => {
    const role = await people.role('painters', '/permission/applications');
    const made = await add({ userName: 'with.role', roles: [{ role, until: test.clock.now() + 1_000_000 }] });
    const { items } = await people.run(rolesOfUser, test.admin, { id: made.id });
    assert.deepEqual(
      items.map((held) => [held.role.id, held.inForce]),
      [[role, true]],
    );
    await refused('role.missing', add({ userName: 'half.done', roles: [{ role }, { role: made.id }] }));
    await refused('group.missing', add({ userName: 'half.done', groups: [made.id] }));
    assert.equal((await add({ userName: 'half.done' })).userName, 'half.done');
  });

  it('gives no administrative role that the adder does not hold (lesson 33)', async () => {
    const helper = await people.helper('creator', [`${identity}/usermgt/create`, `${identity}/usermgt/update`]);
    const admin = [...test.world.authorizer.model.roles.values()].find((role) => role.builtIn === 'admin');
    await refused('role.may-not-give', add({ userName: 'sneaky', roles: [{ role: admin?.id ?? '' }] }, helper));
    const less = await people.role('lesser', `${identity}/usermgt/create`);
    await add({ userName: 'fellow', roles: [{ role: less }] }, helper);
  });

  it('gives a role only by whoever may also give it afterwards, on the user who is being added', async () => {
    const painters = await people.role('more.painters', '/permission/applications');
    const creates = await people.helper('creator.only', [`${identity}/usermgt/create`]);
    const refusal = await refused('permission.denied', add({ userName: 'painted', roles: [{ role: painters }] }, creates));
    assert.match(refusal.message, /User Management › Update/);
    await add({ userName: 'unpainted' }, creates);
    const both = await people.helper('creates.everywhere', [`${identity}/usermgt/create`]);
    const updates = await people.role('german.updates', `${identity}/usermgt/update`);
    await people.run(changeRolesOfUser, test.admin, { id: both.id, give: [{ role: updates, scope: { attribute: 'country', equals: 'DE' } }] });
    await test.world.changes.poll();
    await refused('scope.too-wide', add({ userName: 'painter.of.lyon', country: 'FR', roles: [{ role: painters }] }, both));
    const made = await add({ userName: 'painter.of.kiel', country: 'DE', roles: [{ role: painters }] }, both);
    assert.equal((await people.run(rolesOfUser, test.admin, { id: made.id })).items.length, 1);
  });

  it('keeps a scoped helper inside his scope', async () => {
    const helper = await people.helper('german.helper', [`${identity}/usermgt`], { attribute: 'country', equals: 'DE' });
    await refused('scope.too-wide', add({ userName: 'french', country: 'FR' }, helper));
    await refused('scope.too-wide', add({ userName: 'nowhere' }, helper));
    const made = await add({ userName: 'german', country: 'DE' }, helper);
    assert.equal((await people.run(showUser, helper, { id: made.id })).userName, 'german');
    assert.deepEqual(
      (await people.run(listUsers, helper, { search: 'german' })).items.map((row) => row.userName),
      ['german'],
    );
  });

  it('lets a helper of a group add users to that group alone', async () => {
    const [mine, other] = [await people.run(addGroup, test.admin, { name: 'mine' }), await people.run(addGroup, test.admin, { name: 'other' })];
    const helper = await people.helper('group.helper', [`${identity}/usermgt`, `${identity}/groupmgt`], { groups: [mine.id] });
    const made = await add({ userName: 'of.mine', groups: [mine.id] }, helper);
    assert.deepEqual(
      (await people.run(rolesOfUser, helper, { id: made.id })).groups.map((group) => group.name),
      ['mine'],
    );
    await refused('group.missing', add({ userName: 'of.other', groups: [mine.id, other.id] }, helper));
    await refused('scope.too-wide', add({ userName: 'of.none' }, helper));
    const without = await people.helper('no.groups', [`${identity}/usermgt`]);
    await refused('permission.denied', add({ userName: 'of.mine.too', groups: [mine.id] }, without));
  });

  it('makes exactly one of two users of the same name at once', async () => {
    const second = await test.another();
    const both = await Promise.allSettled([test.world, second, test.world, second].map((world) => addUser.run(world, test.admin, { userName: 'twin' })));
    assert.equal(both.filter(({ status }) => status === 'fulfilled').length, 1);
    for (const one of both) if (one.status === 'rejected') assert.equal(one.reason.code, 'user.name-taken');
  });

  it('is refused to strangers and to those without the permission, and open to the host', async () => {
    const nobody = await people.person('plain');
    await refused('permission.denied', add({ userName: 'by.plain' }, nobody));
    await refused('auth.required', addUser.run(test.world, { kind: 'stranger', door: 'api', network: '192.0.2.0/24' }, { userName: 'by.stranger' }));
    assert.equal((await addUser.run(test.world, host, { userName: 'by.host' })).userName, 'by.host');
  });
});
