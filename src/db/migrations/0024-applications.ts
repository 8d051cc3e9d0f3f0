// Applications that rely on Reeve, its own three doors among them, and the logos that looks name.
import type { Step } from '../migrate.ts';
import { words } from '../portable.ts';

/** Named by no program but by what they are; their ids are for good. */
const ownDoors = [
  ['console', '01900000-0000-7000-8000-000000000001', 'Management Console', '/carbon'],
  ['dashboard', '01900000-0000-7000-8000-000000000002', 'Admin Dashboard', '/admin'],
  ['account', '01900000-0000-7000-8000-000000000003', 'My account', '/account'],
] as const;

export const applications: Step = {
  number: 24,
  name: 'applications',
  statements(kind) {
    const { auto, text, key, int, moment } = words(kind);
    return [
      `create table applications (no ${auto}, id text not null unique, version ${int}, built_in ${text}, name ${text}, name_key ${key}, description ${text}, home_url ${text},
        enabled ${int}, look ${text}, factor ${text}, minutes ${int}, created_at ${moment}, changed_at ${moment}, deleted_at ${moment})`,
      'create unique index applications_name on applications (name_key)',
      `create table logos (hash text not null primary key, type ${text}, content ${text}, created_at ${moment})`,
      ...ownDoors.map(
        ([builtIn, id, name, home]) =>
          `insert into applications (id, version, built_in, name, name_key, home_url, enabled, look, factor)
            values ('${id}', 1, '${builtIn}', '${name}', '${name.toLowerCase()}', '${home}', 1, '{}', 'none')`,
      ),
    ];
  },
};
