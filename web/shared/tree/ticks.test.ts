import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import type { Entry } from '#roles/contract.ts';
import { entriesLighting, sameEntries, ticked, ticksOf, unticked } from './ticks.ts';

const paths = [
  '/permission',
  '/permission/admin',
  '/permission/admin/login',
  '/permission/admin/manage',
  '/permission/admin/manage/api',
  '/permission/admin/manage/api/create',
  '/permission/applications',
];
const allow = (permission: string): Entry => ({ permission, effect: 'allow' });
const deny = (permission: string): Entry => ({ permission, effect: 'deny' });
const tickOf = (entries: readonly Entry[], path: string) => ticksOf(paths, entries).get(path)?.tick;

test('no entries, no ticks', () => {
  for (const path of paths) assert.equal(tickOf([], path), 'off');
});

test('a tick on a parent is one entry and covers everything below', () => {
  const entries = ticked([], '/permission/admin');
  assert.deepEqual(entries, [allow('/permission/admin')]);
  assert.equal(tickOf(entries, '/permission/admin/manage/api/create'), 'on');
  assert.equal(tickOf(entries, '/permission'), 'part');
  assert.equal(tickOf(entries, '/permission/applications'), 'off');
});

test('a tick on a parent swallows the entries below it', () => {
  assert.deepEqual(ticked([allow('/permission/admin/login'), deny('/permission/admin/manage/api')], '/permission/admin'), [allow('/permission/admin')]);
});

test('unticking a child below a ticked parent makes a deny at that child', () => {
  const entries = unticked([allow('/permission/admin')], '/permission/admin/manage');
  assert.deepEqual(entries, [allow('/permission/admin'), deny('/permission/admin/manage')]);
  assert.equal(tickOf(entries, '/permission/admin'), 'part');
  assert.equal(tickOf(entries, '/permission/admin/login'), 'on');
  assert.equal(tickOf(entries, '/permission/admin/manage/api/create'), 'off');
});

test('ticking that child again takes the deny away and adds nothing', () => {
  assert.deepEqual(ticked([allow('/permission/admin'), deny('/permission/admin/manage')], '/permission/admin/manage'), [allow('/permission/admin')]);
});

test('a tick below a deny is an entry of its own', () => {
  const entries = ticked([allow('/permission/admin'), deny('/permission/admin/manage')], '/permission/admin/manage/api');
  assert.deepEqual(entries.at(-1), allow('/permission/admin/manage/api'));
  assert.equal(tickOf(entries, '/permission/admin/manage'), 'part');
});

test('unticking where nothing above covers leaves no entry', () => {
  assert.deepEqual(unticked([allow('/permission/admin/login')], '/permission/admin/login'), []);
});

test('all children ticked is not the parent', () => {
  const entries = ticked(ticked([], '/permission/admin'), '/permission/applications');
  assert.equal(tickOf(entries, '/permission'), 'part');
});

test('at the same node deny wins, in either order', () => {
  assert.equal(tickOf([allow('/permission'), deny('/permission')], '/permission'), 'off');
  assert.equal(tickOf([deny('/permission'), allow('/permission')], '/permission'), 'off');
});

test('a node says where its tick comes from', () => {
  const ticks = ticksOf(paths, [allow('/permission/admin')]);
  assert.deepEqual(ticks.get('/permission/admin/login'), { tick: 'on', allowed: true, entry: '', from: '/permission/admin' });
});

test('entries of a branch that is gone are kept', () => {
  const gone = allow('/permission/applications/old');
  assert.deepEqual(ticked([gone], '/permission/admin/login'), [gone, allow('/permission/admin/login')]);
});

test('after any run of ticks, the last one stands and no entry says what the one above says already', () => {
  const step = fc.record({ path: fc.constantFrom(...paths), on: fc.boolean() });
  fc.assert(
    fc.property(fc.array(step, { minLength: 1, maxLength: 20 }), (steps) => {
      const entries = steps.reduce<Entry[]>((now, { path, on }) => (on ? ticked(now, path) : unticked(now, path)), []);
      const last = steps.at(-1);
      assert.ok(last);
      assert.equal(tickOf(entries, last.path), last.on ? 'on' : 'off');
      assert.equal(new Set(entries.map((entry) => entry.permission)).size, entries.length);
      for (const entry of entries) {
        const rest = ticksOf(
          paths,
          entries.filter((each) => each !== entry),
        ).get(entry.permission);
        assert.notEqual(rest?.allowed, entry.effect === 'allow');
      }
    }),
    { numRuns: 300 },
  );
});

test('entries are the same in any order', () => {
  assert.equal(sameEntries([allow('/permission'), deny('/permission/admin')], [deny('/permission/admin'), allow('/permission')]), true);
  assert.equal(sameEntries([allow('/permission')], [deny('/permission')]), false);
});

test('the entries that light some paths light those and no others, whatever they are', () => {
  fc.assert(
    fc.property(fc.subarray([...paths]), (lit) => {
      const ticks = ticksOf(paths, entriesLighting(paths, new Set(lit)));
      assert.deepEqual(
        paths.filter((path) => ticks.get(path)?.allowed),
        lit,
      );
    }),
  );
});
