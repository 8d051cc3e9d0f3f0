// The API of a test world, asked as a program asks it: over HTTP on a port of the loopback, with real tokens and real sessions.
// Called by the tests that walk all routes and operations.
import { once } from 'node:events';
import { Agent, type IncomingMessage, type RequestOptions, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text as textOf } from 'node:stream/consumers';
import type { FastifyInstance } from 'fastify';
import { actions } from '#actions.ts';
import type { UserActor } from '#actor.ts';
import { sessionCookie } from '#authentication/actor-from-request.ts';
import type { AnyOperation } from '#contract.ts';
import { apiRoutes } from '#edges/api/routes.ts';
import { identifyAt } from '#edges/identify.ts';
import type { Observed } from '#edges/tally.ts';
import { openWeb } from '#edges/web.ts';
import { startSession } from '#sessions/start.ts';
import type { World } from '#world.ts';

export type Answer = { readonly status: number; readonly body: Record<string, unknown>; readonly headers: Readonly<Record<string, unknown>> };
export type Asked = {
  readonly input?: Readonly<Record<string, unknown>>;
  readonly token?: string;
  readonly cookie?: string;
  readonly headers?: Readonly<Record<string, string>>;
};
export type Api = {
  readonly server: FastifyInstance;
  readonly port: number;
  /** What was answered before Fastify saw it. */
  readonly observed: readonly Observed[];
  ask(operation: AnyOperation, asked?: Asked): Promise<Answer>;
  close(): Promise<void>;
};

export const ownOrigin = 'https://localhost';

export async function openApi(world: World): Promise<Api> {
  const server = await openWeb({ ...world, config: { ...world.config, anyoneRequestsPerMinuteMax: 1_000_000 } }, null);
  const observed: Observed[] = [];
  await server.register(apiRoutes(world, { actions, identify: identifyAt(world, 'api'), observe: (one) => void observed.push(one) }), { prefix: '/api' });
  await server.listen({ host: '127.0.0.1', port: 0 });
  const agent = new Agent({ keepAlive: true });
  const at = { agent, port: (server.server.address() as AddressInfo).port };
  const close = async () => {
    agent.destroy();
    await server.close();
  };
  return { server, port: at.port, observed, ask: (operation, asked = {}) => ask(at, operation, asked), close };
}

type At = { readonly agent: Agent; readonly port: number };

async function ask(at: At, operation: AnyOperation, { input = {}, token, cookie, headers = {} }: Asked): Promise<Answer> {
  const rest = new Map(Object.entries(input));
  const path = operation.path.replace(/\{(\w+)\}/g, (_, field: string) => {
    const value = rest.get(field);
    rest.delete(field);
    return encodeURIComponent(String(value));
  });
  const inQuery = operation.method === 'GET' || operation.method === 'DELETE';
  const query = inQuery ? `?${new URLSearchParams(Object.fromEntries([...rest].map(([name, value]) => [name, String(value)])))}` : '';
  const own = {
    host: 'localhost',
    ...(token ? { authorization: `Bearer ${token}` } : {}),
    ...(cookie ? { cookie: `${sessionCookie}=${cookie}` } : {}),
  };
  const body = inQuery ? undefined : JSON.stringify(Object.fromEntries(rest));
  return askOver(at, { method: operation.method, path: `/api${path}${query}`, headers: { ...own, ...headers } }, body);
}

/** Over a socket, since some questions are answered before Fastify sees them. */
async function askOver({ agent, port }: At, options: RequestOptions, body: string | undefined): Promise<Answer> {
  const sized = body === undefined ? {} : { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(body)) };
  const asked = request({ ...options, agent, host: '127.0.0.1', port, headers: { ...sized, ...options.headers } });
  asked.end(body);
  const [answer] = (await once(asked, 'response')) as [IncomingMessage];
  const text = await textOf(answer);
  // A file is told by its text; everything else is JSON.
  const isJson = String(answer.headers['content-type']).includes('json');
  return { status: answer.statusCode ?? 0, body: isJson ? (JSON.parse(text) as Answer['body']) : { text }, headers: answer.headers };
}

/** A real session of this user: the cookie, and the token that must come with every change. */
export async function sessionOf(world: World, { no, epoch }: Pick<UserActor, 'no' | 'epoch'>): Promise<{ readonly cookie: string; readonly csrf: string }> {
  const started = await world.db.write((tx) => startSession(tx, world, { userNo: no, epoch, network: '192.0.2.0/24', browser: 'test', now: world.now() }));
  const borne = await world.bearers.find(started.text, world.now());
  return { cookie: started.text, csrf: borne?.csrf ?? '' };
}
