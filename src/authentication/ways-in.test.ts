// Every way in × every state × when it comes, and every step × every way to take it wrongly: generated, so that a new way or step has to find its place here.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { generateSync } from 'otplib';
import type { Action } from '#action.ts';
import { addApplication } from '#applications/add-application.ts';
import { leadingTo } from '#applications/at-place.ts';
import { requireFactor } from '#applications/require.ts';
import { factorActions } from '#factors/actions.ts';
import { signInRuleOperations } from '#factors/contract.ts';
import { followLink } from '#mail/links.ts';
import { addProvider } from '#providers/add-provider.ts';
import { editProvider } from '#providers/edit-provider.ts';
import { insertLinked, providerByKey } from '#providers/queries.ts';
import { askSignUp } from '#signups/ask.ts';
import { finishSignUp } from '#signups/finish.ts';
import { changeSignUpRule } from '#signups/rule.ts';
import { changeRolesOfUser } from '#users/change-roles-of-user.ts';
import { deleteUser } from '#users/delete-user.ts';
import { disableUser } from '#users/disable-user.ts';
import { endSessions } from '#users/end-sessions.ts';
import { lockUser } from '#users/lock-user.ts';
import { makeRecoveryLink } from '#users/recovery-link.ts';
import { resetPassword } from '#users/reset-password.ts';
import { updateUser } from '#users/update-user.ts';
import { onBothDatabases } from '../../test/databases.ts';
import { mailing } from '../../test/mailing.ts';
import { newestMailTo, setUpOutbox } from '../../test/outbox.ts';
import { goodPassword, host, type People, peopleOf, refused } from '../../test/people.ts';
import { type LyingProvider, startLyingProvider } from '../../test/servers/lying-provider.ts';
import { openTestWorld, type TestWorld } from '../../test/world.ts';
import { appToAdd, beginAppInFlow, confirmAppInFlow } from './add-factor.ts';
import { chooseOwnPassword } from './choose-own-password.ts';
import { beginApp, confirmApp } from './enrolment.ts';
import { type SignedIn, type Step, signIn, type Waiting } from './flow.ts';
import { bindByCode, linkByCode } from './handed-code.ts';
import { goToProvider, signInByProvider } from './provider-sign-in.ts';
import { readCredential } from './queries.ts';
import { recover } from './recovery.ts';
import { showCode } from './show-factor.ts';

const halfMinute = 30_000;
const flowMilliseconds = 15 * 60_000;
const temporary = 'borrowed Umbrella 19 rain';
const chosen = 'chosen Lantern 52 moss';

type Somebody = {
  readonly id: string;
  readonly no: number;
  readonly name: string;
  readonly password: string;
  readonly secret: string;
  readonly codes: readonly string[];
};
type At = SignedIn | Waiting;
/** `prepare` = what he has; `steps` = what is done after the password, each with the flow of the one before. `by` = what comes in the password's place; `asked` = he goes to an application that asks for a factor. */
type Way = {
  readonly prepare: (name: string) => Promise<Somebody>;
  readonly steps: readonly Step[];
  readonly code?: 'recovery';
  readonly by?: 'account';
  readonly asked?: boolean;
};
const form = 'what this browser is known by';

onBothDatabases('Ways in', (open) => {
  let test: TestWorld;
  let people: People;
  let needing: string;
  let liar: LyingProvider;
  let asking: string;
  let networks = 0;
  const from = () => ({ network: `198.${Math.floor(networks / 250)}.${++networks % 250}.0/24`, agent: 'test' });
  before(async () => {
    liar = await startLyingProvider();
    test = await openTestWorld(open, { config: { ...mailing.config, egressNetworks: ['127.0.0.0/8', '::1'] } });
    people = peopleOf(test);
    await setUpOutbox(test);
    await people.run(changeSignUpRule, test.admin, { mode: 'open', approval: false });
    needing = await people.role('needs a second factor');
    const rule = factorActions.find(({ operation }) => operation === signInRuleOperations.change) ?? assert.fail();
    await people.run(rule as Action<typeof signInRuleOperations.change>, test.admin, { requiredRoles: [needing] });
    const { id } = await people.run(addApplication, test.admin, { name: 'Asking', homeUrl: 'https://asking.example.org' });
    await people.run(requireFactor, host, { id, factor: 'any' });
    asking = leadingTo(id);
    const { issuer, authority: authorities, clientSecret: secret } = liar;
    await people.run(addProvider, test.admin, { key: 'there', preset: 'oidc', name: 'There', issuer, clientId: 'reeve', secret, authorities, enabled: true });
  });
  after(() => liar?.stop());

  const plain = async (name: string): Promise<Somebody> => {
    const { id, no } = await people.person(name);
    return { id, no, name, password: goodPassword, secret: '', codes: [] };
  };
  const withApp = async (name: string): Promise<Somebody> => {
    const made = await plain(name);
    const user = (await readCredential(test.world.db.read, made.no)) ?? assert.fail();
    const { id, secret } = await beginApp(test.world, user, { name: 'phone', begunIn: 'here' });
    const changing = (body: Parameters<Parameters<typeof confirmApp>[3]>[0]) =>
      test.world.db.write((tx) => body({ tx, now: test.clock.now(), record: () => {} }));
    const codes = await confirmApp(
      test.world,
      user,
      { factor: id, code: codeOf(secret), ...from(), door: 'account', known: true, begunIn: 'here' },
      changing as Parameters<typeof confirmApp>[3],
    );
    test.clock.turn(halfMinute);
    return { ...made, secret, codes };
  };
  const given = async (made: Somebody): Promise<Somebody> => {
    await people.run(resetPassword, test.admin, { id: made.id, password: temporary, mustChange: true });
    return { ...made, password: temporary };
  };
  const needed = async (made: Somebody): Promise<Somebody> => {
    await people.run(changeRolesOfUser, test.admin, { id: made.id, give: [{ role: needing, scope: null }] });
    return made;
  };
  /** He had lost his password, and an administrator told him a code. */
  const back = async (made: Somebody): Promise<Somebody> => {
    const { code = '' } = await people.run(makeRecoveryLink, test.admin, { id: made.id, by: 'hand' });
    const { network } = from();
    const browser = await bindByCode(test.world, { typedName: made.name, code, network, known: undefined, form });
    await recover(test.world, { link: await linkByCode(test.world, browser), password: chosen, network });
    return { ...made, password: chosen };
  };
  const codeOf = (secret: string) => (secret === '' ? '000000' : generateSync({ secret, epoch: Math.floor(test.clock.now() / 1000) }));

  /** Whoever has signed up is let in by what he chose, as anybody else is. */
  const ofHisOwn = async (name: string): Promise<Somebody> => {
    const mail = `${name}@example.org`;
    await test.world.changes.poll();
    const browser = test.world.random(32).toString('base64url');
    await askSignUp(test.world, { mail, browser, language: 'en', network: from().network });
    const link = (await newestMailTo(test.world, mail))?.values.link ?? assert.fail();
    const followed = await followLink(test.world, { text: link.split('link=')[1], purpose: 'sign-up', browser });
    assert.ok(followed?.here);
    const chosenNow = { userName: name, password: goodPassword, values: {}, terms: '', words: '', language: 'en', network: '' } as const;
    await finishSignUp(test.world, followed.row, chosenNow);
    const { id, no } = await test.world.db.read.selectFrom('users').select(['id', 'no']).where('user_name', '=', name).executeTakeFirstOrThrow();
    return { id, no, name, password: goodPassword, secret: '', codes: [] };
  };
  /** His account there is called as he is. */
  const linked = async (made: Somebody): Promise<Somebody> => {
    const provider = await there();
    await test.world.db.write((tx) =>
      insertLinked(tx, {
        id: test.world.newId(),
        user_no: made.no,
        provider_no: provider.no,
        issuer: provider.issuer,
        subject: made.name,
        label: made.name,
        made_user: 0,
        linked_at: test.clock.now(),
        last_used_at: 0,
      }),
    );
    return made;
  };
  const there = async () => (await providerByKey(test.world.db.read, 'there')) ?? assert.fail();
  const setEnabled = async (enabled: boolean) => people.run(editProvider, test.admin, { id: (await there()).id, enabled });

  const ways: Readonly<Record<string, Way>> = {
    'an account elsewhere': { by: 'account', prepare: async (name) => linked(await plain(name)), steps: [] },
    'an account elsewhere and a code': { by: 'account', prepare: async (name) => linked(await withApp(name)), steps: ['factor'] },
    'an account elsewhere, and a factor to be added': {
      by: 'account',
      prepare: async (name) => linked(await needed(await plain(name))),
      steps: ['add-factor'],
    },
    'an account elsewhere, a code, then a password of his own': {
      by: 'account',
      prepare: async (name) => linked(await given(await withApp(name))),
      steps: ['factor', 'own-password'],
    },
    'a password, and a factor that an application asks for': { prepare: plain, steps: ['add-factor'], asked: true },
    'an account elsewhere, and a factor that an application asks for': {
      by: 'account',
      prepare: async (name) => linked(await plain(name)),
      steps: ['add-factor'],
      asked: true,
    },
    'a password': { prepare: plain, steps: [] },
    'an account of his own making': { prepare: ofHisOwn, steps: [] },
    'an account of his own making, and a factor to be added': { prepare: async (name) => needed(await ofHisOwn(name)), steps: ['add-factor'] },
    'a password set with an administrator’s code': { prepare: async (name) => back(await plain(name)), steps: [] },
    'a password set with an administrator’s code, and a code': { prepare: async (name) => back(await withApp(name)), steps: ['factor'] },
    'a password and a code': { prepare: withApp, steps: ['factor'] },
    'a password and a recovery code': { prepare: withApp, steps: ['factor'], code: 'recovery' },
    'a password of somebody else': { prepare: async (name) => given(await plain(name)), steps: ['own-password'] },
    'a password, and a factor to be added': { prepare: async (name) => needed(await plain(name)), steps: ['add-factor'] },
    'a code, then a password of his own': { prepare: async (name) => given(await withApp(name)), steps: ['factor', 'own-password'] },
    'a password of his own, then a factor to be added': {
      prepare: async (name) => given(await needed(await plain(name))),
      steps: ['own-password', 'add-factor'],
    },
  };

  const begin = async ({ name, password }: Somebody, { by, asked = false }: Way): Promise<At> => {
    await test.world.changes.poll();
    const to = asked ? asking : '';
    return by === 'account' ? comeFromThere(name, form, to) : signIn(test.world, { typedName: name, password }, { ...from(), to });
  };
  const comeFromThere = async (sub: string, browser = form, to = ''): Promise<At> => {
    const sent = new URL(await goToProvider(test.world, { key: 'there', form, to })).searchParams;
    liar.lie({ claims: { sub }, who: { sub } }, sent.get('nonce') ?? '');
    const at = new URL(`https://reeve.test/sign-in/from/there?code=c&state=${sent.get('state')}`);
    return signInByProvider(test.world, { key: 'there', form: browser, at }, from());
  };
  /** A proof that is not his. */
  const beginWrongly = async (who: Somebody, way: Way): Promise<void> => {
    if (way.by === 'account') await refused('provider.over', comeFromThere(who.name, 'another browser'));
    else await refused('signin.refused', begin({ ...who, password: 'not his password' }, way));
  };
  const takers: Readonly<Record<Step, (flow: string, who: Somebody, way: Way) => Promise<At>>> = {
    factor: (flow, { secret, codes }, { code }) =>
      showCode(test.world, { flow, code: code === 'recovery' ? (codes[0] ?? '') : codeOf(secret), trust: false }, from()),
    'own-password': (flow) => chooseOwnPassword(test.world, { flow, password: chosen }, from()),
    async 'add-factor'(flow) {
      await beginAppInFlow(test.world, flow, 'app');
      const { begun } = await appToAdd(test.world, flow);
      return (await confirmAppInFlow(test.world, { flow, code: codeOf(begun?.secret ?? '') }, from())).next;
    },
  };
  const flowOf = (at: At, step: Step): string => (at.step === step && 'flow' in at ? at.flow : assert.fail(`${at.step} instead of ${step}`));
  /** As far as `upTo` steps; gives where he stands. */
  const walk = async (way: Way, who: Somebody, upTo = way.steps.length): Promise<At> => {
    let at = await begin(who, way);
    for (const step of way.steps.slice(0, upTo)) at = await takers[step](flowOf(at, step), who, way);
    return at;
  };
  const sessionsOf = async ({ no }: Somebody) => (await test.world.db.read.selectFrom('sessions').select('id').where('user_no', '=', no).execute()).length;

  const states: Readonly<Record<string, (who: Somebody) => Promise<unknown>>> = {
    locked: ({ id }) => people.run(lockUser, test.admin, { id }),
    disabled: ({ id }) => people.run(disableUser, test.admin, { id }),
    ended: ({ id }) => people.run(updateUser, test.admin, { id, endsAt: test.clock.now() - 1 }),
    'not yet begun': ({ id }) => people.run(updateUser, test.admin, { id, startsAt: test.clock.now() + 86_400_000 }),
    deleted: ({ id }) => people.run(deleteUser, test.admin, { id }),
    pending: ({ no }) => test.world.db.write((tx) => tx.updateTable('users').set({ pending: 'approval' }).where('no', '=', no).execute()),
  };
  /** What ends a sign-in that is under way, and keeps nobody out afterwards. */
  const endings: Readonly<Record<string, (who: Somebody) => Promise<unknown>>> = {
    'signed out everywhere': ({ id }) => people.run(endSessions, test.admin, { id }),
    'given another password': ({ id }) => people.run(resetPassword, test.admin, { id, password: 'another Kettle 73 birch' }),
  };
  /** The same for whoever came by an account elsewhere. */
  const unlinkings: typeof endings = {
    unlinked: ({ no }) => test.world.db.write((tx) => tx.deleteFrom('linked_accounts').where('user_no', '=', no).execute()),
    'from where nobody may come any more': () => setEnabled(false),
  };
  let names = 0;
  const nameOf = () => `walker${++names}`;

  for (const [title, way] of Object.entries(ways))
    describe(title, () => {
      it('lets in whoever takes each step', async () => {
        const who = await way.prepare(nameOf());
        assert.equal((await walk(way, who)).step, 'done');
        assert.equal(await sessionsOf(who), 1);
      });
      for (const [state, make] of Object.entries(states))
        it(`lets nobody in who is ${state}, and tells it after a right proof only`, async () => {
          const who = await way.prepare(nameOf());
          await make(who);
          await assert.rejects(begin(who, way), { name: 'Refusal' });
          await beginWrongly(who, way);
          assert.equal(await sessionsOf(who), 0);
        });
      for (const [nth, step] of way.steps.entries()) {
        for (const [what, make] of Object.entries({ ...states, ...endings, ...(way.by === 'account' ? unlinkings : {}) }))
          it(`stops before ${step} whoever is ${what} meanwhile`, async () => {
            const who = await way.prepare(nameOf());
            const flow = flowOf(await walk(way, who, nth), step);
            await make(who);
            await test.world.changes.poll();
            await assert.rejects(takers[step](flow, who, way), { name: 'Refusal' });
            assert.equal(await sessionsOf(who), 0);
            await setEnabled(true);
          });
        it(`takes ${step} once, in its turn, in time, and with its own proof`, async () => {
          const who = await way.prepare(nameOf());
          const at = flowOf(await walk(way, who, nth), step);
          for (const other of Object.keys(takers).filter((name) => name !== step) as Step[]) await refused('auth.required', takers[other](at, who, way));
          for (const broken of ['', at.slice(0, -1), `${at}A`, at.replace('rvs_', 'rvt_')]) await refused('auth.required', takers[step](broken, who, way));
          await takers[step](at, who, way);
          await refused('auth.required', takers[step](at, who, way));
        });
        it(`takes ${step} no more when its time is over`, async () => {
          const who = await way.prepare(nameOf());
          const at = flowOf(await walk(way, who, nth), step);
          test.clock.turn(flowMilliseconds);
          await test.world.changes.poll();
          await refused('auth.required', takers[step](at, who, way));
          assert.equal(await sessionsOf(who), 0);
        });
      }
    });
});
