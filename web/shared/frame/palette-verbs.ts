// What can be said in the palette: a verb, then whom. Pure.

import type { AnyOperation } from '#contract.ts';
import type { State } from '#users/contract.ts';
import { changeRolesOfUser, resetPassword } from '#users/contract.ts';
import { deleteUser, disableUser, enableUser, endSessions, lockUser, restoreUser, unlockUser } from '#users/state-contract.ts';
import { palette as say } from '../strings/frame.ts';

/** `act` opens the dialog of that name on the user's page; `state` = makes sense on those alone. */
export type Verb = { readonly act: string; readonly says: string; readonly operation: AnyOperation; readonly state?: State };

export const verbs: readonly Verb[] = [
  { act: 'lock', says: say.verbs.lock, operation: lockUser, state: 'active' },
  { act: 'unlock', says: say.verbs.unlock, operation: unlockUser, state: 'locked' },
  { act: 'disable', says: say.verbs.disable, operation: disableUser },
  { act: 'enable', says: say.verbs.enable, operation: enableUser, state: 'disabled' },
  { act: 'password', says: say.verbs.password, operation: resetPassword },
  { act: 'roles', says: say.verbs.roles, operation: changeRolesOfUser },
  { act: 'endSessions', says: say.verbs.endSessions, operation: endSessions },
  { act: 'remove', says: say.verbs.remove, operation: deleteUser },
  { act: 'restore', says: say.verbs.restore, operation: restoreUser, state: 'deleted' },
];

/** `lock anna` is the verb and whom it is about; anything else only whom. */
export function spoken(query: string): { readonly verb: Verb | null; readonly whom: string } {
  const typed = query.trimStart();
  const verb = verbs.find(({ says }) => typed.toLowerCase().startsWith(`${says.toLowerCase()} `));
  return verb ? { verb, whom: typed.slice(verb.says.length).trim() } : { verb: null, whom: typed.trim() };
}

/** Verbs whose words begin like this: `lo` may become `lock …`. */
export const begun = (query: string): readonly Verb[] => {
  const typed = query.trim().toLowerCase();
  return typed === ''
    ? []
    : verbs.filter(
        ({ says }) =>
          says
            .toLowerCase()
            .split(' ')
            .some((word) => word.startsWith(typed)) || says.toLowerCase().startsWith(typed),
      );
};
