// The schema of attributes: what their definitions ask for, the fields that every user has as definitions too, and an index that holds what is unique.
// The built-in ones have row keys below zero, so that the bits of `users.held` stay for those that administrators define.
import type { Step } from '../migrate.ts';
import { words } from '../portable.ts';

/** name, type, form title, who may change it besides administrators, whose forms ask for it. The ids are the same in every Reeve. */
const builtIn = [
  ['givenName', 'text', 'Given name', 'user', '["person"]'],
  ['familyName', 'text', 'Family name', 'user', '["person"]'],
  ['shownName', 'text', 'Shown name', 'user', '[]'],
  ['mail', 'mail', 'Mail', 'administrators', '[]'],
  ['phone', 'phone', 'Phone', 'user', '[]'],
  ['organisation', 'text', 'Organisation', 'administrators', '[]'],
  ['country', 'country', 'Country', 'administrators', '[]'],
  ['language', 'language', 'Language', 'user', '[]'],
  ['timeZone', 'timeZone', 'Time zone', 'user', '[]'],
] as const;

export const attributeSchema: Step = {
  number: 5,
  name: 'attribute schema',
  statements(kind) {
    const { text, int, key, moment, withoutRowid } = words(kind);
    const add = (column: string) => `alter table attributes add column ${column}`;
    const to = (table: string) => `integer not null references ${table}(no) on delete cascade`;
    return [
      add('version integer not null default 1'),
      add(`help ${text}`),
      add(`choices text not null default '[]'`),
      add(`kinds text not null default '[]'`),
      add(`required ${int}`),
      add(`is_unique ${int}`),
      add(`pattern ${text}`),
      add(`pattern_says ${text}`),
      add(`example ${text}`),
      // What was there before could have as many.
      add('values_max integer not null default 50'),
      add(`see text not null default 'user'`),
      add(`change text not null default 'administrators'`),
      add(`in_lists ${int}`),
      add('position integer not null default 1000'),
      add(`changed_at ${moment}`),
      'update attributes set changed_at = created_at',
      `create table attribute_claims (attribute_no ${to('attributes')}, value_key ${key}, user_no ${to('users')}, primary key (attribute_no, value_key)) ${withoutRowid}`,
      'create index attribute_claims_user on attribute_claims (user_no, attribute_no)',
      ...builtIn.map(
        ([name, type, title, change, kinds], index) =>
          `insert into attributes (no, id, name, display_name, type, built_in, searchable, kinds, values_max, change, position)
           values (${-1 - index}, '0192f000-0000-7000-8000-00000000000${index + 1}', '${name}', '${title}', '${type}', 1, 0, '${kinds}', 1, '${change}', ${(index + 1) * 10})`,
      ),
    ];
  },
};
