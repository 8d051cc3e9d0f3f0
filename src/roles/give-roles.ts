// giveRoles and takeRoles: the one way to give a role and to take it, to users and groups, from whatever door (rules 8–9, 15–17).
// Called inside change() by roles, groups and users. Every rule about giving is asked here, so that no caller has to remember one.

import type { Doing } from '#action.ts';
import { actorId } from '#actor.ts';
import { Refusal } from '#errors.ts';
import { nodesGiven } from '#permissions/contain.ts';
import type { Scope } from '#permissions/contract.ts';
import { type Model, type Role, upward } from '#permissions/model.ts';
import { type On, reaches } from '#permissions/scope.ts';
import { say } from '#sentences/sentence.ts';
import { checkScope } from './check-scope.ts';
import { checkGivable, checkTakeable, gains, reachesGiving, refuseGiving, widensOwnReach } from './giving.ts';
import { isByMapping } from './origin.ts';
import { addGiven, type GivenRow, givenTo, groupsOfUser, removeGiven, updateGiven } from './queries.ts';
import { scopeOf, scopeText } from './role.ts';

/** What the rules of giving are asked with: a change, or a rehearsal of one. */
export type Judging = Pick<Doing, 'model' | 'powers' | 'reach' | 'actor'>;

/** Who is given something. `name` is for the journal: `DOMAIN/name` of a user, the name of a group. */
export type Receiver = { readonly kind: 'user' | 'group'; readonly no: number; readonly id: string; readonly name: string; readonly on: On };
/** What is absent is "since ever", "for ever", "everywhere". */
export type RoleGiven = { readonly role: string; readonly from?: number; readonly until?: number; readonly scope?: Scope | null };

/** Roles that one user or group may be given directly, each scope counted. */
export const givenMax = 500;

/** Gives roles. The same role with the same scope again replaces its dates; another scope is another giving. */
export async function giveRoles(doing: Doing, receiver: Receiver, given: readonly RoleGiven[]): Promise<void> {
  if (given.length === 0) return;
  checkReceiver(doing, receiver);
  if (isActor(doing, receiver)) throw new Refusal('self.refused');
  const isInside = receiver.kind === 'group' && (await isActorInside(doing, receiver.no));
  for (const one of given) {
    const role = roleToGive(doing, receiver, one.role);
    await checkOne(doing, receiver, { role, given: one, isInside });
    await write(doing, receiver, { role, given: one });
  }
  checkOwnReach(doing, receiver, given);
  if (receiver.kind === 'group') doing.touchModel();
  if ((await givenTo(doing.tx, receiver)).length > givenMax)
    throw new Refusal('limit.reached', { max: givenMax, what: say(`limit.roles-of-${receiver.kind}`) });
}

/** Whether one role may be given to a user so: asked again by giveRoles when it is done. Dates and the scope itself are checked by the caller. */
export function judgeGiving(judging: Judging, receiver: Receiver, given: RoleGiven): void {
  checkReceiver(judging, receiver);
  if (isActor(judging, receiver)) throw new Refusal('self.refused');
  const { until = 0, scope = null } = given;
  checkGivable(judging, { roleNo: roleToGive(judging, receiver, given.role).no, scope, until, on: receiver.on });
  checkOwnReach(judging, receiver, [given]);
}

/** Whether a role may be taken from a user with all its scopes: asked again by takeRoles when it is done. */
export function judgeTaking(judging: Judging, receiver: Receiver, { role, rows }: { readonly role: Role; readonly rows: readonly GivenRow[] }): void {
  checkReceiver(judging, receiver);
  if (!reachesGiving(judging.reach, receiver.on, role.id)) throw new Refusal('role.missing', { id: role.id });
  for (const row of rows) checkTakeable(judging, { roleNo: role.no, scope: scopeOf(row.scope), on: receiver.on });
}

/** Takes roles, whatever their scopes; one that was not given is left as it is. Nobody takes what he could not give, except from himself. */
export async function takeRoles(doing: Doing, receiver: Receiver, roleIds: readonly string[]): Promise<void> {
  if (roleIds.length === 0) return;
  checkReceiver(doing, receiver);
  const held = await givenTo(doing.tx, receiver);
  for (const id of new Set(roleIds)) {
    const role = doing.model.roleById.get(id);
    if (!role || !reachesGiving(doing.reach, receiver.on, id)) throw new Refusal('role.missing', { id });
    for (const row of held.filter((one) => one.role_no === role.no)) await take(doing, receiver, { role, row });
  }
  if (receiver.kind === 'group') doing.touchModel();
}

/** One giving, whatever else of this role he has. */
export async function takeGiven(doing: Doing, receiver: Receiver, row: GivenRow): Promise<void> {
  const role = doing.model.roles.get(row.role_no);
  if (role) await take(doing, receiver, { role, row });
}

async function take(doing: Doing, receiver: Receiver, { role, row }: { readonly role: Role; readonly row: GivenRow }) {
  if (!isActor(doing, receiver)) checkTakeable(doing, { roleNo: role.no, scope: scopeOf(row.scope), on: receiver.on });
  await removeGiven(doing.tx, receiver, row.no);
  doing.record({ ...imageHead(receiver, role), before: shown(role, row), after: null });
}

/** Outside the actor's reach a receiver is as if he were not there. */
function checkReceiver({ reach }: Judging, { kind, on }: Receiver): void {
  if (!reaches(reach, on)) throw new Refusal(kind === 'user' ? 'user.missing' : 'group.missing');
}

const isActor = ({ actor }: Judging, { kind, id }: Receiver) => actor.kind === 'user' && kind === 'user' && actor.id === id;

/** Whether the actor is in this group, or in one that lies in it: what it is given, he is given. */
export async function isActorInside({ tx, actor, model }: Doing, groupNo: number): Promise<boolean> {
  if (actor.kind !== 'user') return false;
  const own = await groupsOfUser(tx, actor.no);
  return own.some((group) => upward(model, group).includes(groupNo));
}

function roleToGive({ model, reach }: Judging, { on }: Receiver, id: string): Role {
  const role = model.roleById.get(id);
  if (!role || !reachesGiving(reach, on, id)) throw new Refusal('role.missing', { id });
  if (role.builtIn === 'everyone') throw new Refusal('role.built-in', { role: role.name, verb: say('verb.given') });
  return role;
}

type Giving = { readonly role: Role; readonly given: RoleGiven };

async function checkOne(doing: Doing, receiver: Receiver, { role, given, isInside }: Giving & { readonly isInside: boolean }) {
  const { from = 0, until = 0, scope = null } = given;
  if (from > 0 && until > 0 && until <= from) throw new Refusal('dates.reversed', {}, [{ field: 'until' }]);
  if (scope) await checkScope(doing, scope);
  await refuseGiving(doing, { roleNo: role.no, scope, until, on: receiver.on });
  if (isInside && gains(doing.model, doing.powers, { nodes: nodesGiven(doing.model, role.no), until })) throw new Refusal('self.refused');
}

/** All that is given together, since a scope may ask for several roles at once. */
function checkOwnReach({ model, powers }: Judging, { kind, no, on }: Receiver, given: readonly RoleGiven[]) {
  const ids = new Set(given.map((one) => one.role));
  const joining = kind === 'user' ? { on, ids, sure: true } : { on: leastMember(model, no), ids, sure: false };
  if (widensOwnReach(model, powers, joining)) throw new Refusal('scope.too-wide');
}

/** All that is certain of somebody in a group: that he is in it. */
export function leastMember(model: Model, groupNo: number): On {
  const around = upward(model, groupNo);
  const groupIds = new Set(around.flatMap((no) => model.groups.get(no)?.id ?? []));
  return { kind: 'user', id: '', storeId: '', attributes: new Map(), roleIds: new Set(), groupIds };
}

async function write(doing: Doing, receiver: Receiver, { role, given: { from = 0, until = 0, scope = null } }: Giving) {
  const text = scopeText(scope);
  const known = (await givenTo(doing.tx, receiver)).find((row) => row.role_no === role.no && row.scope === text);
  const by = actorId(doing.actor);
  // What a mapping has given becomes his who gives it himself: else it would be taken again by what somebody else says.
  const isHisNow = known !== undefined && isByMapping(known.given_by) && known.given_by !== by;
  if (known && known.from_at === from && known.until_at === until && !isHisNow) return;
  const row = { role_no: role.no, from_at: from, until_at: until, scope: text, given_by: by, given_at: doing.now };
  if (known) await updateGiven(doing.tx, receiver, { no: known.no, from_at: from, until_at: until, given_by: row.given_by, given_at: row.given_at });
  else await addGiven(doing.tx, receiver, row);
  doing.record({ ...imageHead(receiver, role), before: known ? shown(role, known) : null, after: shown(role, row) });
}

/** Filed under the receiver, so that whoever remembers what he may do forgets it. */
const imageHead = ({ id, name }: Receiver, role: Role) => ({ kind: 'membership', id, name: `${name} · ${role.name}` });
const shown = ({ id, name }: Role, { from_at, until_at, scope }: Pick<GivenRow, 'from_at' | 'until_at' | 'scope'>) => ({
  role: { id, name },
  from: from_at,
  until: until_at,
  scope: scopeOf(scope),
});
