// Disables a store, so that nobody of it acts any more, and enables it again; deletes one that is disabled.
// Nobody does so to the store that he comes from himself.
import { type Action, action, type Call, type Doing } from '#action.ts';
import { actorId } from '#actor.ts';
import { Refusal } from '#errors.ts';
import { needsWhole } from '#permissions/needs-whole.ts';
import { deleteStore as deleting, disableStore as disabling, enableStore as enabling } from './contract.ts';
import { editableStore } from './found.ts';
import { needsToHold } from './holders.ts';
import { endAllOfStore, removeVerifiersOfStore, type StoreRow, storeByNo, storeOfUser, updateState, updateStore } from './queries.ts';
import { shownDetails, storeImage } from './shown.ts';

type Asked = { readonly id: string; readonly version?: number };

export const enableStore = action(enabling, async (call, asked) => {
  needsWhole(call);
  const row = await call.change(async (doing) => enable(doing, await notMore(doing, asked)));
  return shownDetails(call, call.world.db.read, row);
});

export const disableStore = action(disabling, async (call, asked) => {
  needsWhole(call);
  const row = await call.change(async (doing) => disable(doing, await notOwn(call, doing, asked)));
  return shownDetails(call, call.world.db.read, row);
});

export async function enable(doing: Doing, store: StoreRow): Promise<StoreRow> {
  if (store.enabled === 1) return store;
  await updateState(doing.tx, store.no, { state: 'waiting', due_at: doing.now, failing_since: 0, fault: '' });
  return alter(doing, store, { enabled: 1 });
}

export async function disable(doing: Doing, store: StoreRow): Promise<StoreRow> {
  if (store.enabled === 0) return store;
  await endAllOfStore(doing.tx, store.no);
  await removeVerifiersOfStore(doing.tx, store.no);
  await updateState(doing.tx, store.no, { state: 'idle', says: '', due_at: 0 });
  return alter(doing, store, { enabled: 0 });
}

/** Its users go to the recycle bin little by little (synchronise/leave.ts); none of them may act meanwhile, since the store is disabled. */
export const deleteStore: Action<typeof deleting> = action(deleting, async (call, asked) => {
  needsWhole(call);
  await call.change(async (doing) => {
    const store = await notOwn(call, doing, asked);
    if (store.enabled === 1) throw new Refusal('store.enabled', { domain: store.domain });
    await updateStore(doing.tx, store.no, { deleted_at: doing.now, domain_key: `deleted ${store.id}`, secret: '', version: store.version + 1 });
    doing.record({ kind: 'store', id: store.id, name: store.domain, before: storeImage(store), after: null });
    doing.touchModel();
  });
  return {};
});

async function notMore(doing: Doing, asked: Asked): Promise<StoreRow> {
  const store = await editableStore(doing.tx, asked);
  await needsToHold(doing, store);
  return store;
}

async function notOwn({ actor }: Call, doing: Doing, asked: Asked): Promise<StoreRow> {
  const store = await notMore(doing, asked);
  if (actor.kind === 'user' && (await storeOfUser(doing.tx, actorId(actor))) === store.no) throw new Refusal('store.own', { domain: store.domain });
  return store;
}

async function alter({ tx, now, record, touchModel }: Doing, store: StoreRow, set: Pick<StoreRow, 'enabled'>): Promise<StoreRow> {
  await updateStore(tx, store.no, { ...set, version: store.version + 1, changed_at: now });
  const after = (await storeByNo(tx, store.no)) ?? store;
  record({ kind: 'store', id: store.id, name: store.domain, before: storeImage(store), after: storeImage(after) });
  touchModel();
  return after;
}
