// "View as": an administrator sees the console as a user sees it, for half an hour, without changing anything, and the journal says so.
// Called by actions.ts. What holds at each later call is asked in admission.ts; here it begins and ends.
import { type Action, action, type Call, type Doing } from '#action.ts';
import type { UserActor } from '#actor.ts';
import { Refusal } from '#errors.ts';
import { seesMore } from '#permissions/contain.ts';
import { heldBy, inForce, reachOf, type Subject, stopped } from '#permissions/decide.ts';
import { displayPath } from '#permissions/model.ts';
import { loadSubject } from '#permissions/queries.ts';
import { endViewing, viewAs, viewingMinutes } from './contract.ts';
import { insertViewing, nameOfUser, takeViewing } from './viewing-queries.ts';
import { userOf } from './whose.ts';

const minuteMilliseconds = 60_000;
const opening = '/permission/admin/configure/login';

/** A token acts for a program: nobody looks at what it sees. */
function sessionOf({ actor }: Pick<Call, 'actor'>): UserActor {
  if (actor.kind !== 'user' || actor.via !== 'session') throw new Refusal('viewing.session-needed');
  return actor;
}

/** Only on somebody who may act and open the console, and who sees nothing that the actor could not see himself. */
function refuseView({ model, powers, now }: Doing, viewed: Subject, name: string): void {
  const shut = stopped(viewed, now);
  if (shut) throw shut;
  const more = seesMore(model, powers, heldBy(model, viewed));
  if (more) throw new Refusal('viewing.sees-more', { name, permission: displayPath(model, more.path) });
  const node = model.byPath.get(opening);
  const reach = node ? reachOf(inForce(model, viewed, now), node) : [];
  if (reach !== null && reach.length === 0) throw new Refusal('viewing.cannot-open', { name, permission: displayPath(model, opening) });
}

async function begin(doing: Doing, { id, viewing, endsAt }: { readonly id: string; readonly viewing: string; readonly endsAt: number }) {
  const { tx, now } = doing;
  const viewer = sessionOf(doing);
  const viewed = await loadSubject(tx, id);
  if (!viewed) throw new Refusal('user.missing');
  const { user_name: userName, domain } = await nameOfUser(tx, viewed.no);
  refuseView(doing, viewed, userName);
  await insertViewing(tx, {
    id: viewing,
    session_id: viewer.viaId,
    viewer_no: viewer.no,
    user_no: viewed.no,
    user_epoch: viewed.facts.revocationEpoch,
    started_at: now,
    ends_at: endsAt,
  });
  doing.record({ kind: 'viewing', id, name: `${domain}/${userName}`, before: null, after: { viewing, endsAt } });
}

export const viewingActions: readonly Action[] = [
  action(viewAs, async (call, { id }) => {
    sessionOf(call);
    const made = { viewing: call.world.newId(), endsAt: call.now + viewingMinutes * minuteMilliseconds };
    await call.change((doing) => begin(doing, { id, ...made }));
    return made;
  }),
  action(endViewing, async (call, { viewing }) => {
    const { no } = userOf(call);
    await call.change(async ({ tx, record }) => {
      const viewed = await takeViewing(tx, { id: viewing, viewerNo: no });
      if (viewed === undefined) throw new Refusal('viewing.ended');
      const { id, user_name: userName, domain } = await nameOfUser(tx, viewed);
      record({ kind: 'viewing', id, name: `${domain}/${userName}`, before: { viewing }, after: null });
    });
    return {};
  }),
];
