// What users ask for and somebody decides; which roles may be asked for; terms that were accepted.
import type { Step } from '../migrate.ts';
import { type Kind, words } from '../portable.ts';

export const requests: Step = {
  number: 20,
  name: 'requests',
  statements(kind) {
    const { auto, text, key, int, moment } = words(kind);
    const user = 'integer not null references users(no) on delete cascade';
    return [
      `create table requests (no ${auto}, id text not null unique, kind ${key}, user_no ${user}, role_no ${int}, about ${text}, words ${text}, until_at ${moment},
        asked_at ${moment}, decided_at ${moment}, decision ${key}, decided_by ${text}, says ${text}, given_until ${moment})`,
      `create unique index requests_open on requests (user_no, kind, role_no) where decided_at = 0`,
      `create index requests_undecided on requests (no) where decided_at = 0`,
      `create index requests_user on requests (user_no, no)`,
      `create index requests_role on requests (role_no) where decided_at = 0`,
      `create index requests_decided on requests (decided_at) where decided_at > 0`,
      `create table accepted_terms (user_no ${user} primary key, version ${text}, accepted_at ${moment})`,
      `alter table roles add column requestable ${int}`,
      ...ending(kind),
    ];
  },
};

/** By whatever door somebody is deleted: what he asked for is open no more, also when he comes back (product-is#5573). */
function ending(kind: Kind): readonly string[] {
  const when = 'old.deleted_at = 0 and new.deleted_at <> 0';
  const body = `update requests set decided_at = new.deleted_at, decision = 'ended' where user_no = new.no and decided_at = 0;`;
  if (kind === 'sqlite') return [`create trigger users_end_requests after update of deleted_at on users when ${when} begin ${body} end`];
  return [
    `create function reeve_users_end_requests() returns trigger language plpgsql as $$ begin ${body} return null; end $$`,
    `create trigger users_end_requests after update of deleted_at on users for each row when (${when}) execute function reeve_users_end_requests()`,
  ];
}
