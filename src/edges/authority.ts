// The certificate of Reeve's own authority, for whoever wants to trust it on a phone or another machine: /reeve-authority.crt, once `reeve tls` has made one.
// Hung in by main.ts. Public: everybody gets the certificates of a server when he connects to it. The key is never read here.
import { readFile } from 'node:fs/promises';
import type { FastifyPluginAsync } from 'fastify';
import { authorityPaths } from '#certificate/files.ts';
import type { Config } from '#config.ts';

export function authorityFile({ data, tls, tlsCert }: Config): FastifyPluginAsync {
  const served = tls === 'on' && tlsCert === '';
  return async (server) => {
    server.get('/reeve-authority.crt', async (_request, reply) => {
      const pem = served ? await readFile(authorityPaths(data).cert).catch(() => null) : null;
      if (!pem) return reply.callNotFound();
      return reply.headers({ 'content-type': 'application/x-x509-ca-cert', 'cache-control': 'no-cache' }).send(pem);
    });
  };
}
