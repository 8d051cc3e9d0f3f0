// A page of many users against pages of one: whatever stands in the tables afterwards is the same, and the chain holds.

import assert from 'node:assert/strict';
import { it } from 'node:test';
import { addAttribute } from '#defining/add-attribute.ts';
import { verify } from '#journal/verify.ts';
import { inEnglish } from '#sentences/sentence.ts';
import { addStore } from '#stores/add-store.ts';
import { storeById } from '#stores/queries.ts';
import type { UserEntry } from '#user-store.ts';
import { type Open, onBothDatabases } from '../../test/databases.ts';
import { addressOf, Directory, driveOf } from '../../test/directory.ts';
import { peopleOf } from '../../test/people.ts';
import { openTestWorld, type TestWorld } from '../../test/world.ts';
import { takeUsers } from './take-users.ts';
import { newTaking, type Taking } from './taking.ts';

const host = 'corp.test';

/** A world with one store, and with attributes of which one is unique. */
async function opened(open: Open): Promise<{ readonly test: TestWorld; readonly taking: Taking }> {
  const test = await openTestWorld(open, { drive: driveOf({ [host]: new Directory() }) });
  const people = peopleOf(test);
  await people.run(addAttribute, test.admin, { name: 'badge', unique: true });
  await people.run(addAttribute, test.admin, { name: 'floor', valuesMax: 3 });
  const settings = { urls: [`ldaps://${host}`], userBase: 'dc=example' };
  const { id } = await people.run(addStore, test.admin, { domain: 'CORP', kind: 'ldap', settings, syncMinutes: 0 });
  const store = await storeById(test.world.db.read, id);
  assert.ok(store);
  return { test, taking: newTaking(test.world, store, { generation: 1 }) };
}

const entry = (key: string, name: string, more: Partial<UserEntry> = {}): UserEntry => ({
  key,
  address: addressOf(name),
  name,
  profile: { givenName: 'Ann', familyName: name, mail: `${key}@example.com`, country: 'AT' },
  attributes: { floor: ['3'] },
  disabled: false,
  groups: null,
  ...more,
});

/** New ones of every sort: two who claim one badge, odd letters, what does not fit, names that are mails, somebody disabled. */
const first = [
  entry('1', 'ann', { attributes: { badge: ['7'], floor: ['3', '4'] } }),
  entry('2', 'bob', { attributes: { badge: ['7'], floor: ['3'], zone: ['Süd "\\ 北 😀'] } }),
  entry('3', 'Carla@BÜRO.example', { disabled: true, attributes: {} }),
  entry('4', "d'Arc", { profile: { country: 'Narnia', mail: 'no address', phone: '+43 1 5550001' } }),
  entry('5', 'eve', { attributes: { badge: ['9'], floor: ['1', '2', '3', '4'] } }),
];
/** Known and new ones by turns: the badge that Ann gives away goes to whoever asks for it first after her. */
const second = [
  entry('7', 'finn', { attributes: { badge: ['7'] } }),
  entry('1', 'ann.married', { attributes: { badge: ['8'] } }),
  entry('8', 'gus', { attributes: { badge: ['7'] } }),
  entry('2', 'bob', { attributes: { badge: ['7'] } }),
  entry('3', 'Carla@BÜRO.example'),
  entry('9', 'ann'),
  entry('10', 'hana', { attributes: { badge: ['8'], zone: ['x'] } }),
];

/** What stands in the tables, with names for numbers. Moments differ from run to run: whether there is one is what counts. */
async function tablesOf({ world: { db } }: TestWorld) {
  const moments = /_at$|^held$|^facts$/;
  const plain = <R extends object>(rows: readonly R[]) =>
    rows.map((row) => Object.fromEntries(Object.entries(row).map(([name, value]) => [name, moments.test(name) ? Number(value) > 0 : value])));
  const users = await db.read.selectFrom('users').selectAll().where('store_no', '>', 1).orderBy('name_key').execute();
  const ofUsers = async <R extends object>(rows: Promise<readonly R[]>) => plain(await rows);
  return {
    users: plain(users.map(({ no, id, ...row }) => row)),
    identifiers: await ofUsers(
      db.read
        .selectFrom('identifiers')
        .innerJoin('users', 'users.no', 'user_no')
        .select(['identifiers.key', 'identifiers.kind', 'users.user_name'])
        .orderBy('identifiers.key')
        .execute(),
    ),
    signIns: await ofUsers(
      db.read
        .selectFrom('user_sign_ins')
        .innerJoin('users', 'users.no', 'user_no')
        .select(['users.user_name', 'user_sign_ins.last_sign_in_at', 'user_sign_ins.facts', 'user_sign_ins.created_at'])
        .orderBy('users.name_key')
        .execute(),
    ),
    attributes: await ofUsers(
      db.read
        .selectFrom('user_attributes')
        .innerJoin('users', 'users.no', 'user_no')
        .innerJoin('attributes', 'attributes.no', 'attribute_no')
        .select(['attributes.name', 'value_key', 'users.user_name'])
        .orderBy('attributes.name')
        .orderBy('users.name_key')
        .orderBy('value_key')
        .execute(),
    ),
    claims: await ofUsers(
      db.read.selectFrom('attribute_claims').innerJoin('users', 'users.no', 'user_no').select(['value_key', 'users.user_name']).orderBy('value_key').execute(),
    ),
    entries: await ofUsers(
      db.read
        .selectFrom('store_entries')
        .innerJoin('users', 'users.no', 'object_no')
        .select(['key', 'address', 'address_key', 'digest', 'generation', 'gone_at', 'users.user_name'])
        .orderBy('key')
        .execute(),
    ),
    counts: await db.read.selectFrom('filter_counts').selectAll().where('n', '<>', 0).orderBy('dim').orderBy('val').execute(),
    images: (
      await db.read
        .selectFrom('journal_images')
        .innerJoin('journal', 'journal.number', 'journal_images.number')
        .select(['kind', 'name', 'before', 'after'])
        .where('operation', '=', 'stores.take-users')
        .orderBy('journal.number')
        .orderBy('position')
        .execute()
    ).map((image) => ({ ...image, before: imageOf(image.before), after: imageOf(image.after) })),
  };
}

function imageOf(text: string): unknown {
  if (text === '') return null;
  const { id, ...image } = JSON.parse(text) as Record<string, unknown>;
  return Object.fromEntries(Object.entries(image).map(([name, value]) => [name, name.endsWith('At') ? Number(value) > 0 : value]));
}

onBothDatabases('Taking users over', (open) => {
  it('makes the same of a page of many as of pages of one', async () => {
    const [many, single] = [await opened(open), await opened(open)];
    for (const [run, entries] of [first, second, second].entries()) {
      await takeUsers({ ...many.taking, generation: run + 1 }, { entries, skipped: [] });
      for (const one of entries) await takeUsers({ ...single.taking, generation: run + 1 }, { entries: [one], skipped: [] });
    }
    const [found, wanted] = [await tablesOf(many.test), await tablesOf(single.test)];
    assert.deepEqual(found, wanted);
    assert.deepEqual([found.users.length, found.claims.map(({ user_name }) => user_name)], [9, ['gus', 'ann.married', 'eve']]);
    assert.deepEqual(many.taking.tally, single.taking.tally);
    const notes = ({ taking }: typeof many) => taking.notes.map(({ address, says }) => `${address} ${inEnglish(says)}`).sort();
    assert.deepEqual(notes(many), notes(single));
    for (const { test } of [many, single]) assert.equal((await verify(test.world.db.read)).sound, true);
  });

  it('gives the row keys in the order of the page, whoever was known before', async () => {
    const { test, taking } = await opened(open);
    await takeUsers(taking, { entries: [entry('b', 'bob')], skipped: [] });
    const nos = await takeUsers(taking, { entries: [entry('c', 'carla'), entry('b', 'bob'), entry('a', 'ann')], skipped: [] });
    const rows = await test.world.db.read.selectFrom('users').select(['no', 'user_name']).where('no', 'in', nos).execute();
    assert.deepEqual(
      nos.map((no) => rows.find((row) => row.no === no)?.user_name),
      ['carla', 'bob', 'ann'],
    );
  });

  it('leaves one value out of the index where it is taken, and no other', async () => {
    const { test, taking } = await opened(open);
    await takeUsers(taking, { entries: [entry('1', 'ann', { attributes: { badge: ['7'] } }), entry('2', 'bob', { attributes: {} })], skipped: [] });
    await takeUsers(taking, { entries: [entry('2', 'bob', { attributes: { badge: ['7'], zone: ['south'] } })], skipped: [] });
    assert.match(taking.notes.map(({ says }) => inEnglish(says)).join(), /badge 7 is taken by another user/);
    const { attributes, claims } = await tablesOf(test);
    assert.ok(attributes.some(({ name, user_name }) => name === 'zone' && user_name === 'bob'));
    assert.deepEqual(claims, [{ value_key: '7', user_name: 'ann' }]);
  });
});
