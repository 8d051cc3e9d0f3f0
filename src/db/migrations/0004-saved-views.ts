// Saved views of the list of users. `owner_no` 0 = made on the host; `content` is JSON: filter, sort, descending, columns.
import type { Step } from '../migrate.ts';
import { words } from '../portable.ts';

export const savedViews: Step = {
  number: 4,
  name: 'saved-views',
  statements(kind) {
    const { auto, text, key, int, moment } = words(kind);
    return [
      `create table saved_views (no ${auto}, id text not null unique, version integer not null default 1, owner_no ${int}, name ${text}, name_key ${key}, shared ${int},
        content ${text}, created_at ${moment}, changed_at ${moment})`,
      `create index saved_views_owner on saved_views (owner_no, name_key)`,
      `create index saved_views_shared on saved_views (shared, name_key)`,
    ];
  },
};
