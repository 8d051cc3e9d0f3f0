// Passwords that were, as the hashes they were: kept only where a rule says that they may not be used again.
import type { Step } from '../migrate.ts';
import { words } from '../portable.ts';

export const passwordHistory: Step = {
  number: 16,
  name: 'passwords that were',
  statements(kind) {
    const { int, text, moment } = words(kind);
    return [`create table password_history (user_no ${int}, set_at ${moment}, password_hash ${text}, primary key (user_no, set_at))`];
  },
};
