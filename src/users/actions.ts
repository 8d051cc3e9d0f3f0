// The actions of users, in the order of the contract.
import type { Action } from '#action.ts';
import { accountsOfUser, unlinkAccount } from './accounts-of-user.ts';
import { addUser } from './add-user.ts';
import { changeRolesOfUser } from './change-roles-of-user.ts';
import { countUsers } from './count-users.ts';
import { deleteUser } from './delete-user.ts';
import { disableUser } from './disable-user.ts';
import { enableUser } from './enable-user.ts';
import { endEverything } from './end-everything.ts';
import { endSessions } from './end-sessions.ts';
import { factorsOfUser, resetFactors } from './factors-of-user.ts';
import { inviteUser, mailOfUser, revokeInvitation } from './invite-user.ts';
import { judgeNewPassword, judgePassword } from './judge-password.ts';
import { listUsers } from './list-users.ts';
import { lockUser } from './lock-user.ts';
import { myData } from './my-data.ts';
import { myProfile } from './my-profile.ts';
import { purgeUser } from './purge-user.ts';
import { makeRecoveryLink } from './recovery-link.ts';
import { resetPassword } from './reset-password.ts';
import { restoreUser } from './restore-user.ts';
import { rolesOfUser } from './roles-of-user.ts';
import { showUser } from './show-user.ts';
import { userSummary } from './summary.ts';
import { unlockUser } from './unlock-user.ts';
import { updateUser } from './update-user.ts';
import { usersInGroup } from './users-in-group.ts';

export const userActions: readonly Action[] = [
  listUsers,
  countUsers,
  userSummary,
  showUser,
  addUser,
  updateUser,
  lockUser,
  unlockUser,
  disableUser,
  enableUser,
  endSessions,
  deleteUser,
  restoreUser,
  purgeUser,
  rolesOfUser,
  changeRolesOfUser,
  resetPassword,
  judgePassword,
  judgeNewPassword,
  factorsOfUser,
  myProfile,
  myData,
  endEverything,
  resetFactors,
  accountsOfUser,
  unlinkAccount,
  usersInGroup,
  mailOfUser,
  inviteUser,
  revokeInvitation,
  makeRecoveryLink,
];
