import assert from 'node:assert/strict';
import { before, it } from 'node:test';
import type { Action } from '#action.ts';
import type { Actor, UserActor } from '#actor.ts';
import type { AnyOperation, InputOf, OutputOf } from '#contract.ts';
import { passwordActions } from '#passwords/actions.ts';
import { type PasswordRule, passwordRulesOperations } from '#passwords/rule-contract.ts';
import { inEnglish } from '#sentences/sentence.ts';
import { addUser } from '#users/add-user.ts';
import { changeRolesOfUser } from '#users/change-roles-of-user.ts';
import { judgeNewPassword, judgePassword } from '#users/judge-password.ts';
import { resetPassword } from '#users/reset-password.ts';
import { onBothDatabases } from '../../test/databases.ts';
import { goodPassword, type People, peopleOf, refused } from '../../test/people.ts';
import { openTestWorld, type TestWorld } from '../../test/world.ts';
import { authenticationActions } from './actions.ts';
import { chooseOwnPassword } from './choose-own-password.ts';
import { changeMyPassword, judgeMyPassword, passwordRule } from './contract.ts';
import { signIn } from './flow.ts';

const mild: PasswordRule = { lengthMin: 0, kindsMin: 0, strengthMin: 1, bannedWords: [], historyLength: 0, ageHoursMin: 0, ageDaysMax: 0 };
const passwords = ['violet Harbour 27 mule', 'crooked Ladder 35 plum', 'silent Granite 48 kite', 'hollow Barley 61 swan'] as const;
const dayMilliseconds = 86_400_000;

onBothDatabases('Rules for passwords', (open) => {
  let test: TestWorld;
  let people: People;
  before(async () => {
    test = await openTestWorld(open);
    people = peopleOf(test);
  });
  let networks = 0;
  const from = () => ({ network: `198.51.${++networks}.0/24`, agent: 'test' });
  const did = async <Op extends AnyOperation>(operation: Op, actor: Actor, input: InputOf<Op>): Promise<OutputOf<Op>> => {
    const found = [...authenticationActions, ...passwordActions].find((one) => one.operation === operation) ?? assert.fail();
    return people.run(found as Action<Op>, actor, input);
  };
  const rules = (set: InputOf<typeof passwordRulesOperations.change>) =>
    did(passwordRulesOperations.change, test.admin, { everybody: mild, stores: [], roles: [], ...set });
  const actorOf = (actor: UserActor) => test.actorOf(actor.id);
  const change = async (actor: UserActor, current: string, password: string) => did(changeMyPassword, await actorOf(actor), { current, password });

  it('hold for everybody, for a store and for a role, of each part the strictest', async () => {
    const [anne, role] = [await people.person('anne'), await people.role('keeps secrets')];
    await people.run(changeRolesOfUser, test.admin, { id: anne.id, give: [{ role, scope: null }] });
    const { id: primary } = await test.world.db.read.selectFrom('stores').select('id').where('kind', '=', 'primary').executeTakeFirstOrThrow();
    await rules({
      everybody: { ...mild, kindsMin: 2 },
      stores: [{ store: primary, ...mild, bannedWords: ['acme'] }],
      roles: [{ role, ...mild, lengthMin: 24 }],
    });
    const { lengthMin, says } = await did(passwordRule, await actorOf(anne), {});
    assert.equal(lengthMin, 24);
    assert.ok(says.includes('Without words that are not allowed here.'));
    const { fields } = await refused('password.rejected', change(anne, goodPassword, 'acme lantern'));
    assert.equal(fields.length, 2);
    await refused('password.rejected', change(anne, goodPassword, 'crooked Ladder 35 plum'));
    const stranger: Actor = { kind: 'stranger', door: 'api', network: '198.51.100.0/24' };
    assert.equal((await did(passwordRule, stranger, {})).lengthMin, 12);
    await refused('password.rejected', people.run(addUser, test.admin, { userName: 'acmeuser', password: 'my acme lantern 27 Ox' }));
    await rules({});
  });

  it('are said line by line of what is typed, by the rule of him it is for, in the very words it would be refused with', async () => {
    const [lou, role] = [await people.person('lou'), await people.role('keeps the safe')];
    await people.run(changeRolesOfUser, test.admin, { id: lou.id, give: [{ role, scope: null }] });
    await rules({ everybody: { ...mild, bannedWords: ['acme'], historyLength: 2 }, roles: [{ role, ...mild, lengthMin: 24 }] });
    const typed = 'acme lou lantern';
    const { lines, strength } = await people.run(judgePassword, test.admin, { id: lou.id, password: typed });
    const { fields } = await refused('password.rejected', people.run(resetPassword, test.admin, { id: lou.id, password: typed }));
    const faults = lines.flatMap((line) => line.faults);
    assert.deepEqual(
      faults,
      fields.map(({ says }) => says && inEnglish(says)),
    );
    assert.deepEqual(faults, ['It has 16 characters; at least 24 are needed.', 'It holds “acme”, which is not allowed here.']);
    assert.deepEqual([strength, lines.map(({ state }) => state)], [-1, ['failed', 'met', 'failed', 'open', 'open']]);
    assert.deepEqual((await did(judgeMyPassword, await actorOf(lou), { password: typed })).lines, lines);
    await rules({});
  });

  it('are said of a password for somebody who is not there yet, by what is typed of him, and only to who may add him', async () => {
    const about = { userName: 'wilhelmina', mail: 'minnie@example.org', shownName: '' };
    const faultsIn = async (password: string) => (await people.run(judgeNewPassword, test.admin, { password, ...about })).lines.flatMap(({ faults }) => faults);
    assert.deepEqual(await faultsIn('my Wilhelmina 27 lantern'), ['It holds the user name.']);
    assert.deepEqual(await faultsIn('passwordpassword'), [
      'It is too easy to guess: a common password, or made of common words, years, counting, repetition or rows of keys.',
    ]);
    assert.deepEqual(await faultsIn(passwords[0]), []);
    await refused('store.missing', people.run(judgeNewPassword, test.admin, { password: passwords[1], domain: 'NOWHERE' }));
    const nobody = await actorOf(await people.person('nora'));
    await refused('permission.denied', people.run(judgeNewPassword, nobody, { password: passwords[1] }));
    await refused('permission.denied', people.run(judgePassword, nobody, { id: test.admin.id, password: passwords[1] }));
  });

  it('ban no word that stands in every password: of what is left without spaces and signs between, three characters at least', async () => {
    const { fields } = await refused(
      'input.invalid',
      rules({ everybody: { ...mild, bannedWords: ['acme', '---'] }, roles: [{ role: test.world.newId(), ...mild, bannedWords: ['a - b'] }] }),
    );
    assert.deepEqual(
      fields.map(({ field }) => field),
      ['everybody.bannedWords.1', 'roles.0.bannedWords.0'],
    );
  });

  it('keep the last few from being used again, by their owner and by an administrator', async () => {
    const berta = await people.person('berta', { password: passwords[0] });
    await rules({ everybody: { ...mild, historyLength: 3 } });
    await refused('password.rejected', change(berta, passwords[0], passwords[0]));
    await change(berta, passwords[0], passwords[1]);
    await change(berta, passwords[1], passwords[2]);
    await refused('password.rejected', change(berta, passwords[2], passwords[0]));
    await refused('password.rejected', people.run(resetPassword, test.admin, { id: berta.id, password: passwords[1] }));
    await change(berta, passwords[2], passwords[3]);
    await change(berta, passwords[3], passwords[0]);
    await rules({});
    await change(berta, passwords[0], passwords[1]);
    const { no } = await actorOf(berta);
    assert.deepEqual(await test.world.db.read.selectFrom('password_history').selectAll().where('user_no', '=', no).execute(), []);
  });

  it('ask for another after their age, at the next sign-in, and not before', async () => {
    const cora = await people.person('cora', { password: passwords[0] });
    await rules({ everybody: { ...mild, ageDaysMax: 30 } });
    const enter = async (password: string) => {
      await test.world.changes.poll();
      return signIn(test.world, { typedName: 'cora', password }, { ...from(), to: '' });
    };
    assert.equal((await enter(passwords[0])).step, 'done');
    test.clock.turn(31 * dayMilliseconds);
    const waiting = await enter(passwords[0]);
    assert.equal(waiting.step, 'own-password');
    const flow = 'flow' in waiting ? waiting.flow : '';
    await refused('password.rejected', chooseOwnPassword(test.world, { flow, password: passwords[0] }, from()));
    assert.equal((await chooseOwnPassword(test.world, { flow, password: passwords[1] }, from())).step, 'done');
    assert.equal((await enter(passwords[1])).step, 'done');
    await rules({});
    assert.ok(cora.id);
  });

  it('keep a fresh one for a while, but for one that was given by somebody else', async () => {
    const dora = await people.person('dora', { password: passwords[0] });
    await rules({ everybody: { ...mild, ageHoursMin: 24 } });
    await refused('password.too-young', change(dora, passwords[0], passwords[1]));
    test.clock.turn(dayMilliseconds + 1);
    await change(dora, passwords[0], passwords[1]);
    await refused('password.too-young', change(dora, passwords[1], passwords[2]));
    await people.run(resetPassword, test.admin, { id: dora.id, password: passwords[2], mustChange: true });
    await change(dora, passwords[2], passwords[3]);
    await rules({});
  });

  it('name only stores and roles that there are', async () => {
    await refused('store.missing', rules({ stores: [{ store: test.world.newId(), ...mild }] }));
    await refused('role.missing', rules({ roles: [{ role: test.world.newId(), ...mild }] }));
  });
});
