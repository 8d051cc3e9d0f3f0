// People for tests about users: added through the actions, with roles made of the permissions named and given with a scope.
// Called by tests, on a world of test/world.ts.
import assert from 'node:assert/strict';
import type { Action } from '#action.ts';
import type { Actor, UserActor } from '#actor.ts';
import type { AnyOperation, InputOf, OutputOf } from '#contract.ts';
import type { Code, Refusal } from '#errors.ts';
import type { Scope } from '#permissions/contract.ts';
import { addRole } from '#roles/add-role.ts';
import { addUser } from '#users/add-user.ts';
import { changeRolesOfUser } from '#users/change-roles-of-user.ts';
import type { TestWorld } from './world.ts';

export const identity = '/permission/admin/manage/identity';
export const goodPassword = 'violet Harbour 27 mule';
export const host: Actor = { kind: 'host', name: 'root', door: 'cli' };

export type People = {
  /** Runs an action with input of its type. */
  run<Op extends AnyOperation>(action: Action<Op>, actor: Actor, input: InputOf<Op>): Promise<OutputOf<Op>>;
  /** A person with a password that does not end, and his actor. */
  person(userName: string, more?: Partial<InputOf<(typeof addUser)['operation']>>): Promise<UserActor>;
  /** A role that allows these nodes. Gives its id. */
  role(name: string, ...permissions: readonly string[]): Promise<string>;
  /** A person who holds these nodes within a scope. */
  helper(userName: string, permissions: readonly string[], scope?: Scope | null): Promise<UserActor>;
};

export function peopleOf(test: TestWorld): People {
  // Nothing polls in a test world, and a node that has not heard for long answers nothing.
  const run: People['run'] = async (action, actor, input) => {
    await test.world.changes.poll();
    return action.run(test.world, actor, input);
  };
  const person: People['person'] = async (userName, more = {}) => {
    const { id } = await run(addUser, test.admin, { userName, password: goodPassword, mustChangePassword: false, ...more });
    return test.actorOf(id);
  };
  const role: People['role'] = async (name, ...permissions) =>
    (await run(addRole, test.admin, { name, entries: permissions.map((permission) => ({ permission, effect: 'allow' as const })) })).id;
  const helper: People['helper'] = async (userName, permissions, scope = null) => {
    const [actor, id] = [await person(userName), await role(`role of ${userName}`, ...permissions)];
    await run(changeRolesOfUser, test.admin, { id: actor.id, give: [{ role: id, scope }] });
    return actor;
  };
  return { run, person, role, helper };
}

/** Expects a refusal of this code, and gives it. */
export async function refused(code: Code, promise: Promise<unknown>): Promise<Refusal> {
  const fault = await promise.then(
    () => assert.fail(`expected ${code}, and it was done`),
    (reason: unknown) => reason,
  );
  if (!isRefusal(fault)) throw fault;
  assert.equal(fault.code, code, fault.message);
  return fault;
}

const isRefusal = (fault: unknown): fault is Refusal => fault instanceof Error && fault.name === 'Refusal';
