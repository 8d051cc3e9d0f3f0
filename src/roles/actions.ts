// The actions of roles, in the order of the contract.
import type { Action } from '#action.ts';
import { addRole } from './add-role.ts';
import { changeMembersOfRole } from './change-members-of-role.ts';
import { deleteRole } from './delete-role.ts';
import { listRoles } from './list-roles.ts';
import { membersOfRole } from './members-of-role.ts';
import { showRole } from './show-role.ts';
import { updateRole } from './update-role.ts';

export const roleActions: readonly Action[] = [listRoles, showRole, addRole, updateRole, deleteRole, membersOfRole, changeMembersOfRole];
