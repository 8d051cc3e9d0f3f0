// A store by its domain or id, as the commands of stores name it. Used by the files of this folder.

import { Refusal } from '#errors.ts';
import { didYouMean } from '#nearest.ts';
import { say } from '#sentences/sentence.ts';
import { type StoreDetails, showStore } from '#stores/contract.ts';
import { listStores, type Store } from '#stores/list-contract.ts';
import { isStoreKind, type StoreKind } from '#stores/settings-contract.ts';
import type { Caller } from '../call.ts';

export async function storeOf(caller: Caller, said: string): Promise<Store> {
  const { items } = await caller.call(listStores, {});
  const found = items.find(({ id, domain }) => id === said || domain === said.toUpperCase());
  if (found) return found;
  const names = items.map(({ domain }) => domain);
  throw new Refusal('store.missing', { domain: said }, [
    { field: said, says: say('as-is', { says: `No user store has this domain.${didYouMean(said.toUpperCase(), names)}` }) },
  ]);
}

export const detailsOf = async (caller: Caller, said: string): Promise<StoreDetails> => caller.call(showStore, { id: (await storeOf(caller, said)).id });

/** A kind that has settings: PRIMARY has none. */
export function foreignKind({ kind }: Pick<Store, 'kind'>): StoreKind {
  if (isStoreKind(kind)) return kind;
  throw new Refusal('store.primary');
}
