import assert from 'node:assert/strict';
import { it } from 'node:test';
import { addAttribute } from '#defining/add-attribute.ts';
import { editAttribute } from '#defining/edit-attribute.ts';
import { listAttributes } from '#defining/list-attributes.ts';
import { onBothDatabases } from '../../test/databases.ts';
import { identity, peopleOf } from '../../test/people.ts';
import { openTestWorld } from '../../test/world.ts';
import { countUsers } from './count-users.ts';
import { listUsers } from './list-users.ts';

onBothDatabases('attributes in lists', (open) => {
  const begin = async () => {
    const test = await openTestWorld(open);
    return { ...test, ...peopleOf(test) };
  };

  it('a row shows those that lists may show, fields of every user among them, and no others', async () => {
    const { run, person, admin } = await begin();
    const { id } = await run(addAttribute, admin, { name: 'badge', valuesMax: 2, inLists: true });
    await run(addAttribute, admin, { name: 'salary' });
    const { items: definitions } = await run(listAttributes, admin, {});
    const phone = definitions.find(({ name }) => name === 'phone')?.id ?? '';
    await person('ann', { phone: '+49301234567', givenName: 'Ann', attributes: { badge: ['7', '8'], salary: '1' } });
    const shown = async () => (await run(listUsers, admin, { search: 'ann' })).items[0]?.attributes;
    assert.deepEqual(await shown(), { badge: ['7', '8'] });
    await run(editAttribute, admin, { id: phone, inLists: true });
    assert.deepEqual(await shown(), { badge: ['7', '8'], phone: '+49301234567' });
    await run(editAttribute, admin, { id, see: 'nobody', change: 'nobody' });
    assert.deepEqual(await shown(), { phone: '+49301234567' });
  });

  it('a list is in the order of an attribute that it may show, and of no other: an order would tell the values', async () => {
    const { run, person, admin } = await begin();
    await run(addAttribute, admin, { name: 'badge', inLists: true });
    await run(addAttribute, admin, { name: 'salary' });
    await person('ann', { attributes: { badge: '2', salary: '1' } });
    await person('bob', { attributes: { badge: '1', salary: '3' } });
    await person('cyd', { attributes: { salary: '2' } });
    const ordered = async (sort: `attribute.${string}`) => {
      const { items } = await run(listUsers, admin, { sort, createdSince: 0 });
      return items.map(({ userName }) => userName).filter((name) => name.length === 3);
    };
    assert.deepEqual(await ordered('attribute.badge'), ['bob', 'ann', 'cyd']);
    assert.deepEqual(await ordered('attribute.salary'), ['ann', 'bob', 'cyd']);
    assert.deepEqual(await ordered('attribute.none'), ['ann', 'bob', 'cyd']);
  });

  it('what nobody may see is found by no filter, though a scope may test it', async () => {
    const { run, person, helper, admin } = await begin();
    const { id } = await run(addAttribute, admin, { name: 'salary' });
    await person('ann', { attributes: { salary: '1' } });
    await person('bob');
    const clerk = await helper('clerk', [`${identity}/usermgt/list`], { attribute: 'salary', equals: '1' });
    const found = async (filter: object, by = admin) => {
      const { items } = await run(listUsers, by, filter);
      const names = items.map(({ userName }) => userName).filter((name) => name.length === 3);
      assert.equal((await run(countUsers, by, filter)).count, items.length);
      return names;
    };
    const filters = [{ hasAttribute: 'salary' }, { lacksAttribute: 'salary' }, { attribute: 'salary=1' }];
    const all = async () => [await found(filters[0] ?? {}), await found(filters[1] ?? {}), await found(filters[2] ?? {})];
    assert.deepEqual(await all(), [['ann'], ['bob'], ['ann']]);
    await run(editAttribute, admin, { id, see: 'nobody', change: 'nobody' });
    assert.deepEqual(await all(), [[], ['ann', 'bob'], []]);
    assert.deepEqual(await found({}, clerk), ['ann']);
  });

  it('devices and programs are found by who answers for them', async () => {
    const { run, person, helper, admin } = await begin();
    const [ann, bob] = [await person('ann'), await person('bob')];
    await person('meter', { kind: 'device', owner: ann.id });
    await person('robot', { kind: 'program', owner: ann.id });
    const owned = async (owner: string) => (await run(listUsers, admin, { owner })).items.map(({ userName }) => userName);
    assert.deepEqual([await owned(ann.id), await owned(bob.id)], [['meter', 'robot'], []]);
    const clerk = await helper('clerk', [`${identity}/usermgt/list`], { attribute: 'kind', equals: 'program' });
    assert.deepEqual(
      (await run(listUsers, clerk, { owner: ann.id })).items.map(({ userName }) => userName),
      ['robot'],
    );
  });
});
