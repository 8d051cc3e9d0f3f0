// What the outside may ask about users, and the shapes it gets.
// Imported by the browser; imports nothing of the house but #contract.ts and the scope's shape. Knows no rule.
import { type Static, Type } from 'typebox';
import { Cursor, closed, Id, Limit, Moment, MomentOrNever, oneOf, operation, pageOf, text, Version } from '#contract.ts';
import { Scope } from '#permissions/contract.ts';
import { Sort } from './sort-contract.ts';
import { kinds, states } from './words-contract.ts';

export { kinds, states };
export const Kind = oneOf(kinds);
export const State = oneOf(states);
export type Kind = Static<typeof Kind>;
export type State = Static<typeof State>;

/** RFC 8265 UsernameCasePreserved, without `/`; how exactly is told when it does not fit. */
export const UserName = Type.String({ minLength: 1, maxLength: 255, description: '3–64 characters, no white space, no /; can never be changed' });

/** Attributes everybody has; free ones lie under `attributes` by the name of their definition. Empty text = not set. */
const profile = {
  givenName: text(120),
  familyName: text(120),
  shownName: text(200),
  mail: text(254),
  phone: text(40),
  organisation: text(200),
  country: text(2, { description: 'ISO 3166-1 alpha-2, or empty' }),
  language: text(35, { description: 'BCP 47 tag, or empty' }),
  timeZone: text(64, { description: 'IANA name, or empty' }),
};
const optionalProfile = Object.fromEntries(Object.entries(profile).map(([name, schema]) => [name, Type.Optional(schema)])) as {
  [K in keyof typeof profile]: Type.TOptional<(typeof profile)[K]>;
};
const Attributes = Type.Record(
  Type.String({ pattern: '^[a-z][A-Za-z0-9]{0,63}$' }),
  Type.Union([text(1024), Type.Array(text(1024), { maxItems: 50 })]),
  // Without this a name that does not fit the pattern would be let through unchecked.
  { additionalProperties: false },
);

export const User = closed({
  id: Id,
  version: Version,
  kind: Kind,
  domain: Type.String(),
  userName: Type.String(),
  ...profile,
  attributes: Attributes,
  /** Id of the user who answers for a device or program; empty for none. */
  owner: Type.String(),
  state: State,
  stateReason: Type.String(),
  /** 0, or since when; also while another state is shown. */
  lockedAt: MomentOrNever,
  disabledAt: MomentOrNever,
  /** 0, or when the lock ends. */
  lockedUntil: MomentOrNever,
  startsAt: MomentOrNever,
  endsAt: MomentOrNever,
  createdAt: Moment,
  changedAt: Moment,
  deletedAt: MomentOrNever,
  /** 0 = never. */
  lastSignInAt: MomentOrNever,
  mustChangePassword: Type.Boolean(),
  passwordChangedAt: MomentOrNever,
});
export type User = Static<typeof User>;

/** A row of the list: what the table shows. */
export const UserRow = closed({
  id: Id,
  version: Version,
  kind: Kind,
  domain: Type.String(),
  userName: Type.String(),
  shownName: Type.String(),
  mail: Type.String(),
  organisation: Type.String(),
  country: Type.String(),
  /** Those that lists may show, and that are no field of a row anyway. */
  attributes: Attributes,
  state: State,
  stateReason: Type.String(),
  lockedUntil: MomentOrNever,
  endsAt: MomentOrNever,
  createdAt: Moment,
  changedAt: Moment,
  lastSignInAt: MomentOrNever,
});
export type UserRow = Static<typeof UserRow>;

/** All filters are joined by "and". Every field is optional; what is absent does not filter. */
export const userFilter = {
  search: Type.Optional(Type.String({ maxLength: 100, description: 'part of user name, shown name or mail; 1–2 letters match the beginning' })),
  kind: Type.Optional(Kind),
  state: Type.Optional(State),
  domain: Type.Optional(Type.String({ maxLength: 64 })),
  country: Type.Optional(text(2)),
  organisation: Type.Optional(text(200)),
  /** Holds this role directly. */
  role: Type.Optional(Id),
  /** Holds this role directly or through a group. */
  roleAny: Type.Optional(Id),
  group: Type.Optional(Id),
  /** Devices and programs that this user answers for. */
  owner: Type.Optional(Id),
  noRole: Type.Optional(Type.Boolean()),
  neverSignedIn: Type.Optional(Type.Boolean()),
  /** Has not signed in for so many days (never counts too). */
  notSignedInDays: Type.Optional(Type.Integer({ minimum: 1, maximum: 36_500 })),
  endsWithinDays: Type.Optional(Type.Integer({ minimum: 0, maximum: 36_500 })),
  hasAttribute: Type.Optional(text(64)),
  lacksAttribute: Type.Optional(text(64)),
  /** `name=value`. */
  attribute: Type.Optional(text(320)),
  createdSince: Type.Optional(Moment),
  changedSince: Type.Optional(Moment),
};

export const RoleGiven = closed({
  role: Id,
  from: Type.Optional(MomentOrNever),
  until: Type.Optional(MomentOrNever),
  scope: Type.Optional(Type.Union([Scope, Type.Null()])),
});

const A = '/permission/admin/manage/identity/usermgt' as const;
const target = { kind: 'user', field: 'id' } as const;
const acting = { ...target, acts: true } as const;

export const listUsers = operation({
  name: 'users.list',
  method: 'GET',
  path: '/users',
  summary: 'Users of all stores, filtered, sorted, a page at a time.',
  needs: `${A}/list`,
  input: closed({
    ...userFilter,
    sort: Type.Optional(Sort),
    descending: Type.Optional(Type.Boolean()),
    cursor: Type.Optional(Cursor),
    limit: Type.Optional(Limit),
  }),
  output: pageOf(UserRow),
});

export const countUsers = operation({
  name: 'users.count',
  method: 'GET',
  path: '/users/count',
  summary: 'How many users match: exactly, or "at least n".',
  needs: `${A}/list`,
  input: closed(userFilter),
  output: closed({ count: Type.Integer(), exact: Type.Boolean() }),
});

export const showUser = operation({
  name: 'users.show',
  method: 'GET',
  path: '/users/{id}',
  summary: 'One user, whole.',
  needs: `${A}/view`,
  target,
  input: closed({ id: Type.String({ minLength: 1, maxLength: 320, description: 'id, or DOMAIN/name' }) }),
  output: closed({ ...User.properties, passwordEndsAt: Type.Optional(Moment) }),
});

export const addUser = operation({
  name: 'users.add',
  method: 'POST',
  path: '/users',
  summary: 'Add a person, a device or a program.',
  needs: `${A}/create`,
  input: closed({
    kind: Type.Optional(Kind),
    domain: Type.Optional(Type.String({ maxLength: 64, description: 'user store; default PRIMARY' })),
    userName: UserName,
    ...optionalProfile,
    attributes: Type.Optional(Attributes),
    owner: Type.Optional(Type.String({ maxLength: 36 })),
    startsAt: Type.Optional(MomentOrNever),
    endsAt: Type.Optional(MomentOrNever),
    password: Type.Optional(Type.String({ maxLength: 1024 })),
    /** Make a password that satisfies the rule and answer it once, as `temporaryPassword`. */
    generatePassword: Type.Optional(Type.Boolean()),
    invite: Type.Optional(Type.Boolean({ description: 'instead of a password: send a mail in which he chooses his own' })),
    /** He must choose his own at the next sign-in, within 24 h. Default: true for persons whose password somebody else has set. */
    mustChangePassword: Type.Optional(Type.Boolean()),
    roles: Type.Optional(Type.Array(RoleGiven, { maxItems: 100 })),
    groups: Type.Optional(Type.Array(Id, { maxItems: 100 })),
    disabled: Type.Optional(Type.Boolean()),
  }),
  output: closed({ ...User.properties, temporaryPassword: Type.Optional(Type.String()) }),
  secret: ['password', 'temporaryPassword'],
  refusals: [
    'user.name-invalid',
    'user.name-taken',
    'mail.taken',
    'attribute.invalid',
    'password.rejected',
    'invitation.not',
    'store.missing',
    'store.read-only',
    'role.missing',
    'group.missing',
    'role.may-not-give',
    'scope.too-wide',
  ],
});

export const updateUser = operation({
  name: 'users.update',
  method: 'PATCH',
  path: '/users/{id}',
  summary: 'Change a user’s attributes and dates; what is absent stays. The user name cannot be changed.',
  needs: '/permission/admin/manage/identity/profiles',
  target: acting,
  input: closed({
    id: Id,
    version: Type.Optional(Version),
    userName: Type.Optional(Type.String({ maxLength: 255, description: 'cannot be changed; anything but the present one is refused' })),
    ...optionalProfile,
    attributes: Type.Optional(Attributes),
    owner: Type.Optional(Type.String({ maxLength: 36 })),
    startsAt: Type.Optional(MomentOrNever),
    endsAt: Type.Optional(MomentOrNever),
  }),
  output: User,
  refusals: ['version.stale', 'attribute.invalid', 'user.name-fixed', 'mail.taken', 'scope.too-wide'],
});

export const HeldRole = closed({
  role: closed({ id: Id, name: Type.String() }),
  /** Empty when given directly. */
  through: Type.Array(closed({ id: Id, name: Type.String() })),
  from: MomentOrNever,
  until: MomentOrNever,
  scope: Type.Union([Scope, Type.Null()]),
  givenBy: Type.String(),
  givenAt: MomentOrNever,
  /** Now, between from and until. */
  inForce: Type.Boolean(),
});

const Memberships = closed({
  items: Type.Array(HeldRole),
  /** `through` = the way from his own group up to this one; empty when he is in it himself. */
  groups: Type.Array(closed({ id: Id, name: Type.String(), domain: Type.String(), through: Type.Array(closed({ id: Id, name: Type.String() })) })),
});

export const rolesOfUser = operation({
  name: 'users.roles',
  method: 'GET',
  path: '/users/{id}/roles',
  summary: 'The roles and groups of a user, direct and through groups, each with where it comes from.',
  needs: `${A}/view`,
  target,
  input: closed({ id: Id }),
  output: Memberships,
});

export const changeRolesOfUser = operation({
  name: 'users.change-roles',
  method: 'POST',
  path: '/users/{id}/roles',
  summary: 'Give roles to a user and take roles from him, in one change.',
  needs: `${A}/update`,
  target,
  input: closed({
    id: Id,
    version: Type.Optional(Version),
    give: Type.Optional(Type.Array(RoleGiven, { maxItems: 100 })),
    take: Type.Optional(Type.Array(Id, { maxItems: 100 })),
  }),
  output: Memberships,
  refusals: ['role.missing', 'role.may-not-give', 'self.refused', 'admin.last'],
});

export const resetPassword = operation({
  name: 'users.reset-password',
  method: 'POST',
  path: '/users/{id}/password',
  summary: 'Give a user a temporary password, typed or generated; his other sessions end.',
  needs: '/permission/admin/manage/identity/passwords',
  dangerous: true,
  target: acting,
  input: closed({
    id: Id,
    version: Type.Optional(Version),
    password: Type.Optional(Type.String({ maxLength: 1024 })),
    /** Default true: he must choose his own at the next sign-in, and the temporary one dies after 24 h. */
    mustChange: Type.Optional(Type.Boolean()),
  }),
  output: closed({
    temporaryPassword: Type.Optional(Type.String()),
    endsAt: MomentOrNever,
    ended: closed({ sessions: Type.Integer(), tokens: Type.Integer() }),
  }),
  secret: ['password', 'temporaryPassword'],
  refusals: ['password.rejected', 'self.refused', 'admin.last'],
});

export const userSummary = operation({
  name: 'users.summary',
  method: 'GET',
  path: '/users/summary',
  summary: 'Who is here: counts by kind and state.',
  needs: '/permission/admin/manage/apim_admin',
  input: closed({}),
  output: closed({ total: Type.Integer(), byKind: Type.Record(Type.String(), Type.Integer()), byState: Type.Record(Type.String(), Type.Integer()) }),
});

export const userOperations = [listUsers, countUsers, userSummary, showUser, addUser, updateUser, rolesOfUser, changeRolesOfUser, resetPassword] as const;
