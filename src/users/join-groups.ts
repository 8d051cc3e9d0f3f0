// Puts a new user into groups: by whoever may manage those groups, and may give all that they and the groups around them hold (rule 16).
// Called by add-user inside its change. What is done to users who exist already is for groups/ to judge.
import type { Doing } from '#action.ts';
import { Refusal } from '#errors.ts';
import { givenThrough } from '#groups/group.ts';
import { joinGroup } from '#groups/join-group.ts';
import { findGroup } from '#groups/queries.ts';
import { displayPath, type Group, type Model, upward } from '#permissions/model.ts';
import { storeOfGroup } from '#permissions/queries.ts';
import { type On, reaches } from '#permissions/scope.ts';
import type { Receiver } from '#roles/give-roles.ts';
import { notGivable } from '#roles/giving.ts';

const managing = '/permission/admin/manage/identity/groupmgt/update';

/** He is made in them: a helper of a group may add new users to it, whom he would not be let pull in from elsewhere. */
export async function joinGroups(doing: Doing, receiver: Receiver, groupIds: readonly string[]): Promise<void> {
  const groups = [...new Set(groupIds)].map((id) => groupOf(doing, id));
  const on = madeIn(doing.model, receiver.on, groups);
  for (const group of groups) {
    await refuseUnmanaged(doing, group);
    await refuseOtherStore(doing, group, receiver.on);
    await joinGroup(doing, { ...receiver, on }, group);
  }
}

/** Who is in a group of a store that others own is decided there, of its own users. */
async function refuseOtherStore({ tx }: Doing, { id, name }: Group, on: On): Promise<void> {
  const group = await findGroup(tx, id);
  const isOwn = on.kind === 'user' && group?.store_id === on.storeId;
  if (group && group.store_kind !== 'primary' && !isOwn) throw new Refusal('store.other', { group: name, domain: group.domain });
}

function groupOf({ model }: Doing, id: string): Group {
  const group = model.groupById.get(id);
  if (!group) throw new Refusal('group.missing', { id });
  return group;
}

function madeIn(model: Model, on: On, groups: readonly Group[]): On {
  if (on.kind !== 'user') return on;
  const around = groups.flatMap((group) => upward(model, group.no)).flatMap((no) => model.groups.get(no)?.id ?? []);
  return { ...on, groupIds: new Set([...on.groupIds, ...around]) };
}

/** Whether somebody may be in this group by this actor's giving: being in a group is holding what it and the groups around it were given. */
export const mayGiveGroup = (doing: Pick<Doing, 'model' | 'powers' | 'now'>, groupNo: number, on: On): boolean =>
  givenThrough(doing.model, groupNo, doing.now).every(({ roleNo, scope, until }) => !notGivable(doing, { roleNo, scope, until, on }));

/** A group outside the actor's reach is as if it were not there; without the right at all, the refusal names it. */
async function refuseUnmanaged(doing: Doing, group: Group): Promise<void> {
  const { model, tx } = doing;
  const reach = doing.reachAt(managing);
  if (reach === null) return;
  if (reach.length === 0) throw new Refusal('permission.denied', { permission: displayPath(model, managing), path: managing });
  const on: On = { kind: 'group', id: group.id, storeId: await storeOfGroup(tx, group.no) };
  if (!reaches(reach, on)) throw new Refusal('group.missing', { id: group.id });
}
