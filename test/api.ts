// The API of a test world, asked as a program asks it: over HTTP requests that Fastify takes in process, with real tokens and real sessions.
// Called by the tests that walk all routes and operations.
import type { FastifyInstance, InjectOptions, LightMyRequestResponse } from 'fastify';
import { actions } from '#actions.ts';
import type { UserActor } from '#actor.ts';
import { sessionCookie } from '#authentication/actor-from-request.ts';
import type { AnyOperation } from '#contract.ts';
import { apiRoutes } from '#edges/api/routes.ts';
import { identifyAt } from '#edges/identify.ts';
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
export type Api = { readonly server: FastifyInstance; ask(operation: AnyOperation, asked?: Asked): Promise<Answer>; close(): Promise<void> };

export const ownOrigin = 'https://localhost';

export async function openApi(world: World): Promise<Api> {
  const server = await openWeb({ ...world, config: { ...world.config, anyoneRequestsPerMinuteMax: 1_000_000 } }, null);
  await server.register(apiRoutes(world, { actions, identify: identifyAt(world, 'api') }), { prefix: '/api' });
  return { server, ask: (operation, asked = {}) => ask(server, operation, asked), close: () => server.close() };
}

async function ask(server: FastifyInstance, operation: AnyOperation, { input = {}, token, cookie, headers = {} }: Asked): Promise<Answer> {
  const rest = new Map(Object.entries(input));
  const path = operation.path.replace(/\{(\w+)\}/g, (_, field: string) => {
    const value = rest.get(field);
    rest.delete(field);
    return encodeURIComponent(String(value));
  });
  const inQuery = operation.method === 'GET' || operation.method === 'DELETE';
  const request: InjectOptions = {
    method: operation.method,
    url: `/api${path}`,
    headers: { host: 'localhost', ...(token ? { authorization: `Bearer ${token}` } : {}), ...headers },
    ...(cookie ? { cookies: { [sessionCookie]: cookie } } : {}),
    ...(inQuery ? { query: Object.fromEntries([...rest].map(([name, value]) => [name, String(value)])) } : { payload: Object.fromEntries(rest) }),
  };
  const answer = await server.inject(request);
  return { status: answer.statusCode, body: bodyOf(answer), headers: answer.headers };
}

/** A file is told by its text; everything else is JSON. */
const bodyOf = (answer: LightMyRequestResponse): Answer['body'] =>
  String(answer.headers['content-type']).includes('json') ? answer.json() : { text: answer.payload };

/** A real session of this user: the cookie, and the token that must come with every change. */
export async function sessionOf(world: World, { no, epoch }: Pick<UserActor, 'no' | 'epoch'>): Promise<{ readonly cookie: string; readonly csrf: string }> {
  const started = await world.db.write((tx) => startSession(tx, world, { userNo: no, epoch, network: '192.0.2.0/24', browser: 'test', now: world.now() }));
  const borne = await world.bearers.find(started.text, world.now());
  return { cookie: started.text, csrf: borne?.csrf ?? '' };
}
