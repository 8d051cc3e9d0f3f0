// Brings a deleted user back with his password and the memberships that still exist, have not ended, and that the restorer may give (rule 24).
// The others are removed and named, so that nothing comes alive later that nobody has judged. Never sessions, tokens or temporary passwords.
import { action, type Doing } from '#action.ts';
import { goneFromStore } from '#stores/entry-key.ts';
import { entryOf } from '#stores/writing/queries.ts';
import { alterUser } from './alter-user.ts';
import { leaveUngivable } from './leave-ungivable.ts';
import { removeCredential, type UserRecord } from './queries.ts';
import { onOf } from './reach.ts';
import { restoreUser as operation } from './state-contract.ts';

export const restoreUser = action(operation, (call, { id, version }) =>
  call.change(async (doing) => {
    const left: string[] = [];
    const { user } = await alterUser(doing, { id, version, inBin: true }, async (row) => {
      await refuseGone(doing, row);
      const on = await onOf(doing, id);
      left.push(...(await leaveUngivable(doing, row, on)));
      const isTemporary = (row.temporary_until ?? 0) > 0;
      if (!isTemporary) return { set: { deleted_at: 0 } };
      await removeCredential(doing.tx, row.no);
      left.push('the temporary password');
      // Whoever waits to be let in goes on waiting.
      const waits = row.kind === 'person' && row.pending !== 'approval';
      return { set: { deleted_at: 0, ...(waits ? { pending: 'password' } : {}) } };
    });
    return { user, left };
  }),
);

async function refuseGone({ tx }: Doing, row: UserRecord): Promise<void> {
  const gone = goneFromStore(await entryOf(tx, { kind: 'user', no: row.no }), row);
  if (gone) throw gone;
}
