// Puts a new user into groups: by whoever may manage those groups, and may give all that they and the groups around them hold (rule 16).
// Called by add-user inside its change. What is done to users who exist already is for groups/ to judge.
import type { Doing } from '#action.ts';
import { actorId } from '#actor.ts';
import { Refusal } from '#errors.ts';
import { coveredBy } from '#permissions/contain.ts';
import { counts } from '#permissions/decide.ts';
import { displayPath, effectsOf, type Group, type Model, upward } from '#permissions/model.ts';
import { storeOfGroup } from '#permissions/queries.ts';
import { covers, type On } from '#permissions/scope.ts';
import type { Receiver } from '#roles/give-roles.ts';
import { checkGivable, notGivable } from '#roles/giving.ts';
import { addMembership } from './queries.ts';

const managing = '/permission/admin/manage/identity/groupmgt/update';

export async function joinGroups(doing: Doing, receiver: Receiver, groupIds: readonly string[]): Promise<void> {
  for (const id of new Set(groupIds)) {
    const group = doing.model.groupById.get(id);
    if (!group) throw new Refusal('group.missing', { id });
    await refuseUnmanaged(doing, group);
    for (const { roleNo, scope } of grantsAround(doing.model, group.no, doing.now)) checkGivable(doing, { roleNo, scope, on: receiver.on });
    await addMembership(doing.tx, { group_no: group.no, user_no: receiver.no, added_at: doing.now, added_by: actorId(doing.actor) });
    doing.record({ kind: 'membership', id: receiver.id, name: `${receiver.name} · ${group.name}`, before: null, after: { group: { id, name: group.name } } });
  }
}

/** Whether somebody may be in this group by this actor's giving: being in a group is holding what it and the groups around it were given. */
export const mayGiveGroup = (doing: Doing, groupNo: number, on: On): boolean =>
  grantsAround(doing.model, groupNo, doing.now).every(({ roleNo, scope }) => !notGivable(doing, { roleNo, scope, on }));

const grantsAround = (model: Model, groupNo: number, now: number) =>
  upward(model, groupNo).flatMap((no) => (model.grantsOfGroup.get(no) ?? []).filter(({ until }) => until === 0 || now < until));

/** A group outside the actor's reach is as if it were not there; without the right at all, the refusal names it. */
async function refuseUnmanaged(doing: Doing, group: Group): Promise<void> {
  const { model, powers, now, tx } = doing;
  if (powers === 'everything') return;
  const node = model.byPath.get(managing);
  const held =
    node && coveredBy(powers.narrowed, managing) ? powers.held.filter(({ role, grant }) => counts(grant, now) && effectsOf(model, role)[node.index] === 1) : [];
  if (held.length === 0) throw new Refusal('permission.denied', { permission: displayPath(model, managing), path: managing });
  const on: On = { kind: 'group', id: group.id, storeId: await storeOfGroup(tx, group.no) };
  if (!held.some(({ grant }) => !grant?.scope || covers(grant.scope, on))) throw new Refusal('group.missing', { id: group.id });
}
