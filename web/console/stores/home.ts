// Where a user or a group lives, as other screens ask: which store that is, what to call it, and whether Reeve writes there.
import { listStores, type Store } from '#stores/list-contract.ts';
import { useAsk } from '../../shared/call/ask.ts';
import { storeHomes as say } from '../../shared/strings/store-homes.ts';

const homeStaleMs = 30_000;

/** "directory SALES". */
export const storeSays = ({ kind, domain }: Pick<Store, 'kind' | 'domain'>): string => `${say.kinds[kind] ?? say.store} ${domain}`;

export type Home = {
  /** Of somebody else's store; '' = it lives in PRIMARY, or that is not known yet. */
  readonly says: string;
  readonly id: string;
  readonly writable: boolean;
};

const primary: Home = { says: '', id: '', writable: true };

export function useHome(domain: string): Home {
  const foreign = domain !== 'PRIMARY';
  const { data } = useAsk(listStores, {}, { enabled: foreign, staleMs: homeStaleMs });
  const store = foreign ? data?.items.find((each) => each.domain === domain) : undefined;
  return store ? { says: storeSays(store), id: store.id, writable: store.writable && store.enabled } : primary;
}
