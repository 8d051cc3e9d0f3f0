// Who has made a link that is handed over: what it may do is judged by what he may when it is used.
import type { Step } from '../migrate.ts';
import { words } from '../portable.ts';

export const handedLinks: Step = {
  number: 27,
  name: 'handed links',
  statements: (kind) => [`alter table mail_links add column made_by ${words(kind).text}`],
};
