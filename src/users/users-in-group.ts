// Members of a group, also those of the groups inside it: a page of the list of users, each with the ways he is in it.
import { action } from '#action.ts';
import { Refusal } from '#errors.ts';
import { usersInGroup as operation, waysMax } from '#groups/contract.ts';
import { storesByNo } from '#groups/queries.ts';
import { downward, type Model } from '#permissions/model.ts';
import { reaches } from '#permissions/scope.ts';
import { type ListInput, type ListPage, listInput, listProgram } from './list-program.ts';
import { groupsOfUsers } from './queries.ts';

export const usersInGroup = action(operation, async ({ world: { db, authorizer }, reach, now }, { id, ...asked }) => {
  const { model } = authorizer;
  const group = model.groupById.get(id);
  if (!group) throw new Refusal('group.missing');
  const page = await db.lists.run<ListInput, ListPage>(listProgram, listInput({ kind: db.kind, asked: { ...asked, group: id }, reach, now }));
  const stores = await storesByNo(db.read);
  const named = (no: number) => {
    const known = model.groups.get(no);
    const isSeen = known && reaches(reach, { kind: 'group', id: known.id, storeId: stores.get(known.storeNo)?.id ?? '' });
    return isSeen ? [{ id: known.id, name: known.name }] : [];
  };
  const waysFrom = waysTo(model, group.no);
  const groupsOf = await groupsOfUsers(
    db.read,
    page.items.map((user) => user.id),
  );
  const items = page.items.map((user) => {
    const mine = groupsOf.get(user.id) ?? [];
    const ways = mine.flatMap((no) => (no === group.no ? [] : [waysFrom.get(no) ?? []])).filter((way) => way.length > 0);
    const told = ways.map((way) => way.flatMap(named)).filter((way) => way.length > 0);
    return { ...user, direct: mine.includes(group.no), ways: told.slice(0, waysMax), more: ways.length - Math.min(told.length, waysMax) };
  });
  return { ...page, items };
});

/** For each group inside `top`, the shortest way from it up to, and without, `top`. */
function waysTo(model: Model, top: number): ReadonlyMap<number, readonly number[]> {
  const ways = new Map<number, readonly number[]>([[top, []]]);
  for (const no of downward(model, top)) {
    const above = ways.get(no) ?? [];
    for (const child of model.childrenOf.get(no) ?? []) if (!ways.has(child)) ways.set(child, [child, ...above]);
  }
  return ways;
}
