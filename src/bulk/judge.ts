// What an act would do to one user, and if nothing, why: the same questions that the action itself asks, of what this node reads now. The action asks them again.
// Called by rehearse.ts for every user of a selection. Writes nothing. A test holds its answers against the deeds.

import type { Actor } from '#actor.ts';
import { type Admission, admitTarget, findTarget, type Source } from '#admission.ts';
import { Refusal } from '#errors.ts';
import type { ActShown, Deed } from '#jobs/contract.ts';
import type { Judged } from '#jobs/plan.ts';
import { newestMail } from '#mail/queries.ts';
import type { Role } from '#permissions/model.ts';
import { type On, type Reach, reaches } from '#permissions/scope.ts';
import { judgeGiving, judgeTaking } from '#roles/give-roles.ts';
import { notGivable } from '#roles/giving.ts';
import { type GivenRow, givenTo } from '#roles/queries.ts';
import { scopeOf, scopeText } from '#roles/role.ts';
import { type Facts, type Said, type Sentence, say } from '#sentences/sentence.ts';
import { refuseNotToBeInvited } from '#users/invite-user.ts';
import { mayGiveGroup } from '#users/join-groups.ts';
import { findUser, grantsOf, groupsOf, type UserRecord } from '#users/queries.ts';
import { qualifiedName, shownUser } from '#users/shown-user.ts';
import type { World } from '#world.ts';
import { inputOf, operationOf } from './acts.ts';
import type { Selected } from './selection.ts';

export type Rehearsing = {
  readonly world: World;
  readonly source: Source;
  readonly actor: Actor;
  readonly admission: Admission;
  readonly act: ActShown & { readonly do: Deed };
  readonly role: Role | null;
  /** Where the caller may list users. */
  readonly reach: Reach;
};
/** With the row, for whoever adds up what is lost. */
export type Verdict = Judged & { readonly user: UserRecord | null };

const already = (says: Sentence) => new Refusal('already.so', { says });

export async function judge(rehearsing: Rehearsing, { ids, said }: Selected): Promise<Verdict> {
  const seen: { readonly row: UserRecord; readonly on: On }[] = [];
  for (const id of ids) seen.push(...(await seenUser(rehearsing, id)));
  const [one] = seen;
  if (!one || seen.length > 1)
    return unknown(
      seen.map(({ row }) => row),
      ids,
      said,
    );
  const { row, on } = one;
  const head = { object_id: row.id, name: qualifiedName(row), shown_name: row.shown_name, version: row.version, entry: 0, user: row };
  try {
    await admitted(rehearsing, row, on);
    return { ...head, ...(await effect(rehearsing, row, on)), verdict: 'change', code: '' };
  } catch (fault) {
    if (!(fault instanceof Refusal)) throw fault;
    return { ...head, verdict: 'skip', code: fault.code, says: fault.sentence, seen: '' };
  }
}

async function seenUser({ source, reach }: Rehearsing, id: string) {
  const row = await findUser(source.db, id);
  const found = row && (await findTarget(source, 'user', id));
  return row && found && reaches(reach, found.on) ? [{ row, on: found.on }] : [];
}

function unknown(meant: readonly UserRecord[], ids: readonly string[], said: Selected['said']): Verdict {
  const what = meant.length > 1 ? say('bulk.ambiguous', { names: meant.map(qualifiedName).join(', ') }) : say('bulk.nobody');
  const says = said ? say('bulk.line', { line: said.line, what }) : what;
  const code = meant.length > 1 ? 'user.ambiguous' : 'user.missing';
  return { object_id: '', name: said?.text ?? ids[0] ?? '', shown_name: '', version: 0, entry: 0, user: null, verdict: 'unknown', code, says, seen: '' };
}

/** Scope, oneself, those who hold more, the recycle bin. */
async function admitted({ source, actor, admission, act }: Rehearsing, row: UserRecord, on: On): Promise<void> {
  if (!reaches(admission.reach, on)) throw new Refusal('scope.too-wide');
  if (actor.kind === 'user' && actor.id === row.id) throw new Refusal('self.refused');
  const input = { ...inputOf(act, { object_id: row.id, version: row.version }) };
  await admitTarget(source, admission, { actor, operation: operationOf[act.do], input });
  if (row.deleted_at > 0 !== (act.do === 'restore')) throw new Refusal(row.deleted_at > 0 ? 'user.deleted' : 'user.not-deleted');
}

type Effect = { readonly says: Sentence; readonly seen: string };
const plain = (says: Sentence): Effect => ({ says, seen: '' });

/** How he changes, in words; throws `already.so`. */
async function effect(rehearsing: Rehearsing, row: UserRecord, on: On): Promise<Effect> {
  const { act, source } = rehearsing;
  const stateOf = (user: UserRecord) => say(`state.${shownUser(user, source.now).state}`);
  const becomes = (set: Partial<UserRecord>, more: Facts = {}) => plain(say('bulk.becomes', { from: stateOf(row), to: stateOf({ ...row, ...set }), ...more }));
  switch (act.do) {
    case 'lock':
      if (isLocked(row, source.now) && lastsNoLess(row.locked_until, act.until)) throw already(say('bulk.locked', { until: untilOf(row.locked_until) }));
      return becomes({ locked_at: source.now, locked_until: act.until }, { until: untilOf(act.until) });
    case 'unlock':
      if (!isLocked(row, source.now)) throw already(say('bulk.not-locked'));
      return becomes({ locked_at: 0, locked_until: 0 });
    case 'disable':
      if (row.disabled_at > 0) throw already(say('bulk.disabled'));
      return becomes({ disabled_at: source.now });
    case 'enable':
      if (row.disabled_at === 0) throw already(say('bulk.not-disabled'));
      return becomes({ disabled_at: 0 });
    case 'delete':
      return becomes({ deleted_at: source.now });
    case 'restore':
      return becomes({ deleted_at: 0 }, { without: await leftBehind(rehearsing, row, on) });
    case 'reset-password':
      return plain(say('bulk.temporary'));
    case 'invite':
      refuseNotToBeInvited(rehearsing.world, row);
      return plain(say(await invitedBefore(rehearsing, row), { to: row.mail }));
    case 'end-sessions':
      return plain(say('bulk.sessions'));
    case 'give-role':
    case 'take-role':
      return roleEffect(rehearsing, row, on);
  }
}

/** Whether a link of his is good now, has ended or was taken back, or there was none. */
async function invitedBefore({ source: { db, now } }: Rehearsing, { no }: UserRecord) {
  const newest = await newestMail(db, { userNo: no, kind: 'invitation' });
  if (!newest) return 'bulk.invited' as const;
  return newest.link_ends_at !== null && now < newest.link_ends_at ? ('bulk.invited-open' as const) : ('bulk.invited-over' as const);
}

const isLocked = (row: UserRecord, now: number) => row.locked_at > 0 && (row.locked_until === 0 || row.locked_until > now);
const lastsNoLess = (mine: number, asked: number) => mine === 0 || (asked !== 0 && mine >= asked);
const untilOf = (at: number): Said => (at === 0 ? '' : say('until.moment', { moment: `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC` }));

// ── Roles ──

async function roleEffect({ source, actor, admission, act, role }: Rehearsing, row: UserRecord, on: On): Promise<Effect> {
  if (!role) throw new Refusal('role.missing');
  const judging = { model: source.model, powers: admission.powers, reach: admission.reach, actor };
  const receiver = { kind: 'user', no: row.no, id: row.id, name: qualifiedName(row), on } as const;
  const held = (await givenTo(source.db, receiver)).filter((one) => one.role_no === role.no);
  const seen = seenGivings(held);
  if (act.do === 'take-role') {
    if (held.length === 0) throw already(say('bulk.not-held', { role: role.name }));
    judgeTaking(judging, receiver, { role, rows: held });
    return { says: say('bulk.loses', { role: role.name }), seen };
  }
  const same = held.find((one) => one.scope === scopeText(act.scope));
  if (same && lastsNoLess(same.until_at, act.until) && same.from_at <= Math.max(act.from, source.now))
    throw already(say('bulk.held', { role: role.name, until: untilOf(same.until_at) }));
  judgeGiving(judging, receiver, { role: role.id, from: act.from, until: act.until, scope: act.scope });
  return { says: say(same ? 'bulk.keeps' : 'bulk.gets', { role: role.name, until: untilOf(act.until) }), seen };
}

/** What he holds of one role, as a text that can be compared. */
export const seenGivings = (held: readonly GivenRow[]): string =>
  JSON.stringify(held.map((one) => [one.from_at, one.until_at, one.scope]).sort((one, other) => (JSON.stringify(one) < JSON.stringify(other) ? -1 : 1)));

/** Memberships that do not come back with a restored user, since the restorer may not give them. */
async function leftBehind({ source, admission: { powers } }: Rehearsing, { no }: UserRecord, on: On): Promise<Said> {
  const giving = { model: source.model, powers, now: source.now };
  const roles = (await grantsOf(source.db, no)).filter((grant) => {
    const hasEnded = grant.until_at > 0 && grant.until_at <= source.now;
    return hasEnded || notGivable(giving, { roleNo: grant.role_no, scope: scopeOf(grant.scope), until: grant.until_at, on });
  });
  const groups = (await groupsOf(source.db, no)).filter((group) => group.deleted_at > 0 || !mayGiveGroup(giving, group.no, on));
  const names = (all: readonly { readonly name: string }[]) => all.map(({ name }) => name).join(', ');
  const left = [
    ...(roles.length > 0 ? [say('bulk.without-roles', { roles: names(roles) })] : []),
    ...(groups.length > 0 ? [say('bulk.without-groups', { groups: names(groups) })] : []),
  ];
  return left.length > 0 ? say('bulk.without', { what: left }) : '';
}
