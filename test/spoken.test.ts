// What the server says of what it did, and would do, in the language of whoever asks: kept as data, put in words when somebody looks.
import assert from 'node:assert/strict';
import { before, it } from 'node:test';
import type { Action } from '#action.ts';
import { actions } from '#actions.ts';
import type { Actor } from '#actor.ts';
import { attemptUser } from '#authentication/attempts.ts';
import type { Plan, PlanRow } from '#jobs/contract.ts';
import type { StoreDetails } from '#stores/contract.ts';
import { runSynchroniser } from '#synchronise/runner.ts';
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

  it('is told in German what is wrong with a store: while it is set up, when it does not answer, and when its reading has failed', async () => {
    const settings = { urls: ['ldap://directory.example'], userBase: 'dc=example', groups: 'none' };
    const tried = await ask<{ works: boolean; says: string }>(german, 'stores.test', { kind: 'ldap', settings });
    assert.deepEqual(
      [tried.works, tried.says],
      [false, 'ldap://directory.example würde Passwörter unverschlüsselt senden: Schreiben Sie ldaps://, oder schalten Sie StartTLS ein.'],
    );
    const refusal = await refused('store.settings-invalid', ask(german, 'stores.add', { domain: 'CLEAR', kind: 'ldap', settings }));
    assert.equal(refusal.sentence.code, 'store.settings-invalid');
    const { id } = await ask<StoreDetails>(test.admin, 'stores.add', {
      domain: 'NEAR',
      kind: 'ldap',
      settings: { ...settings, urls: ['ldaps://127.0.0.1:1'] },
    });
    const synchroniser = runSynchroniser(test.world);
    await synchroniser.idle();
    await synchroniser.stop();
    const told = async (actor: Actor) => {
      const { health, sync } = await ask<StoreDetails>(actor, 'stores.show', { id });
      return [health.says, sync.state, sync.says];
    };
    const says = 'ldaps://127.0.0.1:1 ist nicht zu erreichen (ECONNREFUSED).';
    assert.deepEqual(await told(german), [says, 'failed', says]);
    const english = 'ldaps://127.0.0.1:1 cannot be reached (ECONNREFUSED).';
    assert.deepEqual(await told(test.admin), [english, 'failed', english]);
  });

  it('is told in German why he may not, who is slowed, and where the journal was altered', async () => {
    const { reason } = await ask<{ reason: string }>({ ...(await people.person('may.not')), language: 'de' }, 'permissions.may', {
      permission: '/permission/admin/manage/api/publish',
    });
    assert.equal(reason, 'publisher würde es geben, und er hat diese Rolle nicht.');
    const key = { user: attemptUser(test.world.salt, 'PRIMARY', 'nobody'), network: '198.51.100.0/24', known: false };
    while (test.world.throttle.waitSeconds(key, test.clock.now()) === 0) test.world.throttle.failed(key, test.clock.now());
    const { items } = await ask<{ items: { says: string }[] }>(german, 'throttles.list', {});
    assert.deepEqual(
      items.map(({ says }) => says),
      ['Ein Benutzer, aus dem Netz 198.51.100.0/24'],
    );
    await test.world.db.write((tx) => tx.updateTable('journal').set({ reason: 'altered' }).where('number', '=', 2).execute());
    const { faults } = await ask<{ faults: { says: string }[] }>(german, 'journal.verify', {});
    assert.deepEqual(
      faults.map(({ says }) => says),
      ['Dieser Eintrag oder der davor wurde verändert.'],
    );
  });
});
