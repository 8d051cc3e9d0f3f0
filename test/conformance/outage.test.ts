// A store that is dead, slow, or cut off in the middle of a word harms nobody else: a real OpenLDAP, and a real PostgreSQL, behind a rough link, beside a well one
// and PRIMARY.
// On SQLite; the clock of the world is turned, and nothing waits for a time to pass but the store's own limit of one second.
import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';
import { authenticate } from '#authentication/authenticate.ts';
import { Refusal } from '#errors.ts';
import { addStore } from '#stores/add-store.ts';
import type { StoreDetails } from '#stores/contract.ts';
import { countedStores, shownStore } from '#stores/shown.ts';
import { runSynchroniser, type Synchroniser } from '#synchronise/runner.ts';
import { listUsers } from '#users/list-users.ts';
import { onSqlite } from '../databases.ts';
import { goodPassword, type People, peopleOf, refused } from '../people.ts';
import { type RoughLink, startRoughLink, type Trouble } from '../servers/rough-link.ts';
import { userPassword } from '../servers/slapd.ts';
import { openTestWorld, type TestWorld } from '../world.ts';
import { type OutsideStore, outsideDatabase, outsideDirectory } from './outage/outside.ts';

const seeded = 120;
const bad = ['reset', 'half', 'silent'] as const satisfies readonly Trouble[];

for (const [what, start] of [
  ['directory', outsideDirectory],
  ['database', outsideDatabase],
] as const)
  onSqlite(`While one ${what} is in trouble`, (open) => {
    let test: TestWorld;
    let people: People;
    let outside: OutsideStore;
    let link: RoughLink;
    let synchroniser: Synchroniser;
    let rough: StoreDetails;
    const added = (domain: string, port: number) =>
      people.run(addStore, test.admin, {
        domain,
        ...outside.told(port),
        syncMinutes: 0,
        answerSeconds: 1,
        connections: 2,
      });
    before(async () => {
      [test, outside] = await Promise.all([openTestWorld(open), start(seeded)]);
      link = await startRoughLink(outside);
      people = peopleOf(test);
      synchroniser = runSynchroniser(test.world);
      rough = await added('ROUGH', link.port);
      await added('WELL', outside.port);
      await people.person('of.primary');
      await synchroniser.idle();
      // In a process that has only begun, the first connection may take longer than the second that a store is given here.
      for (let tries = 0; tries < 5 && (await living()) < seeded; tries++) await again({ full: 1 });
      assert.equal(await living(), seeded);
    });
    after(async () => {
      await synchroniser?.stop();
      await test?.world.stores.close();
      await link?.stop();
      await outside?.stop();
    });
    const tried = (typedName: string, password: string) => authenticate(test.world, { typedName, password, network: '198.51.100.0/24', door: 'sign-in' });
    const state = () =>
      test.world.db.read
        .selectFrom('store_states')
        .innerJoin('stores', 'stores.no', 'store_no')
        .selectAll('store_states')
        .where('stores.id', '=', rough.id)
        .executeTakeFirstOrThrow();
    const again = async ({ full = 0 } = {}) => {
      const { store_no } = await state();
      await test.world.db.write((tx) =>
        tx.updateTable('store_states').set({ due_at: 1, state: 'waiting', full_run: full }).where('store_no', '=', store_no).execute(),
      );
      await synchroniser.idle();
      await test.world.changes.poll();
      return state();
    };
    const living = async () => (await rows()).filter(({ deleted_at }) => deleted_at === 0).length;
    const rows = async () => {
      const { store_no } = await state();
      return test.world.db.read.selectFrom('users').select(['id', 'user_name', 'deleted_at']).where('store_no', '=', store_no).orderBy('id').execute();
    };
    const shownStores = async () => {
      const { read } = test.world.db;
      return (await countedStores(read, await read.selectFrom('stores').selectAll().orderBy('no').execute())).map(shownStore);
    };
    const wellAgain = async () => {
      link.turn('well');
      test.clock.turn(61_000);
      await test.world.changes.poll();
      assert.equal((await tried('ROUGH/seed-001', userPassword)).user.domain, 'ROUGH');
    };

    it('that is only slow, its users come in', async () => {
      link.turn('late');
      assert.equal((await tried('ROUGH/seed-002', userPassword)).user.domain, 'ROUGH');
      await wellAgain();
    });

    for (const trouble of bad) {
      it(`(${trouble}) everybody else signs in, the list has all rows and says since when; it is left alone, and used again after one try`, async () => {
        link.turn(trouble);
        for (let n = 0; n < 3; n++) await refused('signin.unsure', tried('ROUGH/seed-001', userPassword));
        const taken = link.taken();
        await refused('signin.unsure', tried('ROUGH/seed-003', userPassword));
        assert.equal(link.taken(), taken, 'it is left alone');
        assert.equal((await tried('of.primary', goodPassword)).user.domain, 'PRIMARY');
        assert.equal((await tried('WELL/seed-001', userPassword)).user.domain, 'WELL');
        assert.equal((await again()).state, 'failed');
        const items = await shownStores();
        assert.deepEqual(
          items.map(({ domain, staleSince, users }) => [domain, staleSince > 0, users]).filter(([domain]) => domain !== 'PRIMARY'),
          [
            ['ROUGH', true, seeded],
            ['WELL', false, seeded],
          ],
        );
        const listed = await people.run(listUsers, test.admin, { search: 'seed-001' });
        assert.deepEqual(
          listed.items.map(({ userName }) => userName),
          ['seed-001', 'seed-001'],
        );
        await wellAgain();
        assert.equal((await again()).failing_since, 0);
      });
    }

    it('many who ask it at once use up no place for ever', async () => {
      link.turn('silent');
      const names = Array.from({ length: 24 }, (_, n) => `ROUGH/seed-${String(n + 1).padStart(3, '0')}`);
      // Some are turned away before anybody knows that it does not answer.
      const outcomes = await Promise.all(names.map((name) => tried(name, userPassword).catch((fault: unknown) => fault)));
      for (const outcome of outcomes) assert.match(outcome instanceof Refusal ? outcome.code : 'let in', /^signin\.(refused|unsure)$/);
      await wellAgain();
      for (const name of names.slice(0, 4)) assert.equal((await tried(name, userPassword)).user.domain, 'ROUGH');
    });

    it('a reading that is cut anywhere takes nobody away, fires no brake, and is made good by the next', async () => {
      const before = await rows();
      for (const [bytes, trouble] of outside.cuts) {
        link.turnAfter(bytes, trouble);
        const cut = await again({ full: 1 });
        assert.equal(cut.state, 'failed', `${trouble} after ${bytes} bytes: ${cut.says}`);
        assert.deepEqual(await rows(), before);
        await wellAgain();
      }
      const whole = await again({ full: 1 });
      assert.deepEqual([whole.state, whole.vanished, await living()], ['idle', 0, seeded]);
    });
  });
