// What taking something out of a group would take away: who loses which permissions that nothing else gives him. Nothing is changed.
// Members may be a million: so many are looked at, for so long, and the answer says when that was not all of them.
import { setImmediate as others } from 'node:timers/promises';
import { action, type Call } from '#action.ts';
import type { InputOf } from '#contract.ts';
import { Refusal } from '#errors.ts';
import { counts, heldBy, type Subject } from '#permissions/decide.ts';
import { Losses } from '#permissions/losses.ts';
import { displayPath, downward, type Model } from '#permissions/model.ts';
import { reaches } from '#permissions/scope.ts';
import { userOn } from '#roles/receiver.ts';
import { deleteGroup, rehearseGroup as operation, rehearsalMilliseconds, rehearsedMax } from './contract.ts';
import { withoutEdge, withoutGrants, withoutGroup } from './group.ts';
import { memberSubjects, userNumbers } from './queries.ts';

/** Read at once. Between two reads everybody else has his turn. */
const membersAtOnce = 200;

/** What would be otherwise: the model, or the groups that these users are in. Only who is in one of `within` can lose anything. */
type Plan = { readonly model: Model; readonly within: readonly number[]; readonly users: ReadonlySet<number> | null };

export const rehearseGroup = action(operation, async (call, input) => {
  const group = call.world.authorizer.model.groupById.get(input.id);
  if (!group) throw new Refusal('group.missing');
  await checkDeleting(call, input);
  const plan = await planOf(call, group.no, input);
  const losses = new Losses(call.world.authorizer.model);
  let [users, yourself, complete] = [0, false, true];
  const ends = performance.now() + rehearsalMilliseconds;
  for await (const subject of membersOf(call, plan)) {
    if (users >= rehearsedMax || performance.now() > ends) {
      complete = false;
      break;
    }
    if (!(await isWithin(call, subject))) continue;
    users += 1;
    const loses = losses.add(changeOf(call, { plan, group: group.no }, subject));
    yourself ||= loses && subject.id === call.subject?.id;
  }
  const { losing, administrators, losses: told } = losses;
  return { users, losing, administrators, yourself, losses: told, complete, scoped: call.reach !== null };
});

/** A rehearsal needs the right of what it rehearses. */
async function checkDeleting({ world: { authorizer }, now, reachAt }: Call, { id, do: deed }: InputOf<typeof operation>): Promise<void> {
  if (deed !== 'delete') return;
  const on = await authorizer.target(id, now);
  if (!on || !reaches(reachAt(deleteGroup.needs), on))
    throw new Refusal('permission.denied', { permission: displayPath(authorizer.model, deleteGroup.needs), path: deleteGroup.needs });
}

async function planOf({ world }: Call, no: number, { do: deed, ids = [] }: InputOf<typeof operation>): Promise<Plan> {
  const { model } = world.authorizer;
  if (deed === 'take-users') return { model, within: [no], users: new Set(await userNumbers(world.db.read, ids)) };
  if (deed === 'take-roles') return { model: withoutGrants(model, no, new Set(ids)), within: downward(model, no), users: null };
  if (deed === 'delete') return { model: withoutGroup(model, no), within: downward(model, no), users: null };
  const children = ids.flatMap((id) => model.groupById.get(id)?.no ?? []).filter((child) => (model.childrenOf.get(no) ?? []).includes(child));
  const after = children.reduce((changed, child) => withoutEdge(changed, { parent: no, child }), model);
  return { model: after, within: children.flatMap((child) => downward(model, child)), users: null };
}

/** Everybody in these groups, each once. */
async function* membersOf({ world: { db } }: Call, { within, users }: Plan): AsyncGenerator<Subject> {
  const seen = new Set<number>();
  for (const groupNo of new Set(within)) {
    for (let after = 0; ; ) {
      const found = await memberSubjects(db.read, { groupNo, after, limit: membersAtOnce, only: users });
      for (const subject of found) if (!seen.has(subject.no)) yield subject;
      for (const { no } of found) seen.add(no);
      if (found.length < membersAtOnce) break;
      after = found.at(-1)?.no ?? after;
      await others();
    }
  }
}

async function isWithin({ world: { db, authorizer }, reach, now }: Call, { id }: Subject): Promise<boolean> {
  if (reach === null) return true;
  const on = await userOn(db.read, { model: authorizer.model, now, id });
  return on !== null && reaches(reach, on);
}

/** A giving is the same before and after if it is the same row: what is no longer among them is lost. */
function changeOf({ world, now }: Call, { plan, group }: { readonly plan: Plan; readonly group: number }, subject: Subject) {
  const { model } = world.authorizer;
  const held = heldBy(model, subject).filter(({ grant }) => counts(grant, now));
  const groups = plan.users ? subject.groups.filter((no) => no !== group) : subject.groups;
  const left = new Set(heldBy(plan.model, { grants: subject.grants, groups }).map(({ grant }) => grant));
  return { held, lost: held.filter(({ grant }) => !left.has(grant)) };
}
