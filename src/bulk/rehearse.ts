// Rehearses a change of many users: who changes and how, who is skipped and why, and what rights are lost. Nothing is changed but that a plan is kept.

import { action, type Call, remembered } from '#action.ts';
import { admitActor } from '#admission.ts';
import { Refusal } from '#errors.ts';
import type { Act, ActShown, Deed } from '#jobs/contract.ts';
import { storePlan } from '#jobs/plan.ts';
import { Losses } from '#permissions/losses.ts';
import type { Role } from '#permissions/model.ts';
import { administratorsNow } from '#permissions/queries.ts';
import { checkScope } from '#roles/check-scope.ts';
import { type Sentence, say } from '#sentences/sentence.ts';
import { shownUser } from '#users/shown-user.ts';
import { operationOf } from './acts.ts';
import { rehearse as operation } from './contract.ts';
import { judge, type Rehearsing, type Verdict } from './judge.ts';
import { changeOf, isStopping } from './losses.ts';
import { type Selected, selected } from './selection.ts';

/** Judged at once: PostgreSQL answers as many as the pool has connections. */
const judgedAtOnce = 8;

export const rehearse = action(operation, async (call, { select, act }) => {
  const { world, actor, reach, now } = call;
  const source = remembered(world, now);
  const role = act.role === undefined ? null : (source.model.roleById.get(act.role) ?? null);
  await checkAct(call, act, role);
  const admission = await admitActor(source, actor, operationOf[act.do]);
  const shown = { ...actShown(act, role), do: act.do };
  const rehearsing: Rehearsing = { world, source, actor, admission, act: shown, role, reach };
  const judged = withoutTwins(await judgeAll(rehearsing, await selected(call, select)));
  const verdicts = keepLastAdministrator(judged, await administratorsNow(world.db.read, now), rehearsing);
  const told = await lossesOf(rehearsing, verdicts);
  return storePlan(call, { act: shown, rows: verdicts.map(({ user, ...row }) => row), told });
});

async function checkAct({ world, now }: Call, act: Act, role: Role | null): Promise<void> {
  const isOfRole = act.do === 'give-role' || act.do === 'take-role';
  if (isOfRole && !role) throw new Refusal('role.missing');
  const { from = 0, until = 0, scope = null } = act;
  const wrong = (field: string, why: Sentence): never => {
    throw new Refusal('input.invalid', {}, [{ field: 'act', says: say('act.field', { field, why }) }]);
  };
  if (!isOfRole && act.role !== undefined) wrong('role', say('act.no-role', { act: act.do }));
  if (act.do !== 'give-role' && (from > 0 || scope !== null)) wrong(from > 0 ? 'from' : 'scope', say('act.only-given'));
  if (act.do !== 'give-role' && act.do !== 'lock' && until > 0) wrong('until', say('act.no-end'));
  if (until > 0 && until <= now) wrong('until', say('act.past'));
  if (from > 0 && until > 0 && until <= from) throw new Refusal('dates.reversed', {}, [{ field: 'act' }]);
  if (scope) await checkScope({ tx: world.db.read, model: world.authorizer.model }, scope);
}

const actShown = ({ do: deed, reason = '', from = 0, until = 0, scope = null }: Act, role: Role | null): ActShown => ({
  do: deed,
  reason,
  role: role && { id: role.id, name: role.name },
  from,
  until,
  scope,
  job: '',
  relink: null,
});

async function judgeAll(rehearsing: Rehearsing, all: readonly Selected[]): Promise<readonly Verdict[]> {
  const verdicts: Verdict[] = [];
  for (let from = 0; from < all.length; from += judgedAtOnce)
    verdicts.push(...(await Promise.all(all.slice(from, from + judgedAtOnce).map((one) => judge(rehearsing, one)))));
  return verdicts;
}

/** Who was named twice is changed once. */
function withoutTwins(verdicts: readonly Verdict[]): readonly Verdict[] {
  const seen = new Set<string>();
  return verdicts.map((one) => {
    const isTwin = one.object_id !== '' && seen.has(one.object_id);
    seen.add(one.object_id);
    return isTwin ? { ...one, verdict: 'skip', code: 'already.so', says: say('bulk.twice') } : one;
  });
}

const endsAdministering: readonly Deed[] = ['lock', 'disable', 'delete', 'take-role', 'reset-password'];

/** One after the other, as the job will do it: the last administrator of them all is skipped (rule 18). */
function keepLastAdministrator(
  verdicts: readonly Verdict[],
  administrators: readonly { readonly id: string; readonly role: number }[],
  { act, role }: Rehearsing,
): readonly Verdict[] {
  if (!endsAdministering.includes(act.do)) return verdicts;
  const left = new Map([...Map.groupBy(administrators, ({ id }) => id)].map(([id, all]) => [id, all.map((one) => one.role)]));
  return verdicts.map((one) => {
    const mine = one.verdict === 'change' ? left.get(one.object_id) : undefined;
    if (!mine) return one;
    if (act.do === 'take-role' && mine.some((no) => no !== role?.no)) return one;
    if (left.size === 1) {
      const refusal = new Refusal('admin.last');
      return { ...one, verdict: 'skip', code: refusal.code, says: refusal.sentence };
    }
    left.delete(one.object_id);
    return one;
  });
}

async function lossesOf({ source, act, role }: Rehearsing, verdicts: readonly Verdict[]) {
  const losses = new Losses(source.model);
  const losing = { model: source.model, now: source.now, act, role };
  for (const { user, verdict, object_id } of verdicts) {
    const subject = user && verdict === 'change' ? await source.subject(object_id) : null;
    if (user && subject) losses.add(changeOf(losing, subject, shownUser(user, source.now).state === 'active'), isStopping(act));
  }
  return { losing: losses.losing, losses: losses.losses, administrators: losses.administrators };
}
