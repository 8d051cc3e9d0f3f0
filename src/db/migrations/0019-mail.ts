// Mails that wait to be sent, the links they carry, addresses that somebody has shown to be his, and texts that administrators have changed.
import type { Step } from '../migrate.ts';
import { words } from '../portable.ts';

export const mail: Step = {
  number: 19,
  name: 'mail',
  statements(kind) {
    const { auto, text, key, int, moment, withoutRowid } = words(kind);
    const user = 'integer not null references users(no) on delete cascade';
    return [
      `create table mails (no ${auto}, id text not null unique, kind ${text}, user_no ${int}, address ${text}, language ${text}, secret ${text}, state ${text},
        tries ${int}, says ${text}, created_at ${moment}, due_at ${moment}, ends_at ${moment}, finished_at ${moment}, lease_owner ${text}, lease_until ${moment})`,
      `create index mails_due on mails (state, due_at, no)`,
      `create index mails_state on mails (state, no)`,
      `create index mails_finished on mails (finished_at) where finished_at > 0`,
      `create index mails_user on mails (user_no)`,
      `create table mail_links (id text not null primary key, secret_hash ${text}, purpose ${text}, user_no ${int}, epoch ${int}, credential_at ${moment},
        mail ${text}, mail_key ${key}, browser_hash ${key}, code_hash ${text}, tries ${int}, proved_at ${moment}, created_at ${moment}, ends_at ${moment}) ${withoutRowid}`,
      `create index mail_links_user on mail_links (user_no, purpose, created_at)`,
      `create index mail_links_browser on mail_links (browser_hash) where browser_hash <> ''`,
      `create index mail_links_ends on mail_links (ends_at)`,
      `create table verified_mails (user_no ${user} primary key, mail_key ${key}, verified_at ${moment}, recovered_at ${moment})`,
      `create index verified_mails_key on verified_mails (mail_key) where mail_key <> ''`,
      `create table mail_templates (kind text not null, language text not null, version ${int}, subject ${text}, body ${text}, html ${text}, changed_at ${moment},
        primary key (kind, language))`,
    ];
  },
};
