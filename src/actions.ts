// Every action there is: the operations made real, from all rooms. Called by main.ts for the web doors and by the command line.
// A test holds it against operations.ts: nothing is declared that cannot be done, and nothing can be done that is not declared.
import type { Action } from '#action.ts';
import { askingActions } from '#asking/actions.ts';
import { auditActions } from '#audit/actions.ts';
import { authenticationActions } from '#authentication/actions.ts';
import { definingActions } from '#defining/actions.ts';
import { groupActions } from '#groups/actions.ts';
import { operations } from '#operations.ts';
import { roleActions } from '#roles/actions.ts';
import { sessionActions } from '#sessions/actions.ts';
import { storeActions } from '#stores/actions.ts';
import { userActions } from '#users/actions.ts';
import { viewActions } from '#views/actions.ts';

export const actions: readonly Action[] = [
  ...userActions,
  ...viewActions,
  ...groupActions,
  ...roleActions,
  ...askingActions(() => operations),
  ...sessionActions,
  ...definingActions,
  ...authenticationActions,
  ...storeActions,
  ...auditActions,
];
