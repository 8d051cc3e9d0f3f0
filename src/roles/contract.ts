// What the outside may ask about roles, and the shapes it gets.
// Imported by the browser; imports nothing of the house but #contract.ts and the path's shape. Knows no rule.
import { type Static, Type } from 'typebox';
import { Cursor, closed, Id, Limit, Moment, MomentOrNever, Nothing, oneOf, operation, pageOf, text, Version } from '#contract.ts';
import { Path, Scope } from '#permissions/contract.ts';

export const Entry = closed({ permission: Path, effect: oneOf(['allow', 'deny']) });
export type Entry = Static<typeof Entry>;

export const Role = closed({
  id: Id,
  version: Version,
  name: Type.String(),
  description: Type.String(),
  /** `admin` and `everyone` are built in and cannot be renamed or deleted; `admin` cannot be edited either. */
  builtIn: oneOf(['', 'admin', 'everyone']),
  /** Holds at least one administrative node. */
  administrative: Type.Boolean(),
  /** Users may ask for it; never true of an administrative one. */
  requestable: Type.Boolean(),
  users: Type.Integer({ description: 'users who hold it directly' }),
  groups: Type.Integer(),
  createdAt: Moment,
  changedAt: Moment,
});
export type Role = Static<typeof Role>;
export const RoleWhole = closed({ ...Role.properties, entries: Type.Array(Entry) });

const R = '/permission/admin/manage/identity/rolemgt' as const;
const target = { kind: 'role', field: 'id' } as const;
const RoleName = Type.String({ minLength: 1, maxLength: 128, description: '1–64 characters, no /' });
const Entries = Type.Array(Entry, { maxItems: 5000 });

export const listRoles = operation({
  name: 'roles.list',
  method: 'GET',
  path: '/roles',
  summary: 'Roles, by name, a page at a time.',
  needs: `${R}/view`,
  input: closed({ search: Type.Optional(Type.String({ maxLength: 100 })), cursor: Type.Optional(Cursor), limit: Type.Optional(Limit) }),
  output: pageOf(Role),
});
export const showRole = operation({
  name: 'roles.show',
  method: 'GET',
  path: '/roles/{id}',
  summary: 'One role with its permissions.',
  needs: `${R}/view`,
  target,
  input: closed({ id: Id }),
  output: RoleWhole,
});
export const addRole = operation({
  name: 'roles.add',
  method: 'POST',
  path: '/roles',
  summary: 'Add a role: a name, ticks in the tree, and who gets it.',
  needs: `${R}/create`,
  input: closed({
    name: RoleName,
    description: Type.Optional(text(500)),
    entries: Type.Optional(Entries),
    users: Type.Optional(Type.Array(Id, { maxItems: 500 })),
  }),
  output: RoleWhole,
  refusals: ['role.name-taken', 'role.name-invalid', 'permission.missing', 'role.may-not-give', 'user.missing'],
});
export const updateRole = operation({
  name: 'roles.update',
  method: 'PATCH',
  path: '/roles/{id}',
  summary: 'Rename or describe a role, set its permissions anew, or let users ask for it.',
  needs: `${R}/update`,
  dangerous: true,
  target,
  input: closed({
    id: Id,
    version: Type.Optional(Version),
    name: Type.Optional(RoleName),
    description: Type.Optional(text(500)),
    requestable: Type.Optional(Type.Boolean({ description: 'whether users may ask for it' })),
    entries: Type.Optional(Entries),
  }),
  output: RoleWhole,
  refusals: ['role.name-taken', 'role.not-requestable', 'role.built-in', 'permission.missing', 'role.may-not-give', 'admin.last', 'version.stale'],
});
export const deleteRole = operation({
  name: 'roles.delete',
  method: 'DELETE',
  path: '/roles/{id}',
  summary: 'Delete a role; everybody who held it loses it.',
  needs: `${R}/delete`,
  dangerous: true,
  target: { ...target, acts: true },
  input: closed({ id: Id, version: Type.Optional(Version) }),
  output: Nothing,
  refusals: ['role.built-in', 'admin.last'],
});
export const membersOfRole = operation({
  name: 'roles.members',
  method: 'GET',
  path: '/roles/{id}/members',
  summary: 'Users and groups that hold a role directly, a page at a time.',
  needs: `${R}/view`,
  target,
  input: closed({ id: Id, cursor: Type.Optional(Cursor), limit: Type.Optional(Limit) }),
  output: pageOf(
    closed({
      holder: oneOf(['user', 'group']),
      id: Id,
      name: Type.String(),
      shownName: Type.String(),
      from: MomentOrNever,
      until: MomentOrNever,
      scope: Type.Union([Scope, Type.Null()]),
      givenBy: Type.String(),
      givenAt: MomentOrNever,
    }),
  ),
});
export const changeMembersOfRole = operation({
  name: 'roles.change-members',
  method: 'POST',
  path: '/roles/{id}/members',
  summary: 'Give a role to users and take it from users, in one change.',
  needs: `${R}/update`,
  target,
  input: closed({
    id: Id,
    version: Type.Optional(Version),
    add: Type.Optional(Type.Array(Id, { maxItems: 500 })),
    remove: Type.Optional(Type.Array(Id, { maxItems: 500 })),
    from: Type.Optional(MomentOrNever),
    until: Type.Optional(MomentOrNever),
    scope: Type.Optional(Type.Union([Scope, Type.Null()])),
  }),
  output: RoleWhole,
  refusals: ['role.may-not-give', 'self.refused', 'admin.last'],
});

export const roleOperations = [listRoles, showRole, addRole, updateRole, deleteRole, membersOfRole, changeMembersOfRole] as const;
