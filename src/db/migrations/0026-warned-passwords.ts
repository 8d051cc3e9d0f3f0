// Whose password ends soon was told so by mail: once for each password. And a way to find those that were set in a span of days.
// And whose mails come back.
import type { Step } from '../migrate.ts';
import { words } from '../portable.ts';

export const warnedPasswords: Step = {
  number: 26,
  name: 'passwords that end, mails that come back',
  statements(kind) {
    const { moment, text } = words(kind);
    return [
      `alter table credentials add column warned_at ${moment}`,
      'create index credentials_changed on credentials (changed_at, user_no)',
      `create table mail_returns (user_no integer not null primary key references users(no) on delete cascade, address ${text}, at ${moment}, says ${text})`,
    ];
  },
};
