// Every action there is: the operations made real, from all rooms. Called by main.ts for the web doors and by the command line.
// A test holds it against operations.ts: nothing is declared that cannot be done, and nothing can be done that is not declared.
import type { Action } from '#action.ts';
import { applicationActions } from '#applications/actions.ts';
import { askingActions } from '#asking/actions.ts';
import { auditActions } from '#audit/actions.ts';
import { authenticationActions } from '#authentication/actions.ts';
import { usersPerformer } from '#bulk/perform.ts';
import { rehearse } from '#bulk/rehearse.ts';
import { consequenceActions } from '#consequences/actions.ts';
import { definingActions } from '#defining/actions.ts';
import { factorActions } from '#factors/actions.ts';
import { groupActions } from '#groups/actions.ts';
import { jobActions } from '#jobs/actions.ts';
import type { Performer } from '#jobs/runner.ts';
import { mailActions } from '#mail/actions.ts';
import { operations } from '#operations.ts';
import { passwordActions } from '#passwords/actions.ts';
import { providerActions } from '#providers/actions.ts';
import { requestActions } from '#requests/actions.ts';
import { roleActions } from '#roles/actions.ts';
import { sessionActions } from '#sessions/actions.ts';
import { signUpActions } from '#signups/actions.ts';
import { storeActions } from '#stores/actions.ts';
import { synchroniseActions } from '#synchronise/actions.ts';
import { relinkPerformer } from '#synchronise/relink/perform.ts';
import { undoActions } from '#undo/actions.ts';
import { undoPerformer } from '#undo/undo-job.ts';
import { userActions } from '#users/actions.ts';
import { viewActions } from '#views/actions.ts';

export const actions: readonly Action[] = [
  ...userActions,
  ...viewActions,
  ...definingActions,
  ...groupActions,
  ...roleActions,
  ...consequenceActions,
  ...askingActions(() => operations),
  ...sessionActions,
  ...authenticationActions,
  ...factorActions,
  ...passwordActions,
  ...providerActions,
  ...applicationActions,
  ...storeActions,
  ...synchroniseActions,
  ...auditActions,
  ...undoActions(() => actions),
  rehearse,
  ...mailActions,
  ...requestActions,
  ...signUpActions,
  ...jobActions((world, performing) => performer.admit(world, performing)),
];

/** What jobs do to their rows, for the runner. */
export const performer: Performer = performerOf(
  usersPerformer(() => actions),
  undoPerformer(() => actions),
);

function performerOf(users: Performer, undoing: Performer): Performer {
  const of = (deed: string) => (deed === 'undo' ? undoing : deed === 'relink' ? relinkPerformer : users);
  return {
    ended: async (world, performing, tx) => of(performing.act.do).ended?.(world, performing, tx),
    admit: (world, performing) => of(performing.act.do).admit(world, performing),
    perform: (world, performing, row, along) => of(performing.act.do).perform(world, performing, row, along),
  };
}
