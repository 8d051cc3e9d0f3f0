// Who asks, told from a request as Fastify gives it. Handed to the doors by main.ts; what counts as a proof is authentication's to say.
import type { FastifyRequest } from 'fastify';
import type { Actor, Door } from '#actor.ts';
import { actorFromRequest, sessionCookie } from '#authentication/actor-from-request.ts';
import type { World } from '#world.ts';
import { languageOf } from './language.ts';

export type Identify = (request: FastifyRequest) => Promise<Actor>;

export const identifyAt =
  (world: World, door: Door): Identify =>
  ({ method, headers, cookies, network }) =>
    actorFromRequest(world, { method, headers, cookie: cookies[sessionCookie], network, door, language: languageOf({ headers, cookies }) });
