// What administrators set while Reeve runs: one row for each part that was ever changed. The rest is as the program has it.
import type { Step } from '../migrate.ts';
import { words } from '../portable.ts';

export const settings: Step = {
  number: 14,
  name: 'settings',
  statements(kind) {
    const { text, moment } = words(kind);
    return [`create table settings (key text not null primary key, version integer not null, value ${text}, secret ${text}, changed_at ${moment})`];
  },
};
