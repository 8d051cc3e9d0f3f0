import assert from 'node:assert/strict';
import { it } from 'node:test';
import fc from 'fast-check';
import type { UserActor } from '#actor.ts';
import { Refusal } from '#errors.ts';
import { changeMembers } from '#groups/change-members.ts';
import { changeNesting } from '#groups/change-nesting.ts';
import { changeRolesOfGroup } from '#groups/change-roles-of-group.ts';
import { deleteGroup } from '#groups/delete-group.ts';
import type { Scope } from '#permissions/contract.ts';
import { onBothDatabases } from '../../test/databases.ts';
import { cases } from '../../test/effort.ts';
import { allow, begin } from '../../test/giving.ts';
import { addRole } from './add-role.ts';
import { changeMembersOfRole } from './change-members-of-role.ts';
import { deleteRole } from './delete-role.ts';
import { updateRole } from './update-role.ts';

const identity = '/permission/admin/manage/identity';
/** What is given, edited and denied at random: administrative, nested, and not. */
const paths = [
  identity,
  `${identity}/usermgt`,
  `${identity}/usermgt/view`,
  `${identity}/rolemgt`,
  `${identity}/groupmgt`,
  '/permission/admin/monitor',
  '/permission/applications',
  '/permission',
];

const place = fc.nat({ max: 5 });
const entry = fc.record({ permission: fc.constantFrom(...paths), effect: fc.constantFrom('allow' as const, 'deny' as const) });
const when = fc.constantFrom({}, { until: 4_000_000_000_000 }, { from: 4_000_000_000_000 });
const scoped = fc.constantFrom('everywhere', 'store', 'group', 'role');
const step = fc.oneof(
  fc.record({ do: fc.constant('edit' as const), role: place, entries: fc.array(entry, { maxLength: 3 }) }),
  fc.record({ do: fc.constant('give' as const), role: place, user: place, when, scope: scoped }),
  fc.record({ do: fc.constant('take' as const), role: place, user: place }),
  fc.record({ do: fc.constant('give group' as const), role: place, group: place, when, scope: scoped }),
  fc.record({ do: fc.constant('join' as const), user: place, group: place }),
  fc.record({ do: fc.constant('leave' as const), user: place, group: place }),
  fc.record({ do: fc.constant('nest' as const), group: place, child: place }),
  fc.record({ do: fc.constant('unnest' as const), group: place, child: place }),
  fc.record({ do: fc.constant('delete role' as const), role: place }),
  fc.record({ do: fc.constant('delete group' as const), group: place }),
);
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;

type Stage = Awaited<ReturnType<typeof begin>> & {
  readonly helper: UserActor;
  readonly users: readonly UserActor[];
  readonly roles: readonly string[];
  readonly groups: readonly string[];
  readonly store: string;
};

const at = (ids: readonly string[], index: number) => ids[index % ids.length] ?? '';

/** One step by one actor; a refusal is an answer, anything else a fault. */
async function take({ as, users, roles, groups, store }: Stage, actor: UserActor, one: Step): Promise<boolean> {
  const run = as(actor);
  const people = users.map((user) => user.id);
  const scope = (name: string): Scope | null =>
    name === 'store' ? { store } : name === 'group' ? { groups: [at(groups, 0)] } : name === 'role' ? { roles: [at(roles, 0)] } : null;
  const steps = {
    edit: (s: Extract<Step, { do: 'edit' }>) => run(updateRole, { id: at(roles, s.role), entries: s.entries }),
    give: (s: Extract<Step, { do: 'give' }>) =>
      run(changeMembersOfRole, { id: at(roles, s.role), add: [at(people, s.user)], ...s.when, scope: scope(s.scope) }),
    take: (s: Extract<Step, { do: 'take' }>) => run(changeMembersOfRole, { id: at(roles, s.role), remove: [at(people, s.user)] }),
    'give group': (s: Extract<Step, { do: 'give group' }>) =>
      run(changeRolesOfGroup, { id: at(groups, s.group), give: [{ role: at(roles, s.role), ...s.when, scope: scope(s.scope) }] }),
    join: (s: Extract<Step, { do: 'join' }>) => run(changeMembers, { id: at(groups, s.group), add: [at(people, s.user)] }),
    leave: (s: Extract<Step, { do: 'leave' }>) => run(changeMembers, { id: at(groups, s.group), remove: [at(people, s.user)] }),
    nest: (s: Extract<Step, { do: 'nest' }>) => run(changeNesting, { id: at(groups, s.group), add: [at(groups, s.child)] }),
    unnest: (s: Extract<Step, { do: 'unnest' }>) => run(changeNesting, { id: at(groups, s.group), remove: [at(groups, s.child)] }),
    'delete role': (s: Extract<Step, { do: 'delete role' }>) => run(deleteRole, { id: at(roles, s.role) }),
    'delete group': (s: Extract<Step, { do: 'delete group' }>) => run(deleteGroup, { id: at(groups, s.group) }),
  };
  // The key picks the function that was made for it; the compiler cannot follow that.
  const perform = steps[one.do] as (given: Step) => Promise<unknown>;
  return perform(one).then(
    () => true,
    (thrown: unknown) => {
      if (!(thrown instanceof Refusal)) throw thrown;
      return false;
    },
  );
}

/** Administrative nodes each user holds, ever and on anything: by dates to come and within scopes too. Told from the rows, not by what is tested. */
async function administrativeHeld({ world, users }: Stage): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  const held = new Map<string, ReadonlySet<string>>();
  const { model } = world.authorizer;
  for (const user of users) {
    const direct = await world.db.read.selectFrom('role_users').select('role_no').where('user_no', '=', user.no).execute();
    const groups = new Set(
      (await world.db.read.selectFrom('group_members').select('group_no').where('user_no', '=', user.no).execute()).map((row) => row.group_no),
    );
    const edges = await world.db.read.selectFrom('group_edges').selectAll().execute();
    for (const group of groups) for (const edge of edges) if (edge.child_no === group) groups.add(edge.parent_no);
    const through =
      groups.size === 0
        ? []
        : await world.db.read
            .selectFrom('role_groups')
            .select('role_no')
            .where('group_no', 'in', [...groups])
            .execute();
    const everyone = model.everyone ? [{ role_no: model.everyone.no }] : [];
    const nodes = new Set<string>();
    for (const { role_no } of [...direct, ...through, ...everyone])
      for (const path of await allowedBy(
        world.db.read,
        role_no,
        model.nodes.filter((node) => node.administrative).map((node) => node.path),
      ))
        nodes.add(path);
    held.set(user.id, nodes);
  }
  return held;
}

/** The deepest entry at or above a path wins, deny first; the slow way. */
async function allowedBy(db: Stage['world']['db']['read'], roleNo: number, administrative: readonly string[]): Promise<readonly string[]> {
  const entries = await db
    .selectFrom('role_entries')
    .innerJoin('permission_nodes', 'permission_nodes.no', 'node_no')
    .select(['path', 'allow'])
    .where('role_no', '=', roleNo)
    .execute();
  const deepest = [...entries].sort((one, other) => other.path.length - one.path.length || one.allow - other.allow);
  return administrative.filter((path) => deepest.find((one) => path === one.path || path.startsWith(`${one.path}/`))?.allow === 1);
}

onBothDatabases('Whatever somebody does through roles and groups', (open, kind) => {
  it('no user comes to an administrative permission that he does not hold himself, and he himself comes to none', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 10 }), fc.array(step, { minLength: 10, maxLength: 30 }), async (prepared, steps) => {
        const made = await begin(open);
        const { as, admin, person, group, world } = made;
        const helper = await person('helper', `${identity}/rolemgt`, `${identity}/groupmgt`, `${identity}/usermgt/view`);
        const others = [await person('anna'), await person('bert'), await person('cleo')];
        const groups = [await group('one'), await group('two'), await group('three')];
        const roles: string[] = [];
        for (const [index, path] of [paths[2], paths[3], paths[5], paths[6], paths[1]].entries())
          roles.push((await as(admin)(addRole, { name: `role ${index}`, entries: allow(path ?? '') })).id);
        const { id: store } = await world.db.read.selectFrom('stores').select('id').executeTakeFirstOrThrow();
        const stage: Stage = {
          ...made,
          helper,
          users: [helper, ...others],
          roles: [...roles, await made.roleId('of helper'), await made.roleId('everyone')],
          groups,
          store,
        };
        // The administrator lays the ground; only what the helper does after it is judged.
        for (const one of prepared) await take({ ...stage, users: others }, admin, one);
        for (const one of steps) {
          const before = await administrativeHeld(stage);
          const own = before.get(helper.id) ?? new Set();
          if (!(await take(stage, helper, one))) continue;
          for (const [user, nodes] of await administrativeHeld(stage)) {
            const gained = [...nodes].filter((path) => !before.get(user)?.has(path));
            assert.deepEqual(user === helper.id ? gained : gained.filter((path) => !own.has(path)), [], JSON.stringify(one));
          }
        }
      }),
      { numRuns: cases(kind === 'sqlite' ? 25 : 6) },
    );
  });
});
