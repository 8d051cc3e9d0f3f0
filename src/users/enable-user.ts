// Enables a disabled user. A lock, dates and what is pending stay as they are.
// Whom his store has disabled is enabled there first; where Reeve may not write, that is for those who keep it.
import { action, type Call, type Doing, rehearsed } from '#action.ts';
import type { InputOf } from '#contract.ts';
import { throughStore } from '#stores/writing/through.ts';
import { readOnly } from '#stores/writing/writer-of.ts';
import { alterUser, type Receipt, seenUser } from './alter-user.ts';
import { intentFor } from './in-store.ts';
import { enableUser as operation } from './state-contract.ts';
import { type Switching, switchingOf } from './switch-in-store.ts';

type Asked = Pick<InputOf<typeof operation>, 'id' | 'version'>;

export const enableUser = action(operation, async (call, asked) => {
  const row = await seenUser(call.world.db.read, { id: asked.id });
  const switching = row.store_disabled_at === 0 ? null : await switchingOf(call.world, row);
  return switching ? enableThere(call, switching, asked) : call.change((doing) => enable(doing, asked, false));
});

const enable = (doing: Doing, asked: Asked, isThere: boolean): Promise<Receipt> =>
  alterUser(doing, asked, (row) => {
    if (row.disabled_at === 0) return null;
    if (row.store_disabled_at > 0 && !isThere) throw readOnly(row);
    return { set: { disabled_at: 0, store_disabled_at: 0, state_reason: '' } };
  });

const enableThere = (call: Call, { store, set }: Switching, asked: Asked): Promise<Receipt> =>
  throughStore(call, {
    store,
    async judge(doing) {
      await rehearsed(doing, (tried) => enable(tried, asked, true));
      const intent = await intentFor(doing.tx, await seenUser(doing.tx, asked), { what: 'enable', says: 'enabled' });
      return [{ intent, ask: () => set(intent.whom, false) }];
    },
    take: (doing) => enable(doing, { id: asked.id }, true),
  });
