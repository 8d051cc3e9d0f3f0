// The words of the recycle bin.
import { said } from './language.ts';

export const bin = said('bin', {
  title: 'Recycle bin',
  says: 'What was deleted is kept here until somebody removes it for good. A restored user has what he had; a role or group is made again with a new id.',
  tabs: { users: 'Users', roles: 'Roles', groups: 'Groups' },
  search: 'Find a deleted user',
  name: 'Name',
  deleted: 'Deleted',
  by: 'By',
  reason: 'Reason',
  kept: 'Kept',
  untilRemoved: 'until removed for good',
  inJournal: 'in the journal, for good',
  empty: 'Nobody is in the recycle bin. Users who are deleted come here, and can be restored.',
  noneOf: { roles: 'No role that was deleted can be brought back.', groups: 'No group that was deleted can be brought back.' },
  restoreAll: (count: number) => (count === 1 ? 'Restore 1 user' : `Restore ${count} users`),
  restore: 'Restore…',
} as const);
