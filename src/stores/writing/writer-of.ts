// Whether and through what a store may be written. Called by the actions that write, early and again where they do.
// Knows no user.

import { type FieldFault, Refusal } from '#errors.ts';
import { say } from '#sentences/sentence.ts';
import { StoreFault, type Writer } from '#user-store.ts';
import type { World } from '#world.ts';
import type { StoreRow } from '../queries.ts';
import { settingsOfRow } from '../settings.ts';
import { usualMapping } from '../sql/wso2.ts';

export const isForeign = ({ kind }: Pick<StoreRow, 'kind'>): boolean => kind !== 'primary';

/** `store.read-only` says where it is changed instead; `fields` which of what was asked it is about. */
export async function writerOf(world: World, store: StoreRow, fields: readonly string[] = []): Promise<Writer> {
  const { domain, no, writable, enabled } = store;
  if (enabled !== 1) throw new Refusal('store.disabled', { domain });
  if (writable !== 1) throw readOnly(store, fields);
  try {
    const open = await world.stores.of(no);
    if (!open) throw new Refusal('store.disabled', { domain });
    return open.write ?? refuseReadOnly(store, fields);
  } catch (fault) {
    if (fault instanceof StoreFault) throw new Refusal('store.fault', { says: fault.says });
    throw fault;
  }
}

function refuseReadOnly(store: StoreRow, fields: readonly string[]): never {
  throw readOnly(store, fields);
}

export function readOnly({ domain }: Pick<StoreRow, 'domain'>, fields: readonly string[] = []): Refusal {
  const faults = fields.map((field): FieldFault => ({ field, says: say('field.kept-there', { domain }) }));
  return new Refusal('store.read-only', { domain }, faults);
}

/** Names of fields and free attributes that this store keeps: everything else is Reeve's own. */
export function keptThere({ settings }: Pick<StoreRow, 'settings'>): ReadonlySet<string> {
  const { mapping, preset } = settingsOfRow(settings);
  const said = typeof mapping === 'object' && mapping !== null ? Object.entries(mapping) : [];
  const named = said.length === 0 && preset === 'wso2' ? Object.entries(usualMapping) : said;
  return new Set(named.flatMap(([name, place]) => (place === '' ? [] : [name])));
}
