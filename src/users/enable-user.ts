// Enables a disabled user. A lock, dates and what is pending stay as they are.
import { action } from '#action.ts';
import { alterUser } from './alter-user.ts';
import { enableUser as operation } from './contract.ts';

export const enableUser = action(operation, (call, { id, version }) =>
  call.change((doing) => alterUser(doing, { id, version }, (row) => (row.disabled_at === 0 ? null : { set: { disabled_at: 0, state_reason: '' } }))),
);
