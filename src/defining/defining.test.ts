import assert from 'node:assert/strict';
import { before, beforeEach, it } from 'node:test';
import type { Attribute, addAttribute as addOperation } from '#attributes/contract.ts';
import type { InputOf } from '#contract.ts';
import { verify } from '#journal/verify.ts';
import { addUser } from '#users/add-user.ts';
import { deleteUser } from '#users/delete-user.ts';
import { listUsers } from '#users/list-users.ts';
import { purgeUser } from '#users/purge-user.ts';
import { showUser } from '#users/show-user.ts';
import { updateUser } from '#users/update-user.ts';
import { onBothDatabases } from '../../test/databases.ts';
import { type People, peopleOf, refused } from '../../test/people.ts';
import { openTestWorld, type TestWorld } from '../../test/world.ts';
import { addAttribute } from './add-attribute.ts';
import { deleteAttribute } from './delete-attribute.ts';
import { editAttribute } from './edit-attribute.ts';
import { listAttributes } from './list-attributes.ts';
import { rehearseAttribute } from './rehearse-attribute.ts';
import { tryAttribute } from './try-attribute.ts';

onBothDatabases('attribute definitions', (open) => {
  let test: TestWorld;
  let people: People;
  before(async () => {
    test = await openTestWorld(open);
    people = peopleOf(test);
  });
  beforeEach(() => test.world.changes.poll());

  const define = (input: InputOf<typeof addOperation>) => people.run(addAttribute, test.admin, input);
  const edit = (input: InputOf<(typeof editAttribute)['operation']>) => people.run(editAttribute, test.admin, input);
  const add = (userName: string, more: Partial<InputOf<(typeof addUser)['operation']>> = {}) => people.run(addUser, test.admin, { userName, ...more });
  const listed = async (actor = test.admin): Promise<Attribute[]> => (await people.run(listAttributes, actor, {})).items;
  const mailField = async () => (await listed()).find(({ name }) => name === 'mail')?.id ?? '';
  const wrong = async (code: Parameters<typeof refused>[0], promise: Promise<unknown>, ...fields: string[]) => {
    const refusal = await refused(code, promise);
    assert.deepEqual(
      refusal.fields.map(({ field }) => field),
      fields,
      refusal.message,
    );
    return refusal;
  };

  it('begin with the fields that every user has, in the order of forms', async () => {
    const items = await listed();
    assert.deepEqual(
      items.map(({ name, builtIn }) => [name, builtIn]),
      ['givenName', 'familyName', 'shownName', 'mail', 'phone', 'organisation', 'country', 'language', 'timeZone'].map((name) => [name, true]),
    );
  });

  it('hold every value to type, pattern, choices and number, naming the field, by whatever door it comes', async () => {
    await define({ name: 'staffNumber', displayName: 'Staff number', pattern: 'E\\d{4}', example: 'E0001', patternSays: 'It is an E and four digits.' });
    await define({ name: 'floor', type: 'number' });
    await define({ name: 'shift', type: 'choice', choices: ['Early', 'Late'] });
    await define({ name: 'hired', type: 'date' });
    await define({ name: 'remote', type: 'yesNo' });
    await define({ name: 'otherMails', type: 'mail', valuesMax: 2 });
    for (const [name, value] of [
      ['staffNumber', 'E12'],
      ['floor', 'three'],
      ['shift', 'Night'],
      ['hired', '2027-02-30'],
      ['remote', 'perhaps'],
      ['otherMails', ['a@example.org', 'b@example.org', 'c@example.org']],
      ['floor', ['1', '2']],
    ] as const)
      await wrong('attribute.invalid', add('odd.one', { attributes: { [name]: Array.isArray(value) ? [...value] : String(value) } }), `attributes.${name}`);
    const made = await add('good.one', {
      attributes: { staffNumber: ' E0042 ', floor: '03.50', shift: 'late', hired: '2027-02-28', remote: 'TRUE', otherMails: ['A@EXAMPLE.ORG'] },
    });
    assert.deepEqual(made.attributes, { staffNumber: 'E0042', floor: '3.5', shift: 'Late', hired: '2027-02-28', remote: 'yes', otherMails: ['A@example.org'] });
    const refusal = await wrong(
      'attribute.invalid',
      people.run(updateUser, test.admin, { id: made.id, attributes: { staffNumber: 'X' } }),
      'attributes.staffNumber',
    );
    assert.equal(refusal.message, 'Staff number: It is an E and four digits.');
  });

  it('ask for what is required when a user of that kind is added, and let nobody take it away', async () => {
    const { id } = await define({ name: 'badge', required: true, kinds: ['person'] });
    const mail = await mailField();
    await edit({ id: mail, required: true, keep: true });
    await wrong('attribute.invalid', add('no.badge', { mail: 'no.badge@example.org' }), 'attributes.badge');
    await wrong('attribute.invalid', add('no.mail', { attributes: { badge: '1' } }), 'mail');
    const device = await add('printer.7', { kind: 'device', mail: 'printer@example.org' });
    assert.equal(device.attributes.badge, undefined);
    const made = await add('has.both', { mail: 'has.both@example.org', attributes: { badge: '2' } });
    await wrong('attribute.invalid', people.run(updateUser, test.admin, { id: made.id, attributes: { badge: '' } }), 'attributes.badge');
    await wrong('attribute.invalid', people.run(updateUser, test.admin, { id: made.id, mail: '' }), 'mail');
    // Whoever had none before can still be changed.
    await people.run(updateUser, test.admin, { id: test.admin.id, phone: '+44 20 7946 0018' }).catch(() => undefined);
    await edit({ id, required: false });
    await edit({ id: mail, required: false });
  });

  it('keep a unique value with one user, also between two changes at once, until he is purged', async () => {
    const { id } = await define({ name: 'passNumber', unique: true });
    const one = await add('pass.one', { attributes: { passNumber: 'K-1' } });
    const two = await add('pass.two');
    await wrong('attribute.taken', people.run(updateUser, test.admin, { id: two.id, attributes: { passNumber: 'k-1' } }), 'attributes.passNumber');
    const second = await test.another();
    const both = await Promise.allSettled(
      [test.world, second].map((world, place) => addUser.run(world, test.admin, { userName: `pass.raced${place}`, attributes: { passNumber: 'K-2' } })),
    );
    assert.deepEqual(both.map(({ status }) => status).sort(), ['fulfilled', 'rejected']);
    await people.run(updateUser, test.admin, { id: one.id, attributes: { passNumber: 'K-3' } });
    await people.run(updateUser, test.admin, { id: two.id, attributes: { passNumber: 'K-1' } });
    await people.run(deleteUser, test.admin, { id: two.id });
    await refused('attribute.taken', add('pass.three', { attributes: { passNumber: 'K-1' } }));
    await people.run(purgeUser, test.admin, { id: two.id });
    await add('pass.three', { attributes: { passNumber: 'K-1' } });
    await edit({ id, unique: false });
    await add('pass.four', { attributes: { passNumber: 'K-1' } });
    const rehearsal = await people.run(rehearseAttribute, test.admin, { id, unique: true });
    assert.deepEqual([rehearsal.outcome, rehearsal.breaks[0]?.rule, rehearsal.breaks[0]?.users], ['refused', 'unique', 1]);
    await refused('attribute.breaks', edit({ id, unique: true, keep: true }));
    await people.run(updateUser, test.admin, { id: (await people.run(showUser, test.admin, { id: 'pass.four' })).id, attributes: { passNumber: 'K-9' } });
    await edit({ id, unique: true });
    await refused('attribute.taken', add('pass.five', { attributes: { passNumber: 'K-9' } }));
  });

  it('hold a built-in field unique, in every spelling', async () => {
    const mail = await mailField();
    await add('mail.one', { mail: 'anna@bücher.example' });
    await edit({ id: mail, unique: true });
    await wrong('attribute.taken', add('mail.two', { mail: 'ANNA@xn--bcher-kva.example' }), 'mail');
    await edit({ id: mail, unique: false });
  });

  it('rehearse a change on the values there are, and keep what does not fit when told to', async () => {
    const { id, version } = await define({ name: 'room' });
    for (const [place, room] of ['12', '14', 'attic', 'cellar'].entries()) await add(`room.${place}x`, { attributes: { room } });
    const rehearsal = await people.run(rehearseAttribute, test.admin, { id, type: 'number' });
    assert.deepEqual([rehearsal.outcome, rehearsal.breaks.length, rehearsal.breaks[0]?.users], ['asks', 1, 2]);
    assert.deepEqual(
      rehearsal.breaks[0]?.first.map(({ userName, value }) => [userName, value]),
      [
        ['room.2x', 'attic'],
        ['room.3x', 'cellar'],
      ],
    );
    assert.match((await refused('attribute.breaks', edit({ id, type: 'number' }))).message, /2 users have a room that is not of this type/);
    assert.equal((await edit({ id, version, type: 'number', keep: true })).version, 2);
    await refused('version.stale', edit({ id, version, help: 'Where he sits.' }));
    const { id: user } = await people.run(showUser, test.admin, { id: 'room.2x' });
    assert.equal((await people.run(updateUser, test.admin, { id: user, attributes: { room: 'attic' }, givenName: 'Al' })).attributes.room, 'attic');
    await wrong('attribute.invalid', people.run(updateUser, test.admin, { id: user, attributes: { room: 'loft' } }), 'attributes.room');
    assert.equal((await people.run(rehearseAttribute, test.admin, { id, help: 'x' })).looked, 0);
  });

  it('are not deleted while anybody has a value, and the built-in ones never', async () => {
    const { id } = await define({ name: 'locker' });
    const made = await add('has.locker', { attributes: { locker: '9' } });
    assert.deepEqual((await people.run(rehearseAttribute, test.admin, { id, delete: true })).outcome, 'refused');
    await refused('attribute.breaks', people.run(deleteAttribute, test.admin, { id }));
    await people.run(updateUser, test.admin, { id: made.id, attributes: { locker: '' } });
    await people.run(deleteAttribute, test.admin, { id });
    await refused('attribute.missing', people.run(deleteAttribute, test.admin, { id }));
    const items = await listed();
    await refused('attribute.built-in', people.run(deleteAttribute, test.admin, { id: items[0]?.id ?? '' }));
    await refused('attribute.built-in', edit({ id: items[0]?.id ?? '', type: 'number' }));
  });

  it('hide from administrators what nobody may see, and from the user what is for administrators', async () => {
    const hidden = await define({ name: 'secretNote', see: 'nobody', change: 'nobody' });
    await define({ name: 'grade', see: 'administrators' });
    const made = await add('has.notes', { attributes: { secretNote: 'x', grade: 'B' } });
    assert.deepEqual(made.attributes, { grade: 'B' });
    assert.deepEqual((await people.run(showUser, test.admin, { id: made.id })).attributes, { grade: 'B' });
    await wrong('attribute.invalid', people.run(updateUser, test.admin, { id: made.id, attributes: { secretNote: 'y' } }), 'attributes.secretNote');
    const names = async (actor: typeof test.admin) => (await listed(actor)).map(({ name }) => name);
    const anybody = await names(await people.person('anybody'));
    assert.deepEqual([anybody.includes('grade'), anybody.includes('secretNote'), (await names(test.admin)).includes('secretNote')], [false, false, true]);
    assert.equal(hidden.see, 'nobody');
  });

  it('are made by a first use only by whoever may define them', async () => {
    const helper = await people.helper('profile.helper', ['/permission/admin/manage/identity/usermgt', '/permission/admin/manage/identity/profiles']);
    const refusal = await wrong(
      'attribute.invalid',
      people.run(addUser, helper, { userName: 'by.helper', attributes: { stafNumber: '1' } }),
      'attributes.stafNumber',
    );
    assert.match(refusal.message, /Did you mean staffNumber\?/);
    await add('by.admin', { attributes: { firstUse: ['1', '2'] } });
    await people.run(addUser, helper, { userName: 'by.helper', attributes: { firstUse: '3' } });
    assert.equal((await people.run(listUsers, test.admin, { hasAttribute: 'firstUse' })).items.length, 2);
  });

  it('refuse what contradicts itself', async () => {
    for (const [field, input] of [
      ['pattern', { name: 'bad', pattern: '(a', example: 'a' }],
      ['example', { name: 'bad', pattern: 'a+' }],
      ['example', { name: 'bad', pattern: 'a+', example: 'b' }],
      ['choices', { name: 'bad', type: 'choice' }],
      ['choices', { name: 'bad', type: 'choice', choices: ['One', 'one'] }],
      ['unique', { name: 'bad', unique: true, valuesMax: 2 }],
      ['change', { name: 'bad', see: 'nobody', change: 'user' }],
      ['pattern', { name: 'bad', type: 'yesNo', pattern: 'yes', example: 'yes' }],
    ] as const)
      await wrong('attribute.definition-invalid', define(input as never), field);
    await wrong('attribute.name-taken', define({ name: 'country' }), 'name');
    await wrong('attribute.name-taken', define({ name: 'userName' }), 'name');
  });

  it('can be tried with a value before they exist', async () => {
    const tried = (input: InputOf<(typeof tryAttribute)['operation']>) => people.run(tryAttribute, test.admin, input);
    assert.deepEqual(await tried({ pattern: '[A-Z]+', value: 'ABC' }), { fits: true, value: 'ABC', says: '', pattern: true });
    assert.deepEqual(await tried({ type: 'number', value: '007' }), { fits: true, value: '7', says: '', pattern: true });
    assert.equal((await tried({ pattern: '[A-Z', value: 'ABC' })).pattern, false);
    assert.equal((await tried({ pattern: '[A-Z]+', value: 'abc' })).fits, false);
  });

  it('leave every change of theirs in the journal', async () => {
    const rows = await test.world.db.read.selectFrom('journal').select('operation').where('operation', 'like', 'attributes.%').execute();
    assert.deepEqual([...new Set(rows.map(({ operation }) => operation))].sort(), ['attributes.add', 'attributes.delete', 'attributes.edit']);
    assert.equal((await verify(test.world.db.read)).sound, true);
  });
});
