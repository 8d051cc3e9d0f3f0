// Linking a store's users and groups with new entries: rows of jobs may be groups, and a run counts the entries that bear a name of somebody else here.
import type { Step } from '../migrate.ts';

export const relinking: Step = {
  number: 13,
  name: 'linking with new entries',
  statements: () => [
    "alter table job_rows add column object_kind text not null default 'user'",
    'alter table store_states add column namesakes integer not null default 0',
  ],
};
