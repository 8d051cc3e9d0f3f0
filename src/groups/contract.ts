// What the outside may ask about groups, and the shapes it gets.
// Imported by the browser; imports nothing of the house but contracts. Knows no rule.
import { type Static, Type } from 'typebox';
import { Cursor, closed, Id, Limit, Moment, MomentOrNever, Nothing, oneOf, operation, pageOf, text, Version } from '#contract.ts';
import { Loss, Path, Scope } from '#permissions/contract.ts';
import { UserRow, userFilter } from '#users/contract.ts';

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

/** Groups that one look at the nesting tells in each direction: all that may lie directly in one group. */
export const nestedMax = 1_000;

export const NestedGroup = closed({
  ...Ref.properties,
  domain: Type.String(),
  /** Direct members. */
  members: Type.Integer(),
  /** Roles given to this very group. */
  roles: Type.Integer(),
  /** Ids of the groups one step further in this direction, as far as they are told here. */
  next: Type.Array(Id),
  /** How many more there are one step further: ask with the id of this group. */
  more: Type.Integer(),
});
export type NestedGroup = Static<typeof NestedGroup>;
const Nesting = closed({ next: Type.Array(Id), more: Type.Integer(), groups: Type.Array(NestedGroup) });
export type Nesting = Static<typeof Nesting>;

export const nestingOfGroup = operation({
  name: 'groups.nesting',
  method: 'GET',
  path: '/groups/{id}/nesting',
  summary: `All groups around this one and all inside it, nearest first; at most ${nestedMax} each way, then it says where there are more.`,
  needs: `${G}/view`,
  target,
  input: closed({ id: Id }),
  output: closed({ around: Nesting, inside: Nesting }),
});

/** A role that members hold; `through` runs from this group up to the one it was given to, and is empty when it was given to this one. */
export const RoleInGroup = closed({
  ...GroupRole.properties,
  inherited: Type.Boolean(),
  /** Groups outside your reach are left out. */
  through: Type.Array(Ref),
});
export const rolesOfGroup = operation({
  name: 'groups.roles',
  method: 'GET',
  path: '/groups/{id}/roles',
  summary: 'The roles that members of a group hold, its own and those of the groups around it, and what they open.',
  needs: `${G}/view`,
  target,
  input: closed({ id: Id }),
  output: closed({
    items: Type.Array(RoleInGroup),
    /** Every node that is opened now, with the roles that open it. `scoped`: on some only. */
    opens: Type.Array(closed({ path: Path, displayName: Type.String(), top: Type.Boolean(), scoped: Type.Boolean(), roles: Type.Array(Ref) })),
  }),
});

/** Carried out by users/, whose list it is. Ways told of each member. */
export const waysMax = 5;

export const usersInGroup = operation({
  name: 'groups.users',
  method: 'GET',
  path: '/groups/{id}/users',
  summary: 'Members of a group by name, also those of the groups inside it, each with the groups he is in it through.',
  needs: `${G}/view`,
  target,
  input: closed({ id: Id, search: userFilter.search, cursor: Type.Optional(Cursor), limit: Type.Optional(Limit) }),
  output: pageOf(
    closed({
      ...UserRow.properties,
      /** He is in the group itself. */
      direct: Type.Boolean(),
      /** Other ways: from the group he is in up to the one that lies in this group. Groups outside your reach are left out. */
      ways: Type.Array(Type.Array(Ref)),
      /** Ways that are not told. */
      more: Type.Integer(),
    }),
  ),
});

/** Users that a rehearsal looks at, and how long it looks; then it says "at least". */
export const rehearsedMax = 10_000;
export const rehearsalMilliseconds = 2_000;

export const rehearseGroup = operation({
  name: 'groups.rehearse',
  method: 'POST',
  reads: true,
  path: '/groups/{id}/rehearse',
  summary:
    'Say who would lose which permissions that nothing else gives them, if users or groups were taken out of a group, roles from it, or it were deleted.',
  needs: `${G}/update`,
  target,
  input: closed({
    id: Id,
    do: oneOf(['take-users', 'take-groups', 'take-roles', 'delete']),
    /** Ids of the users, groups or roles that would be taken. */
    ids: Type.Optional(Type.Array(Id, { maxItems: 500 })),
  }),
  output: closed({
    /** Users who would hold less of it, or nothing; of these, `losing` lose something that they do not hold another way. */
    users: Type.Integer(),
    losing: Type.Integer(),
    /** Of the users, how many hold administrative permissions. */
    administrators: Type.Integer(),
    /** The caller is one of those who lose. */
    yourself: Type.Boolean(),
    losses: Type.Array(Loss),
    /** False: the look was cut short, and every number is "at least". */
    complete: Type.Boolean(),
    /** Only users in the caller's scope were counted. */
    scoped: Type.Boolean(),
  }),
  refusals: ['permission.denied'],
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
  nestingOfGroup,
  rolesOfGroup,
  usersInGroup,
  rehearseGroup,
] as const;
