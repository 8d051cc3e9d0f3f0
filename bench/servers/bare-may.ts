// The least that a Fastify can do for `may` with our hooks: the same frame, headers, metrics and validation, and an answer that is always yes.
import validators from '@fastify/ajv-compiler';
import { pino } from 'pino';
import { loadConfig } from '#config.ts';
import { openMetrics } from '#edges/operations.ts';
import { openWeb } from '#edges/web.ts';
import { openHere } from '#open-world.ts';
import { may } from '#permissions/contract.ts';

const config = loadConfig({ argv: [], env: { ...process.env, REEVE_HOST: '127.0.0.1', REEVE_TLS: 'off', REEVE_METRICS_LISTEN: '' } });
const world = await openHere({ config, log: pino({ level: 'warn' }) });
const web = await openWeb(world, null);
web.setValidatorCompiler(validators()({}, { customOptions: {} }));
openMetrics(world).watch(web);
await web.register(
  async (api) => {
    api.addHook('onRequest', (_request, reply, done) => {
      reply.header('cache-control', 'no-store');
      done();
    });
    api.post('/may', { schema: { body: may.input } }, async (_request, reply) =>
      reply.type('application/json; charset=utf-8').send(JSON.stringify({ allowed: true })),
    );
  },
  { prefix: '/api' },
);
await web.listen({ host: '127.0.0.1', port: 0 });
const address = web.server.address();
process.send?.(typeof address === 'object' ? (address?.port ?? 0) : 0);
process.once('disconnect', () => process.exit(0));
