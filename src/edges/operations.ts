// For those who run the server: /health/live, /health/ready and /metrics. No user, no permission; metrics only where main.ts hangs them, or by token.
// Counts requests by door and status; knows no name of a user.
import Fastify, { type FastifyInstance, type FastifyPluginAsync, type FastifyRequest } from 'fastify';
import type { Registry } from 'prom-client';
import type { Actor } from '#actor.ts';
import { coveredBy } from '#permissions/contain.ts';
import type { World } from '#world.ts';
import { type Observe, openTally } from './tally.ts';
import { withoutSchemas } from './web.ts';

const millisecondsPerSecond = 1_000;

export function health(world: World): FastifyPluginAsync {
  return async (server) => {
    server.get('/health/live', async () => ({ status: 'live' }));
    server.get('/health/ready', async (_request, reply) => {
      const seconds = Math.floor(world.changes.sinceConfirmed() / 1_000);
      const ready = seconds <= world.config.staleSecondsMax;
      return reply
        .code(ready ? 200 : 503)
        .header('cache-control', 'no-store')
        .send(ready ? { status: 'ready' } : { status: 'stale', says: `The database has not answered for ${seconds} s.` });
    });
  };
}

export type Metrics = {
  watch(server: FastifyInstance): void;
  /** For what is answered past the server that is watched. */
  readonly observe: Observe;
  /** /metrics among the other doors, for a token whose user may read figures. */
  byToken(identify: (request: FastifyRequest) => Promise<Actor>): FastifyPluginAsync;
  /** /metrics without a token on an address of its own; gives what closes it. */
  listen(address: { readonly host: string; readonly port: number }): Promise<() => Promise<void>>;
};

const node = '/permission/admin/monitor/metrics';

export function openMetrics(world: World): Metrics {
  const { observe, text } = openTally();
  let registry: Promise<Registry> | undefined;
  const metrics = async () => {
    registry ??= openRegistry(world);
    const own = await registry;
    return { type: own.contentType, body: `${text()}\n${await own.metrics()}` };
  };
  return {
    observe,
    watch(server) {
      server.addHook('onResponse', (request, reply, done) => {
        const { method, pattern, routeOptions } = request;
        observe({ method, route: pattern ?? routeOptions.url ?? 'none', status: reply.statusCode, seconds: reply.elapsedTime / millisecondsPerSecond });
        done();
      });
    },
    byToken: (identify) => async (server) => {
      server.get('/metrics', async (request, reply) => {
        const actor = await identify(request).catch(() => null);
        if (actor?.kind !== 'user') return reply.code(401).header('www-authenticate', 'Bearer realm="reeve"').send('Send a token.\n');
        const { allowed } = await world.authorizer.may(actor.id, node, world.now());
        if (!allowed || !coveredBy(actor.narrowed, node)) return reply.code(403).send(`You need the permission ${node}.\n`);
        const { type, body } = await metrics();
        return reply.type(type).send(body);
      });
    },
    async listen({ host, port }) {
      const server = Fastify(withoutSchemas);
      server.get('/metrics', async (_request, reply) => {
        const { type, body } = await metrics();
        return reply.type(type).send(body);
      });
      await server.listen({ host, port });
      return () => server.close();
    },
  };
}

/** Loaded when first asked for: a start needs none of it. What Node itself counts is counted from then on. */
async function openRegistry(world: World): Promise<Registry> {
  const [{ collectDefaultMetrics, Gauge, Registry }, { watchStores }] = await Promise.all([import('prom-client'), import('./store-metrics.ts')]);
  const { changes, authorizer } = world;
  const registry = new Registry();
  collectDefaultMetrics({ register: registry, prefix: 'reeve_' });
  const gauges = [
    ['reeve_database_confirmed_seconds', 'Seconds since this node last confirmed the newest change.', () => changes.sinceConfirmed() / millisecondsPerSecond],
    ['reeve_permission_nodes', 'Nodes of the permission tree in memory.', () => authorizer.model.nodes.length],
    ['reeve_roles', 'Roles in memory.', () => authorizer.model.roles.size],
  ] as const;
  for (const [name, help, value] of gauges)
    registry.registerMetric(
      new Gauge({
        name,
        help,
        registers: [],
        collect() {
          this.set(value());
        },
      }),
    );
  watchStores(world, registry);
  return registry;
}
