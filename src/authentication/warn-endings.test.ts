import assert from 'node:assert/strict';
import { before, it } from 'node:test';
import type { UserActor } from '#actor.ts';
import { passwordActions } from '#passwords/actions.ts';
import { type PasswordRules, passwordRules, passwordRulesOperations } from '#passwords/rule-contract.ts';
import { addUser } from '#users/add-user.ts';
import { changeRolesOfUser } from '#users/change-roles-of-user.ts';
import { disableUser } from '#users/disable-user.ts';
import { writeCredential } from '#users/queries.ts';
import { resetPassword } from '#users/reset-password.ts';
import { showUser } from '#users/show-user.ts';
import { onBothDatabases } from '../../test/databases.ts';
import { mailing } from '../../test/mailing.ts';
import { outboxOf, setUpOutbox } from '../../test/outbox.ts';
import { type People, peopleOf } from '../../test/people.ts';
import { openTestWorld, type TestWorld } from '../../test/world.ts';
import { signIn } from './flow.ts';
import { warnerOf } from './warn-endings.ts';

const day = 86_400_000;
const password = 'violet Harbour 27 mule';

onBothDatabases('Warnings before a password ends', (open) => {
  let test: TestWorld;
  let people: People;
  before(async () => {
    test = await openTestWorld(open, mailing);
    people = peopleOf(test);
    await setUpOutbox(test);
  });
  const ageOf = (ageDaysMax: number) => ({ ...test.world.settings.of(passwordRules).everybody, ageDaysMax });
  const rules = async (set: Partial<PasswordRules>) => {
    const change = passwordActions.find(({ operation }) => operation === passwordRulesOperations.change) ?? assert.fail();
    await people.run(change, test.admin, set);
    await test.world.changes.poll();
  };
  const person = (userName: string) => people.person(userName, { mail: `${userName}@example.org` });
  const look = async () => {
    await test.world.changes.poll();
    await warnerOf(test.world).look();
  };
  const warned = async () => (await outboxOf(test.world)).filter(({ kind }) => kind === 'passwordEnds').map(({ to }) => to.split('@')[0]);
  const seen = async ({ id }: UserActor) => (await people.run(showUser, test.admin, { id })).passwordEndsAt;
  let networks = 0;
  const entered = async (userName: string) => {
    await test.world.changes.poll();
    const result = await signIn(test.world, { typedName: userName, password }, { network: `198.51.${++networks}.0/24`, agent: 'test', to: '' });
    return 'passwordEndsAt' in result ? result.passwordEndsAt : result.step;
  };

  it('are off until somebody wants them', async () => {
    await person('olga');
    await rules({ everybody: ageOf(30) });
    test.clock.turn(29 * day);
    await look();
    assert.deepEqual([await warned(), await entered('olga')], [[], 0]);
  });

  it('come once for each password, by mail and at each sign-in, and not in the first half of an age', async () => {
    const anna = await person('anna');
    await people.person('mute');
    const lost = await person('lost');
    await people.run(disableUser, test.admin, { id: lost.id });
    const endsAt = test.world.now() + 30 * day;
    await rules({ everybody: ageOf(30), warnDays: 20, warnByMail: true });
    test.clock.turn(14 * day);
    await look();
    assert.deepEqual([(await warned()).includes('anna'), await entered('anna')], [false, 0]);
    test.clock.turn(2 * day);
    await Promise.all([look(), look()]);
    await look();
    const [told] = (await outboxOf(test.world)).filter(({ to }) => to.startsWith('anna'));
    assert.deepEqual([await warned(), told?.values.link], [['anna'], '/account#my-password']);
    assert.deepEqual([await seen(anna), Math.abs(Number(await entered('anna')) - endsAt) < day], [Number(await entered('anna')), true]);
    const { count } = await test.world.db.read
      .selectFrom('events')
      .select(({ fn }) => fn.countAll<number>().as('count'))
      .where('user_no', '=', anna.no)
      .where('outcome', '=', 'password-ends')
      .executeTakeFirstOrThrow();
    assert.equal(Number(count), 1);
    await people.run(resetPassword, test.admin, { id: anna.id, password: 'hollow Barley 61 swan', mustChange: false });
    await look();
    assert.deepEqual(await warned(), ['anna']);
    test.clock.turn(16 * day);
    await look();
    assert.deepEqual(await warned(), ['anna', 'anna']);
  });

  it('go to those for whom the age holds: of a role, its holders', async () => {
    const [rita] = [await person('rita'), await person('theo')];
    const role = await people.role('rotates');
    await people.run(changeRolesOfUser, test.admin, { id: rita.id, give: [{ role, scope: null }] });
    await rules({ everybody: ageOf(0), roles: [{ role, ...ageOf(10) }], warnDays: 3, warnByMail: true });
    test.clock.turn(8 * day);
    await look();
    assert.deepEqual((await warned()).slice(2), ['rita']);
    assert.deepEqual([await entered('theo'), typeof (await seen(rita))], [0, 'number']);
  });

  it('of very many come in parts: mails that somebody waits for do not wait behind them', async () => {
    await test.world.db.write((tx) => tx.deleteFrom('mails').execute());
    await rules({ everybody: ageOf(100), roles: [], warnDays: 5, warnByMail: true });
    const crowd = Array.from({ length: 24 }, (_, nth) => `crowd${nth}`);
    const changed_at = test.world.now();
    for (const userName of crowd) {
      const { id } = await people.run(addUser, test.admin, { userName, mail: `${userName}@example.org` });
      const { no } = await test.world.db.read.selectFrom('users').select('no').where('id', '=', id).executeTakeFirstOrThrow();
      await test.world.db.write((tx) => writeCredential(tx, no, { password_hash: '$none$', changed_at, must_change: 0, temporary_until: 0 }));
      await test.world.db.write((tx) => tx.updateTable('users').set({ pending: '' }).where('no', '=', no).execute());
    }
    test.clock.turn(97 * day);
    const warner = warnerOf(test.world, { atOnce: 4, waitingMax: 8 });
    await test.world.changes.poll();
    await warner.look();
    const first = await warned();
    await warner.look();
    assert.ok(first.length > 8 && first.length <= 12, `${first.length}`);
    assert.equal((await warned()).length, first.length);
    await test.world.db.write((tx) => tx.updateTable('mails').set({ state: 'sent' }).execute());
    await warner.look();
    const crowdTold = (await warned()).filter((name) => name?.startsWith('crowd'));
    assert.deepEqual(crowdTold.toSorted(), crowd.toSorted());
  });
});
