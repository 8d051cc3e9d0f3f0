// Walks every route, generated from the operations: no credential, no permission, outside the scope, each field wrong, foreign origin, documented.
// (A third of all break-ins of this field were a sibling endpoint that forgot one of these.)
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, describe, it } from 'node:test';
import { actions } from '#actions.ts';
import type { UserActor } from '#actor.ts';
import type { AnyOperation } from '#contract.ts';
import { openApi as openApiDocument } from '#edges/api/openapi.ts';
import { addGroup } from '#groups/contract.ts';
import { operations } from '#operations.ts';
import { addRole } from '#roles/contract.ts';
import { addMyToken } from '#sessions/contract.ts';
import { addUser, changeRolesOfUser } from '#users/contract.ts';
import { type Answer, type Api, openApi, ownOrigin, sessionOf } from './api.ts';
import { onBothDatabases } from './databases.ts';
import { leastInput, someId, wrongValues } from './samples.ts';
import { openTestWorld, type TestWorld } from './world.ts';

type Cast = {
  api: Api;
  test: TestWorld;
  admin: string;
  nobody: string;
  narrowed: string;
  scoped: string;
  ids: Readonly<Record<'user' | 'role' | 'group', string>>;
};

/** Runs an operation as an actor, through its action. */
async function as(test: TestWorld, actor: UserActor, operation: AnyOperation, input: Readonly<Record<string, unknown>>): Promise<Record<string, unknown>> {
  const found = actions.find((one) => one.operation === operation);
  assert.ok(found, operation.name);
  return (await found.run(test.world, actor, input)) as Record<string, unknown>;
}

/** The administrator, somebody without any role, an administrator bound to a scope that covers nobody, and a target of each kind. */
async function castOf(test: TestWorld): Promise<Cast> {
  const { admin } = test;
  const person = async (userName: string) =>
    test.actorOf(String((await as(test, admin, addUser, { userName, password: 'orchid-Tramway 48 fjord', mustChangePassword: false })).id));
  const token = async (actor: UserActor, permissions: readonly string[] = []) =>
    String((await as(test, actor, addMyToken, { name: 'walk', permissions })).secret);
  const [nobody, helper, target] = [await person('nobody'), await person('helper'), await person('target')];
  const all = await as(test, admin, addRole, { name: 'all-of-it', entries: [{ permission: '/permission', effect: 'allow' }] });
  await as(test, admin, changeRolesOfUser, { id: helper.id, give: [{ role: all.id, scope: { attribute: 'country', equals: 'AQ' } }] });
  const role = await as(test, admin, addRole, { name: 'target-role' });
  const group = await as(test, admin, addGroup, { name: 'target-group' });
  return {
    api: await openApi(test.world),
    test,
    admin: await token(admin),
    nobody: await token(nobody),
    narrowed: await token(admin, ['/permission/applications']),
    scoped: await token(helper),
    ids: { user: target.id, role: String(role.id), group: String(group.id) },
  };
}

const needsNode = (operation: AnyOperation) => operation.needs.startsWith('/permission');
const inputFor = (operation: AnyOperation, { ids }: Cast) =>
  leastInput(operation, operation.target ? { [operation.target.field]: ids[operation.target.kind] } : {});
const codeOf = ({ body }: Answer) => String(body.code);

onBothDatabases('every route', (open) => {
  let cast: Cast;
  before(async () => {
    cast = await castOf(await openTestWorld(open));
  });
  after(() => cast.api.close());

  describe('without a credential', () => {
    for (const operation of operations)
      it(`${operation.name} ${operation.needs === 'anyone' ? 'answers' : 'says 401'}`, async () => {
        const answer = await cast.api.ask(operation, { input: inputFor(operation, cast) });
        assert.equal(answer.status, operation.needs === 'anyone' ? 200 : 401);
      });
  });

  describe('with a credential that does not hold', () => {
    for (const operation of operations)
      it(`${operation.name} says 401, never taking it for a stranger`, async () => {
        for (const token of [`rvt_${'A'.repeat(80)}`, 'x', cast.admin.slice(0, -2)])
          assert.equal((await cast.api.ask(operation, { input: inputFor(operation, cast), token })).status, 401);
      });
  });

  describe('with a credential without the permission', () => {
    for (const operation of operations.filter(needsNode))
      it(`${operation.name} says 403 and names it`, async () => {
        const input = inputFor(operation, cast);
        const refused = await cast.api.ask(operation, { input, token: cast.nobody });
        assert.deepEqual([refused.status, codeOf(refused)], [403, 'permission.denied']);
        const narrowed = await cast.api.ask(operation, { input, token: cast.narrowed });
        assert.deepEqual([narrowed.status, codeOf(narrowed)], [403, 'token.narrowed']);
      });
  });

  describe('outside the scope', () => {
    for (const operation of operations.filter(({ target }) => target))
      it(`${operation.name} answers as if it were not there`, async () => {
        const field = operation.target?.field ?? '';
        const outside = await cast.api.ask(operation, { input: inputFor(operation, cast), token: cast.scoped });
        const absent = await cast.api.ask(operation, { input: { ...inputFor(operation, cast), [field]: someId }, token: cast.scoped });
        assert.equal(outside.status, 404);
        assert.deepEqual(outside.body, absent.body);
      });
  });

  describe('each field wrong', () => {
    for (const operation of operations)
      for (const { field, value } of wrongValues(operation))
        it(`${operation.name} names ${field}`, async () => {
          const answer = await cast.api.ask(operation, { input: { ...inputFor(operation, cast), [field]: value }, token: cast.admin });
          assert.equal(answer.status, 400, JSON.stringify(answer.body));
          const fields = (answer.body.fields ?? []) as readonly { readonly field: string; readonly says: string }[];
          assert.ok(
            fields.some((one) => one.field.split('.')[0] === field && one.says.length > 0),
            JSON.stringify(answer.body),
          );
        });
    for (const operation of operations.filter(({ method }) => method !== 'GET'))
      it(`${operation.name} refuses a field it does not know`, async () => {
        const answer = await cast.api.ask(operation, { input: { ...inputFor(operation, cast), surprise: 'x' }, token: cast.admin });
        assert.equal(answer.status, 400);
        assert.match(JSON.stringify(answer.body), /surprise/);
      });
  });

  describe('from a foreign page', () => {
    for (const operation of operations.filter(({ method, needs }) => method !== 'GET' && needs !== 'anyone'))
      it(`${operation.name} is refused, whichever proof is missing`, async () => {
        const { cookie, csrf } = await sessionOf(cast.test.world, cast.test.admin);
        const input = inputFor(operation, cast);
        const tries: readonly Readonly<Record<string, string>>[] = [
          { origin: 'https://evil.example', 'x-reeve-csrf': csrf },
          { origin: ownOrigin },
          { origin: ownOrigin, 'x-reeve-csrf': 'guessed' },
          { 'x-reeve-csrf': csrf },
          { origin: 'null', 'x-reeve-csrf': csrf },
          { origin: ownOrigin, 'sec-fetch-site': 'cross-site', 'x-reeve-csrf': csrf },
        ];
        for (const headers of tries) {
          const answer = await cast.api.ask(operation, { input, cookie, headers });
          assert.deepEqual([answer.status, codeOf(answer)], [403, 'csrf.refused'], JSON.stringify(headers));
        }
      });
  });
});

describe('the list of operations', () => {
  it('has an action for each, and no action beside it', () => {
    assert.deepEqual(actions.map(({ operation }) => operation.name).sort(), operations.map(({ name }) => name).sort());
  });
  it('names each once, and no address twice', () => {
    assert.equal(new Set(operations.map(({ name }) => name)).size, operations.length);
    assert.equal(new Set(operations.map(({ method, path }) => `${method} ${path.replace(/\{\w+\}/g, '{}')}`)).size, operations.length);
  });
  it('opens to anyone these, and no more', () => {
    assert.deepEqual(
      operations.filter(({ needs }) => needs === 'anyone').map(({ name }) => name),
      ['passwords.rule'],
    );
  });
  it('is documented, whole, with its permissions', async () => {
    const { paths } = openApiDocument(operations, 'https://localhost:9443') as {
      paths: Record<string, Record<string, { operationId: string; 'x-permission': string }>>;
    };
    const page = await readFile(new URL('../docs/operations.md', import.meta.url), 'utf8');
    for (const { name, path, method, needs } of operations) {
      assert.deepEqual(paths[path]?.[method.toLowerCase()]?.operationId, name);
      assert.equal(paths[path]?.[method.toLowerCase()]?.['x-permission'], needs);
      assert.ok(page.includes(name), name);
    }
  });
});
