import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { generateSync } from 'otplib';
import type { Action } from '#action.ts';
import { actions } from '#actions.ts';
import type { UserActor } from '#actor.ts';
import type { AnyOperation, InputOf, OutputOf } from '#contract.ts';
import { addPasskey, beginPasskey, beginTotp, confirmTotp, proveFactor } from '#factors/contract.ts';
import { addGroup, changeMembers, changeRolesOfGroup } from '#groups/contract.ts';
import { operations } from '#operations.ts';
import { beginPasskeyProof, myProof, proofRuleOperations, provePasskey, provePassword } from '#proof/contract.ts';
import { addMyToken } from '#sessions/contract.ts';
import { undo, undoable } from '#undo/contract.ts';
import { addUser, changeRolesOfUser, updateUser } from '#users/contract.ts';
import { deleteUser, disableUser, enableUser, lockUser, restoreUser, unlockUser } from '#users/state-contract.ts';
import { newAuthenticator } from '../../test/authenticator.ts';
import { onBothDatabases } from '../../test/databases.ts';
import { goodPassword, host, type People, peopleOf, refused } from '../../test/people.ts';
import { openTestWorld, type TestWorld } from '../../test/world.ts';
import { changeMyPassword, liftThrottle, listThrottled } from './contract.ts';
import { type From, type SignedIn, signIn, signInProved } from './flow.ts';

const minute = 60_000;
const dangerous = operations.filter((one) => one.dangerous);

onBothDatabases('A dangerous operation', (open) => {
  let test: TestWorld;
  let people: People;
  before(async () => {
    test = await openTestWorld(open);
    people = peopleOf(test);
  });
  const did = async <Op extends AnyOperation>(operation: Op, actor: Parameters<Action['run']>[1], input: InputOf<Op>): Promise<OutputOf<Op>> => {
    const found = actions.find((one) => one.operation === operation) ?? assert.fail(operation.name);
    return people.run(found as Action<Op>, actor, input);
  };
  let networks = 0;
  const from = (): From => ({ network: `198.51.${++networks}.0/24`, agent: 'test' });
  /** As he comes through a door: with what is stored of his session, and nothing more. */
  const through = async ({ session: { text } }: Pick<SignedIn, 'session'>): Promise<UserActor> => {
    const borne = (await test.world.bearers.find(text, test.world.now())) ?? assert.fail('no session');
    return { ...(await test.actorOf(borne.userId)), viaId: borne.id, provedAt: borne.provedAt };
  };
  const signedIn = async (name: string) => {
    const at = await signIn(test.world, { typedName: name, password: goodPassword }, { ...from(), to: '' });
    return at.step === 'done' ? at : assert.fail(at.step);
  };
  const makesToken = async (session: SignedIn) => did(addMyToken, await through(session), { name: 'x' });
  const later = async (minutes: number) => {
    test.clock.turn(minutes * minute);
    await test.world.changes.poll();
  };

  it('is one of those that give a lasting hold', () => {
    for (const name of [
      'me.add-token',
      'users.add-token',
      'users.reset-factors',
      'roles.update',
      'stores.edit',
      'settings.change-sign-in',
      'users.view-as',
      'users.invite',
      'users.relink',
      'groups.relink',
    ])
      assert.ok(
        dangerous.some((one) => one.name === name),
        name,
      );
  });

  for (const operation of dangerous) {
    it(`asks an old session for a proof: ${operation.name}`, async () => {
      const old = { ...test.admin, provedAt: test.world.now() - 31 * minute };
      const fault = await refused('proof.needed', did(operation, old, {} as never));
      assert.equal(fault.kind, 'forbidden');
      // Before anything of the input is looked at, and not of what no browser has opened.
      const others = [test.admin, { ...old, door: 'job' as const }, await test.actorOf(test.admin.id, ['/permission']), host];
      for (const actor of others) {
        const code = await did(operation, actor, {} as never).then(
          () => 'done',
          (reason: { readonly code?: string }) => reason.code,
        );
        assert.notEqual(code, 'proof.needed');
      }
    });
  }

  it('is done in a fresh session, and in an old one once its user has shown his password', async () => {
    await people.person('anne');
    const session = await signedIn('anne');
    await makesToken(session);
    await later(29);
    await makesToken(session);
    await later(2);
    await refused('proof.needed', makesToken(session));
    assert.deepEqual(await did(myProof, await through(session), {}), { ways: ['password'], providers: [], until: 0 });
    await refused('password.wrong', did(provePassword, await through(session), { current: 'wrong' }));
    await refused('proof.needed', makesToken(session));
    await did(provePassword, await through(session), { current: goodPassword });
    await makesToken(session);
    assert.equal((await did(myProof, await through(session), {})).until - test.world.now() > 29 * minute, true);
  });

  it('counts wrong proofs as failures, so that nobody guesses a password in a stolen session', async () => {
    await people.person('berta');
    const session = await signedIn('berta');
    const codes: string[] = [];
    for (let at = 0; at < 30 && !codes.includes('signin.throttled'); at += 1)
      codes.push(
        (
          await did(provePassword, await through(session), { current: `guess ${at}` }).then(
            () => assert.fail(),
            (reason) => reason,
          )
        ).code,
      );
    assert.ok(codes.includes('signin.throttled'), codes.join());
  });

  it('is done for whoever has a second factor only once he has shown that: his password is not enough', async () => {
    await people.person('cora');
    const session = await signedIn('cora');
    const { id, secret } = await did(beginTotp, await through(session), { name: 'phone', current: goodPassword });
    const code = () => generateSync({ secret, epoch: Math.floor(test.clock.now() / 1000) });
    await did(confirmTotp, await through(session), { factor: id, code: code() });
    await makesToken(session);
    await later(31);
    await refused('proof.needed', makesToken(session));
    await refused('factor.prove-first', did(provePassword, await through(session), { current: goodPassword }));
    assert.deepEqual((await did(myProof, await through(session), {})).ways, ['code']);
    await did(proveFactor, await through(session), { code: code() });
    await makesToken(session);
    await later(31);
    await refused('factor.refused', did(proveFactor, await through(session), { code: '000000' }));
    await refused('proof.needed', makesToken(session));
  });

  it('asks for the second factor also after a new password, in the session that goes on under another id', async () => {
    const { id } = await people.person('ida');
    const session = await signedIn('ida');
    const { id: factor, secret } = await did(beginTotp, await through(session), { name: 'phone', current: goodPassword });
    const code = () => generateSync({ secret, epoch: Math.floor(test.clock.now() / 1000) });
    await did(confirmTotp, await through(session), { factor, code: code() });
    await later(31);
    const { no, epoch, viaId } = await through(session);
    await did(changeMyPassword, await through(session), { current: goodPassword, password: `${goodPassword} anew` });
    const rotated = await signInProved(test.world, { userNo: no, epoch: epoch + 1, session: viaId }, from());
    assert.equal(rotated.userId, id);
    await refused('proof.needed', makesToken(rotated));
    await did(proveFactor, await through(rotated), { code: code() });
    await makesToken(rotated);
  });

  it('is no easier for whoever has no password: a first one is set in no session that owes a factor', async () => {
    const { no } = await people.person('mona');
    const session = await signedIn('mona');
    const { id: factor, secret } = await did(beginTotp, await through(session), { name: 'phone', current: goodPassword });
    const code = () => generateSync({ secret, epoch: Math.floor(test.clock.now() / 1000) });
    await did(confirmTotp, await through(session), { factor, code: code() });
    const { viaId: id } = await through(session);
    // As in a browser that is trusted, for somebody who comes by an account elsewhere.
    await test.world.db.write((tx) => tx.updateTable('credentials').set({ password_hash: '' }).where('user_no', '=', no).execute());
    await test.world.db.write((tx) => tx.updateTable('sessions').set({ factor: '' }).where('id', '=', id).execute());
    await refused('factor.prove-first', did(changeMyPassword, await through(session), { current: '', password: `${goodPassword} first` }));
  });

  it('takes a passkey, shown once, for this session and this purpose', async () => {
    const { id } = await people.person('dora');
    const [session, other] = [await signedIn('dora'), await signedIn('dora')];
    const key = newAuthenticator(id);
    const { options, ceremony } = await did(beginPasskey, await through(session), { current: goodPassword });
    const wrongly = { ceremony, response: key.show(options, { counter: 1 }) };
    await did(addPasskey, await through(session), { name: 'key', ceremony, response: key.make(options) });
    await later(31);
    await refused('factor.refused', did(provePasskey, await through(session), wrongly));
    const offer = await did(beginPasskeyProof, await through(session), {});
    const shown = { ceremony: offer.ceremony, response: key.show(offer.options, { counter: 2 }) };
    await refused('factor.refused', did(provePasskey, await through(other), shown));
    await did(provePasskey, await through(session), shown);
    await makesToken(session);
    await later(31);
    await refused('factor.refused', did(provePasskey, await through(session), shown));
    await refused('proof.needed', makesToken(session));
    assert.deepEqual((await did(myProof, await through(session), {})).ways, ['passkey', 'code']);
  });

  it('is also the giving of administrative permissions, by a role or a group, and no other giving', async () => {
    const { id } = await people.person('gina');
    const helps = await people.role('helps', '/permission/admin/manage/identity/usermgt');
    const { id: group } = await did(addGroup, test.admin, { name: 'helpers' });
    await did(changeRolesOfGroup, test.admin, { id: group, give: [{ role: helps }] });
    const old = { ...test.admin, provedAt: 0 };
    const plain = await people.role('plain');
    await did(changeRolesOfUser, old, { id, give: [{ role: plain }] });
    await refused('proof.needed', did(changeRolesOfUser, old, { id, give: [{ role: helps }] }));
    await refused('proof.needed', did(addUser, old, { userName: 'hana', password: goodPassword, roles: [{ role: helps }] }));
    await refused('proof.needed', did(changeMembers, old, { id: group, add: [id] }));
    await refused('proof.needed', did(addUser, old, { userName: 'hana', password: goodPassword, groups: [group] }));
    await did(changeRolesOfUser, test.admin, { id, give: [{ role: helps }] });
    await did(changeRolesOfUser, old, { id, take: [helps] });
  });

  it('is also the bringing back of somebody who administers, by a role or a group, and of nobody else', async () => {
    const [{ id }, { id: member }, { id: plain }] = [await people.person('jana'), await people.person('karin'), await people.person('lotte')];
    const helps = await people.role('helps too', '/permission/admin/manage/identity/usermgt');
    const { id: group } = await did(addGroup, test.admin, { name: 'helpers too' });
    await did(changeRolesOfGroup, test.admin, { id: group, give: [{ role: helps }] });
    await did(changeRolesOfUser, test.admin, { id, give: [{ role: helps }] });
    await did(changeMembers, test.admin, { id: group, add: [member] });
    const old = { ...test.admin, provedAt: 0 };
    for (const one of [id, member, plain]) await did(deleteUser, old, { id: one });
    for (const one of [id, member]) await refused('proof.needed', did(restoreUser, old, { id: one }));
    await did(restoreUser, old, { id: plain });
    for (const one of [id, member]) assert.deepEqual((await did(restoreUser, test.admin, { id: one })).left, []);
  });

  describe('is also what lets somebody who administers act again, sooner or longer, and nobody else:', () => {
    type Act = { readonly before?: (id: string) => Promise<unknown>; readonly does: (actor: UserActor, id: string) => Promise<unknown> };
    const day = 24 * 60 * minute;
    const [tomorrow, nextWeek] = [Date.now() + day, Date.now() + 7 * day];
    const acts: Readonly<Record<string, Act>> = {
      'users.enable': { before: (id) => did(disableUser, test.admin, { id }), does: (actor, id) => did(enableUser, actor, { id }) },
      'users.unlock': { before: (id) => did(lockUser, test.admin, { id }), does: (actor, id) => did(unlockUser, actor, { id }) },
      'a lock that ends sooner': {
        before: (id) => did(lockUser, test.admin, { id }),
        does: (actor, id) => did(lockUser, actor, { id, until: tomorrow }),
      },
      'users.update with a later end': {
        before: (id) => did(updateUser, test.admin, { id, endsAt: tomorrow }),
        does: (actor, id) => did(updateUser, actor, { id, endsAt: nextWeek }),
      },
      'users.update with no end': {
        before: (id) => did(updateUser, test.admin, { id, endsAt: tomorrow }),
        does: (actor, id) => did(updateUser, actor, { id, endsAt: 0 }),
      },
      'users.update with an earlier start': {
        before: (id) => did(updateUser, test.admin, { id, startsAt: nextWeek }),
        does: (actor, id) => did(updateUser, actor, { id, startsAt: 0 }),
      },
      'Undo of a disable': {
        before: (id) => did(disableUser, test.admin, { id }),
        does: async (actor) => {
          const number = await newest();
          assert.equal((await did(undoable, actor, { number })).can, true, 'that it can be undone is told without a proof');
          return did(undo, actor, { number });
        },
      },
      'Undo of a lock': { before: (id) => did(lockUser, test.admin, { id }), does: async (actor) => did(undo, actor, { number: await newest() }) },
      'lifting what his failures have slowed': {
        before: async (id) => void slow(await test.actorOf(id)),
        does: async (actor) => did(liftThrottle, actor, { key: (await did(listThrottled, test.admin, {})).items.at(-1)?.key ?? '' }),
      },
      'users.unlock of whoever is only slowed': {
        before: async (id) => void slow(await test.actorOf(id)),
        does: (actor, id) => did(unlockUser, actor, { id }),
      },
    };
    const newest = async () =>
      (await test.world.db.read.selectFrom('journal').select('number').orderBy('number', 'desc').limit(1).executeTakeFirstOrThrow()).number;
    const slow = ({ id }: UserActor) => {
      const key = { user: `digest of ${id}`, network: '203.0.113.0/24', known: true, userId: id };
      for (let at = 0; at < 12; at += 1) test.world.throttle.failed(key, test.world.now());
    };
    let helps: string;
    let group: string;
    let persons = 0;
    before(async () => {
      helps = await people.role('helps again', '/permission/admin/manage/identity/usermgt');
      group = (await did(addGroup, test.admin, { name: 'helpers again' })).id;
      await did(changeRolesOfGroup, test.admin, { id: group, give: [{ role: helps }] });
    });
    for (const [what, { before: prepare, does }] of Object.entries(acts))
      it(what, async () => {
        const named = () => people.person(`again${++persons}`);
        const [{ id }, { id: member }, { id: plain }] = [await named(), await named(), await named()];
        await did(changeRolesOfUser, test.admin, { id, give: [{ role: helps }] });
        await did(changeMembers, test.admin, { id: group, add: [member] });
        const old = { ...test.admin, provedAt: 0 };
        for (const one of [id, member]) {
          await prepare?.(one);
          await refused('proof.needed', does(old, one));
          await does(test.admin, one);
        }
        await prepare?.(plain);
        await does(old, plain);
      });
    it('what ends sooner wants none', async () => {
      const { id } = await people.person('ends');
      await did(changeRolesOfUser, test.admin, { id, give: [{ role: helps }] });
      await did(updateUser, { ...test.admin, provedAt: 0 }, { id, endsAt: tomorrow });
    });
  });

  it('is believed of no session that is not there, and proved by none but a session', async () => {
    const { id } = await people.person('ella');
    await refused('proof.needed', did(addMyToken, { ...(await test.actorOf(id)), provedAt: 0 }, { name: 'x' }));
    await refused('factor.session-needed', did(provePassword, await test.actorOf(id, []), { current: goodPassword }));
  });

  it('asks after as many minutes as the rule says, and never when it says so', async () => {
    await people.person('fay');
    const session = await signedIn('fay');
    await later(20);
    const { version } = await did(proofRuleOperations.change, test.admin, { minutes: 15 });
    await refused('proof.needed', makesToken(session));
    const { settings } = await did(proofRuleOperations.change, test.admin, { version, minutes: 0 });
    assert.deepEqual(settings, { minutes: 0 });
    await makesToken(session);
    assert.equal((await did(myProof, await through(session), {})).until, 8_640_000_000_000_000);
    await did(proofRuleOperations.change, test.admin, { minutes: 30 });
  });
});
