// A user's row as the journal keeps it: the contract's shape.
// Called by the files of this room that change rows. Pure.
import type { NewUserRow } from '#users/new-user-queries.ts';
import { shownUser } from '#users/shown-user.ts';
import type { Taking } from './taking.ts';

/** Without what lies in other tables: nothing of it is changed by a store. */
export const imageOf = ({ store }: Pick<Taking, 'store'>, row: NewUserRow, now: number) =>
  shownUser(
    {
      ...row,
      domain: store.domain,
      store_id: store.id,
      store_enabled: 1,
      owner_id: null,
      last_sign_in_at: null,
      password_changed_at: null,
      must_change: null,
      temporary_until: null,
    },
    now,
  );
