// Second factors: what a user has beside his password, and what a flow, a session and a browser know of it.
import type { Step } from '../migrate.ts';
import { words } from '../portable.ts';

export const factors: Step = {
  number: 15,
  name: 'second factors',
  statements(kind) {
    const { auto, text, key, int, moment } = words(kind);
    return [
      `create table factors (no ${auto}, id text not null unique, user_no ${int}, kind ${text}, name ${text}, created_at ${moment}, confirmed_at ${moment}, last_used_at ${moment},
        secret ${text}, counter ${moment}, credential_id ${key}, public_key ${text}, transports ${text}, backed_up ${int}, suspended_at ${moment})`,
      'create index factors_user on factors (user_no)',
      "create unique index factors_credential on factors (credential_id) where credential_id <> ''",
      `create table recovery_codes (user_no ${int}, code_hash ${key}, used_at ${moment}, primary key (user_no, code_hash))`,
      `create table challenges (hash ${key}, ends_at ${moment}, primary key (hash))`,
      `alter table flows add column factor ${text}`,
      `alter table flows add column must_choose ${int}`,
      `alter table sessions add column factor ${text}`,
      `alter table sessions add column proved_at ${moment}`,
      `alter table known_browsers add column trusted_until ${moment}`,
      `alter table known_browsers add column trusted_epoch ${int}`,
    ];
  },
};
