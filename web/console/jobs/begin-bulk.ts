// Changes of many users begin here. A screen that has a selection asks for the function, and calls it with what is to be done and to whom:
//
//   const begin = useBeginBulk();
//   begin('lock', { ids: rows.map(({ id }) => id) });     or { filter: filterOf(address) }     or { names: 'ann, bob\nSALES/cyd' }
//
// It opens /carbon/bulk?do=lock, which asks for reason, dates or role, rehearses, shows the plan, and carries it out as a job with progress, results and Undo.
// `deeds` (from #jobs/contract.ts) names what can be done; `needsOf(deed)` is the permission to draw a button with (DoButton's `needs`).
import { useNavigate } from '@tanstack/react-router';
import { useCallback, useMemo } from 'react';
import type { Selection } from '#bulk/contract.ts';
import type { Deed } from '#jobs/contract.ts';
import { changeRolesOfUser, resetPassword } from '#users/contract.ts';
import { inviteUser } from '#users/mail-contract.ts';
import { deleteUser, disableUser, enableUser, endSessions, lockUser, restoreUser, unlockUser } from '#users/state-contract.ts';
import { useMe } from '../../shared/call/ask.ts';
import { keepHere, keptHere } from '../../shared/call/kept.ts';

const operations = {
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
} as const;

export const needsOf = (deed: Deed): string => operations[deed].needs;

const what = 'bulk';

/** Kept in the tab and not in the address, as a selection may be long. */
export function useBeginBulk(): (deed: Deed, selection: Selection) => void {
  const { id } = useMe().user;
  const go = useNavigate();
  return useCallback(
    (deed, selection) => {
      keepHere(id, what, selection);
      void go({ to: '/bulk', search: { do: deed } });
    },
    [id, go],
  );
}

export function useBulkSelection(): Selection | null {
  const { id } = useMe().user;
  return useMemo(() => keptHere<Selection>(id, what), [id]);
}
