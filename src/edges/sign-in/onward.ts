// Where somebody goes after a step of signing in: to the next step, or, signed in, to where he wanted.
// Called by the pages of this edge. The steps are the flow's.
import type { FastifyReply } from 'fastify';
import type { SignedIn, Step, Waiting } from '#authentication/flow.ts';
import { placeOf } from '#authentication/place-of.ts';
import type { World } from '#world.ts';
import { remember } from './remembered.ts';
import { ownPath } from './to.ts';
import { setFlow, setSignedIn } from './visitor.ts';

/** Where he is told that his password ends, on the way. */
export const endingPath = '/sign-in/password-ends';

const pathOf: Readonly<Record<Step, string>> = { factor: '/sign-in/factor', 'own-password': '/sign-in/password', 'add-factor': '/sign-in/add-factor' };

/** Sets the cookies, and gives the place. */
export async function onward(world: World, reply: FastifyReply, result: SignedIn | Waiting): Promise<string> {
  if (result.step !== 'done') {
    setFlow(reply, result.flow);
    return pathOf[result.step];
  }
  setSignedIn(reply, result);
  remember(world, reply, result);
  const place = await placeOf(world, { userId: result.userId, to: ownPath(result.to) });
  return result.passwordEndsAt > 0 ? `${endingPath}?to=${encodeURIComponent(place)}` : place;
}

export const goOnward = async (world: World, reply: FastifyReply, result: SignedIn | Waiting) => reply.redirect(await onward(world, reply, result), 303);
