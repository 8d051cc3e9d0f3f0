// Viewing as another: on both databases, with real sessions, through the door that reads them.
import assert from 'node:assert/strict';
import { before, it } from 'node:test';
import { actions } from '#actions.ts';
import type { Actor, UserActor } from '#actor.ts';
import { actorFromRequest } from '#authentication/actor-from-request.ts';
import type { AnyOperation, InputOf, OutputOf } from '#contract.ts';
import { listJournal } from '#journal/contract.ts';
import { changeRolesOfUser, listUsers } from '#users/contract.ts';
import { lockUser } from '#users/state-contract.ts';
import { onBothDatabases } from '../../test/databases.ts';
import { identity, type People, peopleOf, refused } from '../../test/people.ts';
import { openTestWorld, type TestWorld } from '../../test/world.ts';
import { endViewing, me, mySessions, viewAs, viewingMinutes } from './contract.ts';
import { startSession } from './start.ts';

const login = '/permission/admin/configure/login';

onBothDatabases('Viewing as another', (open) => {
  let test: TestWorld;
  let people: People;
  let german: UserActor;
  before(async () => {
    test = await openTestWorld(open);
    people = peopleOf(test);
    german = await people.helper('german.helper', [`${identity}/usermgt`, login], { attribute: 'country', equals: 'DE' });
    await people.person('somebody.german', { country: 'DE' });
    await people.person('somebody.french', { country: 'FR' });
  });

  async function run<Op extends AnyOperation>(actor: Actor, operation: Op, input: InputOf<Op>): Promise<OutputOf<Op>> {
    const found = actions.find((action) => action.operation === operation);
    assert.ok(found, operation.name);
    await test.world.changes.poll();
    return (await found.run(test.world, actor, input)) as OutputOf<Op>;
  }
  /** Signed in with a browser: the cookie, and what the door makes of it. */
  async function browserOf({ no, epoch }: UserActor) {
    const { world } = test;
    const { text } = await world.db.write((tx) => startSession(tx, world, { userNo: no, epoch, network: '192.0.2.0/24', browser: 'test', now: world.now() }));
    const actor = async (viewing?: string): Promise<UserActor> => {
      const headers = viewing === undefined ? {} : { 'x-reeve-viewing': viewing };
      const made = await actorFromRequest(world, { method: 'GET', headers, cookie: text, network: '192.0.2.0/24', door: 'api' });
      assert.ok(made.kind === 'user');
      return made;
    };
    return { actor };
  }
  const begin = async (viewer: UserActor, id: string, reason = '') => {
    const browser = await browserOf(viewer);
    const { viewing, endsAt } = await run(await browser.actor(), viewAs, { id, reason });
    return { ...browser, viewing, endsAt };
  };
  const named = async (actor: Actor) => (await run(actor, listUsers, { search: 'somebody' })).items.map(({ userName }) => userName);

  it('shows exactly what the other sees, and says who it really is', async () => {
    const { actor, viewing, endsAt } = await begin(test.admin, german.id);
    const seen = await actor(viewing);
    assert.deepEqual(await named(seen), ['somebody.german']);
    assert.deepEqual(await named(await actor()), ['somebody.french', 'somebody.german']);
    const shown = await run(seen, me, {});
    assert.equal(shown.user.userName, 'german.helper');
    assert.deepEqual(shown.viewing, { id: viewing, by: { id: test.admin.id, userName: 'admin', shownName: 'admin' }, endsAt });
    assert.equal(shown.session, null);
    assert.equal((await run(await actor(), me, {})).viewing, null);
  });

  it('changes nothing, and shows nothing personal', async () => {
    const { actor, viewing } = await begin(test.admin, german.id);
    const seen = await actor(viewing);
    const target = (await run(seen, listUsers, { search: 'somebody' })).items[0]?.id ?? '';
    await refused('viewing.read-only', run(seen, lockUser, { id: target, until: 0 }));
    await refused('viewing.read-only', run(seen, mySessions, {}));
    await refused('viewing.read-only', run(seen, viewAs, { id: target }));
  });

  it('is journaled, its beginning with the reason, and its end', async () => {
    const { actor, viewing } = await begin(test.admin, german.id, 'he sees no French users');
    await run(await actor(), endViewing, { viewing });
    await refused('viewing.ended', actor(viewing));
    await refused('viewing.ended', run(await actor(), endViewing, { viewing }));
    const { items } = await run(test.admin, listJournal, { object: german.id, limit: 2 });
    assert.deepEqual(
      items.map(({ operation, reason, actor: by }) => [operation, reason, by.id]),
      [
        ['me.end-viewing', '', test.admin.id],
        ['users.view-as', 'he sees no French users', test.admin.id],
      ],
    );
  });

  it('never onto somebody who sees more, not even later', async () => {
    const asks = `${identity}/decisions`;
    const small = await people.helper('small.viewer', [asks, `${identity}/usermgt`, login], { attribute: 'country', equals: 'DE' });
    const other = await people.person('german.too', { country: 'DE' });
    const role = await people.role('lists.germans', login, `${identity}/usermgt/list`);
    await run(test.admin, changeRolesOfUser, { id: other.id, give: [{ role, scope: { attribute: 'country', equals: 'DE' } }] });
    const { actor, viewing } = await begin(small, other.id);
    assert.deepEqual(await named(await actor(viewing)), ['somebody.german']);
    // Now he sees all users, and the one who views as him never might.
    const lists = await people.role('lists.all', `${identity}/usermgt/list`);
    await run(test.admin, changeRolesOfUser, { id: other.id, give: [{ role: lists }] });
    await refused('viewing.ended', named(await actor(viewing)));
    const browser = await browserOf(small);
    await refused('viewing.sees-more', run(await browser.actor(), viewAs, { id: other.id }));
    await refused('user.missing', run(await browser.actor(), viewAs, { id: german.id }));
    await refused('target.holds-more', run(await (await browserOf(await people.helper('asks.only', [asks]))).actor(), viewAs, { id: test.admin.id }));
  });

  it('ends with its time, its session, its viewer’s right and either of the two', async () => {
    const wide = await people.helper('wide.viewer', ['/permission/admin']);
    const first = await begin(wide, german.id);
    await refused('viewing.ended', (await browserOf(wide)).actor(first.viewing));
    assert.deepEqual(await named(await first.actor(first.viewing)), ['somebody.german']);
    await run(test.admin, lockUser, { id: wide.id, until: 0 });
    await refused('auth.required', first.actor(first.viewing));
    const second = await begin(test.admin, german.id);
    await run(test.admin, lockUser, { id: german.id, until: 0 });
    const locked = await second.actor(second.viewing);
    await refused('viewing.ended', named(locked));
    await refused('user.locked', begin(test.admin, german.id));
    test.clock.turn(viewingMinutes * 60_000 + 1);
    await test.world.changes.poll();
    await refused('viewing.ended', second.actor(second.viewing));
  });

  it('takes a browser, and somebody who may open the console', async () => {
    const program = await test.actorOf(test.admin.id, ['/permission']);
    await refused('viewing.session-needed', run(program, viewAs, { id: german.id }));
    const outside = await people.person('never.in');
    await refused('viewing.cannot-open', begin(test.admin, outside.id));
    await refused('self.refused', begin(test.admin, test.admin.id));
  });
});
