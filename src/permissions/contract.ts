// What the outside may ask about permissions: the tree, and the three questions may, why and who.
// Imported by the browser; imports nothing of the house but #contract.ts. Knows no rule.
import { type Static, Type } from 'typebox';
import { Cursor, closed, FileParts, Id, Limit, Moment, MomentOrNever, oneOf, operation, text } from '#contract.ts';

/** A place in the tree, as its path: `/permission/admin/manage/identity/usermgt`. */
export const Path = Type.String({
  pattern: '^/permission(/[A-Za-z0-9_.-]{1,64}){0,16}$',
  maxLength: 512,
  description: 'path of a node of the permission tree',
});

export const Node = closed({
  id: Id,
  path: Path,
  parent: Type.Union([Id, Type.Null()]),
  displayName: text(120),
  description: text(500),
  /** Administrative: may be given only by somebody who holds it (rule 15). */
  administrative: Type.Boolean(),
  /** Names of the operations that need this node or something above it. */
  opens: Type.Array(Type.String()),
});
export type Node = Static<typeof Node>;

/**
 * A condition on users, roles or groups, as a small tree (rule 9). `true` never appears: no scope is everything.
 * Leaves: `store` (id), `attribute` with `equals`, `roles` (ids: those roles, and the users who hold them), `groups` (ids: those groups and their members).
 */
const ScopeSchema = Type.Cyclic(
  {
    Scope: Type.Union([
      closed({ store: Id }),
      closed({ attribute: text(64), equals: text(255) }),
      closed({ roles: Type.Array(Id, { minItems: 1, maxItems: 100 }) }),
      closed({ groups: Type.Array(Id, { minItems: 1, maxItems: 100 }) }),
      closed({ all: Type.Array(Type.Ref('Scope'), { minItems: 1, maxItems: 20 }) }),
      closed({ any: Type.Array(Type.Ref('Scope'), { minItems: 1, maxItems: 20 }) }),
    ]),
  },
  'Scope',
  // Said instead of what each of the six shapes lacks (input.ts).
  { 'x-says': 'input.scope' },
);
/** The same in TypeScript's words; `null` is "everything". */
export type Scope =
  | { readonly store: string }
  | { readonly attribute: string; readonly equals: string }
  | { readonly roles: readonly string[] }
  | { readonly groups: readonly string[] }
  | { readonly all: readonly Scope[] }
  | { readonly any: readonly Scope[] };
export const Scope = Type.Unsafe<Scope>(ScopeSchema);

/** One way in which a user comes to a permission: role, through which groups, given by whom, until when, on which scope, from which node. */
export const Why = closed({
  role: closed({ id: Id, name: Type.String() }),
  /** From the user's own group up to the one that holds the role; empty when given directly. */
  through: Type.Array(closed({ id: Id, name: Type.String() })),
  /** Actor who gave it: a user id, `host:…`, or empty for what is built in. */
  givenBy: Type.String(),
  givenAt: MomentOrNever,
  from: MomentOrNever,
  until: MomentOrNever,
  scope: Type.Union([Scope, Type.Null()]),
  /** The node whose entry decides, and whether it is the asked one or inherited from above. */
  node: Path,
  inherited: Type.Boolean(),
});
export type Why = Static<typeof Why>;

export const Missing = closed({
  /** Stable code: `user.locked` and what else the gate says, `role.none`, `role.denied`, `role.ended`, `role.not-yet`, `scope.outside`, `scope.target`. */
  code: Type.String(),
  /** A plain sentence. */
  says: Type.String(),
  role: Type.Optional(closed({ id: Id, name: Type.String() })),
  node: Type.Optional(Path),
  /** When the role begins to count, or ended. */
  at: Type.Optional(Moment),
});
export type Missing = Static<typeof Missing>;

/** Something that users lose: a role, or a permission that nothing else gives them. */
export const Loss = closed({
  what: oneOf(['role', 'permission']),
  /** Id of the role, or path of the permission. */
  id: Type.String(),
  name: Type.String(),
  users: Type.Integer(),
  /** How many of these hold administrative permissions. */
  administrators: Type.Integer(),
});
export type Loss = Static<typeof Loss>;

const question = {
  /** Id or qualified name of the user; absent = the one who asks. */
  user: Type.Optional(Type.String({ minLength: 1, maxLength: 320, description: 'id or DOMAIN/name; absent = yourself' })),
  permission: Path,
  /** Id of the user, role or group that it would be done to. */
  on: Type.Optional(Id),
};

export const may = operation({
  name: 'permissions.may',
  method: 'POST',
  reads: true,
  path: '/may',
  summary: 'May this user do this?',
  needs: 'self',
  input: closed(question),
  output: closed({ allowed: Type.Boolean(), reason: Type.Optional(Type.String()) }),
  refusals: ['user.missing', 'permission.missing', 'permission.denied'],
});

export const why = operation({
  name: 'permissions.why',
  method: 'POST',
  reads: true,
  path: '/why',
  summary: 'Where does this permission come from, or what is missing?',
  needs: 'self',
  input: closed(question),
  output: closed({ allowed: Type.Boolean(), paths: Type.Array(Why), missing: Type.Array(Missing) }),
  refusals: ['user.missing', 'permission.missing', 'permission.denied'],
});

export const who = operation({
  name: 'permissions.who',
  method: 'GET',
  path: '/who',
  summary: 'Who may do this?',
  needs: '/permission/admin/manage/identity/usermgt/list',
  input: closed({ permission: Path, on: Type.Optional(Id), cursor: Type.Optional(Cursor), limit: Type.Optional(Limit) }),
  output: closed({
    items: Type.Array(closed({ id: Id, kind: Type.String(), domain: Type.String(), userName: Type.String(), shownName: Type.String(), why: Why })),
    next: Type.Optional(Cursor),
    complete: Type.Boolean(),
  }),
  refusals: ['user.missing', 'permission.missing', 'cursor.invalid'],
});

export const exportWho = operation({
  name: 'permissions.export-who',
  method: 'GET',
  path: '/who/export',
  summary: 'Everybody who may do this, with the way each comes to it, as CSV.',
  needs: '/permission/admin/manage/identity/usermgt/list',
  input: closed({ permission: Path, on: Type.Optional(Id) }),
  output: FileParts,
  download: 'text/csv',
  refusals: ['user.missing', 'permission.missing'],
});

export const tree = operation({
  name: 'permissions.tree',
  method: 'GET',
  path: '/permissions',
  summary: 'The permission tree, whole, in the order it is drawn.',
  needs: '/permission/admin/configure/login',
  input: closed({}),
  output: closed({ items: Type.Array(Node), asOf: Moment }),
});

export const holds = operation({
  name: 'permissions.holds',
  method: 'GET',
  path: '/users/{id}/permissions',
  summary: 'Every node a user may use, each with the role it comes from.',
  needs: '/permission/admin/manage/identity/usermgt/view',
  target: { kind: 'user', field: 'id' },
  input: closed({ id: Id }),
  output: closed({ items: Type.Array(closed({ path: Path, displayName: Type.String(), whole: Type.Boolean(), scoped: Type.Boolean() })) }),
});

export const refusals = operation({
  name: 'permissions.refusals',
  method: 'GET',
  path: '/refusals',
  summary: 'What you would be refused to do with this user, role or group, and why; for screens that show beforehand what is not allowed.',
  needs: 'self',
  input: closed({ kind: oneOf(['user', 'role', 'group']), id: Id }),
  output: closed({
    items: Type.Array(
      closed({
        operation: Type.String(),
        code: Type.String(),
        says: Type.String(),
        /** The permission it is about, if it is about one. */
        permission: Type.Optional(Type.String()),
      }),
    ),
  }),
  refusals: ['user.missing', 'role.missing', 'group.missing'],
});

export const permissionOperations = [may, why, who, exportWho, tree, holds, refusals] as const;
