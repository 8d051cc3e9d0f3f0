// stores/: where users live. PRIMARY is Reeve's own; the others are directories and databases that somebody else owns, reached through drivers.
// Called through actions.ts by every door. Does not know users: what is read from a store becomes rows in synchronise/.
import { type Action, action } from '#action.ts';
import { Refusal } from '#errors.ts';
import { needsWhole } from '#permissions/needs-whole.ts';
import { addStore } from './add-store.ts';
import { showStore as showing, synchroniseStore as synchronising } from './contract.ts';
import { editStore } from './edit-store.ts';
import { foreignStore, foundStore } from './found.ts';
import { listStores as listing } from './list-contract.ts';
import { allStores, stateOf, updateState } from './queries.ts';
import { countedStores, shownDetails, shownStore, storeImage, syncOf } from './shown.ts';
import { deleteStore, disableStore, enableStore } from './switch-store.ts';
import { previewStore, testStore } from './try-store.ts';

const listStores = action(listing, async ({ world }) => ({
  items: (await countedStores(world.db.read, await allStores(world.db.read))).map(shownStore),
}));

const showStore = action(showing, async (call, { id }) => {
  needsWhole(call);
  return shownDetails(call, call.world.db.read, await foundStore(call.world.db.read, { id }));
});

/** Notes the wish; the runner of any node carries it out. */
const synchroniseStore = action(synchronising, async (call, { id, full = false, vanishing = -1 }) => {
  needsWhole(call);
  return call.change(async ({ tx, now, record }) => {
    const row = await foreignStore(tx, { id });
    if (row.enabled === 0) throw new Refusal('store.disabled', { domain: row.domain });
    const state = await stateOf(tx, row.no);
    const whole = full || state?.mark === '';
    if (state?.state !== 'running') await updateState(tx, row.no, { state: 'waiting', due_at: now, full_run: whole ? 1 : 0, vanishing_max: vanishing });
    if (vanishing >= 0) record({ kind: 'store', id: row.id, name: row.domain, before: storeImage(row), after: { ...storeImage(row), mayVanish: vanishing } });
    return syncOf(call, await stateOf(tx, row.no));
  });
});

export const storeActions: readonly Action[] = [
  listStores,
  showStore,
  addStore,
  editStore,
  enableStore,
  disableStore,
  deleteStore,
  testStore,
  previewStore,
  synchroniseStore,
];
