// The built files of the web apps, one flat folder at /assets: in the smallest form that the browser takes, and not at all if it has them.
// Hung in by consoles.ts. Knows which kinds of files there are; whatever has another name is not there.
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify';
import Negotiator from 'negotiator';

const types: Readonly<Record<string, string>> = {
  css: 'text/css; charset=utf-8',
  ico: 'image/x-icon',
  js: 'text/javascript; charset=utf-8',
  json: 'application/json; charset=utf-8',
  png: 'image/png',
  svg: 'image/svg+xml',
  txt: 'text/plain; charset=utf-8',
  woff2: 'font/woff2',
};
/** No dot in front, no folder: nothing else can be named. */
const shape = /^\w[\w-]*(?:\.[\w-]+)*\.([a-z0-9]+)$/;
/** Forms that the build has left beside a file, the smallest first. */
const forms = { br: '.br', gzip: '.gz', identity: '' } as const;

export type Assets = {
  readonly folder: string;
  /** Named by its content: what a browser has of it never ages. */
  readonly mayKeep: (name: string) => boolean;
};

const forAYear = 'public, max-age=31536000, immutable';

export function assets({ folder, mayKeep }: Assets): FastifyPluginAsync {
  return async (server) => {
    server.get('/assets/:name', async (request, reply) => {
      const { name } = request.params as { readonly name: string };
      const type = types[shape.exec(name)?.[1] ?? ''];
      const found = type ? await smallest(join(folder, name), request) : null;
      if (!type || !found) return reply.callNotFound();
      reply.headers({ 'cache-control': mayKeep(name) ? forAYear : 'no-cache', etag: found.etag, vary: 'accept-encoding' });
      if (request.headers['if-none-match'] === found.etag) return reply.code(304).send();
      if (found.form !== 'identity') reply.header('content-encoding', found.form);
      return sendFile(reply.type(type), found.path);
    });
  };
}

type Found = { readonly path: string; readonly form: string; readonly etag: string };

async function smallest(path: string, { headers }: FastifyRequest): Promise<Found | null> {
  const taken = new Negotiator({ headers }).encodings(Object.keys(forms));
  for (const [form, ending] of Object.entries(forms)) {
    if (!taken.includes(form)) continue;
    const file = await stat(path + ending).catch(() => null);
    if (file?.isFile()) return { path: path + ending, form, etag: `"${form}-${file.size.toString(36)}-${Math.floor(file.mtimeMs).toString(36)}"` };
  }
  return null;
}

const sendFile = async (reply: FastifyReply, path: string) => reply.send(await readFile(path));
