// Roles, groups and views are listed as their names are read: by a key of their own beside the one that tells names apart, which must not merge Zoe and Zoë.
// Names in plain letters have the same key; 0022 makes those of the others. A program of before leaves it empty, and what it adds stands first until it is changed.
import type { Step } from '../migrate.ts';
import { words } from '../portable.ts';

export const sortKeys: Step = {
  number: 21,
  name: 'sort keys of roles, groups and views',
  statements(kind) {
    const { key } = words(kind);
    return [
      ...['roles', 'groups', 'saved_views'].flatMap((table) => [`alter table ${table} add column sort_key ${key}`, `update ${table} set sort_key = name_key`]),
      'create index roles_by_sort_key on roles (sort_key, no)',
      'create index groups_by_sort_key on groups (sort_key, no)',
    ];
  },
};
