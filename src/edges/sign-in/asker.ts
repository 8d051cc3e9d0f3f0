// What a browser keeps that has asked for a mail, so that the link in it is good there, and a code in no other (rule 31).
// Called by the pages that send links. One cookie for each thing that is asked for.
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { LinkRow } from '#mail/link-queries.ts';
import { followLink, type Purpose, provedHere } from '#mail/links.ts';
import type { World } from '#world.ts';

const shape = /^[A-Za-z0-9_-]{43}$/;
const secretBytes = 32;
const hourSeconds = 3_600;
const kept = { path: '/', secure: true, httpOnly: true, sameSite: 'lax', maxAge: hourSeconds } as const;

export type Asker = {
  /** undefined = this browser has asked for nothing. */
  browserOf(request: FastifyRequest): string | undefined;
  browserOrNew(request: FastifyRequest): string;
  keep(reply: FastifyReply, browser: string): FastifyReply;
  forget(reply: FastifyReply): FastifyReply;
};

export function askerBy(cookie: `__Host-${string}`, world: World): Asker {
  const browserOf = ({ cookies }: FastifyRequest) => {
    const brought = cookies[cookie];
    return brought !== undefined && shape.test(brought) ? brought : undefined;
  };
  return {
    browserOf,
    browserOrNew: (request) => browserOf(request) ?? world.random(secretBytes).toString('base64url'),
    keep: (reply, browser) => reply.setCookie(cookie, browser, kept),
    forget: (reply) => reply.clearCookie(cookie, kept),
  };
}

/** In the query, which no log has. */
export const linkAsked = (request: FastifyRequest): unknown => (request.query as Readonly<Record<string, unknown>>).link;

type Here = { readonly purpose: Purpose; readonly browser: string | undefined; readonly text: unknown };

/** The link that this browser may use: it asked for it and follows it, or has shown its code; null = none. */
export async function linkHere(world: World, { purpose, browser, text }: Here): Promise<LinkRow | null> {
  if (text === undefined || text === '') return provedHere(world, { purpose, browser });
  const followed = await followLink(world, { text, purpose, browser });
  return followed?.here ? followed.row : null;
}
