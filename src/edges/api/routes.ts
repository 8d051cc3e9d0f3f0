// The REST API: one route per operation, made from the operation itself, so that nothing can be served that is not declared.
// Hung into the server by main.ts. Who asks is told by `identify`; what he may is asked inside each action.

import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify';
import type { Action } from '#action.ts';
import type { AnyOperation, FileParts, FileText } from '#contract.ts';
import { Refusal } from '#errors.ts';
import { say } from '#sentences/sentence.ts';
import type { World } from '#world.ts';
import type { Identify } from '../identify.ts';
import type { Observe } from '../tally.ts';
import { answerAtOnce } from './at-once.ts';
import { docsPage } from './docs-page.ts';
import { openApi } from './openapi.ts';
import { missing, sendProblem } from './problem.ts';

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
    for (const action of actions) serve(api, action, { world, identify });
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

function serve(api: FastifyInstance, action: Action, { world, identify }: Serving) {
  const { operation } = action;
  api.route({
    method: operation.method,
    url: operation.path.replace(/\{(\w+)\}/g, ':$1'),
    ...(operation.needs === 'anyone' ? limited : {}),
    handler: async (request, reply) => {
      const actor = await identify(request);
      // The entry it left in the journal: what a caller asks to undo.
      const committed = (number: number) => void reply.header('reeve-change', String(number));
      const output: unknown = await action.run(world, actor, inputOf(operation, request), { committed });
      const version = versionOf(output);
      if (version !== undefined) reply.header('etag', `"${version}"`);
      if (operation.download) return sendFile(reply, operation.download, output as FileText | FileParts);
      return reply.type('application/json; charset=utf-8').send(JSON.stringify(output));
    },
  });
}

/** Saved by a browser, never shown by it. The name is ours: letters, digits, dots and hyphens. */
function sendFile(reply: FastifyReply, type: string, file: FileText | FileParts) {
  reply.header('content-disposition', `attachment; filename="${file.name.replace(/[^\w.-]/g, '-')}"`);
  if ('parts' in file) return reply.type(`${file.type}; charset=utf-8`).send(Readable.from(file.parts));
  return reply.type(`${type}; charset=utf-8`).send(file.text);
}

const versionOf = (output: unknown) => (typeof output === 'object' && output !== null && 'version' in output ? String(output.version) : undefined);

/** Path, then query or body, then If-Match: one object, as the operation's schema describes it. A field given twice, differently, is refused. */
function inputOf(operation: AnyOperation, request: FastifyRequest): Record<string, unknown> {
  const inQuery = operation.method === 'GET' || operation.method === 'DELETE';
  const input = inQuery ? readQuery(operation, asRecord(request.query)) : asRecord(request.body ?? {});
  const params = request.params as Readonly<Record<string, string>>;
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
