import assert from 'node:assert/strict';
import { before, it } from 'node:test';
import { generateSync } from 'otplib';
import type { Action } from '#action.ts';
import { actions } from '#actions.ts';
import type { UserActor } from '#actor.ts';
import type { AnyOperation, InputOf, OutputOf } from '#contract.ts';
import { beginTotp, confirmTotp, removeMyFactor, signInRuleOperations } from '#factors/contract.ts';
import { writeVerified } from '#mail/link-queries.ts';
import { addUser } from '#users/contract.ts';
import { mailKeyOf } from '#users/user.ts';
import { onBothDatabases } from '../../test/databases.ts';
import { newestMailTo, outboxOf, setUpOutbox } from '../../test/outbox.ts';
import { goodPassword, type People, peopleOf, refused } from '../../test/people.ts';
import { openTestWorld, type TestWorld } from '../../test/world.ts';
import { type SignedIn, signIn, type Waiting } from './flow.ts';
import { factorOfSession } from './flow-queries.ts';
import { factorsToShow, sendCode, showCode } from './show-factor.ts';

const baseUrl = 'https://reeve.test';

onBothDatabases('A code by mail', (open) => {
  let test: TestWorld;
  let people: People;
  before(async () => {
    test = await openTestWorld(open, { config: { baseUrl } });
    people = peopleOf(test);
    await setUpOutbox(test);
    await did(signInRuleOperations.change, test.admin, { secondFactor: 'required', mailCodes: true });
  });
  const did = async <Op extends AnyOperation>(operation: Op, actor: UserActor, input: InputOf<Op>): Promise<OutputOf<Op>> => {
    const found = actions.find((one) => one.operation === operation) ?? assert.fail(operation.name);
    return people.run(found as Action<Op>, actor, input);
  };
  let networks = 0;
  const from = () => ({ network: `198.51.${++networks}.0/24`, agent: 'test' });
  const enter = (name: string) => signIn(test.world, { typedName: name, password: goodPassword }, { ...from(), to: '' });
  const waiting = (step: Waiting['step'], at: SignedIn | Waiting): string => {
    assert.equal(at.step, step);
    return 'flow' in at ? at.flow : assert.fail();
  };
  const mailOf = (name: string) => `${name}@example.org`;
  /** A person whose address is confirmed. */
  const person = async (name: string, { recovered = false } = {}) => {
    const { id } = await did(addUser, test.admin, { userName: name, password: goodPassword, mustChangePassword: false, mail: mailOf(name) });
    const { no } = await test.actorOf(id);
    const { changed_at: now } = await test.world.db.read.selectFrom('credentials').select('changed_at').where('user_no', '=', no).executeTakeFirstOrThrow();
    await test.world.db.write((tx) => writeVerified(tx, { userNo: no, mailKey: mailKeyOf(mailOf(name)), now, recovered }));
    return no;
  };
  const codeTo = async (name: string) => (await newestMailTo(test.world, mailOf(name)))?.values.code ?? assert.fail('no mail');
  const show = (flow: string, code: string) => showCode(test.world, { flow, code, trust: false }, from());

  it('lets in whoever needs a second factor and has none, once, and tells where it went', async () => {
    await person('anne');
    const flow = waiting('factor', await enter('anne'));
    assert.deepEqual(await factorsToShow(test.world, flow), { hasApp: false, mail: 'a•••@example.org', passkey: null, only: false });
    assert.equal((await outboxOf(test.world)).length, 0, 'nothing is sent that nobody asked for');
    assert.equal(await sendCode(test.world, { flow, network: from().network }), 'a•••@example.org');
    const code = await codeTo('anne');
    const at = await show(flow, code.toLowerCase().replace('-', ' '));
    assert.equal(at.step, 'done');
    await refused('auth.required', show(flow, code));
    const session = await test.world.db.read.selectFrom('sessions').select('factor').orderBy('started_at', 'desc').executeTakeFirst();
    assert.equal(session?.factor, 'mail');
  });

  it('stands for nothing any more once he has a factor of his own: in no session, no flow and no browser', async () => {
    const { version } = await did(signInRuleOperations.show, test.admin, {});
    const trusting = await did(signInRuleOperations.change, test.admin, { version, rememberDays: 30 });
    await person('ida');
    const entered = async (browser?: string) => signIn(test.world, { typedName: 'ida', password: goodPassword }, { ...from(), to: '', browser });
    const flow = waiting('factor', await entered());
    await sendCode(test.world, { flow, network: from().network });
    const thief = await showCode(test.world, { flow, code: await codeTo('ida'), trust: true }, from());
    if (thief.step !== 'done') assert.fail(thief.step);
    assert.equal((await entered(thief.browser)).step, 'done');
    const borne = (await test.world.bearers.find(thief.session.text, test.world.now())) ?? assert.fail();
    const owner = {
      ...(await test.actorOf(borne.userId)),
      viaId: (await entered(thief.browser).then((at) => ('session' in at ? at : assert.fail()))).session.id,
    };
    const { id, secret } = await did(beginTotp, owner, { name: 'phone', current: goodPassword });
    await did(confirmTotp, owner, { factor: id, code: generateSync({ secret, epoch: Math.floor(test.clock.now() / 1000) }) });
    waiting('factor', await entered(thief.browser));
    await refused('factor.prove-first', did(removeMyFactor, { ...owner, viaId: borne.id }, { factor: id, current: goodPassword }));
    assert.equal(await factorOfSession(test.world.db.read, owner.viaId), 'totp');
    await did(signInRuleOperations.change, test.admin, { version: trusting.version, rememberDays: 0 });
  });

  it('is good in no other flow, of no other user, and not for long', async () => {
    await person('berta');
    await person('cora');
    const [mine, hers] = [waiting('factor', await enter('berta')), waiting('factor', await enter('cora'))];
    await sendCode(test.world, { flow: mine, network: from().network });
    const code = await codeTo('berta');
    await refused('factor.refused', show(hers, code));
    const again = waiting('factor', await enter('berta'));
    await refused('factor.refused', show(again, code));
    await sendCode(test.world, { flow: again, network: from().network });
    const fresh = await codeTo('berta');
    test.clock.turn(10 * 60_000);
    await refused('factor.refused', show(again, fresh));
  });

  it('is guessed a few times, and sent a few times', async () => {
    await person('dora');
    const flow = waiting('factor', await enter('dora'));
    await sendCode(test.world, { flow, network: '198.51.100.0/24' });
    const code = await codeTo('dora');
    for (let at = 0; at < 5; at += 1) await refused('factor.refused', show(flow, `0000-000${at}`));
    await refused('factor.refused', show(flow, code));
    const codes: string[] = [];
    for (let at = 0; at < 30 && !codes.includes('recovery.throttled'); at += 1)
      codes.push(
        await sendCode(test.world, { flow, network: '198.51.100.0/24' }).then(
          () => 'sent',
          (reason: { readonly code: string }) => reason.code,
        ),
      );
    assert.ok(codes.includes('recovery.throttled'), codes.join());
  });

  it('is sent to its owner in his own browser though somebody who has his password asked for many', async () => {
    await person('jana');
    const first = waiting('factor', await enter('jana'));
    await sendCode(test.world, { flow: first, network: from().network });
    const own = await show(first, await codeTo('jana'));
    if (own.step !== 'done') assert.fail(own.step);
    const thief = waiting('factor', await enter('jana'));
    const asksOnce = () =>
      sendCode(test.world, { flow: thief, network: from().network }).then(
        () => 'sent',
        (reason: { readonly code: string }) => reason.code,
      );
    const codes: string[] = [];
    for (let at = 0; at < 30 && !codes.includes('recovery.throttled'); at += 1) codes.push(await asksOnce());
    assert.ok(codes.includes('recovery.throttled'), codes.join());
    const flow = waiting('factor', await enter('jana'));
    await sendCode(test.world, { flow, network: from().network, browser: own.browser });
    assert.equal((await show(flow, await codeTo('jana'))).step, 'done');
  });

  it('is not for whoever has set his password by that very mailbox: it is no second proof (rule 31)', async () => {
    await person('ella', { recovered: true });
    waiting('add-factor', await enter('ella'));
  });

  it('is not for an address that was not confirmed, or is another by now, nor where the rule does not allow it', async () => {
    await did(addUser, test.admin, { userName: 'fay', password: goodPassword, mustChangePassword: false, mail: mailOf('fay') });
    waiting('add-factor', await enter('fay'));
    const no = await person('gina');
    const flow = waiting('factor', await enter('gina'));
    await test.world.db.write((tx) => tx.updateTable('verified_mails').set({ mail_key: 'other@example.org' }).where('user_no', '=', no).execute());
    waiting('add-factor', await enter('gina'));
    await refused('factor.missing', sendCode(test.world, { flow, network: from().network }));
    await person('hana');
    await did(signInRuleOperations.change, test.admin, { mailCodes: false });
    waiting('add-factor', await enter('hana'));
    await did(signInRuleOperations.change, test.admin, { mailCodes: true });
  });

  it('is nothing beside a factor of his own, also one that he adds meanwhile', async () => {
    const no = await person('ines');
    const flow = waiting('factor', await enter('ines'));
    await sendCode(test.world, { flow, network: from().network });
    const code = await codeTo('ines');
    const row = { id: test.world.newId(), user_no: no, kind: 'passkey', name: 'key', created_at: 1, confirmed_at: 1, last_used_at: 0, secret: '', counter: 0 };
    const key = { credential_id: 'a2V5', public_key: '', transports: '', backed_up: 0, suspended_at: 0, begun_in: '' };
    await test.world.db.write((tx) =>
      tx
        .insertInto('factors')
        .values({ ...row, ...key })
        .execute(),
    );
    await refused('factor.refused', show(flow, code));
    assert.equal((await factorsToShow(test.world, waiting('factor', await enter('ines')))).mail, '');
  });

  it('that was never sent lets nobody past: what has not happened is no proof (CVE-2026-54730)', async () => {
    await person('nell');
    const flow = waiting('factor', await enter('nell'));
    for (const code of ['', ' ', '0000-0000', '00000000']) await refused('factor.refused', show(flow, code));
  });

  it('is not asked for without its step', async () => {
    await refused('auth.required', sendCode(test.world, { flow: undefined, network: from().network }));
  });
});
