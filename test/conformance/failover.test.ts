// A directory of two servers, of which one is reached over a line that is cut: sign-in and reading go on by the other, and come back. And one whose certificate
// has ended. A real OpenLDAP behind two rough links, in a whole world; the clock is turned, and nothing waits but for the store's own limit.
import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';
import { authenticate } from '#authentication/authenticate.ts';
import { addStore } from '#stores/add-store.ts';
import type { StoreDetails } from '#stores/contract.ts';
import { testStore } from '#stores/try-store.ts';
import { runSynchroniser, type Synchroniser } from '#synchronise/runner.ts';
import { onSqlite } from '../databases.ts';
import { type People, peopleOf } from '../people.ts';
import { type RoughLink, startRoughLink } from '../servers/rough-link.ts';
import { service, startSlapd, userPassword } from '../servers/slapd.ts';
import { openTestWorld, type TestWorld } from '../world.ts';
import { type OutsideStore, outsideDirectory } from './outage/outside.ts';
import { ldapSettings } from './outside/slapd.ts';

/** Longer than a server that failed is asked last. */
const longEnough = 31_000;

onSqlite('A directory of two servers', (open) => {
  let test: TestWorld;
  let people: People;
  let outside: OutsideStore;
  let first: RoughLink;
  let second: RoughLink;
  let synchroniser: Synchroniser;
  let store: StoreDetails;
  before(async () => {
    [test, outside] = await Promise.all([openTestWorld(open), outsideDirectory(10)]);
    [first, second] = await Promise.all([startRoughLink(outside), startRoughLink(outside)]);
    people = peopleOf(test);
    synchroniser = runSynchroniser(test.world);
    const told = outside.told(first.port, second.port);
    store = await people.run(addStore, test.admin, { domain: 'TWO', ...told, syncMinutes: 0, answerSeconds: 2, connections: 2 });
    await synchroniser.idle();
  });
  after(async () => {
    await synchroniser?.stop();
    await test?.world.stores.close();
    await first?.stop();
    await second?.stop();
    await outside?.stop();
  });
  const signIn = async (name: string) =>
    (await authenticate(test.world, { typedName: `TWO/${name}`, password: userPassword, network: '198.51.100.0/24', door: 'sign-in' })).user.user_name;
  const readAgain = async () => {
    const { no } = await test.world.db.read.selectFrom('stores').select('no').where('id', '=', store.id).executeTakeFirstOrThrow();
    await test.world.db.write((tx) => tx.updateTable('store_states').set({ due_at: 1, state: 'waiting', full_run: 1 }).where('store_no', '=', no).execute());
    await synchroniser.idle();
    await test.world.changes.poll();
    return test.world.db.read.selectFrom('store_states').selectAll().where('store_no', '=', no).executeTakeFirstOrThrow();
  };
  const later = async () => {
    test.clock.turn(longEnough);
    await test.world.changes.poll();
  };

  it('asks the first while it is well', async () => {
    assert.equal(await signIn('seed-001'), 'seed-001');
    assert.deepEqual([first.taken() > 0, second.taken()], [true, 0]);
  });

  it('goes on by the second when the first falls silent: the very next sign-in, those after it at once, and a whole reading', async () => {
    first.turn('silent');
    assert.equal(await signIn('seed-002'), 'seed-002');
    assert.ok(second.taken() > 0);
    const asked = first.taken();
    for (const name of ['seed-003', 'seed-004']) assert.equal(await signIn(name), name);
    await outside.add('came.since');
    const read = await readAgain();
    assert.deepEqual([read.state, read.seen, read.added, read.vanished], ['idle', 11, 1, 0], read.says);
    assert.equal(first.taken(), asked, 'the first is not asked meanwhile');
    assert.equal(test.world.stores.anyFailing(), false, 'the store is well, whatever one of its servers is');
  });

  it('comes back to the first when that is well, also when the second is gone', async () => {
    first.turn('well');
    await later();
    second.turn('reset');
    assert.equal(await signIn('seed-005'), 'seed-005');
    assert.equal((await readAgain()).state, 'idle');
  });

  it('is in trouble only when both are', async () => {
    first.turn('reset');
    await later();
    await assert.rejects(signIn('seed-006'), { code: 'signin.unsure' });
    assert.equal((await readAgain()).state, 'failed');
    second.turn('well');
    await later();
    assert.equal(await signIn('seed-006'), 'seed-006');
  });

  it('whose certificate has ended is not asked, and says the day', async () => {
    const ended = await startSlapd({ users: 1, certificate: { names: ['127.0.0.1'], from: -30, until: -2 } });
    try {
      const found = await people.run(testStore, test.admin, { kind: 'ldap', settings: ldapSettings(ended), password: service.password });
      assert.equal(found.works, false);
      const day = new Date(found.certificate?.endsAt ?? assert.fail('the certificate is shown')).toISOString().slice(0, 10);
      assert.match(found.says, new RegExp(`^The certificate of 127\\.0\\.0\\.1 ended on ${day}.*: its owner must renew it\\.$`));
    } finally {
      await ended.stop();
    }
  });
});
