// Two indexes were the same: users_owned, which bulk loads drop and make again (0002), and users_by_owner (0010).
import type { Step } from '../migrate.ts';

export const oneOwnerIndex: Step = {
  number: 18,
  name: 'one index of owners',
  statements: () => ['drop index users_by_owner'],
};
