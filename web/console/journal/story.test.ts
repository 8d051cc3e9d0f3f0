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

test('invitations, recoveries and confirmed addresses are told as what they are', () => {
  const invited = image({ before: { invitation: null }, after: { invitation: { to: 'ben@example.org', endsAt: until } } });
  assert.equal(storyOf(entry('users.invite', [invited])), 'invited ben by mail');
  assert.equal(storyOf(entry('users.revoke-invitation', [invited])), 'took the invitation of ben back');
  assert.equal(storyOf(entry('invitation.accept', [invited])), 'accepted the invitation for ben');
  assert.equal(storyOf(entry('recovery.finish', [invited])), 'set another password for ben by a link in a mail');
  assert.equal(storyOf(entry('sign-up.finish', [image({ after: { state: 'pending' } })])), 'signed up as ben');
  assert.equal(storyOf(entry('sign-up.invite', [image({ kind: 'invitation', name: 'ben@example.org', after: {} })])), 'invited ben@example.org to sign up');
  assert.equal(storyOf(entry('me.confirm-mail', [invited])), 'confirmed the mail address of ben');
});

test('requests are told as asked and as decided, beside what came of them', () => {
  const asked = image({ kind: 'request', name: 'PRIMARY/ben · Editor', after: { state: 'open' } });
  assert.equal(storyOf(entry('me.ask-for-role', [asked])), 'asked for the role Editor');
  const given = image({ kind: 'membership', name: 'PRIMARY/ben · Editor', after: { role: { id: 'r', name: 'Editor' } } });
  const decided = { ...asked, before: { state: 'open' }, after: { state: 'approved' } };
  assert.equal(storyOf(entry('requests.approve', [decided, given])), 'approved the role Editor for ben; gave ben the role Editor');
  const account = image({ kind: 'request', name: 'PRIMARY/ben · account', before: { state: 'open' }, after: { state: 'refused' } });
  assert.equal(storyOf(entry('requests.refuse', [account])), 'refused an account to ben');
  const letIn = image({ before: { state: 'pending' }, after: { state: 'active' } });
  assert.equal(storyOf(entry('requests.approve', [{ ...account, after: { state: 'approved' } }, letIn])), 'approved an account for ben; let ben in');
});

test('a change tells what was before and what is after, and the reason', () => {
  const changed = image({ before: { mail: 'a@example.org', country: '' }, after: { mail: 'b@example.org', country: 'DE' } });
  assert.equal(
    storyOf(entry('users.update', [changed], { reason: 'he moved' })),
    'changed ben: mail from “a@example.org” to “b@example.org”, country to “DE”, because: he moved',
  );
});

test('fields and values are told in words: moments as moments, an attribute by its name, a permission by what it is called', () => {
  const moved = image({
    before: { givenName: 'Ben', endsAt: 0, attributes: {} },
    after: { givenName: 'Benno', endsAt: until, attributes: { floor: ['1', '2'] } },
  });
  assert.match(storyOf(entry('users.update', [moved])), /^changed ben: given name from “Ben” to “Benno”, end to “3 Mar 2027, \d\d:\d\d”, floor to “1, 2”$/);
  const entryOf = (permission: string, effect: string) => ({ permission, effect });
  const role = image({
    kind: 'role',
    name: 'Editor',
    before: { entries: [entryOf('/permission/a', 'allow'), entryOf('/permission/b', 'allow')] },
    after: { entries: [entryOf('/permission/b', 'deny'), entryOf('/permission/c', 'allow')] },
  });
  assert.equal(
    storyOf(entry('roles.update', [role]), { display: (path) => path.slice(-1).toUpperCase() }),
    'changed Editor: says nothing about A any more, now denies B, now allows C',
  );
});

test('tokens and sessions are told of their user', () => {
  const token = image({ kind: 'token', name: 'PRIMARY/meter · t1', after: { token: { id: 't', name: 't1' }, permissions: [], endsAt: until } });
  assert.equal(storyOf(entry('users.add-token', [token])), 'made the token t1 for meter');
  assert.equal(storyOf(entry('users.end-token', [{ ...token, before: token.after, after: null }])), 'ended the token t1 of meter');
  const session = image({ kind: 'session', name: 'PRIMARY/ben · Firefox', before: { session: { id: 's', name: 'Firefox' } } });
  assert.equal(storyOf(entry('sessions.end', [session])), 'ended a session of ben (Firefox)');
});

test('states have verbs of their own', () => {
  assert.equal(storyOf(entry('users.lock', [image({ before: {}, after: { lockedUntil: until } })])), 'locked ben until 3 Mar 2027');
  assert.equal(storyOf(entry('users.add', [image({ name: 'CORP/cleo', after: {} })])), 'added CORP/cleo');
});

test('what is told on a page is what concerns it, and an erased image says so', () => {
  const other = image({ id: 'x', name: 'PRIMARY/eve', after: {} });
  assert.equal(storyOf(entry('users.add', [image({ after: {} }), other]), { id: 'u' }), 'added ben');
  assert.equal(storyOf(entry('users.add', [image({ erased: true })])), 'something that was erased on purpose');
  assert.equal(actorName(entry('x', [], { actor: { kind: 'host', id: 'host:root', name: 'host:root' } })), 'The host');
});

test('a store that is deleted is said to be, not to be gone for ever', () => {
  const store = image({ kind: 'store', name: 'SALES', before: { domain: 'SALES' } });
  assert.equal(storyOf(entry('stores.delete', [store])), 'deleted SALES');
  assert.equal(storyOf(entry('stores.disable', [{ ...store, after: { domain: 'SALES' } }])), 'disabled SALES');
});
