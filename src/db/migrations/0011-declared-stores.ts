// Which file declares a user store; '' = none does, and it is changed by the API.
import type { Step } from '../migrate.ts';

export const declaredStores: Step = {
  number: 11,
  name: 'declared stores',
  statements: () => ["alter table stores add column declared_in text not null default ''"],
};
