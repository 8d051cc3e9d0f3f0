// Who may lead a store elsewhere, and what goes with him: the password that is kept is nobody's to send on, and a store lets in whom it likes.
import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';
import type { Actor } from '#actor.ts';
import type { InputOf } from '#contract.ts';
import { changeRolesOfGroup } from '#groups/change-roles-of-group.ts';
import { rehearseStore } from '#synchronise/rehearse.ts';
import { runSynchroniser, type Synchroniser } from '#synchronise/runner.ts';
import { changeRolesOfUser } from '#users/change-roles-of-user.ts';
import { onBothDatabases } from '../../test/databases.ts';
import { addressOf } from '../../test/directory.ts';
import { identity, type People, peopleOf, refused } from '../../test/people.ts';
import { scriptedStores } from '../../test/scripted-stores.ts';
import { openTestWorld, type TestWorld } from '../../test/world.ts';
import { addStore } from './add-store.ts';
import type { StoreDetails } from './contract.ts';
import { editStore } from './edit-store.ts';
import type { Drive } from './registry.ts';
import { deleteStore, disableStore, enableStore } from './switch-store.ts';
import { previewStore, testStore } from './try-store.ts';

const secret = 'a kept umbrella';
const urlsOf = ({ settings }: { readonly settings: Readonly<Record<string, unknown>> }) => settings.urls as readonly string[];
const all = `${identity}/userstore`;

onBothDatabases('A store in other hands', (open) => {
  const scripted = scriptedStores('H');
  /** To whom the password went. */
  const sentTo = new Set<unknown>();
  const listening =
    (drive: Drive): Drive =>
    async (kind, settings, driving) => {
      if (driving.password === secret) sentTo.add(String(settings.urls));
      return drive(kind, settings, driving);
    };
  let test: TestWorld;
  let people: People;
  let synchroniser: Synchroniser;
  /** Holds all of User Store Management, and nothing else. */
  let keeper: Actor;
  before(async () => {
    test = await openTestWorld(open, { drive: listening(scripted.drive) });
    people = peopleOf(test);
    synchroniser = runSynchroniser(test.world);
    keeper = await people.helper('keeper', [all]);
  });
  after(() => synchroniser?.stop());

  const added = async () => {
    const { directory, told } = scripted.next((one) => {
      one.add('ann');
      one.group('staff', addressOf('ann'));
    });
    const store = await people.run(addStore, test.admin, { ...told, password: secret });
    await synchroniser.idle();
    await test.world.changes.poll();
    const elsewhere = { urls: urlsOf(scripted.next((one) => void one.add('ann')).told), userBase: 'dc=example' };
    return { directory, store, elsewhere, asked: { id: store.id, kind: 'ldap', settings: elsewhere } as const };
  };
  type Asked = InputOf<(typeof testStore)['operation']>;
  const trials: readonly ((actor: Actor, asked: Asked) => Promise<unknown>)[] = [
    (actor, asked) => people.run(testStore, actor, asked),
    (actor, asked) => people.run(previewStore, actor, asked),
    (actor, asked) => people.run(rehearseStore, actor, asked),
  ];
  const row = (table: 'users' | 'groups', { id }: StoreDetails) =>
    test.world.db.read
      .selectFrom(table)
      .innerJoin('stores', 'stores.no', 'store_no')
      .select(`${table}.id`)
      .where('stores.id', '=', id)
      .executeTakeFirstOrThrow();

  it('the kept password goes to no other address, authority or kind of TLS, whoever asks and for what', async () => {
    const { store, elsewhere, asked } = await added();
    const [there = ''] = urlsOf(store);
    for (const settings of [
      elsewhere,
      { ...store.settings, urls: [there, ...elsewhere.urls] },
      { ...store.settings, authorities: 'another' },
      { ...store.settings, referrals: 'follow', referralHosts: ['elsewhere.test'] },
    ]) {
      const fault = await refused('store.password-anew', people.run(editStore, test.admin, { id: store.id, settings }));
      assert.deepEqual(
        fault.fields.map(({ field }) => field),
        ['password'],
      );
      for (const attempt of trials) await refused('store.password-anew', attempt(test.admin, { ...asked, settings }));
    }
    assert.deepEqual(
      [...sentTo].filter((urls) => urls !== there),
      [],
    );
  });

  it('typed again, or where nobody else hears it, it is as ever', async () => {
    const { store, elsewhere, asked } = await added();
    assert.equal((await people.run(testStore, test.admin, { ...asked, password: secret })).works, true);
    await people.run(editStore, test.admin, { id: store.id, settings: { ...store.settings, userFilter: '(uid=*)', bindDn: 'cn=another' } });
    const { hasPassword } = await people.run(editStore, test.admin, { id: store.id, settings: elsewhere, password: secret });
    assert.equal(hasPassword, true);
  });

  it('what is kept is used only by whoever may change that store', async () => {
    const { store } = await added();
    const starter = await people.helper('starter', [`${all}/create`, `${all}/view`]);
    const asked = { id: store.id, kind: 'ldap', settings: store.settings } as const;
    for (const attempt of trials) {
      await refused('permission.denied', attempt(starter, asked));
      await attempt(starter, { ...asked, password: 'his own' });
      await attempt(keeper, asked);
    }
  });

  it('nobody leads, disables or deletes a store whose users hold more than he does, themselves or by a group', async () => {
    const [byUser, byGroup, plain] = [await added(), await added(), await added()];
    const [user, group] = [await row('users', byUser.store), await row('groups', byGroup.store)];
    const more = await people.role('more than the keeper', `${identity}/usermgt`);
    await people.run(changeRolesOfUser, test.admin, { id: user.id, give: [{ role: more }] });
    await people.run(changeRolesOfGroup, test.admin, { id: group.id, give: [{ role: more }] });
    for (const { store, elsewhere } of [byUser, byGroup]) {
      const { id } = store;
      await refused('store.holds-more', people.run(editStore, keeper, { id, settings: elsewhere, password: secret }));
      await refused('store.holds-more', people.run(disableStore, keeper, { id }));
      await people.run(disableStore, test.admin, { id });
      await refused('store.holds-more', people.run(enableStore, keeper, { id }));
      await refused('store.holds-more', people.run(deleteStore, keeper, { id }));
    }
    const { id } = plain.store;
    await people.run(editStore, keeper, { id, settings: plain.elsewhere, password: secret });
    await people.run(disableStore, keeper, { id });
    await people.run(deleteStore, keeper, { id });
  });

  it('what he holds himself, and what has ended, shuts him out of nothing', async () => {
    const { store } = await added();
    const { id: userId } = await row('users', store);
    const [more, same] = [await people.role('more, for a moment', `${identity}/usermgt`), await people.role('the same', all)];
    await people.run(changeRolesOfUser, test.admin, { id: userId, give: [{ role: same }, { role: more, until: test.clock.now() + 1_000 }] });
    await refused('store.holds-more', people.run(disableStore, keeper, { id: store.id }));
    test.clock.turn(2_000);
    await people.run(disableStore, keeper, { id: store.id });
  });
});
