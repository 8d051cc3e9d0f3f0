// Odd inputs for every operation, as an administrator sends them over HTTP: never a fault of ours, never a status that the document does not name.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import fc from 'fast-check';
import { actions } from '#actions.ts';
import type { AnyOperation } from '#contract.ts';
import { openApi as openApiDocument } from '#edges/api/openapi.ts';
import { operations } from '#operations.ts';
import { refusals } from '#sentences/refusals.ts';
import { addMyToken } from '#sessions/contract.ts';
import { type Answer, type Api, openApi } from '../api.ts';
import { onBothDatabases } from '../databases.ts';
import { cases } from '../effort.ts';
import { leastInput, someId } from '../samples.ts';
import { openTestWorld, type TestWorld } from '../world.ts';

/** Runs of each operation; each is one request. */
const runs = cases(30);

const paths = openApiDocument(operations, 'https://localhost').paths as Readonly<Record<string, Readonly<Record<string, { readonly responses: object }>>>>;
const statusesOf = ({ path, method }: AnyOperation): readonly string[] => Object.keys(paths[path]?.[method.toLowerCase()]?.responses ?? {});

/** Texts that have broken parsers: signs that databases refuse, patterns, quotes, cursors of nobody, numbers in disguise. */
const texts = [
  '',
  ' ',
  '\u0000',
  'a\u0000b',
  '\ud800',
  '\u202e',
  '%',
  '_',
  "' or 1=1 --",
  '"',
  '" OR "',
  '*',
  'NEAR(',
  '\\',
  '../..',
  '__proto__',
  'constructor',
  'toString',
  '0x10',
  '1e309',
  '-1',
  '9007199254740991',
  '99999999999999999999',
  'null',
  '{}',
  '[]',
  'a'.repeat(1_025),
  '\u0301'.repeat(300),
  '𝕏'.repeat(64),
  'İ',
  'ß',
  '=',
  'name=value',
  'PRIMARY/admin',
  '/',
  'PRIMARY/',
  'W10',
  Buffer.from('[1,"x",{},1e99]').toString('base64url'),
  Buffer.from('user 999999999999999 1').toString('base64url'),
];
const odd = fc.oneof(
  fc.constantFrom(...texts),
  fc.string({ unit: 'binary', maxLength: 80 }),
  fc.constantFrom<unknown>(null, true, -1, 0, 1.5, 2 ** 31, 2 ** 53, -(2 ** 53), 8_640_000_000_000_000, [], {}, [null], [[]], { a: 1 }),
  fc.jsonValue({ maxDepth: 4 }),
);
/** A query carries texts and what can be said as one. */
const sayable = odd.filter((value) => typeof value !== 'object' || value === null);

type Schema = {
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly description?: string;
  readonly pattern?: string;
  readonly items?: Schema;
  readonly maximum?: number;
};
type Known = { readonly ids: readonly string[] };

/** Something that fits the schema, at its edges: what passes the first check and meets the code behind it. */
function fitting(schema: Schema, { ids }: Known): fc.Arbitrary<unknown> {
  if (schema.enum) return fc.constantFrom(...schema.enum);
  if (schema.description === 'UUIDv7') return fc.constantFrom(...ids, someId);
  if (schema.pattern?.startsWith('^/permission')) return fc.constantFrom('/permission', '/permission/admin/configure/login', '/permission/nowhere');
  if (schema.type === 'integer') return fc.constantFrom(0, 1, 2, 200, 2 ** 31, 2 ** 53 - 1, schema.maximum ?? 1);
  if (schema.type === 'boolean') return fc.boolean();
  if (schema.type === 'array') return fc.array(fitting(schema.items ?? {}, { ids }), { maxLength: 3 });
  return fc.oneof(fc.constantFrom(...texts, ...ids), fc.string({ unit: 'grapheme', maxLength: 64 }));
}

/** The least input that fits, with some fields put in, each odd or at its edge. */
function inputs(operation: AnyOperation, known: Known): fc.Arbitrary<Readonly<Record<string, unknown>>> {
  const fields = Object.entries(operation.input.properties as Record<string, Schema>);
  const inQuery = operation.method === 'GET' || operation.method === 'DELETE';
  // A path carries texts; an empty one would be another address.
  const oddFor = (name: string) =>
    operation.path.includes(`{${name}}`) ? fc.constantFrom(...texts.filter((text) => text !== '' && text.isWellFormed())) : inQuery ? sayable : odd;
  const one = Object.fromEntries(
    fields.map(([name, schema]) => [name, fc.oneof({ weight: 3, arbitrary: fitting(schema, known) }, { weight: 1, arbitrary: oddFor(name) })]),
  );
  return fc.record(one, { requiredKeys: [] }).map((given) => {
    const all = Object.entries({ ...leastInput(operation), ...given });
    // An address carries well-formed text, and an empty part would make it another one.
    return Object.fromEntries(all.map(([name, value]) => [name, operation.path.includes(`{${name}}`) ? String(value).toWellFormed() || 'x' : value]));
  });
}

type Cast = { readonly test: TestWorld; readonly api: Api; readonly token: string; readonly ids: readonly string[] };

async function castOf(test: TestWorld): Promise<Cast> {
  const made = await actions.find(({ operation }) => operation === addMyToken)?.run(test.world, test.admin, { name: 'odd' });
  const { model } = test.world.authorizer;
  return { test, api: await openApi(test.world), token: String((made as { secret: string }).secret), ids: [test.admin.id, ...model.roleById.keys()] };
}

function judge(operation: AnyOperation, { status, body }: Answer, input: unknown) {
  const said = `${operation.name} ${JSON.stringify(input)}: ${status} ${JSON.stringify(body)}`;
  assert.ok(status < 500, said);
  assert.ok(statusesOf(operation).includes(String(status)), `not documented: ${said}`);
  if (status !== 200) assert.ok(String(body.code) in refusals, said);
}

onBothDatabases('odd inputs', (open) => {
  let cast: Cast;
  before(async () => {
    cast = await castOf(await openTestWorld(open));
  });
  after(() => cast.api.close());

  describe('are refused in words, or answered', () => {
    // These two end the token that all others are asked with, and take nothing that could be odd.
    for (const operation of operations.filter(({ name }) => !['me.sign-out', 'me.end-everything'].includes(name)))
      it(operation.name, async () => {
        const { api, token, ids } = cast;
        await fc.assert(
          fc.asyncProperty(inputs(operation, { ids }), async (input) => judge(operation, await api.ask(operation, { input, token }), input)),
          { numRuns: runs },
        );
      });
  });
});
