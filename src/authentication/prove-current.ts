// The current password of somebody who is signed in, or half-way: a wrong one counts as a failure, like one at the sign-in page.
// Called by actions.ts and flow.ts before a password is changed.
import type { Door } from '#actor.ts';
import { Refusal } from '#errors.ts';
import type { World } from '#world.ts';
import { attemptUser } from './attempts.ts';
import { provePassword } from './authenticate.ts';
import type { CredentialRow } from './queries.ts';

type Proving = {
  readonly current: string;
  readonly network: string;
  readonly door: Door /** By a session or a flow of his own browser. */;
  readonly known: boolean;
};

export async function proveCurrent(world: World, user: CredentialRow, { current, network, door, known }: Proving): Promise<CredentialRow> {
  const key = { user: attemptUser(world.salt, user.domain, user.user_name), network, known, userId: user.id };
  const attempt = { typedName: user.user_name, password: current, network, door };
  try {
    return (await provePassword(world, { key, user, attempt, began: performance.now() })).user;
  } catch (refused) {
    throw refused instanceof Refusal && (refused.code === 'signin.refused' || refused.code === 'signin.unsure') ? wrong() : refused;
  }
}

const wrong = () => new Refusal('password.wrong', {}, [{ field: 'current' }]);
