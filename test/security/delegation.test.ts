// The matrix of docs/delegation.md, tried on a running world: every operation by every kind of administrator, each cell with a target of its own. A quick run tries a share.
import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { actions } from '#actions.ts';
import type { Actor } from '#actor.ts';
import type { AnyOperation } from '#contract.ts';
import { type Administrator, type Answer, administrators, expected } from '#documents/delegation.ts';
import { Refusal } from '#errors.ts';
import { addGroup } from '#groups/add-group.ts';
import { changeRolesOfGroup } from '#groups/change-roles-of-group.ts';
import { operations } from '#operations.ts';
import type { Scope } from '#permissions/contract.ts';
import { viewAs } from '#sessions/contract.ts';
import { changeRolesOfUser } from '#users/change-roles-of-user.ts';
import { endEverything } from '#users/my-contract.ts';
import { onBothDatabases } from '../databases.ts';
import { someOf } from '../effort.ts';
import { host, type People, peopleOf } from '../people.ts';
import { leastInput } from '../samples.ts';
import { openTestWorld, type TestWorld } from '../world.ts';

type Kind = 'user' | 'role' | 'group';
const everything = '/permission';
const elsewhere = '/permission/applications';
const country = 'AQ';

/** What admission may say; any other refusal came from behind it. */
const refusals: ReadonlySet<string> = new Set<Answer>([
  'auth.required',
  'host.only',
  'permission.denied',
  'token.narrowed',
  'self.refused',
  'target.holds-more',
  'scope.too-wide',
  'viewing.read-only',
]);

class Matrix {
  readonly #test: TestWorld;
  readonly #people: People;
  readonly #askers = new Map<string, Promise<string>>();
  #made = 0;

  constructor(test: TestWorld) {
    this.#test = test;
    this.#people = peopleOf(test);
  }

  async answer(operation: AnyOperation, who: Administrator): Promise<Answer> {
    const kind = operation.target?.kind;
    const target = kind && who !== 'himself' ? await this.#target(kind, who === 'above') : '';
    const scope = kind && who === 'inside' ? around(kind, target) : kind && who === 'outside' ? await this.#elsewhere(kind) : null;
    const actor = await this.#actor(operation, who, scope);
    const id = target || (actor.kind === 'user' ? actor.id : '');
    return this.#said(operation, actor, leastInput(operation, operation.target ? { [operation.target.field]: id } : {}));
  }

  async #said(operation: AnyOperation, actor: Actor, input: Record<string, unknown>): Promise<Answer> {
    const action = actions.find((one) => one.operation === operation);
    assert.ok(action, `no action carries out ${operation.name}`);
    await this.#test.world.changes.poll();
    try {
      await action.run(this.#test.world, actor, input);
      return 'done';
    } catch (thrown) {
      if (!(thrown instanceof Refusal)) throw thrown;
      if (thrown.code === `${operation.target?.kind}.missing` && thrown.fields.length === 0) return 'missing';
      // It is one of them: that was just asked.
      return refusals.has(thrown.code) ? (thrown.code as Answer) : 'done';
    }
  }

  async #actor({ needs, name }: AnyOperation, who: Administrator, scope: Scope | null): Promise<Actor> {
    if (who === 'host') return host;
    if (who === 'stranger') return { kind: 'stranger', door: 'api', network: '192.0.2.0/24' };
    // Whoever makes all the others must not end himself.
    if (who === 'admin') return name === endEverything.name ? this.#test.actorOf(await this.#asker(everything, null)) : this.#test.admin;
    if (who === 'viewing') return this.#viewed();
    const id = await (scope ? this.#asker(needs, scope) : this.#unscoped(who === 'other' ? elsewhere : needs));
    return this.#test.actorOf(id, who === 'narrowed' ? [elsewhere] : undefined);
  }

  /** The administrator, as another sees him who may all the same. */
  async #viewed(): Promise<Actor> {
    const { id, epoch } = await this.#test.actorOf(await this.#unscoped(everything));
    return { ...this.#test.admin, viewer: { id, epoch, viewing: this.#test.world.newId(), endsAt: this.#test.clock.now() + 60_000, needs: viewAs.needs } };
  }

  /** One for each permission: nothing that a cell does changes him. */
  #unscoped(needs: string): Promise<string> {
    const known = this.#askers.get(needs) ?? this.#asker(needs, null);
    this.#askers.set(needs, known);
    return known;
  }

  async #asker(needs: string, scope: Scope | null): Promise<string> {
    const { id } = await this.#people.person(this.#name('asker'));
    if (!needs.startsWith('/permission')) return id;
    const role = await this.#people.role(this.#name('right'), needs);
    await this.#people.run(changeRolesOfUser, this.#test.admin, { id, give: [{ role, scope }] });
    return id;
  }

  async #target(kind: Kind, holdsMore: boolean): Promise<string> {
    const { admin } = this.#test;
    const role = kind === 'role' || holdsMore ? await this.#people.role(this.#name('target'), ...(holdsMore ? [everything] : [])) : '';
    if (kind === 'role') return role;
    const give = holdsMore ? [{ role }] : [];
    if (kind === 'group') {
      const { id } = await this.#people.run(addGroup, admin, { name: this.#name('target') });
      await this.#people.run(changeRolesOfGroup, admin, { id, give });
      return id;
    }
    const { id } = await this.#people.person(this.#name('target'), { country });
    if (holdsMore) await this.#people.run(changeRolesOfUser, admin, { id, give });
    return id;
  }

  async #elsewhere(kind: Kind): Promise<Scope> {
    return kind === 'user' ? { attribute: 'country', equals: 'NZ' } : around(kind, await this.#target(kind, false));
  }

  #name = (what: string) => {
    this.#made += 1;
    return `${what}-${this.#made}`;
  };
}

function around(kind: Kind, target: string): Scope {
  if (kind === 'role') return { roles: [target] };
  return kind === 'group' ? { groups: [target] } : { attribute: 'country', equals: country };
}

onBothDatabases('Delegation', (open) => {
  let matrix: Matrix;
  before(async () => {
    matrix = new Matrix(await openTestWorld(open));
  });

  // The names are the keys of the table.
  for (const [who, says] of Object.entries(administrators) as [Administrator, string][])
    describe(`by ${says}`, () => {
      for (const operation of someOf(operations)) {
        const answer = expected(operation, who);
        if (answer) it(`${operation.name}: ${answer}`, async () => assert.equal(await matrix.answer(operation, who), answer));
      }
    });
});
