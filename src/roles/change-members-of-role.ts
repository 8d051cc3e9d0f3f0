// Gives a role to users and takes it from users, in one change. Each user is judged alone, as if he were the only one.
import { action } from '#action.ts';
import { Refusal } from '#errors.ts';
import { changeMembersOfRole as operation } from './contract.ts';
import { giveRoles, type RoleGiven, takeRoles } from './give-roles.ts';
import { findRole } from './queries.ts';
import { userReceiver } from './receiver.ts';
import { checkVersion, roleWhole } from './whole.ts';

export const changeMembersOfRole = action(operation, (call, { id, version, add = [], remove = [], ...given }) =>
  call.change(async (doing) => {
    const row = await findRole(doing.tx, id);
    if (!row) throw new Refusal('role.missing');
    checkVersion(row.version, version);
    for (const user of new Set(remove)) await takeRoles(doing, await userReceiver(doing, user), [id]);
    for (const user of new Set(add)) await giveRoles(doing, await userReceiver(doing, user), [{ ...(given as Omit<RoleGiven, 'role'>), role: id }]);
    return roleWhole(doing.tx, doing.model, { row, role: doing.model.roles.get(row.no) });
  }),
);
