// Who asks, told from a session's cookie or an API token, through the gate. The only maker of an Actor besides the command line.
// Called by every web door. What is malformed, ended or doubled is refused, never taken for a stranger (CVE-2026-25748); absence is a stranger.
// Does not know what the actor may do.
import type { Actor, Door } from '#actor.ts';
import { Refusal } from '#errors.ts';
import type { Borne, World } from '#world.ts';
import { checkCrossSiteToken, checkOrigin, type Headers, single } from './cross-site.ts';

export const sessionCookie = '__Host-reeve';
const tokenHeader = 'x-reeve-csrf';
const reading: readonly string[] = ['GET', 'HEAD'];

export type Request = {
  readonly method: string;
  readonly headers: Headers;
  /** The value of the cookie `__Host-reeve`; undefined = there is none. */
  readonly cookie: string | undefined;
  readonly network: string;
  readonly door: Door;
  /** The cross-site token where it comes in a form; otherwise it is the header X-Reeve-CSRF. */
  readonly token?: unknown;
};

export async function actorFromRequest(world: World, request: Request): Promise<Actor> {
  const { headers, cookie, network, door } = request;
  const bearer = headers.authorization;
  if (cookie === undefined && bearer === undefined) return { kind: 'stranger', door, network };
  const wanted = cookie === undefined ? 'token' : 'session';
  const borne = await world.bearers.find(bearerText(request), world.now());
  if (borne?.bearer !== wanted) throw new Refusal('auth.required');
  if (borne.bearer === 'session' && !reading.includes(request.method)) checkOwnPage(world, request, borne);
  const { userNo: no, userId: id, epoch, bearer: via, id: viaId, narrowed } = borne;
  return { kind: 'user', no, id, epoch, via, viaId, narrowed, door, network };
}

/** Both at once: which one counts would be anybody's guess. */
function bearerText({ cookie, headers }: Request): string {
  if (cookie !== undefined && headers.authorization !== undefined) throw new Refusal('auth.required');
  return cookie ?? /^Bearer ([^\s,]+)$/i.exec(single(headers.authorization) ?? '')?.[1] ?? '';
}

function checkOwnPage({ config }: World, { headers, token }: Request, { csrf }: Borne) {
  checkOrigin(headers, config);
  checkCrossSiteToken(token ?? single(headers[tokenHeader]), csrf);
}
