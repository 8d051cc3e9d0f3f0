// Disables a user until somebody enables him; his sessions and tokens end at once.
import { action } from '#action.ts';
import { alterUser } from './alter-user.ts';
import { disableUser as operation } from './contract.ts';

export const disableUser = action(operation, (call, { id, version, reason = '' }) =>
  call.change((doing) =>
    alterUser(doing, { id, version }, (row) =>
      row.disabled_at > 0 && row.state_reason === reason
        ? null
        : { set: { disabled_at: row.disabled_at || doing.now, state_reason: reason }, ends: 'everything' },
    ),
  ),
);
