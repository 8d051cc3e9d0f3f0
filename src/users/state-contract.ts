// What the outside may ask about a user's state: lock, disable, delete, and their ways back.
// Imported by the browser; imports contracts only. Knows no rule.
import { Type } from 'typebox';
import { closed, Id, MomentOrNever, Nothing, operation, text, Version } from '#contract.ts';
import { User } from './contract.ts';

const A = '/permission/admin/manage/identity/usermgt' as const;
const acting = { kind: 'user', field: 'id', acts: true } as const;

/** What a change of state ended at once (rule 36). */
export const Receipt = closed({ user: User, ended: closed({ sessions: Type.Integer(), tokens: Type.Integer() }) });

const stateChange = <const N extends string>(verb: N, path: string, summary: string, more = {}) =>
  operation({
    name: `users.${verb}`,
    method: 'POST',
    path: `/users/{id}/${path}`,
    summary,
    needs: `${A}/update`,
    target: acting,
    input: closed({ id: Id, version: Type.Optional(Version), reason: Type.Optional(text(200)), ...more }),
    output: Receipt,
  });

export const lockUser = operation({
  name: 'users.lock',
  method: 'POST',
  path: '/users/{id}/lock',
  summary: 'Lock a user, for ever or until a moment; his sessions and tokens end at once.',
  needs: `${A}/update`,
  target: acting,
  input: closed({ id: Id, version: Type.Optional(Version), reason: Type.Optional(text(200)), until: Type.Optional(MomentOrNever) }),
  output: Receipt,
  refusals: ['admin.last'],
});
export const unlockUser = stateChange('unlock', 'unlock', 'Unlock a user and lift what failures have slowed.');
export const disableUser = {
  ...stateChange('disable', 'disable', 'Disable a user until somebody enables him; his sessions and tokens end at once.'),
  refusals: ['admin.last'],
} as const;
export const enableUser = stateChange('enable', 'enable', 'Enable a disabled user.');
export const endSessions = stateChange('end-sessions', 'end-sessions', 'End every session and token of a user now.');

export const deleteUser = operation({
  name: 'users.delete',
  method: 'DELETE',
  path: '/users/{id}',
  summary: 'Move a user to the recycle bin; name and identifiers stay reserved.',
  needs: `${A}/delete`,
  target: acting,
  input: closed({ id: Id, version: Type.Optional(Version), reason: Type.Optional(text(200)) }),
  output: Receipt,
  refusals: ['self.refused', 'admin.last'],
});

export const restoreUser = operation({
  name: 'users.restore',
  method: 'POST',
  path: '/users/{id}/restore',
  summary: 'Bring a deleted user back, with the memberships you may give.',
  needs: `${A}/delete`,
  target: acting,
  input: closed({ id: Id, version: Type.Optional(Version) }),
  output: closed({ user: User, left: Type.Array(Type.String()) }),
});

export const purgeUser = operation({
  name: 'users.purge',
  method: 'POST',
  path: '/users/{id}/purge',
  summary: 'Remove a deleted user for ever; his name becomes free, his id never.',
  needs: `${A}/delete`,
  dangerous: true,
  target: acting,
  input: closed({ id: Id, version: Type.Optional(Version) }),
  output: Nothing,
});

export const userStateOperations = [lockUser, unlockUser, disableUser, enableUser, endSessions, deleteUser, restoreUser, purgeUser] as const;
