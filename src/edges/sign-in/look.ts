// The stylesheets and logos of looks, each under a name that changes with what it is: a browser may keep them for good.
// Part of this edge's plugin. Whoever is a stranger sees them, as he sees the page that wears them.
import type { FastifyReply } from 'fastify';
import { sheetNamed } from '#applications/look.ts';
import { logoBy } from '#applications/queries.ts';
import { Refusal } from '#errors.ts';
import type { World } from '#world.ts';
import { limited, type Pages } from './frame.ts';

const forGood = 'public, max-age=31536000, immutable';
/** Opened by itself, a picture runs nothing, fetches nothing, and is of no site; an SVG may have a style of its own. */
const picturePolicy = "default-src 'none'; style-src 'unsafe-inline'; sandbox";

/** Of the address, where the router has found them. */
const partsOf = ({ params }: { readonly params: unknown }) => params as { readonly of: string; readonly hash: string };

export function lookFiles(world: World): Pages {
  return async (server) => {
    server.get('/sign-in/look/:of/:hash.css', limited, async (request, reply) => {
      const sheet = sheetNamed(world, partsOf(request));
      if (sheet === null) throw new Refusal('route.missing');
      return send(reply, 'text/css; charset=utf-8', { content: sheet });
    });
    server.get('/sign-in/logo/:hash', limited, async (request, reply) => {
      const logo = await logoBy(world.db.read, partsOf(request).hash);
      if (!logo) throw new Refusal('route.missing');
      reply.headers({ 'content-security-policy': picturePolicy, 'cross-origin-resource-policy': 'same-origin' });
      return send(reply, logo.type, { content: Buffer.from(logo.content, 'base64') });
    });
  };
}

const send = (reply: FastifyReply, type: string, { content }: { readonly content: string | Buffer }) =>
  reply.headers({ 'x-content-type-options': 'nosniff', 'cache-control': forGood }).type(type).send(content);
