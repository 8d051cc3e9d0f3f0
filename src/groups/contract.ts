// What the outside may ask about groups, and the shapes it gets.
// Imported by the browser; imports nothing of the house but #contract.ts and the scope's shape. Knows no rule.
import { type Static, Type } from 'typebox';
import { Cursor, closed, Id, Limit, Moment, MomentOrNever, Nothing, operation, pageOf, text, Version } from '#contract.ts';
import { Scope } from '#permissions/contract.ts';

/** Groups may be nested this deep (rule 8). */
export const nestingMax = 20;

const Ref = closed({ id: Id, name: Type.String() });

export const Group = closed({
  id: Id,
  version: Version,
  domain: Type.String(),
  name: Type.String(),
  description: Type.String(),
  members: Type.Integer({ description: 'direct members' }),
  createdAt: Moment,
  changedAt: Moment,
});
export type Group = Static<typeof Group>;

export const GroupRole = closed({
  role: Ref,
  from: MomentOrNever,
  until: MomentOrNever,
  scope: Type.Union([Scope, Type.Null()]),
  givenBy: Type.String(),
  givenAt: MomentOrNever,
  inForce: Type.Boolean(),
});
export const GroupWhole = closed({ ...Group.properties, roles: Type.Array(GroupRole), parents: Type.Array(Ref), children: Type.Array(Ref) });

const G = '/permission/admin/manage/identity/groupmgt' as const;
const target = { kind: 'group', field: 'id' } as const;
const GroupName = Type.String({ minLength: 1, maxLength: 128, description: '1–64 characters, no /' });

export const listGroups = operation({
  name: 'groups.list',
  method: 'GET',
  path: '/groups',
  summary: 'Groups, by name, a page at a time.',
  needs: `${G}/view`,
  input: closed({ search: Type.Optional(Type.String({ maxLength: 100 })), cursor: Type.Optional(Cursor), limit: Type.Optional(Limit) }),
  output: pageOf(Group),
});
export const showGroup = operation({
  name: 'groups.show',
  method: 'GET',
  path: '/groups/{id}',
  summary: 'One group with its roles and nesting.',
  needs: `${G}/view`,
  target,
  input: closed({ id: Id }),
  output: GroupWhole,
});
export const addGroup = operation({
  name: 'groups.add',
  method: 'POST',
  path: '/groups',
  summary: 'Add a group to PRIMARY.',
  needs: `${G}/create`,
  input: closed({ name: GroupName, description: Type.Optional(text(500)) }),
  output: GroupWhole,
  refusals: ['group.name-taken', 'group.name-invalid'],
});
export const updateGroup = operation({
  name: 'groups.update',
  method: 'PATCH',
  path: '/groups/{id}',
  summary: 'Rename or describe a group.',
  needs: `${G}/update`,
  target,
  input: closed({ id: Id, version: Type.Optional(Version), name: Type.Optional(GroupName), description: Type.Optional(text(500)) }),
  output: GroupWhole,
  refusals: ['group.name-taken', 'version.stale'],
});
export const deleteGroup = operation({
  name: 'groups.delete',
  method: 'DELETE',
  path: '/groups/{id}',
  summary: 'Delete a group; its members lose what they held through it.',
  needs: `${G}/delete`,
  target: { ...target, acts: true },
  input: closed({ id: Id, version: Type.Optional(Version) }),
  output: Nothing,
  refusals: ['admin.last'],
});
export const membersOfGroup = operation({
  name: 'groups.members',
  method: 'GET',
  path: '/groups/{id}/members',
  summary: 'Direct members of a group, a page at a time.',
  needs: `${G}/view`,
  target,
  input: closed({ id: Id, cursor: Type.Optional(Cursor), limit: Type.Optional(Limit) }),
  output: pageOf(closed({ id: Id, kind: Type.String(), domain: Type.String(), userName: Type.String(), shownName: Type.String(), state: Type.String() })),
});
export const changeMembers = operation({
  name: 'groups.change-members',
  method: 'POST',
  path: '/groups/{id}/members',
  summary: 'Add users to a group and remove users from it, in one change.',
  needs: `${G}/update`,
  target,
  input: closed({
    id: Id,
    version: Type.Optional(Version),
    add: Type.Optional(Type.Array(Id, { maxItems: 500 })),
    remove: Type.Optional(Type.Array(Id, { maxItems: 500 })),
  }),
  output: GroupWhole,
  refusals: ['role.may-not-give', 'self.refused'],
});
export const changeNesting = operation({
  name: 'groups.change-nesting',
  method: 'POST',
  path: '/groups/{id}/children',
  summary: 'Put groups into this group or take them out.',
  needs: `${G}/update`,
  target,
  input: closed({
    id: Id,
    version: Type.Optional(Version),
    add: Type.Optional(Type.Array(Id, { maxItems: 100 })),
    remove: Type.Optional(Type.Array(Id, { maxItems: 100 })),
  }),
  output: GroupWhole,
  refusals: ['group.cycle', 'group.too-deep', 'role.may-not-give'],
});
export const changeRolesOfGroup = operation({
  name: 'groups.change-roles',
  method: 'POST',
  path: '/groups/{id}/roles',
  summary: 'Give roles to a group and take roles from it.',
  needs: `${G}/update`,
  target,
  input: closed({
    id: Id,
    version: Type.Optional(Version),
    give: Type.Optional(
      Type.Array(
        closed({ role: Id, from: Type.Optional(MomentOrNever), until: Type.Optional(MomentOrNever), scope: Type.Optional(Type.Union([Scope, Type.Null()])) }),
        { maxItems: 100 },
      ),
    ),
    take: Type.Optional(Type.Array(Id, { maxItems: 100 })),
  }),
  output: GroupWhole,
  refusals: ['role.missing', 'role.may-not-give', 'admin.last'],
});

export const groupOperations = [
  listGroups,
  showGroup,
  addGroup,
  updateGroup,
  deleteGroup,
  membersOfGroup,
  changeMembers,
  changeNesting,
  changeRolesOfGroup,
] as const;
