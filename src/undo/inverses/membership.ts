// Taking back who was given what: roles of users and groups with their dates and scopes, and who is in which group.
// Called through table.ts and by role.ts and group.ts. Judges no right: the operations it names do.

import { findGroup, isMember } from '#groups/queries.ts';
import type { Scope } from '#permissions/contract.ts';
import { type GivenRow, givenTo } from '#roles/queries.ts';
import { scopeOf, scopeText } from '#roles/role.ts';
import type { SentenceCode } from '#sentences/english.ts';
import { type Facts, type Sentence, say } from '#sentences/sentence.ts';
import { findUser } from '#users/queries.ts';
import { type Entry, fieldsOf, type Image, type Inverse, type Inverting, joined, momentOf, numberOf, type Standing, type Step, textOf } from '../inverse.ts';

type Given = { readonly role: string; readonly from: number; readonly until: number; readonly scope: Scope | null };
type Receiver = { readonly kind: 'user' | 'group'; readonly no: number; readonly id: string };
/** What is to be done for one receiver. */
type Back = { readonly receiver: Receiver; readonly take: readonly string[]; readonly give: readonly Given[] };

/** Roles and groups of users and groups, whichever operation gave or took them. */
export const memberships: Inverting = async (standing, entry) => {
  const images = entry.images.filter(({ kind }) => kind === 'membership');
  return joined([
    await roles(standing, entry, images.filter(isOfRole)),
    await groups(
      standing,
      images.filter((image) => !isOfRole(image)),
    ),
  ]);
};

const isOfRole = ({ before, after }: Image) => 'role' in fieldsOf(before ?? after);

const about = (name: string, code: SentenceCode, facts: Facts = {}): Sentence => say('undo.about', { name, what: say(code, facts) });

// ── Roles ──

async function roles(standing: Standing, { operation }: Entry, images: readonly Image[]): Promise<Inverse> {
  const backs: Back[] = [];
  const [changes, conflicts]: [Sentence[], Sentence[]] = [[], []];
  for (const [id, own] of Map.groupBy(images, (image) => image.id)) {
    const receiver = await receiverOf(standing, id);
    if (!receiver) conflicts.push(...own.map(({ name }) => about(name, 'undo.receiver-deleted')));
    else {
      const held = await givenTo(standing.db, receiver);
      const judged = own.map((image) => roleBack(standing, held, image));
      conflicts.push(...judged.flatMap(({ conflict }) => conflict));
      changes.push(...judged.flatMap(({ change }) => change));
      backs.push(backOf(standing, receiver, { held, judged }));
    }
  }
  const wanted = backs.filter(({ take, give }) => take.length + give.length > 0);
  return { steps: operation === 'roles.change-members' ? byRole(wanted) : wanted.map(byReceiver), changes, conflicts };
}

async function receiverOf({ db, model }: Standing, id: string): Promise<Receiver | null> {
  const group = model.groupById.get(id);
  if (group) return { kind: 'group', no: group.no, id };
  const row = await findUser(db, id);
  return row && row.deleted_at === 0 ? { kind: 'user', no: row.no, id } : null;
}

type Judged = { readonly change: readonly Sentence[]; readonly conflict: readonly Sentence[]; readonly take?: GivenRow; readonly give?: Given };

function roleBack({ model, now }: Standing, held: readonly GivenRow[], { name, before, after }: Image): Judged {
  const [was, set] = [givenOf(before), givenOf(after)];
  const role = model.roleById.get((was ?? set)?.role ?? '');
  const conflict = (code: SentenceCode, facts: Facts = {}) => ({ change: [], conflict: [about(name, code, facts)] });
  if (!role) return conflict('undo.role-deleted');
  const text = scopeText((was ?? set)?.scope ?? null);
  const row = held.find((one) => one.role_no === role.no && one.scope === text);
  if (set && !row) return conflict('undo.taken-since');
  if (set && row && (row.from_at !== set.from || row.until_at !== set.until))
    return conflict('undo.dates-changed', { set: momentOf(set.until), now: momentOf(row.until_at) });
  if (!set && row) return conflict('undo.given-since');
  if (was && was.until > 0 && was.until <= now) return conflict('undo.ended');
  if (was) return { change: [say('undo.given-again', { name, until: momentOf(was.until) })], conflict: [], give: was };
  return { change: [say('undo.taken', { name })], conflict: [], ...(row ? { take: row } : {}) };
}

function givenOf(image: unknown): Given | null {
  const { role, from, until, scope } = fieldsOf(image);
  if (!role) return null;
  // Written by giveRoles from a scope that it had checked.
  return { role: textOf(fieldsOf(role).id), from: numberOf(from), until: numberOf(until), scope: (scope ?? null) as Scope | null };
}

/** Taking a role takes it with all its scopes: those that are not meant are given again. */
function backOf({ model }: Standing, receiver: Receiver, { held, judged }: { readonly held: readonly GivenRow[]; readonly judged: readonly Judged[] }): Back {
  const taken = judged.flatMap(({ take }) => take ?? []);
  const idOf = (row: GivenRow) => model.roles.get(row.role_no)?.id ?? '';
  const beside = held.filter((row) => !taken.includes(row) && taken.some((one) => one.role_no === row.role_no));
  const kept = beside.map((row) => ({ role: idOf(row), from: row.from_at, until: row.until_at, scope: scopeOf(row.scope) }));
  const again = judged.flatMap(({ give }) => give ?? []);
  const isReplaced = (one: Given) => again.some((other) => other.role === one.role && scopeText(other.scope) === scopeText(one.scope));
  return { receiver, take: [...new Set(taken.map(idOf))], give: [...kept.filter((one) => !isReplaced(one)), ...again] };
}

const byReceiver = ({ receiver: { kind, id }, take, give }: Back): Step => ({
  operation: kind === 'user' ? 'users.change-roles' : 'groups.change-roles',
  input: { id, take, give },
});

/** As the operation that was undone: whoever may manage a role need not manage users. */
function byRole(backs: readonly Back[]): readonly Step[] {
  const taken = backs.flatMap(({ receiver, take }) => take.map((role) => ({ role, user: receiver.id })));
  const given = backs.flatMap(({ receiver, give }) => give.map((one) => ({ ...one, user: receiver.id })));
  const takes = [...Map.groupBy(taken, ({ role }) => role)].map(([id, all]) => ({ id, remove: all.map(({ user }) => user) }));
  const gives = [...Map.groupBy(given, ({ user, ...one }) => JSON.stringify(one))].flatMap(([, all]) => {
    const [one] = all;
    return one ? [{ id: one.role, add: all.map(({ user }) => user), from: one.from, until: one.until, scope: one.scope }] : [];
  });
  return [...takes, ...gives].map((input) => ({ operation: 'roles.change-members', input }));
}

// ── Groups ──

async function groups(standing: Standing, images: readonly Image[]): Promise<Inverse> {
  const [changes, conflicts]: [Sentence[], Sentence[]] = [[], []];
  const moves = new Map<string, { add: string[]; remove: string[] }>();
  for (const image of images) {
    const { conflict, change, group, isIn } = await groupBack(standing, image);
    conflicts.push(...conflict);
    changes.push(...change);
    if (conflict.length > 0) continue;
    const known = moves.get(group) ?? { add: [], remove: [] };
    (isIn ? known.remove : known.add).push(image.id);
    moves.set(group, known);
  }
  return { steps: [...moves].map(([id, move]) => ({ operation: 'groups.change-members', input: { id, ...move } })), changes, conflicts };
}

async function groupBack({ db }: Standing, { id, name, before, after }: Image) {
  const group = textOf(fieldsOf(fieldsOf(before ?? after).group).id);
  const isIn = after !== null;
  const [user, row] = [await findUser(db, id), await findGroup(db, group)];
  const stays = (code: SentenceCode) => ({ group, isIn, change: [], conflict: [about(name, code)] });
  if (!user || user.deleted_at > 0) return stays('undo.user-deleted');
  if (!row) return stays('undo.group-deleted');
  const isNow = await isMember(db, { groupNo: row.no, userNo: user.no });
  if (isNow !== isIn) return stays(isIn ? 'undo.out-since' : 'undo.in-since');
  return { group, isIn, change: [about(name, isIn ? 'undo.out' : 'undo.in')], conflict: [] };
}
