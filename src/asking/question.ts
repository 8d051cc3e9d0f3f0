// Puts a question together: which user, which node, on whom. Who asks about others must hold the node for it (rule 14).
// Called by may.ts and why.ts. Knows no answer.

import type { Call, Glance } from '#action.ts';
import { Refusal } from '#errors.ts';
import { nameKeyOf } from '#names/name.ts';
import type { Subject } from '#permissions/decide.ts';
import type { Node } from '#permissions/model.ts';
import { type On, type Reach, reaches } from '#permissions/scope.ts';
import { say } from '#sentences/sentence.ts';
import { idOfName } from './queries.ts';

/** Held, one may ask what anybody may. */
const askingAboutOthers = '/permission/admin/manage/identity/decisions';
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

export type Asked = { readonly user?: string; readonly permission: string; readonly on?: string };
export type Question = { readonly subject: Subject; readonly node: Node; readonly now: number; readonly on?: On };

export async function questionOf(call: Call, { user, permission, on }: Asked): Promise<Question> {
  const subject = await subjectOf(call, user);
  const node = call.world.authorizer.model.byPath.get(permission);
  if (!node) throw new Refusal('permission.missing', { path: permission }, [{ field: 'permission' }]);
  const target = on === undefined ? undefined : await call.world.authorizer.target(on, call.now);
  if (target === null) throw new Refusal('user.missing', {}, [{ field: 'on', says: say('target.missing') }]);
  return { subject, node, now: call.now, ...(target ? { on: target } : {}) };
}

/** The same for somebody who is remembered, asked about by one who may ask about all; undefined = ask `questionOf`. */
export function questionAtOnce(call: Glance, { user, permission, on }: Asked): Question | undefined {
  const subject = on === undefined ? subjectAtOnce(call, user) : undefined;
  const node = call.world.authorizer.model.byPath.get(permission);
  return subject && node && { subject, node, now: call.now };
}

function subjectAtOnce({ world, subject, reachAt }: Glance, user: string | undefined): Subject | undefined {
  if (user === undefined || user === subject.id) return subject;
  return reachAt(askingAboutOthers) === null ? world.authorizer.subjectAtOnce(user) : undefined;
}

/** Somebody else, asked about by one who may not ask, gives the same answer whether he exists or not. */
async function subjectOf(call: Call, user: string | undefined): Promise<Subject> {
  const { authorizer, db } = call.world;
  const id = user === undefined ? (call.subject?.id ?? '') : uuid.test(user) ? user : await idOfName(db.read, namesOf(user));
  if (id !== null && id === call.subject?.id) return call.subject;
  const reach = call.reachAt(askingAboutOthers);
  if (reach?.length === 0) throw new Refusal('permission.denied', { permission: 'Decisions', path: askingAboutOthers });
  const subject = id === null ? null : await authorizer.subject(id);
  if (!subject || !(await isWithin(call, reach, subject.id))) throw new Refusal('user.missing', {}, [{ field: 'user' }]);
  return subject;
}

/** Whoever may ask about all needs no look at whom he asks about. */
async function isWithin({ world, now }: Call, reach: Reach, id: string): Promise<boolean> {
  if (reach === null) return true;
  const target = await world.authorizer.target(id, now);
  return target !== null && reaches(reach, target);
}

function namesOf(user: string) {
  const slash = user.indexOf('/');
  return { domainKey: slash < 0 ? null : nameKeyOf(user.slice(0, slash)), nameKey: nameKeyOf(user.slice(slash + 1)) };
}
