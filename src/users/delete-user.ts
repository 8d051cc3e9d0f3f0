// Moves a user to the recycle bin: everything he is signed in with ends; name, identifiers and memberships stay stored (rule 24).
import { action } from '#action.ts';
import { alterUser } from './alter-user.ts';
import { deleteUser as operation } from './contract.ts';

export const deleteUser = action(operation, (call, { id, version }) =>
  call.change((doing) => alterUser(doing, { id, version }, () => ({ set: { deleted_at: doing.now }, ends: 'everything' }))),
);
