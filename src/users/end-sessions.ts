// Ends every session and token of a user now; he may sign in again.
import { action } from '#action.ts';
import { alterUser } from './alter-user.ts';
import { endSessions as operation } from './state-contract.ts';

export const endSessions = action(operation, (call, { id, version }) =>
  call.change((doing) => alterUser(doing, { id, version }, () => ({ set: {}, ends: 'everything' }))),
);
