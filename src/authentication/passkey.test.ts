import assert from 'node:assert/strict';
import { before, it } from 'node:test';
import type { Action } from '#action.ts';
import type { UserActor } from '#actor.ts';
import type { AnyOperation, InputOf, OutputOf } from '#contract.ts';
import type { Code } from '#errors.ts';
import { factorActions } from '#factors/actions.ts';
import { addPasskey, beginPasskey, myFactors, signInRuleOperations } from '#factors/contract.ts';
import { deleteUser } from '#users/delete-user.ts';
import { disableUser } from '#users/disable-user.ts';
import { lockUser } from '#users/lock-user.ts';
import { updateUser } from '#users/update-user.ts';
import { type Authenticator, newAuthenticator, type Showing } from '../../test/authenticator.ts';
import { onBothDatabases } from '../../test/databases.ts';
import { goodPassword, type People, peopleOf, refused } from '../../test/people.ts';
import { openTestWorld, type TestWorld } from '../../test/world.ts';
import { type SignedIn, signIn, type Waiting } from './flow.ts';
import { myFactorActions } from './my-factors.ts';
import { passkeyToShow, signInByPasskey } from './passkey-sign-in.ts';
import { factorsToShow, showPasskey } from './show-factor.ts';

type Offer = { readonly options: Readonly<Record<string, unknown>>; readonly ceremony: string };
type Owner = { readonly actor: UserActor; readonly key: Authenticator };

onBothDatabases('A passkey', (open) => {
  let test: TestWorld;
  let people: People;
  before(async () => {
    test = await openTestWorld(open);
    people = peopleOf(test);
  });
  let networks = 0;
  const from = () => ({ network: `198.51.${++networks}.0/24`, agent: 'test' });
  const did = async <Op extends AnyOperation>(operation: Op, actor: UserActor, input: InputOf<Op>): Promise<OutputOf<Op>> => {
    const found = [...myFactorActions, ...factorActions].find((one) => one.operation === operation) ?? assert.fail();
    return people.run(found as Action<Op>, actor, input);
  };
  const enter = (name: string) => signIn(test.world, { typedName: name, password: goodPassword }, { ...from(), to: '' });
  const signedIn = (at: SignedIn | Waiting): SignedIn => (at.step === 'done' ? at : assert.fail(at.step));
  const flowOf = (at: SignedIn | Waiting): string => ('flow' in at && at.step === 'factor' ? at.flow : assert.fail(at.step));
  const withKey = async (name: string): Promise<Owner> => {
    await people.person(name);
    const { userId, session } = signedIn(await enter(name));
    const actor = { ...(await test.actorOf(userId)), viaId: session.id };
    const key = newAuthenticator(actor.id);
    const { options, ceremony } = await did(beginPasskey, actor, { current: goodPassword });
    await did(addPasskey, actor, { name: 'key', ceremony, response: key.make(options) });
    return { actor, key };
  };
  const offered = async (flow: string): Promise<Offer> => (await factorsToShow(test.world, flow)).passkey ?? assert.fail();
  const second = (flow: string, { ceremony, options }: Offer, key: Authenticator, showing: Showing) =>
    showPasskey(test.world, { flow, ceremony, response: key.show(options, showing), trust: false }, from());
  const alone = ({ ceremony, options }: Offer, key: Authenticator, showing: Showing, form = 'this browser') =>
    signInByPasskey(test.world, { form, ceremony, response: key.show(options, showing), to: '' }, from());
  const askedAlone = (form = 'this browser') => passkeyToShow(test.world, { form });

  it('is a second factor once, in the flow that asked for it (CVE-2026-18963)', async () => {
    const { key } = await withKey('anne');
    const [flow, other] = [flowOf(await enter('anne')), flowOf(await enter('anne'))];
    const offer = await offered(other);
    await refused('factor.refused', second(flow, offer, key, { counter: 1 }));
    signedIn(await second(other, offer, key, { counter: 1 }));
    await refused('auth.required', second(other, offer, key, { counter: 2 }));
    const later = flowOf(await enter('anne'));
    await refused('factor.refused', second(later, offer, key, { counter: 3 }));
    signedIn(await second(later, await offered(later), key, { counter: 4 }));
  });

  it('of somebody else, of no page of ours or with nothing at all proves nobody (CVE-2026-49443)', async () => {
    const [mine, others] = [await withKey('berta'), await withKey('cora')];
    const flow = flowOf(await enter('berta'));
    const offer = await offered(flow);
    await refused('factor.refused', second(flow, offer, others.key, { counter: 1 }));
    await refused('factor.refused', second(flow, offer, mine.key, { counter: 1, origin: 'https://evil.example' }));
    for (const response of ['', '{}', 'null', '[]', mine.key.make(offer.options)])
      await refused('factor.refused', showPasskey(test.world, { flow, ceremony: offer.ceremony, response, trust: false }, from()));
    for (const ceremony of ['', '..', offer.ceremony.slice(0, -1), `${offer.ceremony}.x`])
      await refused('factor.refused', second(flow, { ...offer, ceremony }, mine.key, { counter: 1 }));
  });

  it('signs in alone where it has verified its owner, in the browser that asked, once (CVE-2025-46815)', async () => {
    const { actor, key } = await withKey('dora');
    const offer = await askedAlone();
    await refused('passkey.refused', alone(offer, key, { counter: 1, verified: false }));
    await refused('passkey.refused', alone(offer, key, { counter: 1, userId: test.admin.id }));
    await refused('passkey.refused', alone(offer, key, { counter: 1 }, 'another browser'));
    const noted = await test.world.db.read.selectFrom('events').select(['outcome', 'user_no']).orderBy('no', 'desc').executeTakeFirst();
    assert.deepEqual([noted?.outcome, noted?.user_no], ['failed', actor.no]);
    assert.equal(signedIn(await alone(offer, key, { counter: 1 })).step, 'done');
    await refused('passkey.refused', alone(offer, key, { counter: 2 }));
  });

  it('answers for one purpose: what was asked for one counts for no other', async () => {
    const { actor, key } = await withKey('emma');
    const flow = flowOf(await enter('emma'));
    await refused('factor.refused', second(flow, await askedAlone(flow), key, { counter: 1 }));
    await refused('passkey.refused', alone(await offered(flow), key, { counter: 1 }));
    const adding = await did(beginPasskey, actor, { current: goodPassword });
    await refused('factor.refused', second(flow, adding, key, { counter: 1 }));
    const { options, ceremony } = await offered(flow);
    await refused('passkey.refused', did(addPasskey, actor, { name: 'x', ceremony, response: newAuthenticator(actor.id).make(options) }));
    const elsewhere = { ...actor, viaId: test.world.newId() };
    const made = { name: 'x', ceremony: adding.ceremony, response: newAuthenticator(actor.id).make(adding.options) };
    await refused('factor.prove-first', did(addPasskey, elsewhere, made));
    await did(addPasskey, actor, made);
    await refused('passkey.refused', did(addPasskey, actor, made));
  });

  it('that counts backwards is a copy, and lets nobody in any more, neither of the two', async () => {
    const { actor, key } = await withKey('fay');
    signedIn(await alone(await askedAlone(), key, { counter: 5 }));
    await refused('passkey.copied', alone(await askedAlone(), key, { counter: 5 }));
    await refused('passkey.copied', alone(await askedAlone(), key, { counter: 6 }));
    const flow = flowOf(await enter('fay'));
    assert.equal((await factorsToShow(test.world, flow)).passkey, null);
    assert.deepEqual(
      (await did(myFactors, actor, {})).items.map(({ suspended }) => suspended),
      [true],
    );
  });

  it('signs in alone only where that is still on when it is answered (CVE-2025-64717)', async () => {
    const { key } = await withKey('gwen');
    const offer = await askedAlone();
    await did(signInRuleOperations.change, test.admin, { passkeysAlone: false });
    await refused('passkey.not-alone', alone(offer, key, { counter: 1 }));
    await refused('passkey.not-alone', askedAlone());
    await did(signInRuleOperations.change, test.admin, { passkeysAlone: true });
  });

  const shuts: readonly { readonly code: Code; shut(id: string): Promise<unknown> }[] = [
    { code: 'user.disabled', shut: (id) => people.run(disableUser, test.admin, { id }) },
    { code: 'user.locked', shut: (id) => people.run(lockUser, test.admin, { id }) },
    { code: 'user.ended', shut: (id) => people.run(updateUser, test.admin, { id, startsAt: 1, endsAt: 2 }) },
    { code: 'user.pending', shut: (id) => test.world.db.write((tx) => tx.updateTable('users').set({ pending: 'approval' }).where('id', '=', id).execute()) },
    { code: 'user.deleted', shut: (id) => people.run(deleteUser, test.admin, { id }) },
  ];
  it('lets nobody in who was shut out meanwhile, neither alone nor after a password (CVE-2026-9798, CVE-2026-8922)', async () => {
    for (const { code, shut } of shuts) {
      const name = `of-${code.slice(5)}`;
      const { actor, key } = await withKey(name);
      const flow = flowOf(await enter(name));
      const [offer, later] = [await askedAlone(), await offered(flow)];
      await shut(actor.id);
      await assert.rejects(second(flow, later, key, { counter: 1 }), { name: 'Refusal' });
      await refused(code, alone(offer, key, { counter: 2 }));
    }
  });

  it('is answered within five minutes', async () => {
    const { key } = await withKey('hedy');
    const offer = await askedAlone();
    test.clock.turn(5 * 60_000);
    await test.world.changes.poll();
    await refused('passkey.refused', alone(offer, key, { counter: 1 }));
  });
});
