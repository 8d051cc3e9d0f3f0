// Identity providers that others run, the accounts there that users have linked, tests of settings under way, and by which link a flow was begun.
import type { Step } from '../migrate.ts';
import { words } from '../portable.ts';

export const providers: Step = {
  number: 23,
  name: 'identity providers',
  statements(kind) {
    const { auto, text, key, int, moment } = words(kind);
    const to = (table: string) => `integer not null references ${table}(no) on delete cascade`;
    return [
      `create table providers (no ${auto}, id text not null unique, version ${int}, key text not null unique, preset ${text}, name ${text}, issuer ${text}, enabled ${int},
        position ${int}, settings ${text}, secret ${text}, created_at ${moment}, changed_at ${moment})`,
      `create table linked_accounts (no ${auto}, id text not null unique, user_no ${to('users')}, provider_no ${to('providers')}, issuer ${key}, subject ${key}, label ${text},
        made_user ${int}, linked_at ${moment}, last_used_at ${moment})`,
      'create unique index linked_accounts_subject on linked_accounts (issuer, subject)',
      'create index linked_accounts_user on linked_accounts (user_no)',
      'create index linked_accounts_provider on linked_accounts (provider_no)',
      `create table provider_trials (id text not null primary key, user_no integer not null unique references users(no) on delete cascade, draft ${text},
        state ${text}, result ${text}, ends_at ${moment})`,
      `alter table flows add column linked_no ${int}`,
    ];
  },
};
