// Why an act on a user is not allowed: the permission that is missing, the rule that forbids it, or the store that keeps his password.
// Asked by dialogs, which the palette and links open without a button that could say so.
import type { AnyOperation } from '#contract.ts';
import { resetFactors } from '#factors/contract.ts';
import { viewAs } from '#sessions/contract.ts';
import { changeRolesOfUser, resetPassword } from '#users/contract.ts';
import { deleteUser, disableUser, enableUser, endSessions, lockUser, purgeUser, restoreUser, unlockUser } from '#users/state-contract.ts';
import { useRefusals } from '../../shared/call/refusals.ts';
import { useNeed } from '../../shared/show/may.tsx';
import type { Act, ActedOn } from './actions.tsx';
import { usePasswordThere } from './lives-in.tsx';

/** Who is put into which group is asked of each group. */
const operations: Readonly<Partial<Record<Act, AnyOperation>>> = {
  password: resetPassword,
  roles: changeRolesOfUser,
  lock: lockUser,
  unlock: unlockUser,
  disable: disableUser,
  enable: enableUser,
  remove: deleteUser,
  restore: restoreUser,
  purge: purgeUser,
  endSessions,
  resetFactors,
  viewAs,
};

/** undefined = nothing is known that speaks against it. */
export function useRefusedAct({ id, domain }: ActedOn, act: Act): string | undefined {
  const rule = useRefusals('user', id);
  const need = useNeed();
  const passwordThere = usePasswordThere(domain);
  const operation = operations[act];
  if (!operation) return undefined;
  return need(operation.needs) || (act === 'password' ? passwordThere : undefined) || rule(operation);
}
