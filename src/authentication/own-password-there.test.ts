import assert from 'node:assert/strict';
import { before, beforeEach, it } from 'node:test';
import type { Action } from '#action.ts';
import type { UserActor } from '#actor.ts';
import { lockUser } from '#users/lock-user.ts';
import { makeRecoveryLink } from '#users/recovery-link.ts';
import { resetPassword } from '#users/reset-password.ts';
import { onBothDatabases } from '../../test/databases.ts';
import { type Foreign, ForeignStores } from '../../test/foreign-stores.ts';
import { goodPassword, refused } from '../../test/people.ts';
import { authenticationActions } from './actions.ts';
import { chooseOwnPassword } from './choose-own-password.ts';
import { changeMyPassword } from './contract.ts';
import { signIn } from './flow.ts';
import { bindHanded } from './handed-link.ts';
import { recover } from './recovery.ts';

const given = 'was given to me 1815';
const passwords = '/permission/admin/manage/identity/passwords';
const leaseMilliseconds = 120_000;

onBothDatabases('One’s own password, where a store keeps it', (open) => {
  let stores: ForeignStores;
  before(async () => {
    stores = await ForeignStores.open(open);
  });
  beforeEach(() => stores.test.world.changes.poll());
  let networks = 0;
  const from = () => ({ network: `198.51.${++networks}.0/24`, agent: 'test' });
  const changing = (): Action => authenticationActions.find(({ operation }) => operation === changeMyPassword) ?? assert.fail();
  const change = (actor: UserActor, input: { readonly current: string; readonly password: string }) => changing().run(stores.test.world, actor, input);
  const enter = (domain: string, name: string, password: string) =>
    signIn(stores.test.world, { typedName: `${domain}/${name}`, password }, { ...from(), to: '' });
  const somebody = async (name: string, more: Parameters<ForeignStores['added']>[1] = {}) => {
    const foreign = await stores.added((one) => void one.add(name, { password: given }), more);
    const id = await stores.idOf(foreign.domain, name);
    return { ...foreign, id, entry: entryOf(foreign), actor: await stores.test.actorOf(id) };
  };
  const entryOf = ({ directory }: Foreign) => [...directory.users.values()][0] ?? assert.fail();

  it('is changed there with the present one, and other sessions end', async () => {
    const { domain, entry, actor, store, id, directory } = await somebody('ada');
    await enter(domain, 'ada', given);
    const { ended } = (await change(actor, { current: given, password: goodPassword })) as { ended: { sessions: number } };
    assert.deepEqual([entry.password, ended.sessions, directory.asked.includes('setPassword')], [goodPassword, 1, false]);
    assert.deepEqual([await stores.isKept(goodPassword), await stores.isKept(given), await stores.writesLeft(store)], [false, false, []]);
    assert.deepEqual(
      (await stores.told(id)).map(({ operation, after }) => `${operation}: ${after.outcome}`),
      ['me.change-password: asked', 'me.change-password: done'],
    );
    assert.equal((await enter(domain, 'ada', goodPassword)).step, 'done');
  });

  it('is set there by a link that an administrator has made, without the one before, and where nothing can be written no link is made', async () => {
    const { domain, entry, directory, store, id } = await somebody('ida');
    await enter(domain, 'ida', given);
    const { world, admin } = stores.test;
    const handed = async (user: string) => (await makeRecoveryLink.run(world, admin, { id: user, by: 'hand' })).link?.split('link=')[1] ?? '';
    const text = await handed(id);
    const link = await bindHanded(world, text, 'this browser');
    await refused('recovery.over', bindHanded(world, text, 'another browser'));
    await recover(world, { link, password: goodPassword, network: '' });
    assert.deepEqual([entry.password, directory.asked.includes('setPassword'), await stores.isKept(goodPassword)], [goodPassword, true, false]);
    assert.deepEqual(await stores.writesLeft(store), []);
    assert.deepEqual(
      (await stores.told(id)).map(({ operation, after }) => `${operation}: ${after.outcome}`),
      ['recovery.finish-handed: asked', 'recovery.finish-handed: done'],
    );
    assert.equal((await enter(domain, 'ida', goodPassword)).step, 'done');
    await refused('recovery.over', recover(world, { link, password: 'another one entirely 9', network: '' }));
    const other = await somebody('eve', { writable: false });
    await refused('store.read-only', handed(other.id));
  });

  const boundFor = async (user: string, by: UserActor = stores.test.admin) => {
    const { link = '' } = await makeRecoveryLink.run(stores.test.world, by, { id: user, by: 'hand' });
    return bindHanded(stores.test.world, link.split('link=')[1] ?? '', 'this browser');
  };

  it('is set there once by a link, however many forms are sent at once', async () => {
    const { domain, entry, directory, id } = await somebody('una');
    const { world } = stores.test;
    const link = await boundFor(id);
    const sent = ['first', 'second', 'third'].map((word) => `${word} ${goodPassword}`);
    const ends = await Promise.allSettled(sent.map((password) => recover(world, { link, password, network: '' })));
    assert.deepEqual(ends.map(({ status }) => status).sort(), ['fulfilled', 'rejected', 'rejected']);
    assert.equal(directory.asked.filter((what) => what === 'setPassword').length, 1);
    assert.equal(entry.password, sent[ends.findIndex(({ status }) => status === 'fulfilled')]);
    assert.equal((await enter(domain, 'una', entry.password)).step, 'done');
  });

  it('is set there by a link that was taken before the store was asked, and is given back when the store says no', async () => {
    const { entry, directory, id, store } = await somebody('vera');
    const { world, admin } = stores.test;
    const maker = await stores.people.helper('helper.of.vera', [passwords]);
    const link = await boundFor(id, maker);
    const set = () => recover(world, { link, password: goodPassword, network: '' });
    directory.refuses = 'That one was used before.';
    await refused('store.refused', set());
    directory.refuses = null;
    // Whatever ends the link while the store is asked: it was taken, so nothing is written there that nobody stands for.
    directory.meanwhile = async () => {
      await refused('recovery.over', set());
      await stores.people.run(lockUser, admin, { id: maker.id });
    };
    await set();
    assert.deepEqual([entry.password, directory.meanwhile, await stores.writesLeft(store)], [goodPassword, null, []]);
    await refused('recovery.over', set());
  });

  it('is not set there by a link whose maker may no more, nor is one given back beside a newer one', async () => {
    const { entry, directory, id } = await somebody('wim');
    const { world, admin } = stores.test;
    const maker = await stores.people.helper('helper.of.wim', [passwords]);
    const first = await boundFor(id, maker);
    await stores.people.run(lockUser, admin, { id: maker.id });
    await refused('recovery.over', recover(world, { link: first, password: goodPassword, network: '' }));
    assert.deepEqual([directory.asked.includes('setPassword'), entry.password], [false, given]);
    const second = await boundFor(id);
    let newer: typeof second | undefined;
    directory.refuses = 'That one was used before.';
    directory.meanwhile = async () => {
      newer = await boundFor(id);
    };
    await refused('store.refused', recover(world, { link: second, password: goodPassword, network: '' }));
    directory.refuses = null;
    await refused('recovery.over', recover(world, { link: second, password: goodPassword, network: '' }));
    await recover(world, { link: newer ?? assert.fail(), password: goodPassword, network: '' });
    assert.equal(entry.password, goodPassword);
  });

  it('stays when the present one is wrong, the store refuses, or is only read', async () => {
    const { directory, entry, actor } = await somebody('bea');
    await refused('password.wrong', change(actor, { current: 'something else', password: goodPassword }));
    await refused('password.rejected', change(actor, { current: given, password: 'short' }));
    directory.refuses = `${goodPassword} is in your history.`;
    assert.match((await refused('store.refused', change(actor, { current: given, password: goodPassword }))).message, /refused: … is in your history\./);
    assert.deepEqual([entry.password, await stores.isKept(goodPassword)], [given, false]);
    const other = await somebody('bea.too', { writable: false });
    await refused('store.read-only', change(other.actor, { current: given, password: goodPassword }));
    assert.equal(other.entry.password, given);
  });

  it('ends sessions also when the process dies before it could', async () => {
    const { domain, actor, entry, store } = await somebody('cat');
    await enter(domain, 'cat', given);
    // He is read anew when his password was right; then comes the intent.
    await assert.rejects(changing().run(stores.dying(2), actor, { current: given, password: goodPassword }), /process has died/);
    assert.equal(entry.password, goodPassword);
    const sessions = () => stores.test.world.db.read.selectFrom('sessions').select('id').where('user_no', '=', actor.no).execute();
    assert.equal((await sessions()).length, 1);
    stores.test.clock.turn(leaseMilliseconds);
    await stores.settled();
    assert.deepEqual([await sessions(), await stores.writesLeft(store)], [[], []]);
  });

  it('is asked for at sign-in when the store says that it has ended, with the present one once more', async () => {
    for (const verdict of ['must-change', 'expired'] as const) {
      const { directory, domain, entry } = await somebody(`dot.${verdict}`);
      directory.change(entry, { verdict });
      const step = await enter(domain, entry.name, given);
      if (step.step !== 'own-password') return assert.fail(step.step);
      const choose = (current: string, password: string) => chooseOwnPassword(stores.test.world, { flow: step.flow, current, password }, from());
      await refused('password.wrong', choose('something else', goodPassword));
      await refused('password.wrong', choose('', goodPassword));
      await refused('password.rejected', choose(given, given));
      assert.equal(entry.password, given);
      assert.equal((await choose(given, goodPassword)).step, 'done');
      assert.deepEqual([entry.password, await stores.isKept(goodPassword), await stores.isKept(given)], [goodPassword, false, false]);
      await refused('auth.required', choose(goodPassword, 'another Good 47 one'));
      assert.equal((await enter(domain, entry.name, goodPassword)).step, 'done');
    }
  });

  it('is not asked for where Reeve may not write, nor from whoever may not act', async () => {
    const read = await somebody('eva', { writable: false });
    read.directory.change(read.entry, { verdict: 'expired' });
    await refused('store.password-ended', enter(read.domain, 'eva', given));
    const { directory, domain, entry, id } = await somebody('fred');
    directory.change(entry, { verdict: 'expired' });
    const step = await enter(domain, 'fred', given);
    if (step.step !== 'own-password') return assert.fail(step.step);
    await stores.people.run(lockUser, stores.test.admin, { id });
    await refused('auth.required', chooseOwnPassword(stores.test.world, { flow: step.flow, current: given, password: goodPassword }, from()));
    await refused('user.locked', enter(domain, 'fred', given));
    assert.equal(entry.password, given);
  });

  it('takes the place of one that an administrator has set', async () => {
    const { domain, entry, id } = await somebody('gwen');
    const { temporaryPassword = '' } = await stores.people.run(resetPassword, stores.test.admin, { id });
    const step = await enter(domain, 'gwen', temporaryPassword);
    if (step.step !== 'own-password') return assert.fail(step.step);
    await chooseOwnPassword(stores.test.world, { flow: step.flow, current: temporaryPassword, password: goodPassword }, from());
    assert.deepEqual([entry.password, entry.verdict], [goodPassword, 'right']);
  });
});
