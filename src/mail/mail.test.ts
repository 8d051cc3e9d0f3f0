// Mails, to a real server over real TLS: what is sent, tried again, refused, and what of it is kept.
import assert from 'node:assert/strict';
import { it, type TestContext } from 'node:test';
import { change } from '#journal/change.ts';
import type { World } from '#world.ts';
import { onBothDatabases } from '../../test/databases.ts';
import { mailing, runUntilEnd, sendingMails, settingsFor, setUpMail } from '../../test/mailing.ts';
import { until } from '../../test/processes/until.ts';
import { linkIn, readable, startMailServer } from '../../test/servers/mail.ts';
import { openTestWorld } from '../../test/world.ts';
import { changeMail } from './edit-server.ts';
import { listMails, retryMail } from './outbox.ts';
import { removeOldMails } from './queries.ts';
import { queueMail } from './queue.ts';
import { againIn, runMails } from './runner.ts';
import { testMail } from './test-mail.ts';

const header = { actorKind: 'host', actorId: 'host:test', right: 'host', door: 'cli', operation: 'test', reason: '' };
const hour = 3_600_000;
const letter = {
  kind: 'recovery',
  userNo: 1,
  language: 'en',
  values: { name: 'Ann', userName: 'ann', link: '/recover/choose?link=rvl_secret', network: '192.0.2.0/24' },
} as const;

/** As a room queues one: within its change. */
async function queue(world: World, address: string, more: { readonly language?: 'en' | 'de'; readonly name?: string } = {}) {
  const values = { ...letter.values, ...(more.name === undefined ? {} : { name: more.name }) };
  await change(world.db, world.now(), header, ({ tx, now }) =>
    queueMail(tx, world, { ...letter, values, language: more.language ?? 'en', address, endsAt: now + hour, now }),
  );
  world.mail.ring();
}
const rows = (world: World) => world.db.read.selectFrom('mails').selectAll().orderBy('no').execute();
const settled = (world: World, test: (row: Awaited<ReturnType<typeof rows>>[number]) => boolean) => until(async () => (await rows(world)).every(test));

onBothDatabases('mails', (open) => {
  const begin = () => openTestWorld(open, mailing);

  it('are sent as text and HTML, over verified TLS, signed in, in his language, to him alone', async (t) => {
    const tested = await begin();
    const server = await sendingMails(tested, t);
    await queue(tested.world, 'ann@example.org', { language: 'de' });
    const one = await server.next();
    assert.deepEqual([one.from, one.to, one.secure, one.user], ['reeve@reeve.test', 'ann@example.org', true, 'reeve']);
    assert.match(readable(one), /Guten Tag Ann/);
    assert.match(one.raw, /Content-Type: text\/plain[\s\S]*Content-Type: text\/html/);
    assert.match(one.raw, /Auto-Submitted: auto-generated/i);
    assert.equal(linkIn(one), '/recover/choose?link=rvl_secret');
  });

  it('lie sealed until they are sent, and not at all afterwards', async (t) => {
    const tested = await begin();
    const { world } = tested;
    await queue(world, 'ann@example.org');
    const [waiting] = await rows(world);
    assert.deepEqual([waiting?.state, JSON.stringify(waiting).includes('rvl_')], ['queued', false]);
    assert.notEqual(waiting?.secret, '');
    const server = await sendingMails(tested, t);
    await server.next();
    await settled(world, ({ state, secret }) => state === 'sent' && secret === '');
    const kept = JSON.stringify(await world.db.read.selectFrom('journal_images').selectAll().execute());
    assert.doesNotMatch(kept, /rvl_|postbox/);
  });

  it('of a change that is rolled back are not sent', async (t) => {
    const tested = await begin();
    const { world } = tested;
    const server = await sendingMails(tested, t);
    const failing = change(world.db, world.now(), header, async ({ tx, now }) => {
      await queueMail(tx, world, { ...letter, address: 'never@example.org', endsAt: now + hour, now });
      throw new Error('taken back');
    });
    await assert.rejects(failing, /taken back/);
    await queue(world, 'ann@example.org');
    assert.equal((await server.next()).to, 'ann@example.org');
    assert.equal(server.taken().length, 1);
  });

  it('wait while the server is down, and none is lost', async (t) => {
    const tested = await begin();
    const { world, clock } = tested;
    const server = await sendingMails(tested, t);
    await queue(world, 'before@example.org');
    await server.next();
    await server.stop();
    for (const name of ['one', 'two', 'three']) await queue(world, `${name}@example.org`);
    await until(async () => (await rows(world)).some(({ state, tries, says }) => state === 'queued' && tries > 0 && says !== ''));
    await server.start();
    clock.turn(10 * 60_000);
    await world.changes.poll();
    world.mail.ring();
    await settled(world, ({ state }) => state === 'sent');
    assert.deepEqual(
      server
        .taken()
        .map(({ to }) => to)
        .sort(),
      ['before@example.org', 'one@example.org', 'three@example.org', 'two@example.org'],
    );
  });

  it('are sent by one of two nodes, each once', async (t) => {
    const tested = await begin();
    const server = await sendingMails(tested, t);
    const other = await tested.another();
    runUntilEnd(other, t);
    for (let n = 0; n < 12; n += 1) await queue(n % 2 === 0 ? tested.world : other, `user${n}@example.org`);
    await settled(tested.world, ({ state }) => state === 'sent');
    assert.equal(new Set(server.taken().map(({ to }) => to)).size, 12);
    assert.equal(server.taken().length, 12);
  });

  it('left by a node that died are sent by another when its lease ends', async (t) => {
    const tested = await begin();
    const { world, clock } = tested;
    const server = await startMailServer();
    t.after(() => server.stop());
    await setUpMail(tested, server);
    await queue(world, 'ann@example.org');
    await world.db.write((tx) =>
      tx
        .updateTable('mails')
        .set({ lease_owner: 'a node that died', lease_until: world.now() + 5 * 60_000 })
        .execute(),
    );
    runUntilEnd(world, t);
    clock.turn(6 * 60_000);
    await world.changes.poll();
    world.mail.ring();
    assert.equal((await server.next()).to, 'ann@example.org');
  });

  it('that the server refuses for good have failed, in its words; one it may take later is tried again', async (t) => {
    const tested = await begin();
    const { world, admin } = tested;
    const server = await sendingMails(tested, t);
    server.refuse((to) => (to.startsWith('gone') ? '550 No such mailbox' : to.startsWith('busy') ? '451 Try again later' : ''));
    await queue(world, 'gone@example.org');
    await queue(world, 'busy@example.org');
    await until(async () => (await rows(world)).every(({ says }) => says !== ''));
    const { items } = await listMails.run(world, admin, {});
    const of = (name: string) => items.find(({ to }) => to.startsWith(name));
    assert.deepEqual([of('gone')?.state, of('busy')?.state], ['failed', 'queued']);
    assert.match(of('gone')?.says ?? '', /550 No such mailbox/);
    assert.match(of('busy')?.says ?? '', /451 Try again later/);
    const german = await listMails.run(world, { ...admin, language: 'de' }, {});
    assert.match(german.items.find(({ to }) => to.startsWith('gone'))?.says ?? '', /^\S+ sagt: 550 No such mailbox/);
    server.refuse(() => '');
    for (const { id } of items) await retryMail.run(world, admin, { id });
    await settled(world, ({ state }) => state === 'sent');
    await assert.rejects(retryMail.run(world, admin, { id: items[0]?.id ?? '' }), { code: 'mail.over' });
  });

  it('are not sent any more once their link has ended, and lose their secret', async () => {
    const { world, clock } = await begin();
    await queue(world, 'ann@example.org');
    clock.turn(2 * hour);
    const tidy = () => world.db.write((tx) => removeOldMails(tx, { now: world.now(), before: world.now() - 30 * 24 * hour, strangersBefore: 0 }));
    await tidy();
    await tidy();
    assert.deepEqual(
      (await rows(world)).map(({ state, secret }) => [state, secret]),
      [['failed', '']],
    );
    clock.turn(31 * 24 * hour);
    await tidy();
    assert.deepEqual(await rows(world), []);
  });

  it('that a wrong password keeps from going wait for a right one', async (t) => {
    const tested = await begin();
    const { world, admin } = tested;
    const server = await startMailServer();
    t.after(() => server.stop());
    await changeMail.run(world, admin, { ...settingsFor(server), password: 'not the password' });
    runUntilEnd(world, t);
    await queue(world, 'ann@example.org');
    await until(async () => /535/.test((await rows(world))[0]?.says ?? ''));
    await changeMail.run(world, admin, { password: server.password });
    const [row] = await rows(world);
    await retryMail.run(world, admin, { id: row?.id ?? '' });
    assert.equal((await server.next()).to, 'ann@example.org');
  });

  it('go to no server whose certificate is not for it, by STARTTLS or from the start', async (t) => {
    const tested = await begin();
    for (const security of ['starttls', 'tls'] as const) {
      const server = await startMailServer({ security, names: ['elsewhere.test'] });
      t.after(() => server.stop());
      await changeMail.run(tested.world, tested.admin, { ...settingsFor(server), security, password: server.password });
      await assert.rejects(testMail.run(tested.world, tested.admin, { to: 'ann@example.org' }), { code: 'mail.not-sent' });
      assert.equal(server.taken().length, 0);
    }
  });

  it('are not sent in the clear because a server offers no STARTTLS', async (t) => {
    const tested = await begin();
    const server = await startMailServer({ security: 'none' });
    t.after(() => server.stop());
    await changeMail.run(tested.world, tested.admin, { ...settingsFor(server), user: '', password: '' });
    await assert.rejects(testMail.run(tested.world, tested.admin, { to: 'ann@example.org' }), { code: 'mail.not-sent' });
    await changeMail.run(tested.world, tested.admin, { security: 'none' });
    await testMail.run(tested.world, tested.admin, { to: 'ann@example.org' });
    assert.equal(server.taken().length, 1);
  });

  it('go over TLS from the start, and a test mail says what the server answered', async (t: TestContext) => {
    const tested = await begin();
    const server = await startMailServer({ security: 'tls' });
    t.after(() => server.stop());
    await changeMail.run(tested.world, tested.admin, { ...settingsFor(server), security: 'tls', password: server.password });
    const { says } = await testMail.run(tested.world, tested.admin, { to: 'ann@example.org' });
    assert.match(says, /250 Queued as test/);
    assert.equal(server.taken()[0]?.secure, true);
  });

  it('go nowhere inside unless the host says so', async (t) => {
    const tested = await openTestWorld(open, { config: { ...mailing.config, egressNetworks: [] } });
    const server = await startMailServer();
    t.after(() => server.stop());
    await setUpMail(tested, server);
    await assert.rejects(testMail.run(tested.world, tested.admin, { to: 'ann@example.org' }), { code: 'mail.not-sent', message: /egress_networks/ });
    assert.equal(server.connections(), 0);
  });

  it('that stand for nobody go nowhere, and nobody sees them', async (t) => {
    const tested = await begin();
    const { world, admin } = tested;
    await change(world.db, world.now(), header, ({ tx, now }) => queueMail(tx, world, { ...letter, userNo: 0, address: '', endsAt: now + hour, now }));
    assert.deepEqual((await listMails.run(world, admin, {})).items, []);
    const server = await sendingMails(tested, t);
    await until(async () => (await rows(world)).length === 0);
    assert.equal(server.taken().length, 0);
  });

  it('under way while the process stops are left for another time, and nobody waits for a server that does not answer', async (t) => {
    const tested = await begin();
    const { world } = tested;
    const server = await startMailServer();
    t.after(() => server.stop());
    await setUpMail(tested, server);
    server.refuse(() => 'nothing');
    const runner = runMails(world, { graceMilliseconds: 1 });
    const hangs = server.hangs();
    await queue(world, 'ann@example.org');
    await hangs;
    await runner.stop();
    assert.deepEqual(
      (await rows(world)).map(({ state, lease_owner }) => [state, lease_owner]),
      [['queued', '']],
    );
  });

  it('come later and later while nobody takes them, up to an hour', () => {
    assert.deepEqual([againIn(1, 0.5), againIn(2, 0.5), againIn(3, 0.5), againIn(50, 0.5)], [15_000, 30_000, 60_000, 3_600_000]);
    assert.deepEqual([againIn(1, 0), againIn(1, 1)], [12_000, 18_000]);
  });

  it('wait, where no server is set up', async () => {
    const { world } = await begin();
    await queue(world, 'ann@example.org');
    const runner = runMails(world);
    await runner.stop();
    assert.deepEqual(
      (await rows(world)).map(({ state, tries }) => [state, tries]),
      [['queued', 0]],
    );
  });
});
