// Stores that others own: their settings, how their reading goes, which entry is which row, and what lets in while one does not answer.
import type { Step } from '../migrate.ts';
import { words } from '../portable.ts';

export const userStores: Step = {
  number: 9,
  name: 'user stores',
  statements(kind) {
    const { auto, text, key, int, moment, withoutRowid } = words(kind);
    const link = (table: string) => `integer not null references ${table}(no) on delete cascade`;
    return [
      ...[
        `version integer not null default 1`,
        `description ${text}`,
        `enabled integer not null default 1`,
        `settings ${text}`,
        `living ${text}`,
        `secret ${text}`,
      ]
        .concat([`changed_at ${moment}`, `deleted_at ${moment}`])
        .map((column) => `alter table stores add column ${column}`),
      `alter table users add column store_disabled_at ${moment}`,
      `create table store_states (store_no ${link('stores')} primary key, state ${text}, says ${text}, full_run ${int}, vanishing_max ${int}, mark ${text}, generation ${int},
        due_at ${moment}, started_at ${moment}, finished_at ${moment}, full_at ${moment}, seen ${int}, added ${int}, changed ${int}, vanished ${int}, skipped ${int},
        skipped_entries ${text}, answered_at ${moment}, failing_since ${moment}, fault ${text}, lease_owner ${text}, lease_until ${moment})`,
      `create table store_entries (store_no ${link('stores')}, kind ${key}, key ${key}, object_no ${int}, address ${text}, address_key ${key}, digest ${text},
        generation ${int}, gone_at ${moment}, primary key (store_no, kind, key)) ${withoutRowid}`,
      `create unique index store_entries_object on store_entries (kind, object_no)`,
      `create index store_entries_address on store_entries (store_no, address_key)`,
      `create index store_entries_generation on store_entries (store_no, kind, generation)`,
      `create table store_writes (no ${auto}, store_no ${link('stores')}, object ${key}, what ${text}, user_id ${text}, group_id ${text}, key ${text}, address ${text},
        name ${text}, image_name ${text}, says ${text}, number ${int}, begun_at ${moment}, finish_at ${moment})`,
      `create unique index store_writes_object on store_writes (store_no, object)`,
      `create table outage_verifiers (user_no ${link('users')} primary key, password_hash ${text}, made_at ${moment}, ends_at ${moment})`,
    ];
  },
};
