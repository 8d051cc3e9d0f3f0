import assert from 'node:assert/strict';
import { before, it } from 'node:test';
import { generateSync } from 'otplib';
import type { Action } from '#action.ts';
import type { UserActor } from '#actor.ts';
import type { AnyOperation, InputOf, OutputOf } from '#contract.ts';
import { factorActions } from '#factors/actions.ts';
import { beginTotp, confirmTotp, signInRuleOperations } from '#factors/contract.ts';
import { factorsOf } from '#factors/queries.ts';
import { onBothDatabases } from '../../test/databases.ts';
import { goodPassword, type People, peopleOf, refused } from '../../test/people.ts';
import { openTestWorld, type TestWorld } from '../../test/world.ts';
import { appToAdd, beginAppInFlow, confirmAppInFlow, passkeyToAdd } from './add-factor.ts';
import { chooseOwnPassword } from './choose-own-password.ts';
import { type SignedIn, signIn, type Waiting } from './flow.ts';
import { myFactorActions } from './my-factors.ts';

/** He is what second factors are for: he must come by one neither before its owner has it, nor beside him while he adds it. */
onBothDatabases('Whoever knows nothing but somebody’s password', (open) => {
  let test: TestWorld;
  let people: People;
  before(async () => {
    test = await openTestWorld(open);
    people = peopleOf(test);
  });
  const did = async <Op extends AnyOperation>(operation: Op, actor: UserActor, input: InputOf<Op>): Promise<OutputOf<Op>> => {
    const found = [...myFactorActions, ...factorActions].find((one) => one.operation === operation) ?? assert.fail();
    return people.run(found as Action<Op>, actor, input);
  };
  const required = (secondFactor: 'required' | 'optional') => did(signInRuleOperations.change, test.admin, { secondFactor });
  let networks = 0;
  const from = () => ({ network: `198.51.${++networks}.0/24`, agent: 'test' });
  const enter = (name: string, password = goodPassword) => signIn(test.world, { typedName: name, password }, { ...from(), to: '' });
  const waiting = (step: Waiting['step'], at: SignedIn | Waiting): string => {
    assert.equal(at.step, step);
    return 'flow' in at ? at.flow : assert.fail();
  };
  const actorOf = async (at: SignedIn | Waiting): Promise<UserActor> =>
    at.step === 'done' ? { ...(await test.actorOf(at.userId)), viaId: at.session.id } : assert.fail(at.step);
  const codeOf = (secret: string | undefined) => generateSync({ secret: secret ?? '', epoch: Math.floor(test.clock.now() / 1000) });
  /** One row more is all that counts here. */
  const givePasskey = (user_no: number) => {
    const row = { id: test.world.newId(), user_no, kind: 'passkey', name: 'key', created_at: 1, confirmed_at: 1, last_used_at: 0, secret: '', counter: 0 };
    const key = { credential_id: `key of ${user_no}`, public_key: '', transports: '', backed_up: 0, suspended_at: 0, begun_in: '' };
    return test.world.db.write((tx) =>
      tx
        .insertInto('factors')
        .values({ ...row, ...key })
        .execute(),
    );
  };

  it('sees no secret of an app that its owner has begun', async () => {
    await people.person('anne');
    const owner = await actorOf(await enter('anne'));
    await required('required');
    const thief = waiting('add-factor', await enter('anne'));
    const { id, secret } = await did(beginTotp, owner, { name: 'phone', current: goodPassword });
    assert.equal((await appToAdd(test.world, thief)).begun?.secret, undefined);
    await refused('factor.missing', confirmAppInFlow(test.world, { flow: thief, code: codeOf(secret) }, from()));
    await did(confirmTotp, owner, { factor: id, code: codeOf(secret) });
    await required('optional');
  });

  it('gets nobody to confirm an app that he has begun', async () => {
    await people.person('berta');
    await required('required');
    const thief = waiting('add-factor', await enter('berta'));
    await beginAppInFlow(test.world, thief, 'app');
    const { begun } = await appToAdd(test.world, thief);
    const owner = waiting('add-factor', await enter('berta'));
    assert.equal((await appToAdd(test.world, owner)).begun?.secret, undefined);
    await refused('factor.missing', confirmAppInFlow(test.world, { flow: owner, code: codeOf(begun?.secret) }, from()));
    await required('optional');
  });

  it('adds no factor once its owner has one, also where he was half-way', async () => {
    const { no } = await people.person('cora');
    await required('required');
    const flow = waiting('add-factor', await enter('cora'));
    await beginAppInFlow(test.world, flow, 'app');
    const code = codeOf((await appToAdd(test.world, flow)).begun?.secret);
    await givePasskey(no);
    await refused('auth.required', confirmAppInFlow(test.world, { flow, code }, from()));
    await refused('auth.required', beginAppInFlow(test.world, flow, 'another'));
    await refused('auth.required', passkeyToAdd(test.world, flow));
    await required('optional');
    assert.equal((await factorsOf(test.world.db.read, no)).length, 1);
  });

  it('confirms no app that was begun before its owner had a factor', async () => {
    await people.person('dora');
    const stolen = await actorOf(await enter('dora'));
    const { id, secret } = await did(beginTotp, stolen, { name: 'x', current: goodPassword });
    await givePasskey(stolen.no);
    await refused('factor.prove-first', did(confirmTotp, stolen, { factor: id, code: codeOf(secret) }));
  });

  it('changes no password once its owner has a factor, also where he was half-way', async () => {
    const { no } = await people.person('emma');
    await test.world.db.write((tx) => tx.updateTable('credentials').set({ must_change: 1 }).where('user_no', '=', no).execute());
    const thief = waiting('own-password', await enter('emma'));
    await givePasskey(no);
    await refused('auth.required', chooseOwnPassword(test.world, { flow: thief, password: 'copper Lantern 83 otter' }, from()));
    waiting('factor', await enter('emma'));
  });
});
