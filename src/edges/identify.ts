// Who asks, told from a request as Fastify gives it. Handed to the doors by main.ts; what counts as a proof is authentication's to say.
import type { FastifyRequest } from 'fastify';
import type { Actor, Door } from '#actor.ts';
import { actorAtOnce, actorFromRequest, sessionCookie } from '#authentication/actor-from-request.ts';
import type { World } from '#world.ts';

export type Identify = {
  (request: FastifyRequest): Promise<Actor>;
  /** The same without waiting, if it is somebody remembered; undefined = ask. */
  atOnce(request: FastifyRequest): Actor | undefined;
};

export function identifyAt(world: World, door: Door): Identify {
  const asked = ({ method, headers, cookies, network }: FastifyRequest) => ({ method, headers, cookie: cookies[sessionCookie], network, door });
  return Object.assign((request: FastifyRequest) => actorFromRequest(world, asked(request)), {
    atOnce: (request: FastifyRequest) => actorAtOnce(world, asked(request)),
  });
}
