// Disables a user until somebody enables him; his sessions and tokens end at once.
// A store that Reeve may write, and that knows of such a thing, disables him too, so that he does not get in by other doors.
import { action, type Call, type Doing, rehearsed } from '#action.ts';
import type { InputOf } from '#contract.ts';
import { throughStore } from '#stores/writing/through.ts';
import { alterUser, type Receipt, seenUser } from './alter-user.ts';
import { intentFor } from './in-store.ts';
import { disableUser as operation } from './state-contract.ts';
import { type Switching, switchingOf } from './switch-in-store.ts';

type Asked = InputOf<typeof operation>;

export const disableUser = action(operation, async (call, asked) => {
  const switching = await switchingOf(call.world, await seenUser(call.world.db.read, { id: asked.id }));
  return switching ? disableThere(call, switching, asked) : call.change((doing) => disable(doing, asked, false));
});

const disable = (doing: Doing, { id, version, reason = '' }: Asked, isThere: boolean): Promise<Receipt> =>
  alterUser(doing, { id, version }, (row) =>
    row.disabled_at > 0 && row.state_reason === reason && (row.store_disabled_at > 0 || !isThere)
      ? null
      : {
          set: {
            disabled_at: row.disabled_at || doing.now,
            state_reason: reason,
            ...(isThere ? { store_disabled_at: row.store_disabled_at || row.disabled_at || doing.now } : {}),
          },
          ends: 'everything',
        },
  );

const disableThere = (call: Call, { store, set }: Switching, asked: Asked): Promise<Receipt> =>
  throughStore(call, {
    store,
    async judge(doing) {
      await rehearsed(doing, (tried) => disable(tried, asked, true));
      const intent = await intentFor(doing.tx, await seenUser(doing.tx, asked), { what: 'disable', says: 'disabled' });
      return [{ intent, ask: () => set(intent.whom, true) }];
    },
    take: (doing) => disable(doing, { id: asked.id, ...(asked.reason === undefined ? {} : { reason: asked.reason }) }, true),
  });
