// What a page wears: the look of the application that it leads to. Known by where the browser wants to go; the pages between, which no address tells, by a cookie,
// which is anybody's to write: it chooses colours, and nothing else. Called by the plugin of this edge and by frame.ts. Knows no page.
import type { FastifyReply, FastifyRequest } from 'fastify';
import { applicationAt } from '#applications/at-place.ts';
import { type Worn, wornFor } from '#applications/look.ts';
import type { World } from '#world.ts';
import { ownPath } from './to.ts';
import { formOf } from './visitor.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** null = this request came to a page that wears none. */
    worn: Worn | null;
  }
}

const cookie = '__Host-reeve-for';
const kept = { path: '/', secure: true, httpOnly: true, sameSite: 'lax' } as const;

/** Where the browser says it wants to go; undefined = it says nothing. */
function wanted(request: FastifyRequest): string | undefined {
  const asked = (request.query as Readonly<Record<string, unknown>>).to ?? formOf(request).to;
  return typeof asked === 'string' ? ownPath(asked) : undefined;
}

/** The door of signing in: whoever begins here anew, and wants to go nowhere in particular, is shown the look of all of Reeve. */
const isFront = ({ url }: FastifyRequest): boolean => /^\/sign-in(?:\?|$)/.test(url);

export function wear(world: World, request: FastifyRequest, reply: FastifyReply): void {
  const to = wanted(request) ?? (isFront(request) ? '' : undefined);
  if (request.url.startsWith('/account')) {
    request.worn = wornFor(world, applicationAt(world, request.url));
    return;
  }
  const id = to === undefined ? (request.cookies[cookie] ?? '') : to === '' ? '' : applicationAt(world, to).id;
  const application = world.applications.of(id);
  if (to !== undefined && id !== (request.cookies[cookie] ?? '')) keep(reply, id);
  request.worn = wornFor(world, application?.enabled ? application : undefined);
}

const keep = (reply: FastifyReply, id: string) => (id === '' ? reply.clearCookie(cookie, kept) : reply.setCookie(cookie, id, kept));
