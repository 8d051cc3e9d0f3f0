import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JournalEntry } from '#journal/contract.ts';
import { actorName, storyOf } from './story.ts';

type Image = JournalEntry['images'][number];
const image = (more: Partial<Image>): Image => ({ kind: 'user', id: 'u', name: 'PRIMARY/ben', before: null, after: null, erased: false, ...more });
const entry = (operation: string, images: Image[], more: Partial<JournalEntry> = {}): JournalEntry => ({
  number: 1,
  at: 0,
  actor: { kind: 'user', id: 'a', name: 'anna' },
  right: '',
  door: 'api',
  operation,
  reason: '',
  images,
  hash: '',
  undoes: 0,
  undoneBy: null,
  job: '',
  ...more,
});
const until = Date.UTC(2027, 2, 3, 12);

test('a role given is told with its end, a role taken as taken', () => {
  const given = image({ kind: 'membership', name: 'PRIMARY/ben · Editor', after: { role: { id: 'r', name: 'Editor' }, until } });
  assert.equal(storyOf(entry('users.change-roles', [given])), 'gave ben the role Editor until 3 Mar 2027');
  assert.equal(storyOf(entry('users.change-roles', [{ ...given, before: given.after, after: null }])), 'took the role Editor from ben');
});

test('a change tells what was before and what is after, and the reason', () => {
  const changed = image({ before: { mail: 'a@example.org', country: '' }, after: { mail: 'b@example.org', country: 'DE' } });
  assert.equal(
    storyOf(entry('users.update', [changed], { reason: 'he moved' })),
    'changed ben: mail from “a@example.org” to “b@example.org”, country to “DE”, because: he moved',
  );
});

test('states have verbs of their own', () => {
  assert.equal(storyOf(entry('users.lock', [image({ before: {}, after: { lockedUntil: until } })])), 'locked ben until 3 Mar 2027');
  assert.equal(storyOf(entry('users.add', [image({ name: 'CORP/cleo', after: {} })])), 'added CORP/cleo');
});

test('what is told on a page is what concerns it, and an erased image says so', () => {
  const other = image({ id: 'x', name: 'PRIMARY/eve', after: {} });
  assert.equal(storyOf(entry('users.add', [image({ after: {} }), other]), 'u'), 'added ben');
  assert.equal(storyOf(entry('users.add', [image({ erased: true })])), 'something that was erased on purpose');
  assert.equal(actorName(entry('x', [], { actor: { kind: 'host', id: 'host:root', name: 'host:root' } })), 'The host');
});

test('a store that is deleted is said to be, not to be gone for ever', () => {
  const store = image({ kind: 'store', name: 'SALES', before: { domain: 'SALES' } });
  assert.equal(storyOf(entry('stores.delete', [store])), 'deleted SALES');
  assert.equal(storyOf(entry('stores.disable', [{ ...store, after: { domain: 'SALES' } }])), 'disabled SALES');
});
