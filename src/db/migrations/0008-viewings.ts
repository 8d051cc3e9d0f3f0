// Who views as whom, from which session, until when. Ends with its row; nothing else hangs on it.
import type { Step } from '../migrate.ts';
import { words } from '../portable.ts';

export const viewings: Step = {
  number: 8,
  name: 'viewings',
  statements(kind) {
    const { key, int, moment } = words(kind);
    return [
      `create table viewings (id ${key} not null primary key, session_id ${key}, viewer_no ${int}, user_no ${int}, user_epoch ${int}, started_at ${moment}, ends_at ${moment})`,
    ];
  },
};
