// What the server says of what it did, and would do, in the language of whoever asks: kept as data, put in words when somebody looks.
import assert from 'node:assert/strict';
import { before, it } from 'node:test';
import type { Action } from '#action.ts';
import { actions } from '#actions.ts';
import type { Actor } from '#actor.ts';
import type { Plan, PlanRow } from '#jobs/contract.ts';
import { onBothDatabases } from './databases.ts';
import { type People, peopleOf, refused } from './people.ts';
import { openTestWorld, type TestWorld } from './world.ts';

const named = (name: string): Action => actions.find(({ operation }) => operation.name === name) ?? assert.fail(name);
type Made = Plan & { items: PlanRow[] };

onBothDatabases('Whoever reads German', (open) => {
  let test: TestWorld;
  let people: People;
  let german: Actor;
  before(async () => {
    test = await openTestWorld(open);
    people = peopleOf(test);
    german = { ...test.admin, language: 'de' };
  });
  const ask = async <T>(actor: Actor, name: string, input: object): Promise<T> => {
    await test.world.changes.poll();
    // The operation of this name gives it; the compiler cannot follow a name.
    return (await named(name).run(test.world, actor, input)) as T;
  };

  it('is told in German what an undo would change, what stays, and why there is none', async () => {
    const { id } = await people.person('anna', { mail: 'a@example.com', phone: '+4315550001' });
    const numbers: number[] = [];
    const change = (name: string, input: object) => named(name).run(test.world, test.admin, input, { committed: (number) => void numbers.push(number) });
    await change('users.update', { id, mail: 'b@example.com', phone: '+4315550002' });
    await change('users.update', { id, mail: 'c@example.com' });
    await change('users.reset-password', { id });
    const [edited = 0, , reset = 0] = numbers;
    const undoable = (number: number, actor: Actor) => ask<{ says: string; changes: string[]; conflicts: string[] }>(actor, 'journal.undoable', { number });
    const { changes, conflicts } = await undoable(edited, german);
    assert.deepEqual(changes, ['Die Telefonnummer wird wieder „+4315550001“.']);
    assert.deepEqual(conflicts, ['Die E-Mail-Adresse wurde von „a@example.com“ auf „b@example.com“ geändert und ist jetzt „c@example.com“.']);
    assert.equal(
      (await undoable(reset, german)).says,
      'Das lässt sich nicht rückgängig machen: Ein geändertes Passwort oder Token kommt nicht zurück. Geben Sie ein neues.',
    );
    assert.deepEqual((await undoable(edited, test.admin)).changes, ['The phone number becomes “+4315550001” again.']);
  });

  it('reads a plan in German, whoever made it in whatever language', async () => {
    const locked = await people.person('long.locked');
    await ask(test.admin, 'users.lock', { id: locked.id });
    const { id } = await people.person('not.locked');
    const made = await ask<Made>(test.admin, 'users.rehearse', { select: { ids: [locked.id, id, test.admin.id] }, act: { do: 'lock' } });
    const spoken = ({ items }: { readonly items: readonly PlanRow[] }) => items.map(({ says }) => says).sort();
    const rows = await ask<Made>(german, 'plans.rows', { id: made.id });
    assert.deepEqual(spoken(made), ['Locked already.', 'Nobody does this to himself. Use your account page, or ask another administrator.', 'active → locked']);
    assert.deepEqual(spoken(rows), [
      'Niemand tut das an sich selbst. Nutzen Sie Ihre Kontoseite, oder bitten Sie jemanden, der auch verwaltet.',
      'Schon gesperrt.',
      'aktiv → gesperrt',
    ]);
    assert.ok((await ask<Plan>(german, 'plans.show', { id: made.id })).skipped.some(({ says }) => says === 'Schon gesperrt.'));
  });

  it('is told by each field, in German, what does not fit', async () => {
    const refusal = await refused('attribute.invalid', ask(german, 'users.add', { userName: 'odd.one', mail: 'none', country: 'ZZ' }));
    assert.deepEqual(
      refusal.fields.map(({ field, said }) => [field, said.code]),
      [
        ['mail', 'mail.form'],
        ['country', 'country.form'],
      ],
    );
  });
});
