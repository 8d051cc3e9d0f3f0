// Every operation there is, in the order they are documented. The doors, the docs and the tests walk this list.
// Imports contracts only, so that the browser may import it too.
import { applicationOperations } from '#applications/contract.ts';
import { addLogo, lookOperations } from '#applications/look-contract.ts';
import { attributeOperations } from '#attributes/contract.ts';
import { authenticationOperations } from '#authentication/contract.ts';
import { identifyingOperations } from '#authentication/identifier-contract.ts';
import { bulkOperations } from '#bulk/contract.ts';
import { consequenceOperations } from '#consequences/contract.ts';
import type { AnyOperation } from '#contract.ts';
import { factorOperations } from '#factors/contract.ts';
import { groupOperations } from '#groups/contract.ts';
import { jobOperations } from '#jobs/contract.ts';
import { journalOperations } from '#journal/contract.ts';
import { mailOperations } from '#mail/contract.ts';
import { passwordRuleOperations } from '#passwords/rule-contract.ts';
import { permissionOperations } from '#permissions/contract.ts';
import { proofOperations } from '#proof/contract.ts';
import { accountOperations } from '#providers/accounts-contract.ts';
import { providerOperations } from '#providers/contract.ts';
import { requestOperations } from '#requests/contract.ts';
import { myRequestOperations } from '#requests/my-contract.ts';
import { roleOperations } from '#roles/contract.ts';
import { sessionOperations } from '#sessions/contract.ts';
import { signUpOperations } from '#signups/contract.ts';
import { storeOperations } from '#stores/contract.ts';
import { relinkOperations } from '#synchronise/contract.ts';
import { undoOperations } from '#undo/contract.ts';
import { userOperations } from '#users/contract.ts';
import { userMailOperations } from '#users/mail-contract.ts';
import { myOperations } from '#users/my-contract.ts';
import { userPasswordOperations } from '#users/password-contract.ts';
import { userStateOperations } from '#users/state-contract.ts';
import { viewOperations } from '#views/contract.ts';

export const operations: readonly AnyOperation[] = [
  ...userOperations,
  ...userStateOperations,
  ...myOperations,
  ...userMailOperations,
  ...userPasswordOperations,
  ...viewOperations,
  ...attributeOperations,
  ...groupOperations,
  ...roleOperations,
  ...consequenceOperations,
  ...permissionOperations,
  ...sessionOperations,
  ...authenticationOperations,
  identifyingOperations.show,
  identifyingOperations.change,
  ...factorOperations,
  ...proofOperations,
  ...passwordRuleOperations,
  ...providerOperations,
  ...applicationOperations,
  lookOperations.show,
  lookOperations.change,
  addLogo,
  ...accountOperations,
  ...storeOperations,
  ...relinkOperations,
  ...journalOperations,
  ...undoOperations,
  ...bulkOperations,
  ...jobOperations,
  ...mailOperations,
  ...requestOperations,
  ...myRequestOperations,
  ...signUpOperations,
];
