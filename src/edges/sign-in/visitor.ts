// A visitor's cookies and forms: what he brings, read strictly, and what he is given back.
// Called by the pages of this edge. Does not know what a form is about.
import { hash } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { UserActor } from '#actor.ts';
import { actorFromRequest, sessionCookie } from '#authentication/actor-from-request.ts';
import { checkCrossSiteToken, checkOrigin } from '#authentication/cross-site.ts';
import type { From, SignedIn } from '#authentication/flow.ts';
import { Refusal } from '#errors.ts';
import type { World } from '#world.ts';
import { languageOf } from '../language.ts';

export const flowCookie = '__Host-reeve-flow';
export const browserCookie = '__Host-reeve-browser';
const flowBytes = 32;
const yearSeconds = 31_536_000;
/** Of a passkey's answer; all others are shorter by far. */
const fieldMax = 16_384;

const kept = { path: '/', secure: true, httpOnly: true, sameSite: 'lax' } as const;

export type Form = Readonly<Record<string, string>>;

/** What a database keeps: PostgreSQL knows neither NUL nor halves of surrogate pairs. */
const isKeepable = (text: string): boolean => text.length <= fieldMax && !text.includes('\u0000') && text.isWellFormed();

/** Each field once, as text; one that is given twice, or is no text that can be kept, is as if it were not there. */
export function formOf({ body }: FastifyRequest): Form {
  const form: Record<string, string> = {};
  if (typeof body !== 'object' || body === null) return form;
  for (const [name, value] of Object.entries(body)) if (typeof value === 'string' && isKeepable(value)) form[name] = value;
  return form;
}

/** The token for forms of somebody who has no session yet: made from his flow's cookie, which no other site can read or set. */
const formTokenOf = (cookie: string): string => hash('sha256', `reeve form ${cookie}`, 'base64url');

/** The token that this browser's forms must bring; '' = it has begun none. */
export const formToken = ({ cookies }: FastifyRequest): string => {
  const cookie = cookies[flowCookie];
  return cookie === undefined ? '' : formTokenOf(cookie);
};

/** Gives him a flow's cookie if he has none; the token for the form. */
export function beginForm(world: World, request: FastifyRequest, reply: FastifyReply): string {
  const brought = request.cookies[flowCookie];
  const cookie = brought !== undefined && brought.length >= flowBytes ? brought : world.random(flowBytes).toString('base64url');
  if (cookie !== brought) setFlow(reply, cookie);
  return formTokenOf(cookie);
}

export const setFlow = (reply: FastifyReply, value: string): FastifyReply => reply.setCookie(flowCookie, value, kept);

/** Our own page and our own browser, both (rule 28). */
export function checkForm(world: World, request: FastifyRequest): Form {
  const form = formOf(request);
  checkOrigin(request.headers, world.config);
  checkCrossSiteToken(form.csrf, formToken(request));
  return form;
}

export const fromOf = (request: FastifyRequest): From => ({
  network: request.network,
  agent: request.headers['user-agent'] ?? '',
  browser: request.cookies[browserCookie],
});

export function setSignedIn(reply: FastifyReply, { session, browser }: SignedIn): FastifyReply {
  return reply
    .setCookie(sessionCookie, session.text, kept)
    .setCookie(browserCookie, browser, { ...kept, maxAge: yearSeconds })
    .clearCookie(flowCookie, kept);
}
export const clearSession = (reply: FastifyReply): FastifyReply => reply.clearCookie(sessionCookie, kept);

/** The signed-in user, and the token for his forms. On a change, token and origin are checked here. */
export async function visitorOf(world: World, request: FastifyRequest): Promise<{ readonly actor: UserActor; readonly csrf: string }> {
  const cookie = request.cookies[sessionCookie];
  const actor = await actorFromRequest(world, {
    method: request.method,
    headers: request.headers,
    cookie,
    network: request.network,
    door: 'account',
    language: languageOf(request),
    token: formOf(request).csrf ?? '',
  });
  const borne = cookie === undefined ? null : await world.bearers.find(cookie, world.now());
  if (actor.kind !== 'user' || !borne) throw new Refusal('auth.required');
  return { actor, csrf: borne.csrf };
}

/** Null = nobody, or nobody any more. Other refusals (a stale node) stay what they are. */
export async function visitorIfAny(world: World, request: FastifyRequest): Promise<{ readonly actor: UserActor; readonly csrf: string } | null> {
  return visitorOf(world, request).catch((refused: unknown) => {
    if (refused instanceof Refusal && refused.kind === 'unauthenticated') return null;
    throw refused;
  });
}
