// The REST API: every operation below one route, found by its method and path, so that nothing can be served that is not declared.
// Hung into the server by main.ts. Who asks is told by `identify`; what he may is asked inside each action.

import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyPluginAsync, FastifyReply, FastifyRequest, RouteOptions } from 'fastify';
import type { Action } from '#action.ts';
import type { AnyOperation, FileParts, FileText, Method } from '#contract.ts';
import { Refusal } from '#errors.ts';
import { say } from '#sentences/sentence.ts';
import type { World } from '#world.ts';
import type { Identify } from '../identify.ts';
import type { Observe } from '../tally.ts';
import { answerAtOnce } from './at-once.ts';
import { docsPage } from './docs-page.ts';
import { openApi } from './openapi.ts';
import { type Found, operationTable, patternOf } from './operation-table.ts';
import { missing, sendProblem } from './problem.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** What of the API is asked for. */
    found: Found | null;
  }
}

export type Api = { readonly actions: readonly Action[]; readonly identify: Identify; readonly observe: Observe };

export function apiRoutes(world: World, { actions, identify, observe }: Api): FastifyPluginAsync {
  return async (api) => {
    answerAtOnce(world, api, { actions, observe });
    api.addHook('onRequest', (_request, reply, done) => {
      reply.header('cache-control', 'no-store');
      done();
    });
    api.setErrorHandler((fault, request, reply) => sendProblem(world, fault, request, reply));
    api.setNotFoundHandler((request, reply) => sendProblem(world, missing(), request, reply));
    serve(api, actions, { world, identify });
    // Made when first asked for: a start needs neither.
    const operations = actions.map((action) => action.operation);
    const document = once(() => JSON.stringify(openApi(operations, world.config.baseUrl)));
    api.get('/openapi.json', limited, async (_request, reply) => reply.type('application/json').send(document()));
    const page = once(() => docsPage(operations));
    api.get('/docs', limited, async (_request, reply) =>
      reply.header('content-security-policy', page().policy).type('text/html; charset=utf-8').send(page().html),
    );
  };
}

function once<T extends {}>(make: () => T): () => T {
  let made: T | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

/** Doors that need no sign-in are slowed per network. */
const limited = { config: { rateLimit: {} } };

type Serving = { readonly world: World; readonly identify: Identify };

/** What needs no sign-in has a route of its own, which is slowed, and is found there alone. */
function serve(api: FastifyInstance, actions: readonly Action[], serving: Serving) {
  const isOpen = ({ operation }: Action) => operation.needs === 'anyone';
  api.decorateRequest('found', null);
  for (const action of actions.filter(isOpen)) hang(api, [action], { ...serving, ...limited, method: [action.operation.method], url: patternOf(action) });
  const others = actions.filter((action) => !isOpen(action));
  hang(api, others, { ...serving, method: [...methods], url: '/*' });
}

type Hung = Serving & Pick<RouteOptions, 'method' | 'url' | 'config'>;

function hang(api: FastifyInstance, actions: readonly Action[], { world, identify, ...route }: Hung) {
  const find = operationTable(api.prefix, actions);
  api.route({
    ...route,
    // Before a body is read: nobody sends one to what is not there.
    onRequest: (request, _reply, done) => {
      request.found = find(request.method, request.url);
      request.pattern = request.found?.pattern ?? null;
      done(request.found ? undefined : missing());
    },
    handler: (request, reply) => (request.found ? answer(request, reply, { world, identify, found: request.found }) : reply.callNotFound()),
  });
}

const methods: readonly Method[] = ['GET', 'POST', 'PATCH', 'PUT', 'DELETE'];

async function answer(request: FastifyRequest, reply: FastifyReply, { world, identify, found }: Serving & { readonly found: Found }) {
  const { action, params } = found;
  const actor = await identify(request);
  // The entry it left in the journal: what a caller asks to undo.
  const committed = (number: number) => void reply.header('reeve-change', String(number));
  const output: unknown = await action.run(world, actor, inputOf(action.operation, request, params), { committed });
  const version = versionOf(output);
  if (version !== undefined) reply.header('etag', `"${version}"`);
  if (action.operation.download) return sendFile(reply, action.operation.download, output as FileText | FileParts);
  return reply.type('application/json; charset=utf-8').send(JSON.stringify(output));
}

/** Saved by a browser, never shown by it. The name is ours: letters, digits, dots and hyphens. */
function sendFile(reply: FastifyReply, type: string, file: FileText | FileParts) {
  reply.header('content-disposition', `attachment; filename="${file.name.replace(/[^\w.-]/g, '-')}"`);
  if ('parts' in file) return reply.type(`${file.type}; charset=utf-8`).send(Readable.from(file.parts));
  return reply.type(`${type}; charset=utf-8`).send(file.text);
}

const versionOf = (output: unknown) => (typeof output === 'object' && output !== null && 'version' in output ? String(output.version) : undefined);

/** Path, then query or body, then If-Match: one object, as the operation's schema describes it. A field given twice, differently, is refused. */
function inputOf(operation: AnyOperation, request: FastifyRequest, params: Found['params']): Record<string, unknown> {
  const inQuery = operation.method === 'GET' || operation.method === 'DELETE';
  const input = inQuery ? readQuery(operation, asRecord(request.query)) : asRecord(request.body ?? {});
  const schemas = schemasOf(operation);
  for (const name in params) put(input, name, read(schemas[name]?.type, params[name]));
  const match = request.headers['if-match'];
  if (match !== undefined && 'version' in operation.input.properties) put(input, 'version', Number(/^(?:W\/)?"?(\d+)"?$/.exec(match)?.[1] ?? Number.NaN));
  return input;
}

const schemasOf = ({ input }: AnyOperation) => input.properties as Record<string, { readonly type?: string }>;

function put(input: Record<string, unknown>, name: string, value: unknown) {
  if (name in input && input[name] !== value) throw new Refusal('input.invalid', {}, [{ field: name, says: say('request.twice') }]);
  input[name] = value;
}

function asRecord(value: unknown): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new Refusal('input.invalid', {}, [{ field: '', says: say('request.no-object') }]);
  return { ...value };
}

/** A query has only texts: those of whole numbers and flags are read as such where the schema wants them. A repeated field stays a list, and is refused by the schema. */
function readQuery(operation: AnyOperation, query: Record<string, unknown>): Record<string, unknown> {
  const schemas = schemasOf(operation);
  return Object.fromEntries(Object.entries(query).map(([name, value]) => [name, read(schemas[name]?.type, value)]));
}

function read(type: string | undefined, value: unknown): unknown {
  if (typeof value !== 'string') return value;
  if ((type === 'integer' || type === 'number') && /^-?\d{1,16}$/.test(value)) return Number(value);
  if (type === 'boolean' && (value === 'true' || value === 'false')) return value === 'true';
  return value;
}
