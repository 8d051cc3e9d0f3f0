// Writes to stores that were cut off between the store and the row: what the store has now is taken over, whatever that is, and the journal says so (rule 38).
// Called by runner.ts, on any node, as soon as the store may be asked. Doing it twice does no harm.
import { endSessions } from '#sessions/end-all.ts';
import { keyByName } from '#stores/entry-key.ts';
import { type StoreRow, storeByNo, updateState } from '#stores/queries.ts';
import { begunOf, end } from '#stores/writing/intent.ts';
import { leaseWrite, type WriteRow, writesLeft } from '#stores/writing/queries.ts';
import { StoreFault, type UserEntry } from '#user-store.ts';
import { findUser, updateUserRow } from '#users/queries.ts';
import type { World } from '#world.ts';
import { takeEntry } from './discover.ts';
import { inItsName, newTaking } from './taking.ts';
import { takeAwayUser } from './vanish.ts';

const atOnceMax = 20;
/** Until the next try, also for another node. */
const againMilliseconds = 30_000;

export async function finishWrites(world: World, stop: AbortSignal): Promise<void> {
  for (const row of await writesLeft(world.db.read, { now: world.now(), limit: atOnceMax })) {
    if (stop.aborted) return;
    const store = await storeByNo(world.db.read, row.store_no);
    const isOurs = store && (await world.db.write((tx) => leaseWrite(tx, row, world.now() + againMilliseconds)));
    if (isOurs) await finish(world, store, row).catch((fault: unknown) => put(world, store, fault));
  }
}

/** A store's trouble is a reason to try later; anything else is for the log as well. */
function put({ log }: World, { domain }: StoreRow, fault: unknown): void {
  if (fault instanceof StoreFault) log.debug({ err: fault, store: domain }, 'a write that was cut off is looked at later');
  else log.error({ err: fault, store: domain }, 'a write that was cut off could not be finished');
}

async function finish(world: World, store: StoreRow, row: WriteRow): Promise<void> {
  const open = await world.stores.of(store.no);
  if (!open) return;
  const entry = await open.find(row.key === '' || row.key.startsWith(keyByName) ? { name: row.name } : { key: row.key });
  const outcome = await taken(world, { store, row, entry });
  await inItsName({ world, store }, 'stores.finish-write', async (change) => {
    await end(change, begunOf(row), outcome);
    // Who is in which group is for a whole run to see.
    if (row.what === 'join' || row.what === 'leave') await updateState(change.tx, store.no, { due_at: change.now });
  });
}

type Found = { readonly store: StoreRow; readonly row: WriteRow; readonly entry: UserEntry | null };

/** In words, for the journal. */
async function taken(world: World, { store, row, entry }: Found): Promise<string> {
  if (row.what === 'password') await endHis(world, store, row);
  if (entry) {
    await takeEntry(world, store, entry);
    return 'cut off; taken over as it is in the store now';
  }
  if (row.what !== 'delete') return 'cut off; there is no such entry in the store';
  const taking = newTaking(world, store);
  await takeAwayUser(taking, row.user_id);
  return 'cut off; gone from the store';
}

/** Nobody knows which password holds: what he was signed in with by the one before ends. */
async function endHis(world: World, store: StoreRow, { user_id }: WriteRow): Promise<void> {
  await inItsName({ world, store }, 'stores.finish-write', async ({ tx, now, record }) => {
    const user = await findUser(tx, user_id);
    if (!user) return;
    const ended = await endSessions(tx, { userNo: user.no, epoch: user.revocation_epoch, now });
    const version = user.version + 1;
    await updateUserRow(tx, user.no, { revocation_epoch: user.revocation_epoch + 1, version, changed_at: now });
    record({ kind: 'user', id: user.id, name: `${store.domain}/${user.user_name}`, before: { version: user.version }, after: { version, ended } });
  });
}
