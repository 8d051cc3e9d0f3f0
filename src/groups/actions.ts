// The actions of groups, in the order of the contract.
import type { Action } from '#action.ts';
import { addGroup } from './add-group.ts';
import { changeMembers } from './change-members.ts';
import { changeNesting } from './change-nesting.ts';
import { changeRolesOfGroup } from './change-roles-of-group.ts';
import { deleteGroup } from './delete-group.ts';
import { listGroups } from './list-groups.ts';
import { membersOfGroup } from './members-of-group.ts';
import { nestingOfGroup } from './nesting-of-group.ts';
import { rehearseGroup } from './rehearse-group.ts';
import { rolesOfGroup } from './roles-of-group.ts';
import { showGroup } from './show-group.ts';
import { updateGroup } from './update-group.ts';

export const groupActions: readonly Action[] = [
  listGroups,
  showGroup,
  addGroup,
  updateGroup,
  deleteGroup,
  membersOfGroup,
  changeMembers,
  changeNesting,
  changeRolesOfGroup,
  nestingOfGroup,
  rolesOfGroup,
  rehearseGroup,
];
