import assert from 'node:assert/strict';
import { it } from 'node:test';
import { listApplications } from '#applications/contract.ts';
import { lookOperations } from '#applications/look-contract.ts';
import { addAttribute } from '#attributes/contract.ts';
import { changeMyPassword, listThrottled } from '#authentication/contract.ts';
import { rehearse } from '#bulk/contract.ts';
import { signInRuleOperations } from '#factors/contract.ts';
import { addGroup, listGroups } from '#groups/contract.ts';
import { listJournal } from '#journal/contract.ts';
import { who } from '#permissions/contract.ts';
import { addRole, listRoles } from '#roles/contract.ts';
import { needs } from './needs.ts';

it('the navigation asks for what the operations need', () => {
  const operations = {
    addAttribute,
    changeMyPassword,
    listThrottled,
    rehearse,
    addGroup,
    listGroups,
    listJournal,
    who,
    addRole,
    listRoles,
    signInRule: signInRuleOperations.show,
    listApplications,
    look: lookOperations.show,
  };
  assert.deepEqual(needs, Object.fromEntries(Object.entries(operations).map(([name, operation]) => [name, operation.needs])));
});
