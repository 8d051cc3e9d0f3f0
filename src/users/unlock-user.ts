// Unlocks a user, and lifts what failures at his name have slowed: whoever unlocks wants him to get in.
import { action, type Call } from '#action.ts';
import { alterUser } from './alter-user.ts';
import { unlockUser as operation } from './contract.ts';

export const unlockUser = action(operation, async (call, { id, version }) => {
  const receipt = await call.change((doing) =>
    alterUser(doing, { id, version }, (row) =>
      row.locked_at === 0 ? null : { set: { locked_at: 0, locked_until: 0, ...(row.disabled_at === 0 ? { state_reason: '' } : {}) } },
    ),
  );
  liftThrottles(call, id);
  return receipt;
});

function liftThrottles({ world: { throttle }, now }: Call, id: string) {
  for (const { key, userId } of throttle.list(now)) if (userId === id) throttle.lift(key);
}
