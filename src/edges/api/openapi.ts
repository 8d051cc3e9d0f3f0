// The OpenAPI 3.1 document, made from the operations. Called by the API edge and by the docs test. Knows no route that an operation does not declare.
import type { AnyOperation } from '#contract.ts';
import { type Kind, refusals } from '#sentences/refusals.ts';
import { statusOf } from './problem.ts';

type Json = Readonly<Record<string, unknown>>;

const problem = {
  type: 'object',
  required: ['type', 'title', 'status', 'detail', 'code'],
  properties: {
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string' },
    code: { type: 'string', enum: [...Object.keys(refusals), 'fault'] },
    fields: { type: 'array', items: { type: 'object', required: ['field', 'says'], properties: { field: { type: 'string' }, says: { type: 'string' } } } },
  },
} as const;

export function openApi(operations: readonly AnyOperation[], baseUrl: string): Json {
  const shared: Record<string, unknown> = { Problem: problem };
  const paths: Record<string, Record<string, unknown>> = {};
  for (const operation of operations) {
    paths[operation.path] = { ...paths[operation.path], [operation.method.toLowerCase()]: described(operation, shared) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Reeve',
      version: '1',
      description: 'Users, groups, roles, permissions and decisions. Errors are RFC 9457 problems with stable codes.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: `${baseUrl}/api` }],
    paths,
    components: {
      schemas: shared,
      securitySchemes: { token: { type: 'http', scheme: 'bearer' }, session: { type: 'apiKey', in: 'cookie', name: '__Host-reeve' } },
    },
  };
}

function described(operation: AnyOperation, shared: Record<string, unknown>): Json {
  const { name, summary, needs, method, path } = operation;
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, field]) => field ?? '');
  const inQuery = method === 'GET' || method === 'DELETE';
  const fields = Object.entries(operation.input.properties as Record<string, Json>).filter(([field]) => !inPath.includes(field));
  return {
    operationId: name,
    summary,
    tags: [name.split('.')[0]],
    description: needs === 'anyone' ? 'Needs no sign-in.' : needs === 'self' ? 'Needs a signed-in user.' : `Needs \`${needs}\`.`,
    security: needs === 'anyone' ? [] : [{ token: [] }, { session: [] }],
    'x-permission': needs,
    parameters: [
      ...inPath.map((field) => parameter(operation, field, { place: 'path', shared })),
      ...(inQuery ? fields.map(([field]) => parameter(operation, field, { place: 'query', shared })) : []),
    ],
    ...(inQuery || fields.length === 0
      ? {}
      : { requestBody: { required: true, content: { 'application/json': { schema: bodySchema(operation, fields, shared) } } } }),
    responses: responses(operation, shared),
  };
}

type Placed = { readonly place: 'path' | 'query'; readonly shared: Record<string, unknown> };

function parameter(operation: AnyOperation, field: string, { place, shared }: Placed): Json {
  const schema = hoisted(operation.input.properties[field], shared);
  const required = place === 'path' || ((operation.input.required ?? []) as readonly string[]).includes(field);
  return { name: field, in: place, required, schema };
}

function bodySchema(operation: AnyOperation, fields: readonly (readonly [string, Json])[], shared: Record<string, unknown>): Json {
  const names = fields.map(([field]) => field);
  const required = ((operation.input.required ?? []) as readonly string[]).filter((field) => names.includes(field));
  return {
    type: 'object',
    additionalProperties: false,
    ...(required.length > 0 ? { required } : {}),
    properties: Object.fromEntries(fields.map(([field, schema]) => [field, hoisted(schema, shared)])),
  };
}

/** Statuses every operation can give, besides what its own refusals add. */
const always: readonly Kind[] = ['invalid', 'unavailable'];

function responses({ path, input, output, needs, download, refusals: codes = [] }: AnyOperation, shared: Record<string, unknown>): Json {
  const own = codes.map((code) => (code in refusals ? refusals[code as keyof typeof refusals][0] : 'invalid'));
  const kinds = new Set<Kind>([
    ...always,
    ...own,
    ...(needs === 'anyone' ? ['throttled' as const] : ['unauthenticated' as const, 'forbidden' as const]),
    ...(path.includes('{') ? ['missing' as const] : []),
  ]);
  const refused = [...kinds].map((kind) => [
    String(statusOf[kind]),
    { description: kind, content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } } },
  ]);
  return {
    '200': {
      description: 'Done.',
      content: download ? { [download]: { schema: { type: 'string' } } } : { 'application/json': { schema: hoisted(output, shared) } },
    },
    ...Object.fromEntries(refused),
    ...('version' in input.properties ? { '412': { description: 'changed meanwhile' } } : {}),
  };
}

/** TypeBox keeps a recursive schema in `$defs` where it is used; OpenAPI wants it once, among the components. */
function hoisted(schema: unknown, shared: Record<string, unknown>): unknown {
  if (Array.isArray(schema)) return schema.map((part) => hoisted(part, shared));
  if (typeof schema !== 'object' || schema === null) return schema;
  const { $defs, ...rest } = schema as Json & { readonly $defs?: Json };
  for (const [name, definition] of Object.entries($defs ?? {})) {
    if (name in shared) continue;
    shared[name] = {};
    shared[name] = hoisted(definition, shared);
  }
  return Object.fromEntries(
    Object.entries(rest).map(([key, value]) =>
      key === '$ref' && typeof value === 'string' && !value.startsWith('#') ? [key, `#/components/schemas/${value}`] : [key, hoisted(value, shared)],
    ),
  );
}
