// From where a sign-in, a link in a mail or an app to be confirmed was begun, so that what is begun elsewhere pushes none of it out.
import type { Step } from '../migrate.ts';
import { words } from '../portable.ts';

export const places: Step = {
  number: 25,
  name: 'places',
  statements(kind) {
    const { text } = words(kind);
    return [`alter table flows add column place ${text}`, `alter table mail_links add column place ${text}`, `alter table factors add column begun_in ${text}`];
  },
};
