// Who asks, told from a session's cookie or an API token, through the gate. The only maker of an Actor besides the command line.
// Called by every web door. What is malformed, ended or doubled is refused, never taken for a stranger (CVE-2026-25748); absence is a stranger.
// Does not know what the actor may do.
import type { Actor, Door, UserActor } from '#actor.ts';
import { Refusal } from '#errors.ts';
import type { Language } from '#sentences/language.ts';
import { viewAs } from '#sessions/contract.ts';
import { readViewing } from '#sessions/viewing-queries.ts';
import type { Borne, World } from '#world.ts';
import { checkCrossSiteToken, checkOrigin, type Headers, single } from './cross-site.ts';

export const sessionCookie = '__Host-reeve';
const tokenHeader = 'x-reeve-csrf';
const viewingHeader = 'x-reeve-viewing';
const reading: readonly string[] = ['GET', 'HEAD'];

export type Request = {
  readonly method: string;
  readonly headers: Headers;
  /** The value of the cookie `__Host-reeve`; undefined = there is none. */
  readonly cookie: string | undefined;
  readonly network: string;
  readonly door: Door;
  readonly language?: Language;
  /** The cross-site token where it comes in a form; otherwise it is the header X-Reeve-CSRF. */
  readonly token?: unknown;
};

export async function actorFromRequest(world: World, request: Request): Promise<Actor> {
  const { headers, cookie, network, door } = request;
  const bearer = headers.authorization;
  if (cookie === undefined && bearer === undefined) return { kind: 'stranger', door, network, ...spokenTo(request) };
  const wanted = cookie === undefined ? 'token' : 'session';
  const borne = await world.bearers.find(bearerText(request), world.now());
  if (borne?.bearer !== wanted) throw new Refusal('auth.required');
  if (borne.bearer === 'session' && !reading.includes(request.method)) checkOwnPage(world, request, borne);
  const actor = actorOf(borne, request);
  return headers[viewingHeader] === undefined || door !== 'api' ? actor : viewedBy(world, actor, single(headers[viewingHeader]) ?? '');
}

const usualScheme = 'Bearer ';

/** The same for a program with its token, if it is remembered; undefined = ask `actorFromRequest`. */
export function actorAtOnce(world: World, request: Request): UserActor | undefined {
  const { headers, cookie } = request;
  if (cookie !== undefined || headers.authorization === undefined || headers[viewingHeader] !== undefined) return undefined;
  // As nearly all write it. Any other spelling is read the long way, and what is no token is not remembered.
  const text = headers.authorization;
  const borne = typeof text === 'string' && text.startsWith(usualScheme) ? world.bearers.findAtOnce(text.slice(usualScheme.length), world.now()) : undefined;
  return borne?.bearer === 'token' ? actorOf(borne, request) : undefined;
}

function actorOf({ userNo: no, userId: id, epoch, bearer: via, id: viaId, narrowed, provedAt, factor }: Borne, request: Request): UserActor {
  const { door, network } = request;
  return { kind: 'user', no, id, epoch, via, viaId, provedAt, factor, narrowed, door, network, ...spokenTo(request) };
}

const spokenTo = ({ language }: Request) => (language === undefined ? {} : { language });

/** Whom the one who asks views as, in this tab of his browser: its header names it, and his session proves it. */
async function viewedBy(world: World, viewer: UserActor, id: string): Promise<UserActor> {
  const viewing = viewer.via === 'session' ? await readViewing(world.db.read, { id, session: viewer.viaId, now: world.now() }) : undefined;
  if (!viewing) throw new Refusal('viewing.ended');
  return {
    ...viewer,
    no: viewing.user_no,
    id: viewing.user_id,
    epoch: viewing.user_epoch,
    viewer: { id: viewer.id, epoch: viewer.epoch, viewing: viewing.id, endsAt: viewing.ends_at, needs: viewAs.needs },
  };
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
