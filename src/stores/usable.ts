// Settings that a driver can begin with. Whoever kept others would hear of it only when the store is read, and perhaps nobody would look.
// Called by the actions of this room and by declare.ts, before a change is opened. Nobody outside is asked: a store that does not answer may be added.

import { Refusal } from '#errors.ts';
import { StoreFault } from '#user-store.ts';
import type { World } from '#world.ts';
import { checkSettings } from './settings.ts';
import type { SqlSettings, StoreKind } from './settings-contract.ts';
import { layoutOf, neededLayout } from './sql/layout.ts';

type Draft = { readonly kind: StoreKind; readonly settings: unknown; readonly password: string };

/** Throws `store.settings-invalid` with what is missing. */
export async function needsUsable({ stores }: Pick<World, 'stores'>, { kind, settings, password }: Draft): Promise<void> {
  const checked = checkSettings(kind, settings);
  const store = await refusingSettings(() => stores.tried({ kind, settings: checked, password }));
  await store.close();
  // A database may be looked at before its tables are mapped; read, it cannot be. The settings were checked against their schema above.
  if (kind === 'sql') await refusingSettings(async () => neededLayout(layoutOf(checked as SqlSettings)));
}

/** What a driver finds wrong while it is opened is the settings' fault. */
export async function refusingSettings<T>(open: () => Promise<T>): Promise<T> {
  try {
    return await open();
  } catch (fault) {
    if (fault instanceof StoreFault) throw new Refusal('store.settings-invalid', { says: fault.says });
    throw fault;
  }
}
