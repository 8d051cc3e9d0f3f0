import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { cases } from '../../test/effort.ts';
import { mayNaively } from '../../test/naive.ts';
import { allPaths, allUsers, modelOf, now, plainWorld, question, scope, subjectOf, targetOf } from '../../test/random-model.ts';
import { holdsMore } from './contain.ts';
import { allows, counts, heldBy, inForce, reachOf, stopped } from './decide.ts';
import { explain, nearestMissing } from './explain.ts';
import { covers, includes, reaches } from './scope.ts';

const runs = { numRuns: cases(4_000) };

/** What the authorizer does, without a database. */
function decided(plain: Parameters<typeof modelOf>[0], { user, path, on }: { user: string; path: string; on?: string | undefined }) {
  const model = modelOf(plain);
  const subject = subjectOf(plain, user);
  const node = model.byPath.get(path);
  const target = on === undefined ? undefined : targetOf(plain, model, on);
  return { model, subject, node, target, allowed: node !== undefined && stopped(subject, now) === null && allows(inForce(model, subject, now), node, target) };
}

describe('decisions', () => {
  it('equal the naive evaluator on random models: groups, scopes, denies, dates, states', () => {
    fc.assert(
      fc.property(plainWorld, fc.array(question, { minLength: 3, maxLength: 3 }), (plain, questions) => {
        for (const asked of questions) {
          const expected = mayNaively(plain, asked.user, asked.path, asked.on === undefined ? { now } : { now, on: asked.on });
          assert.equal(decided(plain, asked).allowed, expected, JSON.stringify(asked));
        }
      }),
      runs,
    );
  });

  it('are explained by a path exactly when they allow, and by something missing otherwise', () => {
    fc.assert(
      fc.property(plainWorld, question, (plain, asked) => {
        const { model, subject, node, target, allowed } = decided(plain, asked);
        if (!node) return;
        const { paths, missing, ...said } = explain(model, { subject, node, now, ...(target ? { on: target } : {}) });
        assert.equal(said.allowed, allowed);
        assert.equal(paths.length > 0, allowed);
        assert.equal(missing.length > 0, !allowed);
      }),
      runs,
    );
  });

  it('tell of somebody who may act first what an explanation tells first', () => {
    let plainly = 0;
    fc.assert(
      fc.property(plainWorld, question, (plain, asked) => {
        const { model, subject, node, target, allowed } = decided(plain, asked);
        if (!node || allowed || stopped(subject, now)) return;
        const on = target ? { on: target } : {};
        const roles = inForce(model, subject, now);
        if (roles.plain) plainly += 1;
        assert.deepEqual(nearestMissing(model, { subject, node, now, ...on }, roles), explain(model, { subject, node, now, ...on }).missing[0]);
      }),
      runs,
    );
    assert.ok(plainly > 0, 'somebody lacks nothing but a role');
  });

  it('about a node of an older model are about that node, or about none, never about the one in its place', () => {
    const isNew = (path: string) => path.startsWith('/permission/admin/a');
    let moved = 0;
    fc.assert(
      fc.property(plainWorld, fc.constantFrom(...allUsers), (plain, user) => {
        const fewer = modelOf({ ...plain, nodes: allPaths.filter((path) => !isNew(path)), entries: plain.entries.filter(({ path }) => !isNew(path)) });
        const more = modelOf(plain);
        const subject = subjectOf(plain, user);
        for (const [model, older] of [
          [more, fewer],
          [fewer, more],
        ] as const) {
          const roles = inForce(model, subject, now);
          for (const node of older.nodes) {
            const own = model.byPath.get(node.path);
            if (own?.index !== node.index) moved += 1;
            assert.equal(allows(roles, node), own !== undefined && allows(roles, own), node.path);
            assert.deepEqual(reachOf(roles, node), own ? reachOf(roles, own) : [], node.path);
            const said = explain(model, { subject, node, now });
            if (own) assert.deepEqual(said, explain(model, { subject, node: own, now }));
            else assert.deepEqual([said.allowed, said.paths.length, said.missing.length], [false, 0, 1]);
            const nearest = nearestMissing(model, { subject, node, now }, roles);
            assert.deepEqual(nearest, own && nearestMissing(model, { subject, node: own, now }, roles));
          }
        }
      }),
      { numRuns: cases(400) },
    );
    assert.ok(moved > 0);
  });

  it('with a target allow exactly where the reach covers it', () => {
    fc.assert(
      fc.property(plainWorld, question, (plain, asked) => {
        const { model, subject, node, target } = decided(plain, asked);
        if (!node || !target) return;
        const roles = inForce(model, subject, now);
        assert.equal(reaches(reachOf(roles, node), target), allows(roles, node, target));
      }),
      runs,
    );
  });

  it('stay the same until the date that is named', () => {
    fc.assert(
      fc.property(plainWorld, fc.integer({ min: 1_001, max: 3_000 }), (plain, later) => {
        const model = modelOf(plain);
        for (const user of allUsers) {
          const roles = inForce(model, subjectOf(plain, user), now);
          if (roles.until !== null && later >= roles.until) continue;
          const then = inForce(model, subjectOf(plain, user), later);
          assert.deepEqual([new Set(then.open), then.scoped], [new Set(roles.open), roles.scoped]);
        }
      }),
      runs,
    );
  });
});

describe('containment', () => {
  it('refuses exactly when the target holds an administrative node that the actor does not hold over him', () => {
    fc.assert(
      fc.property(plainWorld, (plain) => {
        const model = modelOf(plain);
        const [actor, target] = [subjectOf(plain, 'u1'), subjectOf(plain, 'u2')];
        const on = targetOf(plain, model, 'u2');
        const roles = inForce(model, actor, now);
        const targetHeld = heldBy(model, target).filter(({ grant }) => grant && (grant.until === 0 || now < grant.until));
        const expected = model.nodes.some(
          (node) => node.administrative && targetHeld.some(({ role }) => mayOfRole(plain, role.id, node.path)) && !allows(roles, node, on),
        );
        assert.equal(holdsMore(model, { held: heldBy(model, actor), now, narrowed: null }, { held: targetHeld, on }) !== null, expected);
      }),
      runs,
    );
  });

  const mayOfRole = (plain: Parameters<typeof modelOf>[0], role: string, path: string) =>
    mayNaively(
      {
        ...plain,
        everyone: role,
        given: [],
        users: [{ id: 'x', store: '', country: '', disabledAt: 0, lockedAt: 0, lockedUntil: 0, startsAt: 0, endsAt: 0, deletedAt: 0, pending: '' }],
      },
      'x',
      path,
      { now },
    );

  it('holding all children is not holding the parent', () => {
    const plain = {
      nodes: allPaths,
      nested: [],
      members: [],
      everyone: 'everyone',
      users: allUsers.map((id) => ({
        id,
        store: 's1',
        country: '',
        disabledAt: 0,
        lockedAt: 0,
        lockedUntil: 0,
        startsAt: 0,
        endsAt: 0,
        deletedAt: 0,
        pending: '',
      })),
      entries: [
        { role: 'r1', path: '/permission/admin/a', allow: true },
        { role: 'r1', path: '/permission/admin/b', allow: true },
        { role: 'r2', path: '/permission/admin', allow: true },
      ],
      given: [
        { role: 'r1', to: 'u1', from: 0, until: 0, scope: null },
        { role: 'r2', to: 'u2', from: 0, until: 0, scope: null },
      ],
    };
    const model = modelOf(plain);
    const more = holdsMore(
      model,
      { held: heldBy(model, subjectOf(plain, 'u1')), now, narrowed: null },
      { held: heldBy(model, subjectOf(plain, 'u2')), on: targetOf(plain, model, 'u2') },
    );
    assert.equal(more?.path, '/permission/admin');
  });
});

describe('scopes', () => {
  it('that include another cover everything the other covers', () => {
    fc.assert(
      fc.property(plainWorld, scope, scope, (plain, wide, narrow) => {
        const model = modelOf(plain);
        if (!includes(wide, narrow)) return;
        for (const id of [...allUsers, 'r1', 'r2', 'g1', 'g2']) {
          const on = targetOf(plain, model, id);
          assert.ok(!covers(narrow, on) || covers(wide, on), `${JSON.stringify(wide)} ⊉ ${JSON.stringify(narrow)} on ${id}`);
        }
      }),
      runs,
    );
  });

  it('include themselves, and everything includes them', () => {
    fc.assert(
      fc.property(scope, (one) => includes(one, one) && includes(null, one) && !includes(one, null)),
      runs,
    );
  });
});

// The cases of the original system (its tree, its union of roles), in our words; where ours differ, the sentence says so.
describe('what users of the original rely on', () => {
  const active = allUsers.map((id) => ({
    id,
    store: 's1',
    country: '',
    disabledAt: 0,
    lockedAt: 0,
    lockedUntil: 0,
    startsAt: 0,
    endsAt: 0,
    deletedAt: 0,
    pending: '',
  }));
  const cases: readonly {
    readonly says: string;
    readonly entries: readonly [role: string, path: string, allow: boolean][];
    readonly given: readonly string[];
    readonly path: string;
    readonly allowed: boolean;
  }[] = [
    {
      says: 'a grant at a parent covers all below it',
      entries: [['r1', '/permission/admin', true]],
      given: ['r1'],
      path: '/permission/admin/a/x/deep',
      allowed: true,
    },
    {
      says: 'a deny deeper takes that one role out',
      entries: [
        ['r1', '/permission/admin', true],
        ['r1', '/permission/admin/a', false],
      ],
      given: ['r1'],
      path: '/permission/admin/a/x',
      allowed: false,
    },
    {
      says: 'a grant still deeper puts it back',
      entries: [
        ['r1', '/permission/admin', true],
        ['r1', '/permission/admin/a', false],
        ['r1', '/permission/admin/a/x', true],
      ],
      given: ['r1'],
      path: '/permission/admin/a/x/deep',
      allowed: true,
    },
    {
      says: 'on the same node deny beats allow for one role',
      entries: [
        ['r1', '/permission/admin', true],
        ['r1', '/permission/admin', false],
      ],
      given: ['r1'],
      path: '/permission/admin',
      allowed: false,
    },
    {
      says: 'a deny never crosses roles: another role with allow suffices',
      entries: [
        ['r1', '/permission/admin', false],
        ['r2', '/permission/admin', true],
      ],
      given: ['r1', 'r2'],
      path: '/permission/admin/b',
      allowed: true,
    },
    { says: 'everyone counts for all', entries: [['everyone', '/permission/app', true]], given: [], path: '/permission/app/r', allowed: true },
    { says: 'no role, no permission', entries: [['r1', '/permission', true]], given: [], path: '/permission/app', allowed: false },
    { says: 'a child does not give its parent', entries: [['r1', '/permission/app/r', true]], given: ['r1'], path: '/permission/app', allowed: false },
    {
      says: 'a node that does not exist is never allowed, whatever lies above it (the original said yes)',
      entries: [['r1', '/permission', true]],
      given: ['r1'],
      path: '/permission/admin/gone',
      allowed: false,
    },
  ];
  for (const { says, entries, given, path, allowed } of cases) {
    it(says, () => {
      const plain = {
        nodes: allPaths,
        nested: [],
        members: [],
        everyone: 'everyone',
        users: active,
        entries: entries.map(([role, at, allow]) => ({ role, path: at, allow })),
        given: given.map((role) => ({ role, to: 'u1', from: 0, until: 0, scope: null })),
      };
      assert.equal(decided(plain, { user: 'u1', path }).allowed, allowed);
      assert.equal(mayNaively(plain, 'u1', path, { now }), allowed);
    });
  }

  it('a date that has come or gone counts at once', () => {
    assert.deepEqual(
      [
        [0, 0],
        [1_001, 0],
        [0, 1_000],
        [0, 1_001],
      ].map(([from = 0, until = 0]) => counts({ no: 1, roleNo: 1, from, until, scope: null, givenBy: '', givenAt: 0 }, now)),
      [true, false, false, true],
    );
  });
});
