// Who is in which group of a store, and which group lies in which: what the store says is put in place of what is here, in parts.
// Called by run.ts after users and groups were taken. A part is one change; whoever is in no group any more loses what it gave at once.

import { nameKeyOf } from '#names/name.ts';
import type { GroupEntry } from '#user-store.ts';
import { addressKeyOf } from '#users/mapped.ts';
import { changeNesting } from './nest.ts';
import { addMembers, entriesByKey, groupsByNo, idsOfUsers, membersOf, objectsAt, removeMembers } from './queries.ts';
import { inItsName, note, type Taking } from './taking.ts';

/** Members looked up, and changed, at once. */
const partMax = 500;
/** A group that says it has more is cut there, and it is said. */
const membersMax = 1_000_000;

type Found = { readonly groupNo: number; readonly id: string; readonly name: string };

export async function takeMembers(taking: Taking, entry: GroupEntry): Promise<void> {
  const group = await found(taking, entry);
  if (!group || !entry.members) return;
  const { users, groups } = await meant(taking, entry);
  await changeNesting(taking, group, groups);
  const before = new Set(await membersOf(taking.world.db.read, group.groupNo));
  await inParts(taking, group, { userNos: [...before].filter((no) => !users.has(no)), joins: false });
  await inParts(taking, group, { userNos: [...users].filter((no) => !before.has(no)), joins: true });
}

async function found({ world, store }: Taking, { key, name }: GroupEntry): Promise<Found | null> {
  const known = key === '' ? `name ${nameKeyOf(name)}` : key;
  const entry = (await entriesByKey(world.db.read, { storeNo: store.no, kind: 'group' }, [known])).get(known);
  const [row] = entry ? await groupsByNo(world.db.read, [entry.object_no]) : [];
  return row && row.deleted_at === 0 ? { groupNo: row.no, id: row.id, name: row.name } : null;
}

/** Row keys of users and groups that its members' addresses lead to; an address that leads nowhere is outside of what is read. */
async function meant(taking: Taking, { address, members }: GroupEntry) {
  const { world, store } = taking;
  const [users, groups] = [new Set<number>(), new Set<number>()];
  let seen = 0;
  for await (const part of members?.() ?? []) {
    for (let from = 0; from < part.length && seen < membersMax; from += partMax) {
      const keys = part.slice(from, from + partMax).map(addressKeyOf);
      seen += keys.length;
      for (const { kind, object_no } of await objectsAt(world.db.read, store.no, [...new Set(keys)])) (kind === 'user' ? users : groups).add(object_no);
    }
    if (seen >= membersMax) note(taking, { address, says: `Only the first ${membersMax} members of a group are taken.` });
  }
  return { users, groups };
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
  taking.tally.changed += userNos.length;
}
