// Who answers for which devices and programs, found from the owner.
import type { Step } from '../migrate.ts';

export const owners: Step = {
  number: 10,
  name: 'owners',
  statements: () => ['create index users_by_owner on users (owner_no) where owner_no <> 0'],
};
