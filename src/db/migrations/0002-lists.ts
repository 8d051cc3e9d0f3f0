// What the list of users needs: an index per sort and filter column (reference: docs/decisions on lists).
// Sort indexes carry the key alone on SQLite (the row key is its tail anyway) and (key, no) on PostgreSQL.
import type { Step } from '../migrate.ts';

export const lists: Step = {
  number: 2,
  name: 'lists',
  statements(kind) {
    const tail = kind === 'postgres' ? ', no' : '';
    const sorted = ['name_key', 'shown_key', 'mail_key', 'created_at', 'changed_at', 'ends_at'];
    return sorted.map((column) => `create index users_by_${column} on users (${column}${tail})`);
  },
};
