// Acts on users, as the operations that do them: one line each. Called by the rehearsal, which asks their rights, and by the performer, which runs them.
import type { AnyOperation } from '#contract.ts';
import type { ActShown, Deed } from '#jobs/contract.ts';
import type { Row } from '#jobs/runner.ts';
import { changeRolesOfUser, resetPassword } from '#users/contract.ts';
import { inviteUser } from '#users/mail-contract.ts';
import { deleteUser, disableUser, enableUser, endSessions, lockUser, restoreUser, unlockUser } from '#users/state-contract.ts';

export const operationOf: Readonly<Record<Deed, AnyOperation>> = {
  lock: lockUser,
  unlock: unlockUser,
  disable: disableUser,
  enable: enableUser,
  'give-role': changeRolesOfUser,
  'take-role': changeRolesOfUser,
  'reset-password': resetPassword,
  invite: inviteUser,
  'end-sessions': endSessions,
  delete: deleteUser,
  restore: restoreUser,
};

/** What the operation gets for one row. The version makes it refuse whoever was changed since. */
export function inputOf({ do: deed, reason, role, from, until, scope }: ActShown, { object_id: id, version }: Pick<Row, 'object_id' | 'version'>): object {
  const seen = { id, version };
  if (deed === 'lock') return { ...seen, reason, until };
  if (deed === 'give-role') return { ...seen, give: [{ role: role?.id ?? '', from, until, scope }] };
  if (deed === 'take-role') return { ...seen, take: [role?.id ?? ''] };
  return deed === 'reset-password' || deed === 'invite' || deed === 'restore' ? seen : { ...seen, reason };
}
