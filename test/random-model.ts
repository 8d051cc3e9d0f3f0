// Random small worlds for the differential tests: as plain rows for the naive evaluator, and as the model and subjects that decisions really use.
// Called by the permission tests. Small on purpose: few names, so that rules meet.
import fc from 'fast-check';
import type { Scope } from '#permissions/contract.ts';
import type { Subject } from '#permissions/decide.ts';
import { membershipsOf } from '#permissions/decide.ts';
import type { Grant, Group, Model, Node, Role } from '#permissions/model.ts';
import { type On, scopeKey } from '#permissions/scope.ts';
import type { Plain } from './naive.ts';

const paths = [
  '/permission',
  '/permission/admin',
  '/permission/admin/a',
  '/permission/admin/a/x',
  '/permission/admin/a/x/deep',
  '/permission/admin/b',
  '/permission/app',
  '/permission/app/r',
  '/permission/app/r/w',
];
const roles = ['everyone', 'r1', 'r2', 'r3', 'r4'];
const groups = ['g1', 'g2', 'g3', 'g4'];
const users = ['u1', 'u2', 'u3'];
export const now = 1_000;
const moments = [0, 0, 0, 500, 999, 1_000, 1_001, 2_000];

const moment = fc.constantFrom(...moments);
const leaf: fc.Arbitrary<Scope> = fc.oneof(
  fc.constantFrom('s1', 's2').map((store) => ({ store })),
  fc.constantFrom('DE', 'de', 'FR').map((equals) => ({ attribute: 'country', equals })),
  fc.uniqueArray(fc.constantFrom(...roles), { minLength: 1, maxLength: 2 }).map((some) => ({ roles: some })),
  fc.uniqueArray(fc.constantFrom(...groups), { minLength: 1, maxLength: 2 }).map((some) => ({ groups: some })),
);
export const scope: fc.Arbitrary<Scope> = fc.letrec<{ tree: Scope }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 2 },
    leaf,
    fc.array(tie('tree'), { minLength: 1, maxLength: 2 }).map((all) => ({ all })),
    fc.array(tie('tree'), { minLength: 1, maxLength: 2 }).map((any) => ({ any })),
  ),
})).tree;

/** Nesting is drawn upwards only, so that it has no circle; the rooms refuse one. */
const nesting = fc
  .array(fc.tuple(fc.nat(3), fc.nat(3)), { maxLength: 5 })
  .map((pairs) => pairs.filter(([a, b]) => a < b).map(([a, b]) => ({ child: groups[a] ?? '', parent: groups[b] ?? '' })));

export const plainWorld: fc.Arbitrary<Plain> = fc.record({
  nodes: fc.constant(paths),
  entries: fc.array(fc.record({ role: fc.constantFrom(...roles), path: fc.constantFrom(...paths), allow: fc.boolean() }), { maxLength: 10 }),
  nested: nesting,
  members: fc.array(fc.record({ user: fc.constantFrom(...users), group: fc.constantFrom(...groups) }), { maxLength: 4 }),
  given: fc.array(
    fc.record({
      role: fc.constantFrom(...roles.slice(1)),
      to: fc.constantFrom(...users, ...groups),
      from: moment,
      until: moment,
      scope: fc.option(scope, { freq: 2 }),
    }),
    { maxLength: 6 },
  ),
  everyone: fc.constant('everyone'),
  users: fc.tuple(
    ...users.map((id) =>
      fc.record({
        id: fc.constant(id),
        store: fc.constantFrom('s1', 's2'),
        country: fc.constantFrom('DE', 'FR', ''),
        disabledAt: fc.constantFrom(0, 0, 0, 0, 5),
        lockedAt: fc.constantFrom(0, 0, 0, 5),
        lockedUntil: moment,
        startsAt: fc.constantFrom(0, 0, 0, 500, 2_000),
        endsAt: fc.constantFrom(0, 0, 0, 999, 1_000, 1_001),
        deletedAt: fc.constantFrom(0, 0, 0, 0, 5),
        pending: fc.constantFrom('', '', '', 'approval'),
      }),
    ),
  ),
});

/** Ids are names; row keys their places. */
export function modelOf(plain: Plain): Model {
  const nodes: Node[] = [...plain.nodes].sort().map((path, index, all) => ({
    index,
    no: index + 1,
    id: path,
    parent: all.indexOf(path.slice(0, path.lastIndexOf('/'))),
    path,
    displayName: path,
    description: '',
    administrative: path === '/permission' || path.startsWith('/permission/admin'),
  }));
  const byPath = new Map(nodes.map((node) => [node.path, node]));
  const made = roles.map((name, index): Role => {
    const entries = new Map<number, boolean>();
    for (const { role, path, allow } of plain.entries) {
      const node = byPath.get(path);
      if (role === name && node) entries.set(node.index, allow && entries.get(node.index) !== false);
    }
    return { no: index + 1, id: name, name, builtIn: name === 'everyone' ? 'everyone' : '', entries };
  });
  const known = groups.map((name, index): Group => ({ no: index + 1, id: name, name, storeNo: 1 }));
  const edges = (from: 'child' | 'parent', to: 'child' | 'parent') =>
    new Map(known.map((group) => [group.no, plain.nested.filter((edge) => edge[from] === group.id).map((edge) => groups.indexOf(edge[to]) + 1)]));
  return {
    number: 1,
    nodes,
    byPath,
    roles: new Map(made.map((role) => [role.no, role])),
    roleById: new Map(made.map((role) => [role.id, role])),
    groups: new Map(known.map((group) => [group.no, group])),
    groupById: new Map(known.map((group) => [group.id, group])),
    parentsOf: edges('child', 'parent'),
    childrenOf: edges('parent', 'child'),
    grantsOfGroup: new Map(known.map((group) => [group.no, grantsTo(plain, group.id)])),
    attributes: new Map(),
    everyone: made[0] ?? null,
    effects: new Map(),
    storesOff: new Set(),
    discovers: false,
    suggested: new Map(),
  };
}

const grantsTo = (plain: Plain, to: string): readonly Grant[] =>
  plain.given.flatMap((one, no) =>
    one.to === to ? [{ no, roleNo: roles.indexOf(one.role) + 1, from: one.from, until: one.until, scope: one.scope, givenBy: 'somebody', givenAt: 1 }] : [],
  );

export function subjectOf(plain: Plain, id: string): Subject {
  const row = plain.users.find((one) => one.id === id);
  if (!row) throw new Error(`no ${id}`);
  return {
    no: users.indexOf(id) + 1,
    id,
    kind: 'person',
    facts: { ...row, revocationEpoch: 0, stateReason: '' },
    grants: grantsTo(plain, id),
    groups: [...new Set(plain.members.filter((one) => one.user === id).map((one) => groups.indexOf(one.group) + 1))],
  };
}

export function targetOf(plain: Plain, model: Model, id: string): On {
  const row = plain.users.find((one) => one.id === id);
  if (row)
    return {
      kind: 'user',
      id,
      storeId: row.store,
      attributes: new Map([['country', [scopeKey(row.country)]]]),
      ...membershipsOf(model, subjectOf(plain, id), now),
    };
  return model.groupById.has(id) ? { kind: 'group', id, storeId: 's1' } : { kind: 'role', id };
}

export const question = fc.record({
  user: fc.constantFrom(...users),
  path: fc.constantFrom(...paths, '/permission/none'),
  on: fc.option(fc.constantFrom(...users, 'r1', 'r2'), { nil: undefined }),
});
export const allPaths = paths;

export const allUsers = users;
