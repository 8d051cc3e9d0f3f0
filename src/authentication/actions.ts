// The operations of this room: the rule for passwords, changing one's own, signing out, and what failures have slowed.
// Read by #actions.ts. A wrong current password counts as a failure, like one at the sign-in page.

import { type Action, action, type Call, type Doing } from '#action.ts';
import type { UserActor } from '#actor.ts';
import { admitTarget, freshSource } from '#admission.ts';
import { Refusal } from '#errors.ts';
import { judgementOf } from '#passwords/judgement.ts';
import { passwordRule as ruleOfPasswords } from '#passwords/policy.ts';
import { type Rule, ruleForEverybody } from '#passwords/rule.ts';
import { type On, type Reach, reaches } from '#permissions/scope.ts';
import { inEnglish } from '#sentences/sentence.ts';
import { endOne } from '#sessions/end-all.ts';
import { changeSettings } from '#settings/change.ts';
import { storeById } from '#stores/queries.ts';
import { refuseUnprovedFor } from '#users/letting-back.ts';
import { changeMyPassword, judgeMyPassword, liftThrottle, listThrottled, passwordRule, showMyMail, signOut, verifyMyMail } from './contract.ts';
import { deleteMyAccount } from './delete-my-account.ts';
import { identifying, identifyingOperations } from './identifier-contract.ts';
import { checkIdentifying } from './identify-by.ts';
import { myAccountActions } from './my-accounts.ts';
import { myFactorActions } from './my-factors.ts';
import { updateMyProfile } from './my-profile.ts';
import { myMail, verifyMyMail as sendVerification } from './own-mail.ts';
import { changePassword, passwordOwner, ruleOf } from './own-password.ts';
import { proofActions } from './prove-anew.ts';
import { provedByOwn } from './proved-anew.ts';
import { type CredentialRow, insertEvent, readCredential } from './queries.ts';
import { tryProviderActions } from './try-provider.ts';

function userActorOf({ actor }: Call): UserActor {
  if (actor.kind !== 'user') throw new Refusal('auth.required');
  return actor;
}

/** Only who could sign in with it has a current password to show; a narrowed token was made for less than this. */
async function provedCurrent(call: Call, actor: UserActor, current: string): Promise<CredentialRow> {
  const user = await readCredential(call.world.db.read, actor.no);
  if (!user || actor.narrowed !== null) throw new Refusal('auth.required');
  return provedByOwn(call, user, { actor, current });
}

/** For whoever is signed in, his own; for a stranger, everybody's. */
async function ruleOfAsker({ world, subject }: Call): Promise<Rule> {
  const user = subject && (await readCredential(world.db.read, subject.no));
  return user ? ruleOf(world, user) : ruleForEverybody(world);
}

const hourMilliseconds = 3_600_000;

/** What was given by somebody else, he may change at once. */
async function refuseTooYoung({ world, now }: Call, user: CredentialRow): Promise<void> {
  const { ageHoursMin } = await ruleOf(world, user);
  const from = (user.credential_at ?? 0) + ageHoursMin * hourMilliseconds;
  if (user.must_change === 0 && user.credential_at !== null && now < from)
    throw new Refusal('password.too-young', { from: `${new Date(from).toISOString().slice(0, 16).replace('T', ' ')} UTC` });
}

export const authenticationActions: readonly Action[] = [
  ...myFactorActions,
  ...proofActions,
  ...myAccountActions,
  ...tryProviderActions,
  updateMyProfile,
  deleteMyAccount,
  action(identifyingOperations.show, async ({ world }) => ({ version: world.settings.versionOf(identifying), settings: world.settings.of(identifying) })),
  action(identifyingOperations.change, (call, { version, ...set }) =>
    call.change((doing) =>
      changeSettings(doing, identifying, { version, set }, async (after) => {
        checkIdentifying(doing.model.attributes, after);
        for (const { stores } of after.attributes)
          for (const store of stores) if (!(await storeById(doing.tx, store))) throw new Refusal('store.missing', { domain: store });
      }),
    ),
  ),
  action(passwordRule, async (call) => {
    const rule = await ruleOfAsker(call);
    return { lengthMin: rule.lengthMin, lengthMax: rule.lengthMax, says: ruleOfPasswords(rule).map(call.speak) };
  }),
  action(judgeMyPassword, async (call, { password }) => {
    const user = await readCredential(call.world.db.read, userActorOf(call).no);
    if (!user) throw new Refusal('auth.required');
    return judgementOf({ password, owner: passwordOwner(user), rule: await ruleOf(call.world, user) }, call.speak);
  }),
  action(changeMyPassword, async (call, { current, password }) => {
    const actor = userActorOf(call);
    const user = await provedCurrent(call, actor, current);
    await refuseTooYoung(call, user);
    const session = actor.via === 'session' ? actor.viaId : '';
    const { ended } = await changePassword(call.world, {
      user,
      current,
      password,
      session,
      right: 'self',
      door: actor.door,
      network: actor.network,
      admit: async () => {},
    });
    return { ended };
  }),
  action(showMyMail, (call) => myMail(call, userActorOf(call))),
  action(verifyMyMail, (call) => sendVerification(call, userActorOf(call))),
  action(signOut, async ({ world, actor, now }) => {
    if (actor.kind !== 'user' || actor.via !== 'session') return {};
    await world.db.write(async (tx) => {
      if (await endOne(tx, { id: actor.viaId, userNo: actor.no }))
        await insertEvent(tx, { at: now, outcome: 'signed-out', userNo: actor.no, network: actor.network, door: actor.door });
    });
    world.bearers.forget(actor.viaId);
    return {};
  }),
  action(listThrottled, async (call) => ({ items: (await within(call)).map((item) => ({ ...item, says: call.speak(item.says) })) })),
  action(liftThrottle, async (call, { key }) => {
    const known = (await within(call)).find((item) => item.key === key);
    if (!known) return {};
    await call.change(async (doing) => {
      if (known.userId !== '') await refuseActing(doing, known.userId);
      if (known.userId !== '') await refuseUnprovedFor(doing, known.userId);
      const { userId, says, failures, until } = known;
      doing.record({
        kind: userId === '' ? 'throttle' : 'user',
        id: userId || key,
        name: inEnglish(says),
        before: { slowed: { failures, until } },
        after: { slowed: null },
      });
    });
    call.world.throttle.lift(key);
    return {};
  }),
];

/** Lifting is acting on whom it is about, as unlocking is: else a helper could clear the way for guesses at an administrator's password. */
async function refuseActing({ tx, model, now, actor, ...admission }: Doing, user: string): Promise<void> {
  const operation = { ...liftThrottle, target: { kind: 'user', field: 'user', acts: true } } as const;
  await admitTarget(freshSource(tx, model, now), { ...admission, subject: null }, { actor, operation, input: { user } });
}

/** Within the caller's scope: whoever may act on some users only sees those, and no networks. */
async function within({ world, reach, now }: Call) {
  const items = world.throttle.list(now);
  if (reach === null) return [...items];
  const seen = await Promise.all(items.map(async (item) => item.userId !== '' && reachesTarget(reach, await world.authorizer.target(item.userId, now))));
  return items.filter((_, index) => seen[index]);
}

const reachesTarget = (reach: Reach, on: On | null) => on !== null && reaches(reach, on);
