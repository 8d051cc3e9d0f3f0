// All SQL of runs: whose turn it is, which node has the lease, how far it is, and stores that were deleted and still have users.
// `source` is a reading handle or a transaction. Knows tables; judges nothing.
import type { Selectable } from 'kysely';
import type { Db, Tables, Tx } from '#db/tables.ts';

type Source = Db | Tx;
/** Both kinds of handle read alike; their types only differ in what they may write. */
const reading = (source: Source): Db => source as Db;

export type StateRow = Selectable<Tables['store_states']>;

/** Stores whose turn it is: asked for, due, or left by a node that stopped. */
export const dueStores = (source: Source, now: number) =>
  reading(source)
    .selectFrom('store_states')
    .innerJoin('stores', 'stores.no', 'store_states.store_no')
    .select('store_states.store_no')
    .where('stores.enabled', '=', 1)
    .where('stores.deleted_at', '=', 0)
    .where('store_states.lease_until', '<=', now)
    .where((row) => row.or([row('store_states.state', '=', 'running'), row.and([row('store_states.due_at', '>', 0), row('store_states.due_at', '<=', now)])]))
    .orderBy('store_states.due_at')
    .limit(1)
    .executeTakeFirst();

/** Takes a run for one node; undefined = another has it. */
export const leaseRun = (
  tx: Tx,
  no: number,
  { owner, now, until }: { readonly owner: string; readonly now: number; readonly until: number },
): Promise<StateRow | undefined> =>
  tx
    .updateTable('store_states')
    .set((row) => ({
      state: 'running',
      says: '',
      due_at: 0,
      generation: row('generation', '+', 1),
      started_at: now,
      seen: 0,
      added: 0,
      changed: 0,
      vanished: 0,
      skipped: 0,
      namesakes: 0,
      skipped_entries: '[]',
      lease_owner: owner,
      lease_until: until,
    }))
    .where('store_no', '=', no)
    .where('lease_until', '<=', now)
    .returningAll()
    .executeTakeFirst();

/** Writes where a run is, if it is still this node's; false = it is not. */
export async function noteRun(tx: Tx, { no, owner, set }: { readonly no: number; readonly owner: string; readonly set: Partial<StateRow> }): Promise<boolean> {
  const { numUpdatedRows } = await tx.updateTable('store_states').set(set).where('store_no', '=', no).where('lease_owner', '=', owner).executeTakeFirst();
  return numUpdatedRows === 1n;
}

// ── Stores that were deleted ──

export const deletedStoreWithUsers = (source: Source) =>
  reading(source)
    .selectFrom('stores')
    .selectAll('stores')
    .where('stores.deleted_at', '>', 0)
    .where((row) =>
      row.exists(
        row.selectFrom('store_entries').select('store_entries.key').whereRef('store_entries.store_no', '=', 'stores.no').where('store_entries.gone_at', '=', 0),
      ),
    )
    .limit(1)
    .executeTakeFirst();
