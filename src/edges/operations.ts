// For those who run the server: /health/live, /health/ready and /metrics. No user, no permission; metrics only where main.ts hangs them, or by token.
// Counts requests by door and status; knows no name of a user.
import Fastify, { type FastifyInstance, type FastifyPluginAsync, type FastifyRequest } from 'fastify';
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { Actor } from '#actor.ts';
import { coveredBy } from '#permissions/contain.ts';
import type { World } from '#world.ts';

const buckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5];
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

export type Observed = { readonly method: string; readonly route: string; readonly status: number; readonly seconds: number };
export type Observe = (observed: Observed) => void;

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
  const registry = new Registry();
  collectDefaultMetrics({ register: registry, prefix: 'reeve_' });
  const requests = new Counter({
    name: 'reeve_requests_total',
    help: 'Requests by route and status.',
    labelNames: ['method', 'route', 'status'],
    registers: [registry],
  });
  const seconds = new Histogram({
    name: 'reeve_request_duration_seconds',
    help: 'Time to answer, by route.',
    labelNames: ['method', 'route'],
    buckets,
    registers: [registry],
  });
  new Gauge({
    name: 'reeve_database_confirmed_seconds',
    help: 'Seconds since this node last confirmed the newest change.',
    registers: [registry],
    collect() {
      this.set(world.changes.sinceConfirmed() / 1_000);
    },
  });
  new Gauge({
    name: 'reeve_permission_nodes',
    help: 'Nodes of the permission tree in memory.',
    registers: [registry],
    collect() {
      this.set(world.authorizer.model.nodes.length);
    },
  });
  new Gauge({
    name: 'reeve_roles',
    help: 'Roles in memory.',
    registers: [registry],
    collect() {
      this.set(world.authorizer.model.roles.size);
    },
  });
  const observe: Observe = ({ method, route, status, seconds: taken }) => {
    requests.inc({ method, route, status: String(status) });
    seconds.observe({ method, route }, taken);
  };
  return {
    observe,
    watch(server) {
      server.addHook('onResponse', (request, reply, done) => {
        const { method, routeOptions } = request;
        observe({ method, route: routeOptions.url ?? 'none', status: reply.statusCode, seconds: reply.elapsedTime / millisecondsPerSecond });
        done();
      });
    },
    byToken: (identify) => async (server) => {
      server.get('/metrics', async (request, reply) => {
        const actor = await identify(request).catch(() => null);
        if (actor?.kind !== 'user') return reply.code(401).header('www-authenticate', 'Bearer realm="reeve"').send('Send a token.\n');
        const { allowed } = await world.authorizer.may(actor.id, node, world.now());
        if (!allowed || !coveredBy(actor.narrowed, node)) return reply.code(403).send(`You need the permission ${node}.\n`);
        return reply.type(registry.contentType).send(await registry.metrics());
      });
    },
    async listen({ host, port }) {
      const server = Fastify();
      server.get('/metrics', async (_request, reply) => reply.type(registry.contentType).send(await registry.metrics()));
      await server.listen({ host, port });
      return () => server.close();
    },
  };
}
