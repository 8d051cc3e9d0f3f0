// Somebody ends everything he is signed in with: what others have opened in his name is worth nothing any more. His epoch goes up, so no browser is remembered.
// Called through actions.ts. His password is as it was: he changes it before or after.
import { action } from '#action.ts';
import { alterUser } from './alter-user.ts';
import { endEverything as operation } from './my-contract.ts';
import { whoIs } from './my-profile.ts';

export const endEverything = action(operation, async (call) => {
  const { id } = whoIs(call);
  const { ended } = await call.change((doing) => alterUser(doing, { id }, () => ({ set: {}, ends: 'everything' })));
  return { ended: { ...ended } };
});
