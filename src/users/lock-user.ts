// Locks a user, for ever or until a moment. Locking again sets reason and end anew.

import { action } from '#action.ts';
import { Refusal } from '#errors.ts';
import { say } from '#sentences/sentence.ts';
import { alterUser } from './alter-user.ts';
import { lockUser as operation } from './state-contract.ts';

export const lockUser = action(operation, (call, { id, version, reason = '', until = 0 }) =>
  call.change((doing) => {
    if (until > 0 && until <= doing.now) throw new Refusal('input.invalid', {}, [{ field: 'until', says: say('lock.past') }]);
    return alterUser(doing, { id, version }, () => ({ set: { locked_at: doing.now, locked_until: until, state_reason: reason }, ends: 'everything' }));
  }),
);
