// Moves a user to the recycle bin: everything he is signed in with ends; name, identifiers and memberships stay stored (rule 24).
// From a store that Reeve may write he is deleted there as well; from another he is only put away here, and stays so whatever its next synchronising says.
import { action, type Call, type Doing, rehearsed } from '#action.ts';
import type { InputOf } from '#contract.ts';
import type { StoreRow } from '#stores/queries.ts';
import { markEntryGone } from '#stores/writing/queries.ts';
import { throughStore } from '#stores/writing/through.ts';
import { isForeign } from '#stores/writing/writer-of.ts';
import type { Writer } from '#user-store.ts';
import { alterUser, type Receipt, seenUser } from './alter-user.ts';
import { intentFor, isThere, storeOfRow } from './in-store.ts';
import { deleteUser as operation } from './state-contract.ts';

type Asked = Pick<InputOf<typeof operation>, 'id' | 'version'>;

export const deleteUser = action(operation, (call, asked) => deleteFrom(call, asked));

/** The same for whoever deletes as part of something else, and has judged it. */
export async function deleteFrom(call: Call, asked: Asked): Promise<Receipt> {
  const { read } = call.world.db;
  const row = await seenUser(read, { id: asked.id });
  const store = await storeOfRow(read, row);
  const isWritten = isForeign(store) && store.writable === 1 && (await isThere(read, row));
  return isWritten ? deleteThere(call, store, asked) : call.change((doing) => putAway(doing, asked));
}

const putAway = (doing: Doing, asked: Asked): Promise<Receipt> => alterUser(doing, asked, () => ({ set: { deleted_at: doing.now }, ends: 'everything' }));

/** Gone in the same moment as put away: should he come back there with the same id, he comes back here. */
const deleteThere = (call: Call, store: StoreRow, asked: Asked): Promise<Receipt> =>
  throughStore(call, {
    store,
    async judge(doing) {
      await rehearsed(doing, (tried) => putAway(tried, asked));
      const intent = await intentFor(doing.tx, await seenUser(doing.tx, asked), { what: 'delete', says: 'the whole entry' });
      return [{ intent, ask: (writer: Writer) => writer.deleteUser(intent.whom) }];
    },
    async take(doing) {
      const { no } = await seenUser(doing.tx, { id: asked.id });
      await markEntryGone(doing.tx, { userNo: no, now: doing.now });
      return putAway(doing, { id: asked.id });
    },
  });
