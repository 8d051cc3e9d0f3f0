// Gives roles to a group and takes roles from it, in one change; everybody in it gains or loses them at once. The rules are giveRoles'.
import { action } from '#action.ts';
import { giveRoles, type RoleGiven, takeRoles } from '#roles/give-roles.ts';
import { changeRolesOfGroup as operation } from './contract.ts';
import { touchGroupRow } from './queries.ts';
import { groupReceiver, groupToChange, wholeAfter } from './whole.ts';

export const changeRolesOfGroup = action(operation, (call, { id, version, give = [], take = [] }) =>
  call.change(async (doing) => {
    const row = await groupToChange(doing, { id, version });
    await takeRoles(doing, groupReceiver(row), take);
    await giveRoles(doing, groupReceiver(row), give as readonly RoleGiven[]);
    if (give.length + take.length > 0) await touchGroupRow(doing.tx, { no: row.no, now: doing.now });
    return wholeAfter(doing, id);
  }),
);
