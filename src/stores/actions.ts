// stores/: where users live. PRIMARY is the only kind so far; its rows are the truth.
// Called through actions.ts by every door. Does not know users.
import { type Action, action } from '#action.ts';
import type { Db } from '#db/tables.ts';
import { listStores as operation } from './contract.ts';
import { allStores } from './queries.ts';

const listStores = action(operation, async ({ world }) => ({ items: await stores(world.db.read) }));

const stores = async (db: Db) => (await allStores(db)).map(({ writable, ...store }) => ({ ...store, writable: writable === 1 }));

export const storeActions: readonly Action[] = [listStores];
