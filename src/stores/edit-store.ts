// Changes a store. Other settings may mean other entries, so everything is read again; what would vanish meets the brake.
import { action, type Doing } from '#action.ts';
import type { InputOf } from '#contract.ts';
import { needsWhole } from '#permissions/needs-whole.ts';
import { seal } from '#sealing.ts';
import type { World } from '#world.ts';
import { livingDefaults, editStore as operation } from './contract.ts';
import { editableStore, refuseTakenDomain } from './found.ts';
import { needsToHold } from './holders.ts';
import { keptPasswordFor } from './kept-password.ts';
import { removeVerifiersOfStore, type StoreRow, storeByNo, updateState, updateStore } from './queries.ts';
import { boundTo, checkSettings, domainOf, kindOf, livingOfRow, settingsOfRow } from './settings.ts';
import { shownDetails, storeImage } from './shown.ts';
import { needsUsable } from './usable.ts';

type Asked = InputOf<typeof operation>;
type Set = Partial<Omit<StoreRow, 'no'>>;

export const editStore = action(operation, async (call, asked) => {
  needsWhole(call);
  const { world } = call;
  await needsUsableAfter(world, await editableStore(world.db.read, asked), asked);
  const row = await call.change(async (doing) => {
    const before = await editableStore(doing.tx, asked);
    await needsToHold(doing, before);
    passwordAfter(world, before, asked);
    return edit(world, doing, { row: before, asked });
  });
  return shownDetails(call, world.db.read, row);
});

async function needsUsableAfter(world: World, row: StoreRow, asked: Asked): Promise<void> {
  if (asked.settings === undefined && asked.password === undefined) return;
  await needsUsable(world, { ...settingsAfter(row, asked), password: passwordAfter(world, row, asked) });
}

const settingsAfter = (row: StoreRow, { settings }: Asked) => ({ kind: kindOf(row.kind), settings: settings ?? settingsOfRow(row.settings) });

const passwordAfter = (world: World, row: StoreRow, asked: Asked): string => asked.password ?? keptPasswordFor(world, row, settingsAfter(row, asked));

type Edit = { readonly row: StoreRow; readonly asked: Asked; readonly declaredIn?: string };

/** Does what was asked, and nothing where it is so already. */
export async function edit(world: World, { tx, now, record, touchModel }: Doing, { row, asked, declaredIn = row.declared_in }: Edit): Promise<StoreRow> {
  const set = differing(row, { ...setOf(world, row, asked), declared_in: declaredIn });
  if (Object.keys(set).length === 0) return row;
  if (set.domain !== undefined) await refuseTakenDomain(tx, set.domain, row.no);
  await updateStore(tx, row.no, { ...set, version: row.version + 1, changed_at: now });
  if (set.settings !== undefined) await updateState(tx, row.no, { mark: '', full_run: 1, state: 'waiting', due_at: now, vanishing_max: -1 });
  if (set.living !== undefined && livingOfRow(set.living).outageDays === 0) await removeVerifiersOfStore(tx, row.no);
  const after = (await storeByNo(tx, row.no)) ?? row;
  record({ kind: 'store', id: row.id, name: after.domain, before: storeImage(row), after: storeImage(after) });
  touchModel();
  return after;
}

function setOf(world: World, row: StoreRow, { domain, settings, password, ...said }: Asked): Set {
  const given = Object.fromEntries(Object.entries(said).filter(([name, value]) => Object.hasOwn(livingDefaults, name) && value !== undefined));
  const whole = { ...livingOfRow(row.living), description: row.description, position: row.position, writable: row.writable === 1, ...given };
  const { description, position, writable, ...living } = whole;
  const name = domain === undefined ? row.domain : domainOf(domain);
  return {
    domain: name,
    domain_key: name.toLowerCase(),
    description,
    position,
    writable: writable ? 1 : 0,
    living: JSON.stringify(living),
    ...(settings === undefined ? {} : { settings: JSON.stringify(checkSettings(kindOf(row.kind), settings)) }),
    ...(password === undefined ? {} : { secret: password === '' ? '' : seal(world, password, boundTo(row.id)) }),
  };
}

const differing = (row: StoreRow, set: Set): Set =>
  Object.fromEntries(Object.entries(set).filter(([column, value]) => row[column as keyof StoreRow] !== value));
