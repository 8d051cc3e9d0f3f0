// From where a sign-in, a link in a mail or an app to be confirmed was begun, so that what is begun elsewhere pushes none of it out;
// and by which identity provider a session, so that it ends with it.
import type { Step } from '../migrate.ts';
import { words } from '../portable.ts';

export const places: Step = {
  number: 25,
  name: 'places',
  statements(kind) {
    const { text, int } = words(kind);
    return [
      `alter table flows add column place ${text}`,
      `alter table mail_links add column place ${text}`,
      `alter table factors add column begun_in ${text}`,
      `alter table sessions add column provider_no ${int}`,
      'create index sessions_provider on sessions (provider_no) where provider_no <> 0',
    ];
  },
};
