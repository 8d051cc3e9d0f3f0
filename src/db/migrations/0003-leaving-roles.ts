// A deleted role whose holders are too many for one short transaction stays as a row that nobody sees, until housekeeping has removed them. Groups had this already.
import type { Step } from '../migrate.ts';
import { words } from '../portable.ts';

export const leavingRoles: Step = {
  number: 3,
  name: 'leaving roles',
  statements: (kind) => [`alter table roles add column deleted_at ${words(kind).moment}`],
};
