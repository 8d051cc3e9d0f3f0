// Adds users to a group and removes users from it, in one change. Each user is judged alone, as if he were the only one.
import { action } from '#action.ts';
import { userReceiver } from '#roles/receiver.ts';
import { changeMembers as operation } from './contract.ts';
import { joinGroup, leaveGroup } from './join-group.ts';
import { groupToChange, wholeAfter } from './whole.ts';

export const changeMembers = action(operation, (call, { id, version, add = [], remove = [] }) =>
  call.change(async (doing) => {
    const group = await groupToChange(doing, { id, version });
    for (const user of new Set(remove)) await leaveGroup(doing, await userReceiver(doing, user), group);
    for (const user of new Set(add)) await joinGroup(doing, await userReceiver(doing, user), group);
    return wholeAfter(doing, id);
  }),
);
