// The table of inverses: which operation is taken back how, and why some never are (rule 23).
// Used by undo-entry.ts. A new operation that changes something finds its place here; a test asks for it.
import type { Inverting } from './inverse.ts';
import * as attribute from './inverses/attribute.ts';
import * as group from './inverses/group.ts';
import { relinked } from './inverses/link.ts';
import { memberships } from './inverses/membership.ts';
import * as role from './inverses/role.ts';
import * as user from './inverses/user.ts';
import * as view from './inverses/view.ts';

export const inverses: Readonly<Record<string, Inverting>> = {
  'users.add': user.appeared,
  'users.update': user.edited,
  'users.lock': user.locked,
  'users.unlock': user.unlocked,
  'users.disable': user.disabled,
  'users.enable': user.enabled,
  'users.delete': user.deleted,
  'users.restore': user.appeared,
  'users.change-roles': memberships,
  'roles.change-members': memberships,
  'roles.update': role.edited,
  'roles.delete': role.deleted,
  'groups.update': group.edited,
  'groups.delete': group.deleted,
  'groups.change-nesting': group.nested,
  'groups.change-members': memberships,
  'groups.change-roles': memberships,
  'users.relink': relinked,
  'groups.relink': relinked,
  'attributes.add': attribute.added,
  'attributes.edit': attribute.edited,
  'attributes.delete': attribute.deleted,
  'views.add': view.added,
  'views.update': view.edited,
  'views.delete': view.deleted,
};

const credential = 'a password or token that was changed is not brought back. Give a new one.';

/** Operations that have no way back, in words. */
export const withoutInverse: Readonly<Record<string, string>> = {
  'users.purge': 'what was removed for ever is gone for ever.',
  'users.reset-password': credential,
  'me.change-password': credential,
  'users.end-sessions': 'sessions that were ended stay ended. He may sign in again.',
  'users.end-session': 'sessions that were ended stay ended. He may sign in again.',
  'roles.add': 'a role that was added is taken away by deleting it, which shows who holds it.',
  'groups.add': 'a group that was added is taken away by deleting it, which shows who is in it.',
};
/** Acts on many, as the operations they are made of. */
export const operationOfDeed: Readonly<Record<string, string>> = { 'reset-password': 'users.reset-password', 'end-sessions': 'users.end-sessions' };
export const unknownSays = 'there is no way back from this kind of change. Its entry shows what was before.';
