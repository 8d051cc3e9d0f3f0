// A visit of somebody who is signed in to his own page, and what he does there: the same actions as through the API.
// Called by the account's pages. Knows no page.
import type { UserActor } from '#actor.ts';
import { authenticationActions } from '#authentication/actions.ts';
import type { AnyOperation, InputOf, OutputOf } from '#contract.ts';
import type { Refusal } from '#errors.ts';
import { requestActions } from '#requests/actions.ts';
import { sessionActions } from '#sessions/actions.ts';
import { userActions } from '#users/actions.ts';
import type { World } from '#world.ts';
import type { Exchange } from './frame.ts';
import type { Kept } from './prove-again.ts';
import type { Form } from './visitor.ts';

export type Visit = { readonly actor: UserActor; readonly csrf: string };
/** What is said on the page afterwards. */
export type Told = {
  readonly refusal?: Refusal;
  readonly good?: string;
  readonly secret?: string /** What he had typed. */;
  readonly kept?: Kept /** He is asked to prove again who he is. */;
  readonly proving?: boolean;
};
export type Deed = (world: World, given: { readonly visit: Visit; readonly form: Form } & Exchange) => Promise<Told & { readonly visit?: Visit }>;

export async function run<Op extends AnyOperation>(
  world: World,
  actor: UserActor,
  { operation, input }: { readonly operation: Op; readonly input: InputOf<Op> },
): Promise<OutputOf<Op>> {
  const action = [...sessionActions, ...authenticationActions, ...userActions, ...requestActions].find((one) => one.operation === operation);
  if (!action) throw new Error(`No action is made for ${operation.name}.`);
  // Found by the operation itself, whose output it gives.
  return (await action.run(world, actor, input)) as OutputOf<Op>;
}
