// Adds users to a group and removes users from it, in one change. Each user is judged alone, as if he were the only one.
// Who is in a group of a store that others own is written there first: change-members-there.ts.
import { action, type Call } from '#action.ts';
import type { InputOf } from '#contract.ts';
import { userReceiver } from '#roles/receiver.ts';
import { storeByNo } from '#stores/queries.ts';
import { isForeign } from '#stores/writing/writer-of.ts';
import { changeMembersThere } from './change-members-there.ts';
import { changeMembers as operation } from './contract.ts';
import { joinGroup, leaveGroup } from './join-group.ts';
import { findGroup } from './queries.ts';
import { groupToChange, wholeAfter } from './whole.ts';

type Asked = InputOf<typeof operation>;

export const changeMembers = action(operation, async (call, asked) => {
  const { read } = call.world.db;
  const group = await findGroup(read, asked.id);
  const store = group && (await storeByNo(read, group.store_no));
  return store && isForeign(store) ? changeMembersThere(call, store, asked) : changeMembersHere(call, asked);
});

const changeMembersHere = (call: Call, { id, version, add = [], remove = [] }: Asked) =>
  call.change(async (doing) => {
    const group = await groupToChange(doing, { id, version });
    for (const user of new Set(remove)) await leaveGroup(doing, await userReceiver(doing, user), group);
    for (const user of new Set(add)) await joinGroup(doing, await userReceiver(doing, user), group);
    return wholeAfter(doing, id);
  });
