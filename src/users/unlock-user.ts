// Unlocks a user, and lifts what failures at his name have slowed: whoever unlocks wants him to get in.
import { action, type Call } from '#action.ts';
import { inEnglish } from '#sentences/sentence.ts';
import { alterUser } from './alter-user.ts';
import { refuseUnprovedFor } from './letting-back.ts';
import { unlockUser as operation } from './state-contract.ts';

export const unlockUser = action(operation, async (call, { id, version }) => {
  const slowed = slowedOf(call, id);
  const receipt = await call.change(async (doing) => {
    if (slowed.length > 0) await refuseUnprovedFor(doing, id);
    for (const { says, failures, until } of slowed)
      doing.record({ kind: 'throttle', id, name: inEnglish(says), before: { slowed: { failures, until } }, after: { slowed: null } });
    return alterUser(doing, { id, version }, (row) =>
      row.locked_at === 0 ? null : { set: { locked_at: 0, locked_until: 0, ...(row.disabled_at === 0 ? { state_reason: '' } : {}) } },
    );
  });
  for (const { key } of slowed) call.world.throttle.lift(key);
  return receipt;
});

const slowedOf = ({ world: { throttle }, now }: Call, id: string) => throttle.list(now).filter(({ userId }) => userId === id);
