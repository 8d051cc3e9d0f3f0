// Adds a store: checked, its password sealed, and due to be read at once.

import { action, type Doing } from '#action.ts';
import type { InputOf } from '#contract.ts';
import { Refusal } from '#errors.ts';
import { needsWhole } from '#permissions/needs-whole.ts';
import { seal } from '#sealing.ts';
import { say } from '#sentences/sentence.ts';
import type { World } from '#world.ts';
import { livingDefaults, addStore as operation } from './contract.ts';
import { refuseTakenDomain } from './found.ts';
import { allStores, insertStore, type StoreRow, storeByNo, updateState } from './queries.ts';
import { boundTo, checkSettings, domainOf } from './settings.ts';
import { shownDetails, storeImage } from './shown.ts';
import { needsUsable } from './usable.ts';

const storesMax = 200;

type Asked = InputOf<typeof operation>;
type NewStore = Omit<StoreRow, 'no'>;

export const addStore = action(operation, async (call, asked) => {
  needsWhole(call);
  const { world } = call;
  const row = newStore(world, asked);
  await needsUsable(world, { password: '', ...asked });
  return shownDetails(call, world.db.read, await call.change((doing) => add(doing, row)));
});

/** Keeps a row that `newStore` made. */
export async function add({ tx, now, record, touchModel }: Doing, row: NewStore): Promise<StoreRow> {
  await refuseTakenDomain(tx, row.domain);
  if ((await allStores(tx)).length >= storesMax) throw new Refusal('limit.reached', { max: storesMax, what: say('limit.stores') });
  const no = await insertStore(tx, { ...row, created_at: now, changed_at: now });
  if (row.enabled === 1) await updateState(tx, no, { state: 'waiting', due_at: now });
  const kept = await storeByNo(tx, no);
  if (!kept) throw new Error('A store that was just added is there.');
  record({ kind: 'store', id: kept.id, name: kept.domain, before: null, after: storeImage(kept) });
  touchModel();
  return kept;
}

/** Checked and sealed; not yet kept. */
export function newStore(world: World, { domain, kind, settings, password = '', ...said }: Asked): NewStore {
  const id = world.newId();
  const { description, position, writable, ...living } = { ...livingDefaults, ...said };
  const name = domainOf(domain);
  return {
    id,
    version: 1,
    domain: name,
    domain_key: name.toLowerCase(),
    kind,
    description,
    position,
    writable: writable ? 1 : 0,
    enabled: 1,
    declared_in: '',
    settings: JSON.stringify(checkSettings(kind, settings)),
    living: JSON.stringify(living),
    secret: password === '' ? '' : seal(world, password, boundTo(id)),
    created_at: 0,
    changed_at: 0,
    deleted_at: 0,
  };
}
