// joinGroup and leaveGroup: the one way into a group and out of it. Coming in is being given every role of the group and of the groups around it;
// going out is having them taken (rules 15–17). Called inside change() by this room and by users/. Does not know nesting's own rules.

import type { Doing } from '#action.ts';
import { actorId } from '#actor.ts';
import { Refusal } from '#errors.ts';
import type { Receiver } from '#roles/give-roles.ts';
import { checkTakeable, refuseGiving, widensOwnReach } from '#roles/giving.ts';
import { say } from '#sentences/sentence.ts';
import { givenThrough, idsThrough } from './group.ts';
import { addMember, groupCountOf, isMember, removeMember } from './queries.ts';

/** Groups that one user may be in directly. */
export const groupsPerUserMax = 500;

type Joined = { readonly no: number; readonly id: string; readonly name: string };

/** Who is in it already stays as he is. */
export async function joinGroup(doing: Doing, user: Receiver, group: Joined): Promise<void> {
  const { tx, model, powers, now } = doing;
  if (isActor(doing, user)) throw new Refusal('self.refused');
  if (await isMember(tx, { groupNo: group.no, userNo: user.no })) return;
  for (const { roleNo, scope, until } of givenThrough(model, group.no, now)) await refuseGiving(doing, { roleNo, scope, until, on: user.on });
  if (widensOwnReach(model, powers, { on: user.on, ids: idsThrough(model, group.no, now), sure: true })) throw new Refusal('scope.too-wide');
  await addMember(tx, { groupNo: group.no, userNo: user.no, now, by: actorId(doing.actor) });
  if ((await groupCountOf(tx, user.no)) > groupsPerUserMax) throw new Refusal('limit.reached', { max: groupsPerUserMax, what: say('limit.groups-of-user') });
  doing.record({ ...imageHead(user, group), before: null, after: { group: { id: group.id, name: group.name } } });
}

/** Who is not in it stays out. Everybody may leave; others are put out only by somebody who could let them in. */
export async function leaveGroup(doing: Doing, user: Receiver, group: Joined): Promise<void> {
  const { tx, model, now } = doing;
  if (!(await isMember(tx, { groupNo: group.no, userNo: user.no }))) return;
  const given = isActor(doing, user) ? [] : givenThrough(model, group.no, now);
  for (const { roleNo, scope } of given) checkTakeable(doing, { roleNo, scope, on: user.on });
  await removeMember(tx, { groupNo: group.no, userNo: user.no });
  doing.record({ ...imageHead(user, group), before: { group: { id: group.id, name: group.name } }, after: null });
}

const isActor = ({ actor }: Doing, { id }: Receiver) => actor.kind === 'user' && actor.id === id;
/** Filed under the user, so that whoever remembers what he may do forgets it. */
const imageHead = ({ id, name }: Receiver, group: Joined) => ({ kind: 'membership', id, name: `${name} · ${group.name}` });
