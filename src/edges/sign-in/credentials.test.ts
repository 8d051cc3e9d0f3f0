// What stands behind a right or a wrong password at the form: none yet, one whose time is over, one in an older form; and how long a failure takes.
import assert from 'node:assert/strict';
import { after, it } from 'node:test';
import type { FastifyInstance } from 'fastify';
import { openWeb } from '#edges/web.ts';
import { openHashing } from '#passwords/hash.ts';
import { addUser } from '#users/add-user.ts';
import { onBothDatabases } from '../../../test/databases.ts';
import { FormBrowser } from '../../../test/form-browser.ts';
import { openTestWorld, type TestWorld } from '../../../test/world.ts';
import { signInPages } from './pages.ts';

const password = 'umbrella Fjord 7 mosaic';
const dayMilliseconds = 86_400_000;

onBothDatabases('a password at the form', (open) => {
  const doors: FastifyInstance[] = [];
  after(async () => {
    for (const web of doors) await web.close();
  });
  async function begin() {
    const tested = await openTestWorld(open);
    const web = await openWeb(tested.world, null);
    await web.register(signInPages(tested.world));
    doors.push(web);
    const signIn = (userName: string, typed: string) => new FormBrowser(web).fill('/sign-in', { userName, password: typed, to: '' });
    return { ...tested, signIn };
  }
  const add = ({ world, admin }: TestWorld, userName: string, more: Readonly<Record<string, unknown>>) => addUser.run(world, admin, { userName, ...more });
  const withoutNames = (body: string) => body.replace(/value="[^"]*"/g, '');

  it('says of somebody who has none yet what it says of nobody', async () => {
    const tested = await begin();
    const { state } = await add(tested, 'newcomer', {});
    assert.equal(state, 'pending');
    const [pending, nobody] = [await tested.signIn('newcomer', password), await tested.signIn('nobody', password)];
    assert.deepEqual([pending.statusCode, withoutNames(pending.body)], [nobody.statusCode, withoutNames(nobody.body)]);
    assert.equal((await tested.signIn('newcomer', '')).statusCode, nobody.statusCode);
  });

  it('refuses a temporary one after a day, and says so only to who knows it', async () => {
    const tested = await begin();
    const { temporaryPassword = '' } = await add(tested, 'forgot', { generatePassword: true });
    assert.equal((await tested.signIn('forgot', temporaryPassword)).headers.location, '/sign-in/password');
    tested.clock.turn(dayMilliseconds);
    await tested.world.changes.poll();
    const late = await tested.signIn('forgot', temporaryPassword);
    assert.equal(late.statusCode, 403);
    assert.match(late.body, /temporary password has ended/);
    assert.doesNotMatch((await tested.signIn('forgot', 'not the password')).body, /has ended/);
  });

  it('is kept in today’s form from the first time it is right', async () => {
    const tested = await begin();
    const { world } = tested;
    const { id } = await add(tested, 'longstanding', { password, mustChangePassword: false });
    const { no } = await tested.actorOf(id);
    const earlier = openHashing({ memoryKib: 8_192, passes: 1, lanes: 1, running: 1, queueMax: 1 });
    const weaker = await earlier.hash(password);
    await world.db.write((tx) => tx.updateTable('credentials').set({ password_hash: weaker }).where('user_no', '=', no).execute());
    const stored = async () => (await world.db.read.selectFrom('credentials').selectAll().where('user_no', '=', no).executeTakeFirstOrThrow()).password_hash;
    assert.equal((await tested.signIn('longstanding', 'not the password')).statusCode, 401);
    assert.equal(await stored(), weaker);
    assert.equal((await tested.signIn('longstanding', password)).statusCode, 303);
    assert.equal(world.hashing.outdated(await stored()), false);
    assert.equal((await tested.signIn('longstanding', password)).statusCode, 303);
  });

  it('takes no shorter to fail than the floor, known or not, and a part of chance on top', async () => {
    const tested = await begin();
    const floor = 120;
    Object.assign(tested.world, { config: { ...tested.world.config, failureMillisecondsMin: floor } });
    const drawn: number[] = [];
    const { random } = tested.world;
    Object.assign(tested.world, {
      random: (bytes: number) => {
        drawn.push(bytes);
        return random(bytes);
      },
    });
    for (const name of ['admin', 'nobody']) {
      drawn.length = 0;
      const began = performance.now();
      assert.equal((await tested.signIn(name, 'not the password')).statusCode, 401);
      assert.ok(performance.now() - began >= floor, name);
      assert.equal(drawn.filter((bytes) => bytes === 1).length, 1, name);
    }
  });
});
