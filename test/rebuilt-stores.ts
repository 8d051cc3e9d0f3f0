// Stores over directories in memory that are rebuilt: the same entries under new ids; and what it takes to link them anew: a rehearsal, its plan, a job.
// Called by the tests of re-linking, once for a suite: it opens its world before the first test, and stops what runs after the last.
import assert from 'node:assert/strict';
import { after, before, beforeEach } from 'node:test';
import { actions, performer } from '#actions.ts';
import type { Actor } from '#actor.ts';
import type { Job, Plan, PlanRow } from '#jobs/contract.ts';
import { runJobs } from '#jobs/runner.ts';
import { addStore } from '#stores/add-store.ts';
import type { StoreDetails } from '#stores/contract.ts';
import type { Drive } from '#stores/registry.ts';
import { rehearseRelink } from '#synchronise/relink/rehearse.ts';
import { runSynchroniser, type Synchroniser } from '#synchronise/runner.ts';
import type { Open } from './databases.ts';
import type { Directory } from './directory.ts';
import { type People, peopleOf } from './people.ts';
import { runOf, scriptedStores } from './scripted-stores.ts';
import { openTestWorld, type TestWorld } from './world.ts';

type Rehearsed = Plan & { readonly items: readonly PlanRow[] };

/** `driven` = what stands between Reeve and the directories. */
export function rebuiltStores(open: Open, driven = (drive: Drive): Drive => drive) {
  const scripted = scriptedStores('R');
  let test: TestWorld;
  let people: People;
  let synchroniser: Synchroniser;
  before(async () => {
    test = await openTestWorld(open, { drive: driven(scripted.drive) });
    people = peopleOf(test);
    synchroniser = runSynchroniser(test.world);
  });
  after(() => synchroniser?.stop());
  beforeEach(() => test.world.changes.poll());

  const added = async (fill: (directory: Directory) => void) => {
    const { directory, told } = scripted.next(fill);
    const store = await people.run(addStore, test.admin, told);
    await synchroniser.idle();
    return { directory, store };
  };
  /** The same entries under new ids; `rename` = what they are called now. */
  const rebuild = (directory: Directory, rename = (name: string) => name) => {
    const [users, groups] = [[...directory.users.values()], [...directory.groups.values()]];
    directory.users.clear();
    directory.groups.clear();
    for (const { key: _, changed: __, name, ...entry } of users) directory.add(rename(name), entry);
    for (const { name, members } of groups) directory.group(name, ...members);
  };
  const ask = async (actor: Actor, name: string, input: object) => {
    const action = actions.find(({ operation }) => operation.name === name);
    assert.ok(action, name);
    await test.world.changes.poll();
    return action.run(test.world, actor, input);
  };
  const state = (id: string) => runOf(test.world, id);
  const again = async ({ id }: StoreDetails, input: { readonly vanishing?: number } = {}) => {
    await ask(test.admin, 'stores.synchronise', { id, full: true, ...input });
    await synchroniser.idle();
    return state(id);
  };
  const user = (store: StoreDetails, name: string) =>
    test.world.db.read
      .selectFrom('users')
      .innerJoin('stores', 'stores.no', 'users.store_no')
      .innerJoin('store_entries', (join) => join.onRef('object_no', '=', 'users.no').on('store_entries.kind', '=', 'user'))
      .selectAll('users')
      .select(['store_entries.key'])
      .where('stores.id', '=', store.id)
      .where('user_name', '=', name)
      .executeTakeFirstOrThrow();
  const names = async (store: StoreDetails) =>
    (
      await test.world.db.read
        .selectFrom('users')
        .innerJoin('stores', 'stores.no', 'store_no')
        .select('user_name')
        .where('stores.id', '=', store.id)
        .where('users.deleted_at', '=', 0)
        .orderBy('user_name')
        .execute()
    ).map(({ user_name }) => user_name);
  const keyOf = (directory: Directory, name: string) => [...directory.users.values()].find((one) => one.name === name)?.key ?? '';
  const rolesOf = async (userId: string) =>
    (
      await test.world.db.read
        .selectFrom('role_users')
        .innerJoin('users', 'users.no', 'user_no')
        .innerJoin('roles', 'roles.no', 'role_no')
        .select('roles.id')
        .where('users.id', '=', userId)
        .orderBy('roles.id')
        .execute()
    ).map(({ id }) => id);
  const may = async (id: string, permission: string) => (await test.world.authorizer.may(id, permission, test.clock.now())).allowed;

  const rehearse = (store: StoreDetails, by: 'name' | 'mail', actor: Actor = test.admin): Promise<Rehearsed> =>
    people.run(rehearseRelink, actor, { id: store.id, by });
  const says = ({ items }: Rehearsed) => items.map(({ kind, name, verdict, says: why }) => `${kind} ${name} ${verdict}: ${why}`);
  const ended = async (id: string): Promise<Job> => {
    const runner = runJobs(test.world, performer);
    try {
      for (;;) {
        const job = (await ask(test.admin, 'jobs.show', { id })) as Job;
        if (job.finishedAt > 0) return job;
        await new Promise((resolve) => setImmediate(resolve));
      }
    } finally {
      await runner.stop();
    }
  };
  const done = async ({ id }: Pick<Plan, 'id'>): Promise<Job> => {
    await ask(test.admin, 'plans.carry-out', { id });
    return ended(id);
  };
  const rows = (id: string) =>
    test.world.db.read
      .selectFrom('job_rows')
      .innerJoin('jobs', 'jobs.no', 'job_no')
      .selectAll('job_rows')
      .where('jobs.id', '=', id)
      .orderBy('position')
      .execute();

  return {
    get test() {
      return test;
    },
    get people() {
      return people;
    },
    get synchroniser() {
      return synchroniser;
    },
    added,
    rebuild,
    ask,
    state,
    again,
    user,
    names,
    keyOf,
    rolesOf,
    may,
    rehearse,
    says,
    ended,
    done,
    rows,
  };
}
