// Deciding: approving does what was asked for, with the same rules as if it were done by hand, and in one change with the decision, its mail and its entry.
// Who may is judged on the rows (judge.ts).
import { action, type Call, type Doing } from '#action.ts';
import { actorId } from '#actor.ts';
import { freshSource } from '#admission.ts';
import { Refusal } from '#errors.ts';
import { giveRoles } from '#roles/give-roles.ts';
import { userReceiver } from '#roles/receiver.ts';
import { alterUser } from '#users/alter-user.ts';
import { deleteFrom } from '#users/delete-user.ts';
import { imageOf } from './ask.ts';
import { approveRequest as approving, type RequestKind, refuseRequest as refusing } from './contract.ts';
import { isOpen, isStillWaiting, judge, kindOf, nameOf, rightFor, type Verdict } from './judge.ts';
import { isSeen } from './list-requests.ts';
import { type RequestRow, requestById, writeDecision } from './queries.ts';
import { shownTo } from './shown.ts';
import { tell } from './tell.ts';

type Decision = { readonly id: string; readonly verdict: Verdict; readonly until?: number | undefined; readonly says: string };
/** What a decision does: with a call that takes the decision inside its change. */
type Deed = (call: Call, row: RequestRow, until: number) => Promise<unknown>;

export const approveRequest = action(approving, (call, { id, until, reason = '' }) =>
  decide(call, { id, verdict: 'approved', until, says: reason }, approvals),
);
export const refuseRequest = action(refusing, (call, { id, reason = '' }) => decide(call, { id, verdict: 'refused', says: reason }, refusals));

async function decide(call: Call, decision: Decision, deeds: Readonly<Record<RequestKind, Deed>>) {
  const row = await seenRequest(call, decision.id);
  const until = decision.until ?? row.until_at;
  await deeds[kindOf(row)](deciding(call, row, { ...decision, until }), row, until);
  call.world.mail.ring();
  const [shown] = await shownTo(call, [await seenRequest(call, decision.id)]);
  if (!shown) throw new Refusal('request.missing');
  return shown;
}

async function seenRequest(call: Call, id: string): Promise<RequestRow> {
  const row = await requestById(call.world.db.read, id);
  if (!row || !(await isSeen(call, row.user_id))) throw new Refusal('request.missing');
  return row;
}

const approvals: Readonly<Record<RequestKind, Deed>> = {
  account: (call, { user_id: id }) =>
    call.change((doing) => alterUser(doing, { id }, ({ pending }) => (pending === 'approval' ? { set: { pending: '' } } : null))),
  role: (call, { user_id, role_id }, until) =>
    call.change(async (doing) => giveRoles(doing, await userReceiver(doing, user_id), [{ role: role_id ?? '', until, scope: null }])),
  deletion: (call, { user_id: id }) => deleteFrom(call, { id }),
};

const nothing: Deed = (call) => call.change(async () => {});
const refusals: Readonly<Record<RequestKind, Deed>> = {
  account: (call, { user_id: id }) => call.change((doing) => alterUser(doing, { id }, () => ({ set: { deleted_at: doing.now }, ends: 'everything' }))),
  role: nothing,
  deletion: nothing,
};

/** The same call, whose change begins with the decision, and reaches as far as the right to do what is asked for. */
function deciding(call: Call, { id, kind }: RequestRow, decision: Decision & { readonly until: number }): Call {
  const reaching = (doing: Doing): Doing => ({ ...doing, reach: doing.reachAt(rightFor[kindOf({ kind })]) });
  return {
    ...call,
    reach: call.reachAt(rightFor[kindOf({ kind })]),
    change: (body) =>
      call.change(async (doing) => {
        await take(call, doing, { ...decision, id });
        return body(reaching(doing));
      }),
    aside: (body) => call.aside((doing) => body(reaching(doing))),
  };
}

async function take({ world, actor }: Call, doing: Doing, { id, verdict, until, says }: Decision & { readonly until: number }): Promise<void> {
  const { tx, now, model, record } = doing;
  const row = await requestById(tx, id);
  if (!row) throw new Refusal('request.missing');
  if (!isOpen(row) && !(verdict === 'approved' && isStillWaiting(row))) throw new Refusal('request.decided');
  await judge(freshSource(tx, model, now), row, { actor, verdict, until });
  const given_until = verdict === 'approved' && row.kind === 'role' ? until : 0;
  await writeDecision(tx, row.no, { decided_at: now, decision: verdict, decided_by: actorId(actor), says, given_until });
  await tell(tx, world, { row, verdict, says, until: given_until, now });
  const [before, after] = [
    { state: row.decision || 'open' },
    { state: verdict, ...(says ? { says } : {}), ...(given_until > 0 ? { until: given_until } : {}) },
  ];
  record(imageOf({ id: row.user_id, name: nameOf(row) }, row, { before, after }));
}
