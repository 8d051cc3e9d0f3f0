// Direct members of a group, in the order they came to Reeve, because a group may have a million. Who wants them by name asks users.list with this group.
// A scope may reach the group and not each of its members (a store, say); those outside it are not there.
import { action } from '#action.ts';
import type { OutputOf } from '#contract.ts';
import { Refusal } from '#errors.ts';
import { stateOf } from '#gate/gate.ts';
import { reaches } from '#permissions/scope.ts';
import { namePage, pageSizeDefault } from '#roles/name-pages.ts';
import { userOn } from '#roles/receiver.ts';
import { membersOfGroup as operation } from './contract.ts';
import { factsOf, type MemberRow, membersAfter } from './queries.ts';

type Member = OutputOf<typeof operation>['items'][number];

export const membersOfGroup = action(operation, async ({ world, now, reach }, { id, cursor, limit = pageSizeDefault }) => {
  const { authorizer, db } = world;
  const { model } = authorizer;
  const group = model.groupById.get(id);
  if (!group) throw new Refusal('group.missing');
  const isReached = async (row: MemberRow) => {
    if (reach === null) return true;
    const on = await userOn(db.read, { model, now, id: row.id });
    return on !== null && reaches(reach, on);
  };
  const { items, ...page } = await namePage({
    cursor,
    mark: `members ${id}`,
    limit,
    after: ({ no }, rows) => membersAfter(db.read, { groupNo: group.no, after: no, limit: rows }),
    placeOf: (row) => ({ key: '', no: row.no }),
    keep: isReached,
  });
  return { items: items.map((row) => shown(row, now)), ...page };
});

const shown = (row: MemberRow, now: number): Member => ({
  id: row.id,
  kind: row.kind,
  domain: row.domain,
  userName: row.user_name,
  shownName: row.shown_name,
  state: stateOf(factsOf(row), now),
});
