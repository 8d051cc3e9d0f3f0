// The first schema: every table of tables.ts, with the keys and indexes that single reads need. Lists have their own step.
// `no` of users, groups, roles and nodes is never reused (autoincrement): links and caches may hold it.

import type { Step } from '../migrate.ts';
import { words } from '../portable.ts';

export const first: Step = {
  number: 1,
  name: 'first',
  statements(kind) {
    const { auto, text, key, int, moment, withoutRowid } = words(kind);
    const link = kind === 'sqlite' ? 'integer not null' : 'integer not null';
    const to = (table: string) => `${link} references ${table}(no) on delete cascade`;
    return [
      `create table stores (no ${auto}, id text not null unique, domain ${text}, domain_key text not null unique, kind ${text}, position ${int}, writable ${int}, created_at ${moment})`,

      `create table users (no ${auto}, id text not null unique, version integer not null default 1, kind ${text}, store_no ${to('stores')}, user_name ${key}, name_key ${key},
        given_name ${text}, family_name ${text}, shown_name ${text}, shown_key ${key}, mail ${text}, mail_key ${key}, phone ${text}, organisation ${text}, country ${text}, language ${text}, time_zone ${text},
        owner_no ${int}, attributes text not null default '{}', created_at ${moment}, changed_at ${moment}, starts_at ${moment}, ends_at ${moment}, disabled_at ${moment}, locked_at ${moment},
        locked_until ${moment}, pending ${text}, state_reason ${text}, deleted_at ${moment}, revocation_epoch ${int}, role_count ${int}, unique (store_no, name_key))`,
      `create table user_sign_ins (user_no ${link} primary key references users(no) on delete cascade, last_sign_in_at ${moment})`,
      `create table credentials (user_no ${link} primary key references users(no) on delete cascade, password_hash ${text}, changed_at ${moment}, must_change ${int}, temporary_until ${moment})`,
      `create table identifiers (store_no ${link}, key ${key}, kind ${text}, user_no ${to('users')}, primary key (store_no, key)) ${withoutRowid}`,
      `create index identifiers_user on identifiers (user_no)`,
      `create index identifiers_key on identifiers (key)`,

      `create table attributes (no ${auto}, id text not null unique, name text not null unique, display_name ${text}, type ${text}, built_in ${int}, searchable ${int}, created_at ${moment})`,
      `create table user_attributes (attribute_no ${to('attributes')}, value_key ${key}, user_no ${to('users')}, verified_at ${moment}, primary key (attribute_no, value_key, user_no)) ${withoutRowid}`,
      `create index user_attributes_user on user_attributes (user_no)`,

      `create table groups (no ${auto}, id text not null unique, version integer not null default 1, store_no ${to('stores')}, name ${text}, name_key ${key}, description ${text}, created_at ${moment}, changed_at ${moment}, deleted_at ${moment}, unique (store_no, name_key))`,
      `create table group_members (group_no ${to('groups')}, user_no ${to('users')}, added_at ${moment}, added_by ${text}, primary key (group_no, user_no)) ${withoutRowid}`,
      `create index group_members_user on group_members (user_no, group_no)`,
      `create table group_edges (parent_no ${to('groups')}, child_no ${to('groups')}, primary key (parent_no, child_no)) ${withoutRowid}`,
      `create index group_edges_child on group_edges (child_no)`,

      `create table roles (no ${auto}, id text not null unique, version integer not null default 1, name ${text}, name_key text ${kind === 'postgres' ? 'collate "C"' : ''} not null unique, description ${text}, built_in ${text}, created_at ${moment}, changed_at ${moment})`,
      `create table permission_nodes (no ${auto}, id text not null unique, parent_no ${int}, path text ${kind === 'postgres' ? 'collate "C"' : ''} not null unique, display_name ${text}, description ${text}, administrative ${int}, position ${int}, created_at ${moment})`,
      `create table role_entries (role_no ${to('roles')}, node_no ${to('permission_nodes')}, allow ${int}, primary key (role_no, node_no, allow)) ${withoutRowid}`,
      `create index role_entries_node on role_entries (node_no)`,
      `create table role_users (no ${auto}, role_no ${to('roles')}, user_no ${to('users')}, from_at ${moment}, until_at ${moment}, scope ${text}, given_by ${text}, given_at ${moment})`,
      `create index role_users_role on role_users (role_no, user_no)`,
      `create index role_users_user on role_users (user_no, role_no)`,
      `create table role_groups (no ${auto}, role_no ${to('roles')}, group_no ${to('groups')}, from_at ${moment}, until_at ${moment}, scope ${text}, given_by ${text}, given_at ${moment})`,
      `create index role_groups_role on role_groups (role_no, group_no)`,
      `create index role_groups_group on role_groups (group_no, role_no)`,

      `create table sessions (id text primary key, user_no ${to('users')}, secret_hash ${text}, epoch ${int}, started_at ${moment}, last_seen_at ${moment}, ends_at ${moment}, network ${text}, browser ${text})`,
      `create index sessions_user on sessions (user_no)`,
      `create index sessions_ends on sessions (ends_at)`,
      `create table tokens (id text primary key, user_no ${to('users')}, secret_hash ${text}, epoch ${int}, name ${text}, permissions text not null default '[]', created_at ${moment}, created_by ${text}, ends_at ${moment}, last_used_at ${moment})`,
      `create index tokens_user on tokens (user_no)`,
      `create index tokens_ends on tokens (ends_at)`,

      `create table flows (id text primary key, secret_hash ${text}, user_no ${to('users')}, step ${text}, epoch ${int}, credential_at ${moment}, to_path ${text}, ends_at ${moment})`,
      `create index flows_user on flows (user_no)`,
      `create table known_browsers (user_no ${to('users')}, browser_hash text not null, seen_at ${moment}, primary key (user_no, browser_hash)) ${withoutRowid}`,

      `create table events (no ${auto}, at ${moment}, outcome ${text}, user_no ${int}, network ${text}, door ${text}, count integer not null default 1)`,
      `create index events_at on events (at)`,
      `create index events_user on events (user_no, at)`,

      `create table journal_head ("only" integer primary key, number ${moment}, hash ${text}, model_number ${moment}, changed_at ${moment})`,
      `create table journal (number ${kind === 'sqlite' ? 'integer' : 'bigint'} primary key, at ${moment}, actor_kind ${text}, actor_id ${text}, right_used ${text}, door ${text}, operation ${text}, reason ${text}, digests ${text}, hash ${text})`,
      `create index journal_actor on journal (actor_id, number)`,
      `create table journal_images (number ${moment}, position ${int}, kind ${text}, object_id ${text}, name ${text}, before ${text}, after ${text}, salt ${text}, erased_at ${moment}, primary key (number, position)) ${withoutRowid}`,
      `create index journal_images_object on journal_images (object_id, number)`,
      `create table journal_signatures (number ${kind === 'sqlite' ? 'integer' : 'bigint'} primary key, hash ${text}, signature ${text}, at ${moment})`,
      `insert into journal_head ("only", number, hash, model_number, changed_at) values (1, 0, '', 0, 0)`,

      `create table keys (id text primary key, use ${text}, wrapped ${text}, created_at ${moment})`,
      `create table setup_links (hash text primary key, created_at ${moment}, ends_at ${moment}, browser_hash ${text}, used_at ${moment})`,
      `create table filter_counts (dim ${text}, val ${text}, n ${moment}, primary key (dim, val)) ${withoutRowid}`,
      ...(kind === 'postgres' ? [appendFunction] : []),
    ];
  },
};

/** One round trip writes an entry, its images and the head (2,600 changes/s against 990 from Node in several, rules.md 21). The head row is already locked. */
const appendFunction = `create function reeve_append(entry jsonb, images jsonb, model boolean) returns void language plpgsql as $$
begin
  insert into journal (number, at, actor_kind, actor_id, right_used, door, operation, reason, digests, hash)
    select number, at, actor_kind, actor_id, right_used, door, operation, reason, digests, hash
    from jsonb_to_record(entry) as e(number bigint, at bigint, actor_kind text, actor_id text, right_used text, door text, operation text, reason text, digests text, hash text);
  insert into journal_images (number, position, kind, object_id, name, before, after, salt)
    select number, position, kind, object_id, name, before, after, salt
    from jsonb_to_recordset(images) as i(number bigint, position integer, kind text, object_id text, name text, before text, after text, salt text);
  update journal_head set number = (entry->>'number')::bigint, hash = entry->>'hash', changed_at = (entry->>'at')::bigint,
    model_number = case when model then (entry->>'number')::bigint else model_number end where "only" = 1;
end $$`;
