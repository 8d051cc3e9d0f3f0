// Above the list of users: stores that do not answer, and as of when their users are shown.
import { listStores } from '#stores/list-contract.ts';
import { useAsk } from '../../shared/call/ask.ts';
import { Banner } from '../../shared/show/bits.tsx';
import { exactly } from '../../shared/show/moments.ts';
import { useNow } from '../../shared/show/when.tsx';
import { storeHomes as say } from '../../shared/strings/store-homes.ts';
import { storeSays } from '../stores/home.ts';

/** `domain` = the only one whose users are listed; '' = all. */
export function StaleStores({ domain }: { readonly domain: string }) {
  const now = useNow();
  const { data } = useAsk(listStores, {});
  const stale = (data?.items ?? []).filter((store) => store.staleSince > 0 && (domain === '' || domain === store.domain));
  return stale.map((store) => (
    <Banner key={store.id} tone="warn">
      {say.stale(storeSays(store), exactly(store.staleSince, now), store.asOf > 0 ? exactly(store.asOf, now) : '')}
    </Banner>
  ));
}
