// A world with persons, roles and groups in it, for tests of rooms below users/. Called by tests; makes persons without the actions of users/.
import type { Action } from '#action.ts';
import type { Actor, UserActor } from '#actor.ts';
import type { AnyOperation, OutputOf } from '#contract.ts';
import { type Code, Refusal } from '#errors.ts';
import { addGroup } from '#groups/add-group.ts';
import { addRole } from '#roles/add-role.ts';
import { listRoles } from '#roles/list-roles.ts';
import { addPerson, findPrimary, writePassword } from '#setup/queries.ts';
import type { Open } from './databases.ts';
import { openTestWorld, type TestWorld } from './world.ts';

export const allow = (...paths: readonly string[]) => paths.map((permission) => ({ permission, effect: 'allow' as const }));
export const refusedAs = (code: Code) => (thrown: unknown) => thrown instanceof Refusal && thrown.code === code;

/** A person of PRIMARY who may sign in and holds nothing. */
export async function addTestPerson({ world, actorOf }: Pick<TestWorld, 'world' | 'actorOf'>, userName: string): Promise<UserActor> {
  const id = world.newId();
  await world.db.write(async (tx) => {
    const { no: storeNo } = await findPrimary(tx);
    const no = await addPerson(tx, { id, storeNo, userName, key: userName.toLowerCase(), now: world.now() });
    await writePassword(tx, { no, passwordHash: '$argon2id$nobody', now: world.now() });
  });
  return actorOf(id);
}

/** A world with its administrator, and the few steps that most tests begin with. */
export async function begin(open: Open) {
  const test = await openTestWorld(open);
  const { world, admin } = test;
  const as =
    (actor: Actor) =>
    <Op extends AnyOperation>(action: Action<Op>, input: unknown): Promise<OutputOf<Op>> =>
      action.run(world, actor, input);
  /** Somebody with a role of his own, `of <name>`, that allows these. */
  const person = async (userName: string, ...paths: readonly string[]): Promise<UserActor> => {
    const made = await addTestPerson(test, userName);
    if (paths.length > 0) await as(admin)(addRole, { name: `of ${userName}`, entries: allow(...paths), users: [made.id] });
    return made;
  };
  return {
    ...test,
    as,
    person,
    group: async (name: string) => (await as(admin)(addGroup, { name })).id,
    roleId: async (name: string) => (await as(admin)(listRoles, { search: name, limit: 200 })).items.find((role) => role.name === name)?.id ?? '',
    may: async (user: UserActor, path: string) => (await world.authorizer.may(user.id, path, world.now())).allowed,
  };
}
