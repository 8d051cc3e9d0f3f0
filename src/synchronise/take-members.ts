// Who is in which group of a store, and which group lies in which: what the store says is put in place of what is here, in parts.
// Called by run.ts after users and groups were taken. A part is one change; whoever is in no group any more loses what it gave at once.

import { nameKeyOf } from '#names/name.ts';
import { say } from '#sentences/sentence.ts';
import { type GroupEntry, StoreFault } from '#user-store.ts';
import { addressKeyOf } from '#users/mapped.ts';
import { addMembers, groupsByNo, membersOf, removeMembers } from './group-queries.ts';
import { changeNesting } from './nest.ts';
import { entriesByKey, idsOfUsers, objectsAt } from './queries.ts';
import { countChanged, inItsName, note, type Taking } from './taking.ts';

/** Members looked up, and changed, at once. */
const partMax = 500;

type Found = { readonly groupNo: number; readonly id: string; readonly name: string };

/** False = there is nothing to do. */
export async function takeMembers(taking: Taking, entry: GroupEntry): Promise<boolean> {
  const group = entry.members ? await found(taking, entry) : null;
  if (!group) return false;
  const before: ReadonlySet<number> = new Set(await membersOf(taking.world.db.read, group.groupNo));
  const members = await meant(taking, entry, before);
  if (!members) return true;
  const { stay, come, groups } = members;
  const gone = [...before].filter((no) => !stay.has(no));
  const nested = await changeNesting(taking, group, groups);
  await inParts(taking, group, { userNos: gone, joins: false });
  await inParts(taking, group, { userNos: [...come], joins: true });
  if (nested || gone.length + come.size > 0) countChanged(taking, 'group', group.groupNo);
  return true;
}

async function found({ world, store }: Taking, { key, name }: GroupEntry): Promise<Found | null> {
  const known = key === '' ? `name ${nameKeyOf(name)}` : key;
  const entry = (await entriesByKey(world.db.read, { storeNo: store.no, kind: 'group' }, [known])).get(known);
  const [row] = entry ? await groupsByNo(world.db.read, [entry.object_no]) : [];
  return row && row.deleted_at === 0 ? { groupNo: row.no, id: row.id, name: row.name } : null;
}

/** Row keys of who is in it: those who were before, those who come, and groups. */
type Members = { readonly stay: Set<number>; readonly come: Set<number>; readonly groups: Set<number>; left: number };

/** Null = they cannot be read, which is noted. Whoever is in it already stays in it before anybody comes, so that a cut list is the same from run to run. */
async function meant(taking: Taking, { address, members }: GroupEntry, before: ReadonlySet<number>): Promise<Members | null> {
  const all: Members = { stay: new Set(), come: new Set(), groups: new Set(), left: 0 };
  const room = taking.limits.membersOfGroup - before.size;
  try {
    for await (const part of members?.() ?? [])
      for (let from = 0; from < part.length; from += partMax) await sort(taking, all, { keys: part.slice(from, from + partMax), before, room });
  } catch (fault) {
    if (!(fault instanceof StoreFault) || fault.reason !== 'too-large') throw fault;
    note(taking, { address, says: say('taking.members-unread', { why: fault.says }) });
    return null;
  }
  if (all.left > 0) note(taking, { address, says: say('taking.too-many-members', { max: taking.limits.membersOfGroup, left: all.left }) });
  return all;
}

type Sorting = { readonly keys: readonly string[]; readonly before: ReadonlySet<number>; readonly room: number };

/** An address that leads nowhere is outside of what is read. */
async function sort({ world, store }: Taking, all: Members, { keys, before, room }: Sorting): Promise<void> {
  for (const { kind, object_no } of await objectsAt(world.db.read, store.no, [...new Set(keys.map(addressKeyOf))])) {
    if (kind === 'group') all.groups.add(object_no);
    else if (before.has(object_no)) all.stay.add(object_no);
    else if (all.come.size < room || all.come.has(object_no)) all.come.add(object_no);
    else all.left += 1;
  }
}

type Part = { readonly userNos: readonly number[]; readonly joins: boolean };

export async function inParts(taking: Taking, group: Found, { userNos, joins }: Part): Promise<void> {
  for (let from = 0; from < userNos.length; from += partMax) await changePart(taking, group, { userNos: userNos.slice(from, from + partMax), joins });
}

/** One image tells how many came or went; each user's own image names him, so that what is remembered of him is forgotten. */
async function changePart(taking: Taking, { groupNo, id, name }: Found, { userNos, joins }: Part): Promise<void> {
  const { store } = taking;
  await inItsName(taking, 'stores.take-members', async (open) => {
    if (joins) await addMembers(open.tx, { groupNo, userNos, now: open.now, by: `store:${store.domain}` });
    else await removeMembers(open.tx, { groupNo, userNos });
    const membership = { group: { id, name } };
    for (const userId of await idsOfUsers(open.tx, userNos))
      open.record({ kind: 'membership', id: userId, name: `${store.domain}/${name}`, before: joins ? null : membership, after: joins ? membership : null });
  });
}
