// Lists in the order of why somebody is locked, until when, and of organisations: the next value is sought in an index (users/list/sections.ts).
import type { Step } from '../migrate.ts';

export const sharedOrders: Step = {
  number: 12,
  name: 'shared orders',
  statements: (kind) => {
    const bytes = kind === 'sqlite' ? '' : ' collate "C"';
    return [
      `create index users_by_state_reason on users (state_reason${bytes}) where state_reason <> ''`,
      'create index users_by_locked_until on users (locked_until) where locked_until <> 0',
      // SQLite compares by bytes anyway.
      ...(kind === 'sqlite' ? [] : [`create index users_by_organisation_bytes on users (organisation${bytes}) where organisation <> ''`]),
    ];
  },
};
