// The least server that is one: a Fastify that says hello. What starting and idling of Reeve are measured against.
import { flushCompileCache } from 'node:module';
import Fastify from 'fastify';

const server = Fastify({ logger: false });
server.get('/', async () => ({ hello: 'world' }));
await server.listen({ host: '127.0.0.1', port: Number(process.env.PORT) });
flushCompileCache();
process.once('SIGTERM', () => void server.close());
