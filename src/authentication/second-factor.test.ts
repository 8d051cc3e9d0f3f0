import assert from 'node:assert/strict';
import { before, it } from 'node:test';
import { generateSync } from 'otplib';
import type { Action } from '#action.ts';
import type { UserActor } from '#actor.ts';
import type { AnyOperation, InputOf, OutputOf } from '#contract.ts';
import { factorActions } from '#factors/actions.ts';
import { beginTotp, confirmTotp, myFactors, proveFactor, removeMyFactor, renewRecoveryCodes, signInRuleOperations } from '#factors/contract.ts';
import { factorsOf } from '#factors/queries.ts';
import { addMyToken } from '#sessions/contract.ts';
import { tokenActions } from '#sessions/tokens.ts';
import { changeRolesOfUser } from '#users/change-roles-of-user.ts';
import { factorsOfUser, resetFactors } from '#users/factors-of-user.ts';
import { lockUser } from '#users/lock-user.ts';
import { onBothDatabases } from '../../test/databases.ts';
import { goodPassword, type People, peopleOf, refused } from '../../test/people.ts';
import { openTestWorld, type TestWorld } from '../../test/world.ts';
import { appToAdd, beginAppInFlow, confirmAppInFlow } from './add-factor.ts';
import { type SignedIn, signIn, type Waiting } from './flow.ts';
import { flowLimits } from './flow-queries.ts';
import { myFactorActions } from './my-factors.ts';
import { showCode } from './show-factor.ts';

const halfMinute = 30_000;

onBothDatabases('A second factor', (open) => {
  let test: TestWorld;
  let people: People;
  before(async () => {
    test = await openTestWorld(open);
    people = peopleOf(test);
  });
  let networks = 0;
  const from = () => ({ network: `198.51.${++networks}.0/24`, agent: 'test' });
  const enter = async (name: string, more: { readonly browser?: string; readonly network?: string } = {}) => {
    // The clock was turned, and the node has heard nothing for so long.
    await test.world.changes.poll();
    return signIn(test.world, { typedName: name, password: goodPassword }, { ...from(), ...more, to: '' });
  };
  const waiting = (step: Waiting['step'], at: SignedIn | Waiting): string => {
    assert.equal(at.step, step);
    return 'flow' in at ? at.flow : assert.fail();
  };
  const signedIn = (at: SignedIn | Waiting): SignedIn => (at.step === 'done' ? at : assert.fail(at.step));
  const did = async <Op extends AnyOperation>(operation: Op, actor: UserActor, input: InputOf<Op>): Promise<OutputOf<Op>> => {
    const found = [...myFactorActions, ...factorActions].find((one) => one.operation === operation) ?? assert.fail();
    return people.run(found as Action<Op>, actor, input);
  };
  /** The actor of a session that the flow has started. */
  const actorOf = async ({ session, userId }: SignedIn): Promise<UserActor> => ({ ...(await test.actorOf(userId)), viaId: session.id });
  const codeOf = (secret: string) => generateSync({ secret, epoch: Math.floor(test.clock.now() / 1000) });
  /** Somebody who has an app, with what it counts with and his recovery codes; his session has shown it. */
  const withApp = async (name: string) => {
    await people.person(name);
    const actor = await actorOf(signedIn(await enter(name)));
    const { id, secret } = await did(beginTotp, actor, { name: 'phone', current: goodPassword });
    const { recoveryCodes } = await did(confirmTotp, actor, { factor: id, code: codeOf(secret) });
    test.clock.turn(halfMinute);
    return { actor, secret, recoveryCodes, factor: id };
  };
  const rule = (set: InputOf<typeof signInRuleOperations.change>) => did(signInRuleOperations.change, test.admin, set);

  it('is asked for once it was confirmed, and not before', async () => {
    await people.person('anne');
    const actor = await actorOf(signedIn(await enter('anne')));
    const { id, secret, uri, qr } = await did(beginTotp, actor, { name: 'phone', current: goodPassword });
    assert.match(uri, /^otpauth:\/\/totp\/Reeve:anne\?secret=[A-Z2-7]{32}&issuer=Reeve/);
    assert.match(qr, /^<svg /);
    signedIn(await enter('anne'));
    await refused('factor.refused', did(confirmTotp, actor, { factor: id, code: '000000' === codeOf(secret) ? '111111' : '000000' }));
    const { recoveryCodes } = await did(confirmTotp, actor, { factor: id, code: codeOf(secret) });
    assert.equal(new Set(recoveryCodes).size, 10);
    waiting('factor', await enter('anne'));
  });

  it('lets in with the code of now, once, and with that of the step before and after', async () => {
    const { secret } = await withApp('berta');
    const code = codeOf(secret);
    signedIn(await showCode(test.world, { flow: waiting('factor', await enter('berta')), code, trust: false }, from()));
    await refused('factor.refused', showCode(test.world, { flow: waiting('factor', await enter('berta')), code, trust: false }, from()));
    test.clock.turn(2 * halfMinute);
    const late = codeOf(secret);
    test.clock.turn(halfMinute);
    signedIn(
      await showCode(test.world, { flow: waiting('factor', await enter('berta')), code: ` ${late.slice(0, 3)} ${late.slice(3)}`, trust: false }, from()),
    );
    test.clock.turn(3 * halfMinute);
    const old = codeOf(secret);
    test.clock.turn(3 * halfMinute);
    await refused('factor.refused', showCode(test.world, { flow: waiting('factor', await enter('berta')), code: old, trust: false }, from()));
  });

  it('is shown by the owner, however often somebody who knows his password begins elsewhere', async () => {
    const { secret } = await withApp('olaf');
    const own = waiting('factor', await enter('olaf', { network: '203.0.113.0/24' }));
    for (let nth = 0; nth < 12; nth += 1) waiting('factor', await enter('olaf', { network: '192.0.2.0/24' }));
    for (let nth = 0; nth < 3; nth += 1) waiting('factor', await enter('olaf'));
    const held = await test.world.db.read.selectFrom('flows').select('place').execute();
    assert.equal(held.filter(({ place }) => place === 'network 192.0.2.0/24').length, flowLimits.ofPlaceMax);
    signedIn(await showCode(test.world, { flow: own, code: codeOf(secret), trust: false }, { network: '203.0.113.0/24', agent: 'test' }));
  });

  it('is guessed no oftener with many flows than with one', async () => {
    await withApp('pit');
    const network = '198.18.0.0/24';
    const flows: string[] = [];
    for (let nth = 0; nth < 4; nth += 1) flows.push(waiting('factor', await enter('pit', { network })));
    const codes: string[] = [];
    for (let nth = 0; nth < 8; nth += 1) {
      const tried = showCode(test.world, { flow: flows[nth % flows.length], code: 'wrong', trust: false }, { network, agent: 'test' });
      const code = await tried.then(
        () => 'in',
        (refusal) => refusal.code,
      );
      codes.push(code);
    }
    assert.deepEqual(codes, [...Array.from({ length: 6 }, () => 'factor.refused'), 'signin.throttled', 'signin.throttled']);
  });

  it('that is being added stays the owner’s, whoever begins another with his password', async () => {
    const { id, no } = await people.person('quinn');
    const role = await people.role('needs one of his own');
    await people.run(changeRolesOfUser, test.admin, { id, give: [{ role }] });
    await rule({ requiredRoles: [role] });
    const own = waiting('add-factor', await enter('quinn'));
    await beginAppInFlow(test.world, own, 'phone');
    const { begun } = await appToAdd(test.world, own);
    await beginAppInFlow(test.world, waiting('add-factor', await enter('quinn')), 'another');
    await confirmAppInFlow(test.world, { flow: own, code: codeOf(begun?.secret ?? '') }, from());
    assert.equal((await factorsOf(test.world.db.read, no)).length, 1);
    await rule({ requiredRoles: [] });
  });

  it('shown twice at once lets one in', async () => {
    const { secret } = await withApp('cora');
    const flows = [waiting('factor', await enter('cora'))];
    const tries = [flows[0], flows[0], flows[0]].map((flow) => showCode(test.world, { flow, code: codeOf(secret), trust: false }, from()));
    const came = await Promise.allSettled(tries);
    assert.equal(came.filter(({ status }) => status === 'fulfilled').length, 1);
  });

  it('is replaced by each recovery code once, however it is written', async () => {
    const { recoveryCodes } = await withApp('dora');
    const [one = '', two = ''] = recoveryCodes;
    signedIn(await showCode(test.world, { flow: waiting('factor', await enter('dora')), code: one.toUpperCase().replaceAll('-', ' '), trust: false }, from()));
    await refused('factor.refused', showCode(test.world, { flow: waiting('factor', await enter('dora')), code: one, trust: false }, from()));
    signedIn(
      await showCode(test.world, { flow: waiting('factor', await enter('dora')), code: two.replaceAll('0', 'o').replaceAll('1', 'L'), trust: false }, from()),
    );
    const kept = await test.world.db.read.selectFrom('recovery_codes').select('code_hash').execute();
    assert.ok(kept.every(({ code_hash }) => !recoveryCodes.some((code) => code_hash.includes(code.replaceAll('-', '')))));
  });

  it('of somebody else lets nobody in', async () => {
    const [mine, others] = [await withApp('emma'), await withApp('fay')];
    const flow = waiting('factor', await enter('emma'));
    await refused('factor.refused', showCode(test.world, { flow, code: codeOf(others.secret), trust: false }, from()));
    await refused('factor.refused', showCode(test.world, { flow, code: others.recoveryCodes[0] ?? '', trust: false }, from()));
    signedIn(await showCode(test.world, { flow, code: codeOf(mine.secret), trust: false }, from()));
  });

  it('is guessed a few times, and no right password gives more tries', async () => {
    const { secret } = await withApp('gwen');
    const network = '203.0.113.0/24';
    const wrong = codeOf(secret) === '123456' ? '654321' : '123456';
    const tries: string[] = [];
    for (let nth = 0; nth < 8; nth += 1) {
      const flow = waiting('factor', await enter('gwen', { network }));
      const refusal = await showCode(test.world, { flow, code: wrong, trust: false }, { network, agent: 'test' }).catch(
        (one: { readonly code: string }) => one,
      );
      tries.push('code' in refusal ? refusal.code : refusal.step);
    }
    assert.deepEqual([...new Set(tries)], ['factor.refused', 'signin.throttled']);
    assert.ok(tries.filter((code) => code === 'factor.refused').length <= 6);
    // His own code does not help from there now; nothing was hashed or compared.
    const flow = waiting('factor', await enter('gwen', { network }));
    await refused('signin.throttled', showCode(test.world, { flow, code: codeOf(secret), trust: false }, { network, agent: 'test' }));
  });

  it('bears no step out of turn: a flow that waits for it opens nothing else, and ends with its user', async () => {
    const { actor, secret } = await withApp('hedy');
    const flow = waiting('factor', await enter('hedy'));
    for (const other of [undefined, '', 'rvs_x', flow.slice(0, -2)])
      await refused('auth.required', showCode(test.world, { flow: other, code: codeOf(secret), trust: false }, from()));
    await refused('auth.required', appToAdd(test.world, flow));
    await refused('auth.required', beginAppInFlow(test.world, flow, 'another'));
    await people.run(lockUser, test.admin, { id: actor.id });
    await refused('auth.required', showCode(test.world, { flow, code: codeOf(secret), trust: false }, from()));
  });

  it('need not be shown again in a browser that was trusted, for as long as the rule says and he is signed out nowhere', async () => {
    const { secret, actor } = await withApp('ines');
    await rule({ rememberDays: 2 });
    const first = signedIn(await showCode(test.world, { flow: waiting('factor', await enter('ines')), code: codeOf(secret), trust: true }, from()));
    signedIn(await enter('ines', { browser: first.browser }));
    waiting('factor', await enter('ines'));
    test.clock.turn(2 * 86_400_000);
    waiting('factor', await enter('ines', { browser: first.browser }));
    const again = signedIn(await showCode(test.world, { flow: waiting('factor', await enter('ines')), code: codeOf(secret), trust: true }, from()));
    await rule({ rememberDays: 0 });
    waiting('factor', await enter('ines', { browser: again.browser }));
    await rule({ rememberDays: 2 });
    signedIn(await enter('ines', { browser: again.browser }));
    await people.run(resetFactors, test.admin, { id: actor.id });
    signedIn(await enter('ines'));
    await rule({ rememberDays: 0 });
  });

  it('is asked for again as soon as a shorter trust ends, whatever was promised before', async () => {
    const { secret } = await withApp('ivy');
    await rule({ rememberDays: 30 });
    const { browser } = signedIn(await showCode(test.world, { flow: waiting('factor', await enter('ivy')), code: codeOf(secret), trust: true }, from()));
    await rule({ rememberDays: 2 });
    test.clock.turn(86_400_000);
    signedIn(await enter('ivy', { browser }));
    await rule({ rememberDays: 0 });
    await rule({ rememberDays: 90 });
    test.clock.turn(86_400_000);
    waiting('factor', await enter('ivy', { browser }));
    await rule({ rememberDays: 0 });
  });

  it('that is required is added before he is let in, and he gets his recovery codes', async () => {
    await people.person('jane');
    const role = await people.role('needs a second factor');
    await people.helper('kate', ['/permission/admin/configure/login']);
    const jane = await test.world.db.read.selectFrom('users').select('id').where('name_key', '=', 'jane').executeTakeFirstOrThrow();
    const { changeRolesOfUser } = await import('#users/change-roles-of-user.ts');
    await people.run(changeRolesOfUser, test.admin, { id: jane.id, give: [{ role, scope: null }] });
    await rule({ requiredRoles: [role], trustedNetworks: ['10.0.0.0/8'] });
    signedIn(await enter('kate'));
    signedIn(await enter('jane', { network: '10.9.8.0/24' }));
    // Where somebody comes from who cannot be placed is no trusted network (CVE-2024-47070).
    for (const network of ['', 'unknown', '10.9.8', '10.9.8.0/24, 203.0.113.0/24', '::ffff:203.0.113.0/120'])
      waiting('add-factor', await enter('jane', { network }));
    const flow = waiting('add-factor', await enter('jane'));
    assert.equal((await appToAdd(test.world, flow)).begun, null);
    await beginAppInFlow(test.world, flow, 'app');
    const { begun } = await appToAdd(test.world, flow);
    await refused('factor.refused', confirmAppInFlow(test.world, { flow, code: '12' }, from()));
    const { next, recoveryCodes } = await confirmAppInFlow(test.world, { flow, code: codeOf(begun?.secret ?? '') }, from());
    assert.equal(recoveryCodes.length, 10);
    signedIn(next);
    await refused('auth.required', confirmAppInFlow(test.world, { flow, code: codeOf(begun?.secret ?? '') }, from()));
    waiting('factor', await enter('jane'));
    const actor = await actorOf(signedIn(next));
    const [factor] = (await did(myFactors, actor, {})).items;
    await refused('factor.last', did(removeMyFactor, actor, { factor: factor?.id ?? '', current: goodPassword }));
    await rule({ requiredRoles: [], trustedNetworks: [] });
    await did(removeMyFactor, actor, { factor: factor?.id ?? '', current: goodPassword });
    signedIn(await enter('jane'));
  });

  it('is added and taken away only by who has shown his password and the factor he has, and so is a token made', async () => {
    const { actor, secret, factor } = await withApp('lena');
    await refused('password.wrong', did(beginTotp, actor, { name: 'x', current: 'wrong' }));
    const stolen = { ...actor, viaId: (await openedWithout('lena')).session.id };
    await refused('factor.prove-first', did(beginTotp, stolen, { name: 'x', current: goodPassword }));
    await refused('factor.prove-first', did(removeMyFactor, stolen, { factor, current: goodPassword }));
    await refused('factor.prove-first', did(renewRecoveryCodes, stolen, { current: goodPassword }));
    await refused('factor.session-needed', did(beginTotp, await test.actorOf(actor.id, []), { name: 'x', current: goodPassword }));
    // A token would be asked for no factor, and live for a year.
    const makesToken = () => people.run(tokenActions.find((one) => one.operation === addMyToken) ?? assert.fail(), stolen, { name: 'x' });
    await refused('proof.needed', makesToken());
    await did(proveFactor, stolen, { code: codeOf(secret) });
    await makesToken();
    assert.equal((await did(renewRecoveryCodes, stolen, { current: goodPassword })).recoveryCodes.length, 10);
    await did(removeMyFactor, stolen, { factor, current: goodPassword });
    assert.deepEqual(await did(myFactors, actor, {}), { items: [], recoveryCodes: 0, required: false });
  });
  /** A session of before he had one. */
  const openedWithout = async (name: string) => {
    const { id } = await test.world.db.read.selectFrom('users').select('id').where('name_key', '=', name).executeTakeFirstOrThrow();
    const { no, epoch } = await test.actorOf(id);
    const { signInProved } = await import('./flow.ts');
    return signInProved(test.world, { userNo: no, epoch }, from());
  };

  it('is seen and reset by who may reset his password, and never by himself so', async () => {
    const { actor } = await withApp('mona');
    const helper = await people.helper('nora', ['/permission/admin/manage/identity/usermgt', '/permission/admin/manage/identity/passwords']);
    const seen = await people.run(factorsOfUser, helper, { id: actor.id });
    assert.deepEqual([seen.items.map(({ name, kind }) => [name, kind]), seen.recoveryCodes], [[['phone', 'totp']], 10]);
    assert.doesNotMatch(JSON.stringify(seen), /secret|hash/);
    const done = await people.run(resetFactors, helper, { id: actor.id, reason: 'lost his phone' });
    assert.deepEqual([done.factors, done.recoveryCodes], [1, 10]);
    signedIn(await enter('mona'));
    await refused('self.refused', people.run(resetFactors, helper, { id: helper.id }));
    await refused('target.holds-more', people.run(resetFactors, helper, { id: test.admin.id }));
  });

  it('stands in the journal without a secret', async () => {
    const { secret, recoveryCodes } = await withApp('olga');
    const images = await test.world.db.read.selectFrom('journal_images').select(['kind', 'before', 'after']).where('kind', '=', 'factor').execute();
    assert.ok(images.length > 0);
    const all = JSON.stringify(images);
    for (const hidden of [secret, ...recoveryCodes]) assert.ok(!all.includes(hidden));
    const rows = await test.world.db.read.selectFrom('factors').select('secret').execute();
    assert.ok(rows.every((row) => !row.secret.includes(secret)));
  });

  it('is asked of nobody by a rule that names what is not there, or a network that is none', async () => {
    await refused('role.missing', rule({ requiredRoles: [test.world.newId()] }));
    await refused('store.missing', rule({ requiredStores: [test.world.newId()] }));
    const { fields } = await refused('input.invalid', rule({ trustedNetworks: ['10.0.0.0/8', '10.1.2.3', 'home'] }));
    assert.deepEqual(
      fields.map(({ field }) => field),
      ['trustedNetworks.1', 'trustedNetworks.2'],
    );
  });
});
